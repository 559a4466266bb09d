"""Bars the build as long as a page holds what the site may not: see importer/check_safety.py."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks.library.read_docs import BadDocs, as_typed
from importer.links_out import find_links_out
from importer.odd_files import find_odd_files
from importer.own_pages import find_own_page_faults
from importer.unsafe_pages import find_sources_of_site, find_unsafe


def on_pre_build(config: MkDocsConfig) -> None:
    """Before MkDocs empties the site folder, so that a page to mend never costs the last good site."""
    docs = Path(config.docs_dir)
    notes = [*find_links_out(docs), *find_odd_files(docs), *find_own_page_faults(docs)]
    notes += find_unsafe(find_sources_of_site(docs), as_typed)
    if notes:
        raise PluginError(str(BadDocs(notes)))
