"""Bars the build as long as a page holds what the site may not: see importer/check_safety.py."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks.library.read_docs import BadDocs, as_typed
from importer.unsafe_pages import find_sources_of_site, find_unsafe


def on_pre_build(config: MkDocsConfig) -> None:
    """Before MkDocs empties the site folder, so that a page to mend never costs the last good site."""
    notes = tuple(find_unsafe(find_sources_of_site(Path(config.docs_dir)), as_typed))
    if notes:
        raise PluginError(str(BadDocs(notes)))
