"""Links of a text to other websites pass nothing on; its headings take no name that our own parts of a page have."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from hooks.library.article_text import mark_foreign_links
from importer.body import make_anchor


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Headings are named by the one function that `bulletin check` foretells their names with."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = lambda text, _: make_anchor(text)
    return config


def on_page_content(html: str, config: MkDocsConfig, **_: object) -> str:
    return mark_foreign_links(html, config.site_url or "")
