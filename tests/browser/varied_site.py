"""A small site with what the invented articles lack: Welsh, an excerpt, a headline alone, a long text with contents.

It is built as if published and kept in a repository, so that its pages know their own addresses. All people and places
in it are invented.
"""

from __future__ import annotations

from pathlib import Path

from importer.import_records import FILE_NAME, render_records
from importer.incoming import incoming_path
from importer.records import AlsoIn, Article, ImportRecord, Provenance, Withdrawal

ADDRESS = "https://bulletin.example/"
SETTINGS = {
    "BULLETIN_SITE_URL": ADDRESS,
    "BULLETIN_REPOSITORY_URL": "https://repository.example/bulletin",
}
SOURCES = """\
- name: Open Weekly
  home: https://open.example/
  licence: OGL-3.0
  description: A newspaper that gives its texts to everyone.
- name: Brief Herald
  home: https://herald.example/
  licence: all-rights-reserved
  show: excerpt
  description: A newspaper that allows excerpts.
- name: Closed Times
  home: https://closed.example/
  licence: all-rights-reserved
  show: link
  description: A newspaper that allows links.
"""
WORDS_A_SECTION = 93
SENTENCE = "The council of Westmere told each school how a worry about a child is to be written down and passed on."


def _section(heading: str) -> str:
    """A heading and two paragraphs; four sections are a text of 400 words."""
    words = (SENTENCE + " ").split() * 5
    first, second = words[: WORDS_A_SECTION // 2], words[WORDS_A_SECTION // 2 : WORDS_A_SECTION]
    return f"## {heading}\n\n{' '.join(first)}.\n\n{' '.join(second)}."


LONG_TEXT = "\n\n".join(
    [
        *map(_section, ("What has changed", "Who has to act", "What to write down", "When it begins")),
        "Read [the guidance](https://westmere.example/guidance) and [the form](https://westmere.example/form).",
    ]
)
RICH_TEXT = """\
Some words **stand out**, and [a link](https://westmere.example/more) leads on.

## A table wider than a phone

| Council | Schools | Nurseries | Colleges | Fosterers | Reports | Answered | Outstanding | Withdrawn |   |
|---------|--------:|----------:|---------:|----------:|--------:|---------:|------------:|----------:|---------|
| Westmere | 10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | Unremarkable |

### A list under it

1. Tell a teacher.
2. Keep the messages.
   - All of them.

## A quotation

> Nobody is to blame but the sender.

## Lines as they were typed

    A line as it was typed, which is longer than a telephone is wide, and which nothing may break in two anywhere.
"""


def _provenance(line: int) -> Provenance:
    return Provenance("seeds/invented.txt", line, "0" * 64, "1" * 64)


ARTICLES = [
    Article(
        path="articles/2024/long-guidance.md",
        title="New guidance on how schools pass a worry on",
        date="2024-03-04",
        date_basis="stated",
        date_evidence="published on this website Monday 4 March 2024",
        updated="2024-05-01",
        source="Open Weekly",
        publisher="Open Weekly",
        author="Robin Sparrow",
        url="https://open.example/guidance/2024/how-schools-pass-a-worry-on",
        topics=("schools", "law-and-policy", "statutory-guidance"),
        summary="The council of Westmere told each school how a worry about a child is to be passed on.",
        body=LONG_TEXT,
        provenance=_provenance(3),
    ),
    Article(
        path="articles/2024/rich-text.md",
        title="A text with a table, a list and a quotation",
        date="2024-03",
        date_basis="inferred",
        date_evidence="in the first days of March 2024",
        source="Open Weekly",
        publisher="An Unlisted Bulletin",
        author="Robin Sparrow",
        url="https://open.example/rich",
        topics=("online-safety", "schools", "law-and-policy"),
        summary="A text with everything.",
        content_note="Describes how a child was threatened online.",
        also_in=(AlsoIn("Brief Herald", "seeds/invented.txt", 90),),
        related=("long-guidance", "kitemarks-in-welsh"),
        notes=("The weekday of the by-line is doubtful.",),
        body=RICH_TEXT,
        provenance=_provenance(60),
    ),
    Article(
        path="articles/2024/kitemarks-in-welsh.md",
        title="Canllawiau newydd i ysgolion",
        date="2024-03-11",
        date_basis="stated",
        source="Open Weekly",
        publisher="Open Weekly",
        url="https://open.example/cymraeg",
        topics=("schools", "law-and-policy"),
        summary="Mae canllawiau newydd i ysgolion.",
        body="Mae canllawiau newydd i ysgolion.\n\n## Beth sydd wedi newid\n\nMae pob ysgol yn dweud wrth y cyngor.",
        lang="cy",
    ),
    Article(
        path="articles/2024/brief-story.md",
        title="A story of which an excerpt may be shown",
        date="2024-03-18",
        date_basis="stated",
        source="Brief Herald",
        publisher="Brief Herald",
        url="https://herald.example/brief",
        topics=("schools",),
        summary="A few sentences may be shown.",
        body="The rest may not.",
    ),
    Article(
        path="articles/2024/closed-story.md",
        title="A story of which the headline may be shown",
        date="2024-03-25",
        date_basis="stated",
        source="Closed Times",
        publisher="Closed Times",
        url="https://closed.example/story",
        topics=("schools",),
        summary="Nothing of this may be shown.",
        body="Nor of this.",
    ),
    Article(
        path="articles/2024/withdrawn-story.md",
        title="A story that was withdrawn",
        date="2024-03-26",
        date_basis="stated",
        source="Open Weekly",
        topics=("schools",),
        body="Nothing of it is left.",
        withdrawn=Withdrawal("2024-04-02", "It named a child."),
    ),
]  # fmt: skip


PUT_ASIDE = "# Put aside\n\nA quillonquist that no reader sees.\n"
MOVED_FROM, MOVED_TO = "articles/2023/brief-tale.md", "articles/2024/brief-story.md"


def write_lists(docs: Path) -> None:
    """Put its own sources in the place of the invented ones, and say that a page was moved."""
    (docs / "sources.yml").write_text(SOURCES, encoding="utf-8")
    record = ImportRecord(MOVED_TO, "f", "", "a.txt", 1, "i", "p", was=(MOVED_FROM,))
    (docs / FILE_NAME).write_text("".join(render_records([record])), encoding="utf-8")
    aside = docs / incoming_path(record)
    aside.parent.mkdir()
    aside.write_text(PUT_ASIDE, encoding="utf-8")
