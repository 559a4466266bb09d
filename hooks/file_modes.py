"""Gives the files of the built site the same modes on every machine, once all of them are written."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from hooks.library.file_modes import let_everybody_read


@event_priority(-100)  # after every other hook
def on_post_build(config: MkDocsConfig) -> None:
    let_everybody_read(Path(config.site_dir))
