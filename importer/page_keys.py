"""The keys of a page's header: the one model that checks, forms, the schema and the documentation are made from.

What each key means is CONTRACT's, “A page”. `frontmatter.py` reads and writes the values, `check.py` judges them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KeyKind = Literal["line", "text", "date", "choice", "language", "address", "list", "record", "records", "number"]
Author = Literal["editor", "importer"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the header, or of a record in it.

    `kind` says what stands behind it: a `line` of text, a longer `text`, a `date` (2023-07-19, 2023-07 or 2023; only a
    whole day where `is_whole_day`), one of the `choices`, a `language` (cy), a web `address`, a `list` of lines, one
    `record` with keys of its own, several `records`, or a `number`. `most` counts characters, of a list entries.
    `named_in` is the editors' list that knows the values. What the importer alone writes is `written_by` it.
    """

    name: str
    kind: KeyKind
    about: str
    example: str = ""
    is_required: bool = False
    is_whole_day: bool = False
    most: int = 0
    choices: tuple[str, ...] = ()
    named_in: str = ""
    keys: tuple[Key, ...] = ()
    written_by: Author = "editor"


DATE_BASES = ("stated", "inferred")
EARLIEST = "1990"  # no article here is older: an earlier year is a slip

PAGE_KEYS = (
    Key("title", "line", "The headline, as the source prints it.", "Lost kites", is_required=True, most=300),
    Key("date", "date", "The day, month or year of publication, only if it is known.", "2023-07-19"),
    Key(
        "date_basis",
        "choice",
        "“stated” if the source prints the date, “inferred” if words in it prove it.",
        "stated",
        choices=DATE_BASES,
    ),
    Key("date_evidence", "line", "The source's own words that prove the date.", "Published 19 July 2023"),
    Key("updated", "date", "The day on which the text says that it was revised.", "2025-04-02"),
    Key(
        "source",
        "line",
        "Whose story or document it is, as docs/sources.yml names it.",
        "Ofsted",
        is_required=True,
        named_in="sources",
    ),
    Key("publisher", "line", "On whose page the text was found.", "Ofsted", named_in="sources"),
    Key("author", "line", "The writer, only if the source credits one.", "A. Person"),
    Key("url", "address", "The web address of the original.", "https://www.gov.uk/government/publications/example"),
    Key(
        "topics",
        "list",
        "One to four topics of docs/topics.yml, the most telling first; [] if you cannot tell.",
        "[online-safety]",
        is_required=True,
        most=4,
        named_in="topics",
    ),
    Key("summary", "text", "What is new, in at most 300 characters and whole sentences.", most=300),
    Key("lang", "language", "The short name of the text's language, if it is not English.", "cy"),
    Key("content_note", "line", "One neutral sentence on what readers may find distressing.", "Describes abuse."),
    Key("review_by", "date", "The day by which an editor looks at the page again.", "2027-07-19", is_whole_day=True),
    Key(
        "cleared",
        "records",
        "An editor's decision that the page may be published although a rule of docs/care.yml flags it.",
        keys=(
            Key("by", "line", "Who decided: a role, not a person's name.", "Safeguarding editor", is_required=True),
            Key("on", "date", "The day of the decision.", "2026-11-21", is_required=True, is_whole_day=True),
            Key("reason", "text", "Why the text may be published.", "The school is not named.", is_required=True),
            Key("rules", "list", "The rules of docs/care.yml that this settles; all if left out.", named_in="care"),
        ),
    ),
    Key(
        "withdrawn",
        "record",
        "Takes the page out of the site; its address then only says that it was withdrawn, and why.",
        keys=(
            Key("on", "date", "The day of the withdrawal.", "2026-11-21", is_required=True, is_whole_day=True),
            Key("reason", "line", "What readers are told, without what did harm.", is_required=True, most=300),
        ),
    ),
    Key(
        "also_in",
        "records",
        "Where the same text was found elsewhere.",
        keys=(
            Key("publisher", "line", "On whose page.", is_required=True),
            Key("document", "line", "In which document.", is_required=True),
            Key("line", "number", "On which line of it.", is_required=True),
        ),
        written_by="importer",
    ),
    Key("related", "list", "File names, without .md, of other versions of the story.", "[kite-club-warns-schools]"),
    Key(
        "moved_from",
        "list",
        "Earlier addresses of the page, or of one whose place it takes: they lead on to it.",
        "[articles/2023/old-name]",
    ),
    Key("notes", "list", "Doubts that an editor should settle; take out those that are settled."),
    Key(
        "import",
        "record",
        "Where the page was imported from; leave it as it is.",
        keys=(
            Key("document", "line", "The document.", is_required=True),
            Key("line", "number", "The line on which the article begins.", is_required=True),
            Key("sha256", "line", "The hash of the document's bytes.", is_required=True),
            Key("fingerprint", "line", "The hash of the text as imported.", is_required=True),
        ),
        written_by="importer",
    ),
)  # fmt: skip

KEYS = tuple(key.name for key in PAGE_KEYS)
