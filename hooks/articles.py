"""Reads the articles and lists once a build, and gives MkDocs each article's text without its header."""

from __future__ import annotations

import logging
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from hooks.library.read_docs import BadDocs, read_bulletin
from hooks.library.shown import ShownArticle
from importer.own_pages import read_own_page

# One that does not end is none, and there is none behind it
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+(?:-->|(?P<open>\Z))", re.DOTALL)
_EMPTY_HEADING = re.compile(r"<th( [^<>]*)?>\s*</th>")
# Below MkDocs' own name, so that its messages and ours are shown and counted alike
LOG = logging.getLogger("mkdocs.bulletin")
WHERE_TO_SEE = "see them with `bulletin check --publish`"
BULLETIN = "bulletin"  # under this key of `extra` every hook finds the Bulletin of the running build


def on_pre_build(config: MkDocsConfig) -> None:
    """Before MkDocs empties the site folder, so that a page to mend never costs the last good site."""
    try:
        config.extra[BULLETIN] = read_bulletin(config.docs_dir, config.extra["since"] or "")
    except BadDocs as error:
        raise PluginError(str(error)) from error
    if count := len(config.extra[BULLETIN].waiting):
        waits = "1 page waits" if count == 1 else f"{count} pages wait"
        LOG.info(f"{waits} for an editor's decision and {'is' if count == 1 else 'are'} left out: {WHERE_TO_SEE}")


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Nothing: pages are read by us. MkDocs would print a broken header as text, or find one that we do not."""
    return "" if _find_article(page, config) or not page.file.generated_by else None


def on_page_content(html: str, **_: object) -> str:
    """A text without HTML comments: they are not for readers, and the offline copy takes some of ours as its own.

    Markdown makes a heading of every cell in a table's first row. One without words heads nothing (WAI, “Tables
    tutorial”), and screen readers would announce it as if it did.
    """
    plain = _COMMENT.sub(lambda found: "" if found["open"] is None else found[0], html).replace("<!--", "&lt;!--")
    return _EMPTY_HEADING.sub(r"<td\1></td>", plain)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    shown = _find_article(page, config)
    if shown is None and page.file.generated_by:
        return markdown
    if shown is None:
        text, page.meta = read_own_page(page.file.content_string, page.file.src_uri)
        return text
    page.meta = {"template": "article.html", "title": shown.title}
    return str(shown.article.body) if shown.is_whole else ""


def _find_article(page: Page, config: MkDocsConfig) -> ShownArticle | None:
    """The article of this page. One that waits for an editor's decision has a page in a preview only."""
    bulletin = config.extra[BULLETIN]
    name = page.file.src_uri
    found: ShownArticle | None = bulletin.by_path.get(name) or bulletin.waiting.get(name)
    return found
