"""Makes the search index once the pages are written."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks.library.pagefind import CannotIndex, index_site


def on_post_build(config: MkDocsConfig) -> None:
    if not config.extra["bulletin"].articles:
        return  # Pagefind takes a site without articles for a mistake
    try:
        index_site(Path(config.site_dir))
    except CannotIndex as error:
        raise PluginError(str(error)) from error
