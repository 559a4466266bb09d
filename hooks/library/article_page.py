"""What an article's page shows besides its text: how to cite it, where to report a mistake, how the page came here."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from hooks.library.addresses import is_web_address
from hooks.library.british_dates import render_date
from hooks.library.bulletin import Bulletin
from hooks.library.shown import ShownArticle

NO_DATE = "no date"
FEWEST_CONTENTS = 3  # section headings that make a list of contents worth its room
# Forms of .github/ISSUE_TEMPLATE
MISTAKE_FORM = "report-a-mistake.yml"
SUGGESTION_FORM = "suggest-an-article.yml"
REPORT_TEXT = """\
What is wrong:

How you know:

Please name no child, victim or family here: this report may be public.
Page: {page}
"""


def article_shows(bulletin: Bulletin, shown: ShownArticle) -> dict[str, object]:
    """An article with the other versions of its story and its neighbours in time."""
    return {
        "shown": shown,
        "related": bulletin.related_to(shown),
        "neighbours": bulletin.neighbours.get(shown.article.path),
        "left_out": render_left_out(shown.left_out),
        "fewest_contents": FEWEST_CONTENTS,
        "exit_here": shown.exit,
    }


def render_citation(shown: ShownArticle, site_name: str, page_address: str) -> str:
    """How to name the article in a policy or a report: writer, headline, date, original, and where it was read."""
    writer = shown.article.author or shown.source.name
    source = f", {shown.source.name}" if shown.article.author and shown.article.author != shown.source.name else ""
    date = shown.date_label if shown.date else NO_DATE
    inferred = " (date inferred)" if shown.is_date_inferred else ""
    updated = f", updated {render_date(shown.article.updated)}" if shown.article.updated else ""
    # No full stop after an address: programs that make links of addresses would take it in.
    where = f"{site_name}: {page_address}" if page_address else site_name
    read_in = f" Original: {shown.original} – read in {where}" if shown.original else f" Read in {where}"
    return f"{writer}, “{shown.title}”{source}, {date}{inferred}{updated}.{read_in}"


def render_mail_link(shown: ShownArticle, citation: str) -> str:
    """An address that opens the reader's own mail program with the headline and where to find the article."""
    return f"mailto:?subject={quote(shown.title)}&body={quote(citation)}"


def render_edit_link(path: str, repository: str) -> str:
    """Where an editor mends the page in the web browser; empty without a repository to do it in."""
    return f"{repository.rstrip('/')}/edit/main/docs/{quote(path)}" if is_web_address(repository) else ""


def render_left_out(left_out: Iterable[str]) -> list[str]:
    """What an import left out, each kind once: “left out a picture's caption: lines 12 and 30”.

    The import records tell it line by line: “line 12: left out a picture's caption”.
    """
    lines: dict[str, list[str]] = {}
    for told in left_out:
        where, _, what = told.partition(": ")
        lines.setdefault(what, []).append(where.removeprefix("line "))
    return [
        f"{what}: line {places[0]}" if len(places) == 1 else f"{what}: lines {', '.join(places[:-1])} and {places[-1]}"
        for what, places in lines.items()
    ]


def render_report_link(title: str, page: str, email: str, repository: str) -> str:
    """Where to report a mistake: by mail if an address is set, else by the repository's form; empty without both.

    Both ask the writer to name nobody: what they write is public, or may become so.
    """
    subject, text = quote(f"Mistake in: {title}"), quote(REPORT_TEXT.format(page=page))
    if email:
        return f"mailto:{quote(email, safe='@+')}?subject={subject}&body={text}"
    if is_web_address(repository):
        # `page` is a field of the form, which itself asks to name nobody.
        return (
            f"{repository.rstrip('/')}/issues/new?template={MISTAKE_FORM}&title={subject}&page={quote(page, safe='')}"
        )
    return ""


def render_suggest_link(repository: str) -> str:
    """Where anybody suggests an article to the editors; empty without a repository to do it in."""
    return f"{repository.rstrip('/')}/issues/new?template={SUGGESTION_FORM}" if is_web_address(repository) else ""
