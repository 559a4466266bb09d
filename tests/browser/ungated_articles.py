"""The hook hooks/articles.py without what refuses pages: the layers below it must hold on their own."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from hooks.articles import *  # noqa: F403 - every event but the one below
from hooks.articles import BULLETIN
from hooks.library.read_docs import read_bulletin


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads the pages as the site's own hook does, and complains of nothing that can be read."""
    config.extra[BULLETIN] = read_bulletin(config.docs_dir)
