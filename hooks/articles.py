"""Reads the articles and lists once a build, and gives MkDocs each article's text without its header."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from hooks.library.read_docs import BadDocs, read_bulletin

_EMPTY_HEADING = re.compile(r"<th( [^<>]*)?>\s*</th>")
BULLETIN = "bulletin"  # under this key of `extra` every hook finds the Bulletin of the running build


def on_pre_build(config: MkDocsConfig) -> None:
    """Before MkDocs empties the site folder, so that a page to mend never costs the last good site."""
    try:
        config.extra[BULLETIN] = read_bulletin(config.docs_dir, config.extra["since"] or "")
    except BadDocs as error:
        raise PluginError(str(error)) from error


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """An article's body as we read it; its header stays out of MkDocs, which would print a broken one as text."""
    return "" if page.file.src_uri in config.extra[BULLETIN].by_path else None


def on_page_content(html: str, **_: object) -> str:
    """A text without HTML comments: they are not for readers, and the offline copy takes some of ours as its own.

    Markdown makes a heading of every cell in a table's first row. One without words heads nothing (WAI, “Tables
    tutorial”), and screen readers would announce it as if it did.
    """
    plain = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL).replace("<!--", "&lt;!--")
    return _EMPTY_HEADING.sub(r"<td\1></td>", plain)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    shown = config.extra[BULLETIN].by_path.get(page.file.src_uri)
    if shown is None:
        return markdown
    page.meta = {"template": "article.html", "title": shown.title}
    return str(shown.article.body) if shown.is_whole else ""
