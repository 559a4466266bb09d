"""Tells the sitemap which pages there are, and of articles the day on which they last changed where it is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from hooks.library.known_days import latest_day

SITEMAP = "sitemap.xml"


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    """Leaves out pages whose header asks search engines to (`robots: noindex`).

    Without the site's address the template gives no text, and MkDocs then writes no file.
    """
    if template_name != SITEMAP:
        return context
    articles = config.extra["bulletin"].by_path
    pages = {file.src_uri: file.page for file in context["pages"]}
    entries = [
        (page.canonical_url, latest_day(articles[name]) if name in articles else "")
        for name, page in sorted(pages.items())
        if page and "noindex" not in str(page.meta.get("robots", ""))
    ]
    return {**context, "entries": entries}


def on_post_build(config: MkDocsConfig) -> None:
    """MkDocs packs the sitemap too, and writes the day of the build into it: no two builds would be alike."""
    Path(config.site_dir, f"{SITEMAP}.gz").unlink(missing_ok=True)
