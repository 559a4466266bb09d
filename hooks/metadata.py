"""Hands every page what parts/metadata.html says of it to search engines and to sites that show a card of it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from hooks.library.structured_data import describe_article, describe_page, render_article_data
from hooks.library.whole_site import Site


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    """After hooks/generated_pages.py, which says what a page's headline and description are."""
    site = Site(config.site_name, config.site_description or "", config.site_url or "")
    shown = config.extra["bulletin"].by_path.get(page.file.src_uri)
    if shown:
        data = Markup(render_article_data(shown, site))  # noqa: S704 - escaped for its place there
        return {**context, "open_graph": describe_article(shown, site), "structured_data": data}
    title = site.name if page.is_homepage else str(context.get("headline") or page.title or site.name)
    described = describe_page(title, str(context.get("description") or ""), site, site.in_full(page.url))
    return {**context, "open_graph": described}
