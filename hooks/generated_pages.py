"""Adds the pages that no file stands for, and hands every page what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hooks.library.front_pages import FRONT_PAGES, article_shows
from hooks.library.source_pages import source_pages
from hooks.library.timeline import timeline_pages
from hooks.library.topic_pages import topic_pages

PROJECT_DOCS = Path(__file__).resolve().parent.parent / "docs"
OWN_PAGES = (*FRONT_PAGES, "about.md")  # a docs folder that lacks one of these gets the project's


def on_files(files: Files, config: MkDocsConfig) -> Files:
    bulletin = config.extra["bulletin"]
    pages = {page.path: page for page in (*topic_pages(bulletin), *timeline_pages(bulletin), *source_pages(bulletin))}
    config.extra["generated"] = pages
    for page in pages.values():
        files.append(File.generated(config, page.path, content=page.text))
    for name in OWN_PAGES:
        if files.get_file_from_path(name) is None:
            files.append(File.generated(config, name, content=(PROJECT_DOCS / name).read_text(encoding="utf-8")))
    return files


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    bulletin, name = config.extra["bulletin"], page.file.src_uri
    if name in config.extra["generated"]:
        generated = config.extra["generated"][name]
        return {**context, "headline": generated.title, "description": generated.description, **generated.shows}
    if name in bulletin.by_path:
        shown = bulletin.by_path[name]
        summary = shown.article.summary
        return {**context, "headline": shown.title, "description": summary, **article_shows(bulletin, name)}
    shows = FRONT_PAGES[name](bulletin) if name in FRONT_PAGES else {}
    headline = page.meta.get("title") or page.title
    return {**context, "headline": headline, "description": page.meta.get("description", ""), **shows}
