"""Adds the pages that no file stands for, and hands every page what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hooks.library.article_page import (
    article_shows,
    render_citation,
    render_edit_link,
    render_mail_link,
    render_report_link,
    render_suggest_link,
)
from hooks.library.digest import digest_pages
from hooks.library.front_pages import FRONT_PAGES
from hooks.library.moved_pages import moved_pages
from hooks.library.source_pages import source_pages
from hooks.library.timeline import timeline_pages
from hooks.library.topic_pages import topic_pages

PROJECT_DOCS = Path(__file__).resolve().parent.parent / "docs"
# A docs folder that lacks one of these gets the project's.
OWN_PAGES = (
    *FRONT_PAGES, "about.md", "how-we-choose.md", "corrections.md", "privacy.md", "accessibility.md",
    "leaving-quickly.md", "offline.md",
)  # fmt: skip
GENERATORS = (topic_pages, timeline_pages, digest_pages, source_pages, moved_pages)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    bulletin = config.extra["bulletin"]
    pages = {page.path: page for generate in GENERATORS for page in generate(bulletin)}
    config.extra["generated"] = pages
    for file in list(files.documentation_pages()):
        if file.src_uri.startswith("articles/") and file.src_uri not in bulletin.by_path:
            files.remove(file)  # older than a small edition goes back
    for page in pages.values():
        files.append(File.generated(config, page.path, content=page.text))
    for name in OWN_PAGES:
        if files.get_file_from_path(name) is None:
            files.append(File.generated(config, name, content=(PROJECT_DOCS / name).read_text(encoding="utf-8")))
    return files


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    shows = _shows(page, config)
    exit_here = bool(config.extra["exit_everywhere"] or shows.get("exit_here"))
    return {**context, **_everywhere(config), **shows, "exit_here": exit_here}


def on_template_context(context: dict[str, Any], config: MkDocsConfig, **_: object) -> dict[str, Any]:
    """The same for the pages that are templates alone, such as 404.html."""
    return {**context, **_everywhere(config), "exit_here": config.extra["exit_everywhere"]}


def _everywhere(config: MkDocsConfig) -> dict[str, Any]:
    """What every page shows: where “Exit this page” leads, and where to suggest an article."""
    suggest_link = render_suggest_link(config.repo_url or "")
    return {"exit_address": config.extra["exit_address"], "suggest_link": suggest_link}


def _shows(page: Page, config: MkDocsConfig) -> dict[str, Any]:
    bulletin, name = config.extra["bulletin"], page.file.src_uri
    if name in config.extra["generated"]:
        generated = config.extra["generated"][name]
        return {"headline": generated.title, "description": generated.description, **generated.shows}
    if name in bulletin.by_path:
        shown = bulletin.by_path[name]
        citation = render_citation(shown, config.site_name, page.canonical_url or "")
        where = page.canonical_url or page.url
        return {
            "headline": shown.title,
            "description": shown.description,
            "citation": citation,
            "edit_link": render_edit_link(name, config.repo_url or ""),
            "mail_link": render_mail_link(shown, citation),
            "report_link": render_report_link(
                shown.title, where, config.extra["corrections_email"] or "", config.repo_url or ""
            ),
            **article_shows(bulletin, shown),
        }
    return {
        "headline": page.meta.get("title") or page.title,
        "description": page.meta.get("description", ""),
        "exit_here": page.meta.get("exit") is True,
        "report_link": render_report_link(
            page.title or "", "", config.extra["corrections_email"] or "", config.repo_url or ""
        ),
        **(FRONT_PAGES[name](bulletin) if name in FRONT_PAGES else {}),
    }
