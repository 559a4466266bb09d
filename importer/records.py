"""The records that the stages hand to each other; all frozen, none knows the disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeVar

from importer.text import quote

Action = Literal["created", "updated", "unchanged", "kept-edited", "duplicate", "removed-by-editor"]
BlockKind = Literal[
    "paragraph", "heading", "bullet", "number", "continuation", "quote", "reference", "table", "picture"
]
Format = Literal["text", "feed", "json_feed", "web_page", "word", "pdf", "mail"]


KeptValue = TypeVar("KeptValue", covariant=True)


@dataclass(frozen=True, slots=True)
class Note:
    """Something an editor should know about a line: a removal, a doubt or an error; doubts and errors name a mend.

    Lines and columns are counted from 1; 0 says that there is none to name. A note with a `care_rule` is no complaint:
    by that rule of docs/care.yml an editor must decide whether the page may be published. A reminder is what time alone
    brought: no change of a page is at fault.
    """

    path: str
    line: int
    what: str
    mend: str = ""
    column: int = 0
    care_rule: str = ""
    is_reminder: bool = False

    @property
    def is_doubt(self) -> bool:
        """Is there something for an editor to do? What was only left out or done says so without a mend."""
        return bool(self.mend)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        column = f" (column {self.column})" if self.column else ""
        return where + self.what + column + (f"\n    {self.mend}" if self.mend else "")


class CannotImport(Exception):
    """Base of the errors raised on purpose; its note tells a person what happened and how to mend it."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note))
        self.note = note


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a line that lead somewhere: the words, the address, and how often the same words stand before them.

    Words are found again however the line around them was cleaned; where they are gone, so is the link.
    """

    words: str
    url: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, white space folded, and the links in it."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Markup:
    """What a source's own markup says of a line; a plain text says nothing, and what its lines are must be judged.

    `level` nests list items from 0 and ranks headings from 1; `number` is a numbered item's own. A `continuation` is a
    further paragraph of the list item above it; a `picture` is the text that stands for one. `rows` are a table's, the
    first one its head.
    """

    kind: BlockKind
    level: int = 0
    number: int = 0
    links: tuple[Link, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its number (from 1), its text without the line end, and what markup says of it, if any.

    In a web page, a Word file, a PDF or an e-mail they are the lines of its text, with an empty one between paragraphs.
    """

    number: int
    text: str
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: `path` as messages and pages name it, `sha256` of its bytes, its lines in order.

    A document that is no plain text has no lines yet: its `format` says who takes its `content` apart. `notes` are what
    reading it repaired.
    """

    path: str
    sha256: str
    lines: tuple[Line, ...]
    format: Format = "text"
    content: bytes = b""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Who published an item and when, as one line of the document says it.

    `date_text` is the date as printed, weekday included, or empty; `updated_text` the day of a revision likewise.
    `inferred_text` is a day that the source states for something else, and that must do where no date is stated.
    """

    line: int
    text: str
    source: str = ""
    date_text: str = ""
    author: str = ""
    url: str = ""
    updated_text: str = ""
    inferred_text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One article as it stands in its document, before any cleaning.

    `line` is its headline's; `body` holds the lines between this item's headline and the next, blank ones included.
    `url` is the article's own address, `guid` the name that its feed gives it for good, `categories` the feed's.
    `publishers` are the names the page may give itself, likeliest first. `lead_is_title` says that the headline is
    also the first sentence of the text. `republished` is true where the page passes on other people's news, so that
    “today” in the text is not the day of its date. `doubts` are what its reader doubts of its facts, for its page.
    """

    document: str
    line: int
    title: str
    body: tuple[Line, ...]
    publishers: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    url: str = ""
    guid: str = ""
    categories: tuple[str, ...] = ()
    excerpt: str = ""
    lead_is_title: bool = False
    republished: bool = True
    doubts: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """One document taken apart: the layout that recognised it, its items in order, what was left out or doubted."""

    layout: str
    items: tuple[Item, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article's text, white space folded, not yet Markdown.

    `level` nests list items and headings, from 0, and is 1 for the further lines of one reference; `number` is a list
    item's own. A table's text is that of its cells.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    number: int = 0
    links: tuple[Link, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A filled line on its way to a block: `gap` lines that show nothing stood before it, `strict_gap` empty ones."""

    line: int
    text: str
    gap: int = 0
    strict_gap: int = 0
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Something taken out of an article's text, or moved to its header.

    `deed` says what was done, with `{}` in place of the words: “took injected text {} out of the headline”. It is
    always ours; `text` are the words, which are the document's.
    """

    path: str
    line: int
    deed: str
    text: str

    @property
    def note(self) -> Note:
        """What editors are told: the first words tell which text it was."""
        return Note(self.path, self.line, self.deed.format(quote(self.text)))

    @property
    def without_words(self) -> str:
        """What readers may be told. The words stay out: they may be spam, or name people."""
        return f"line {self.line}: {' '.join(self.deed.format('').split())}"


@dataclass(frozen=True, slots=True)
class CleanItem:
    """An item without furniture: its title and blocks, the credits found at its end, every removal, and doubts."""

    item: Item
    title: str
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    removed: tuple[Removal, ...] = ()
    doubts: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Where the same text was found a second time."""

    publisher: str
    document: str
    line: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a page was imported from; `sha256` is the document's, `fingerprint` that of the imported text."""

    document: str
    line: int
    sha256: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Clearance:
    """An editor's decision that a page may be published: who (a role), when, why, and the rules of care it settles.

    Without `rules` it settles all that flag the page.
    """

    by: str
    on: str
    reason: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A page taken out of the bulletin: the day, and what readers are told in its place."""

    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One page of the bulletin: the fields of its header (see CONTRACT, “A page”) and its Markdown body.

    Dates are ISO 8601 at the precision known: `2023-07-19`, `2023-07`, `2023`, or empty. `path` is relative to the
    docs folder with forward slashes (`articles/2023/some-slug.md`), empty until the article has a place. `lang` is the
    short name of the text's language (`cy` for Welsh), empty for English; it, `review_by` (a day), `cleared`,
    `withdrawn` and `moved_from` (earlier addresses: `articles/2023/old-name`) are written by editors alone.
    """

    title: str
    source: str
    body: str = ""
    date: str = ""
    date_basis: str = ""
    date_evidence: str = ""
    updated: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    summary: str = ""
    lang: str = ""
    content_note: str = ""
    review_by: str = ""
    cleared: tuple[Clearance, ...] = ()
    withdrawn: Withdrawal | None = None
    also_in: tuple[AlsoIn, ...] = ()
    related: tuple[str, ...] = ()
    moved_from: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = None
    path: str = ""

    @property
    def slug(self) -> str:
        """The page's file name without its ending: `some-slug`."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")


class Kept(Protocol[KeptValue]):
    """Something that lies on disk until it is asked for."""

    def read(self) -> KeptValue:
        """What was put aside."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """What is to happen to one page: to be written if `new_text` is there, in place of the page with hash `replaces`.

    Article and text lie on disk: a plan may have 100,000 pages. `why_topics` has for each topic of the article as it
    came the phrases that decided it; it is None for a page that only other articles changed.
    `hushed` are doubts about the article that the report on its document need not tell any more.
    """

    action: Action
    path: str
    title: str
    document: str
    line: int
    kept_article: Kept[Article]
    new_text: Kept[str] | None = None
    replaces: str = ""
    notes: tuple[Note, ...] = ()
    why_topics: tuple[str, ...] | None = None
    hushed: tuple[Note, ...] = ()

    @property
    def article(self) -> Article:
        """The page's article as it is to be; of a page that stays as it is the article as it came."""
        return replace(self.kept_article.read(), path=self.path)

    @property
    def text(self) -> str:
        """The text to write; empty where nothing is written."""
        return self.new_text.read() if self.new_text else ""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What the importer last wrote for one article: kept beside the pages, so that an editor's work is told from ours.

    `item_sha256` is of the item's own source lines as last seen, `page_sha256` of the page as the importer last left it
    (empty: not by us); `edited` says that it then held an editor's changes. `base` has a short hash of every field of
    the source's version that the page follows, and `aside` of those in which a later version was put aside for the
    editor.

    `keys` name the article for good: its own address, its feed's name for it. `seen` are the fingerprints of the
    article's other texts and the hashes of its other items: earlier ones, and later ones that an edited page did not
    take. `was` are the page's earlier paths. `left_out` says for readers what was left out or moved, each with its line
    and without the words.
    """

    page: str
    fingerprint: str
    url: str
    document: str
    line: int
    item_sha256: str
    page_sha256: str
    seen: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    edited: bool = False
    base: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_page(self) -> str:
        """The path under which the page was first written: it stays the same wherever an editor moves the page."""
        return self.was[0] if self.was else self.page


@dataclass(frozen=True, slots=True)
class AsideFile:
    """A version put aside for an editor: its path below the docs folder, and its text; empty to take the file away."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What one document gave: its layout, its number of articles, and what was removed or doubted in it."""

    path: str
    sha256: str
    layout: str
    articles: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole import, worked out before anything is written; it lies on disk. `records` are ordered by page."""

    documents: Sequence[DocumentReport]
    pages: Sequence[PlannedPage]
    records: Collection[ImportRecord]
    errors: Sequence[Note] = ()
    aside: Sequence[AsideFile] = ()
