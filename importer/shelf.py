"""The articles that the bulletin holds, as an import finds them and will leave them, and ways to find one again.

A shelf puts three things together: the pages in `docs/articles`, wherever an editor moved them; the importer's records
of what it wrote; and the pages that this import adds. Headers are parsed only where an article is looked at closely;
of every other page a glance at the text must do, because there may be 100,000 of them, and because a header that an
editor broke must not hide its page.

For the same reason the shelf lies on disk: an article is taken from it when it is asked for, and `settle` puts it back
with what became of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter

from importer.combining_marks import normalise
from importer.disk_rows import Names, as_key, open_table, rows_after
from importer.frontmatter import BadPage, parse_page
from importer.import_records import page_sha256
from importer.record_json import parse_record, render_record
from importer.records import Article, ImportRecord
from importer.references import decode_references
from importer.slugs import make_slug, plain_slug
from importer.spool import Place, Spool
from importer.text import fold
from importer.urls import same_address

MOST_CANDIDATES = 50

# The page from its start to the line that ends the header; a header that does not end is the whole page
_HEADER = re.compile(r"\ufeff?---[ \t]*\n(?:.*\n)*?(?:---[ \t]*(?:\n|\Z)|\Z)")
_TITLE = re.compile(r"^title:[ \t]*+[\"']?(.*)", re.MULTILINE)
_URL = re.compile(r"^url:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_FINGERPRINT = re.compile(r"\bfingerprint:[ \t]*[\"']?([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look at a page's text tells without parsing it, in a broken header too: enough to find it again."""

    sha256: str
    fingerprint: str
    headline: str
    url: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where an import met an article."""

    document: str
    line: int


@dataclass(slots=True)
class HeldFacts:
    """What the shelf keeps of an article.

    `found` is what a glance at its page showed; None where there is no page: an editor deleted it, or this import is
    about to add it. `record` says what the importer last wrote; there is none for a page written by hand. `copies` are
    the paths of further pages with the same import block. `brought` is where this import met the article, and `told_by`
    the number of its last decision that may bring a page.

    In the spool lie the version to put aside for the editor (`incoming`), the article as its page is to be
    (`rewritten`), and that page's text where it differs from the one found (`new_text`).
    """

    path: str
    found: Glance | None = None
    record: ImportRecord | None = None
    copies: tuple[str, ...] = ()
    brought: Where | None = None
    told_by: int | None = None
    incoming: Place | None = None
    rewritten: Place | None = None
    new_text: Place | None = None
    is_as_written: bool | None = None


@dataclass(slots=True)
class Held(HeldFacts):
    """One article that the bulletin holds; its page is read when it is looked at closely."""

    texts: Mapping[str, str] = field(kw_only=True)
    spool: Spool = field(kw_only=True)
    number: int = field(kw_only=True, default=0)

    @property
    def text(self) -> str:
        """The page as found; empty where there is none."""
        return self.texts[self.path] if self.found else ""

    def rewrite(self, article: Article) -> None:
        """Let the page become this article."""
        self.rewritten = self.spool.put_article(article)

    def put_aside(self, incoming: str) -> None:
        """Keep a version of the source for the editor."""
        self.incoming = self.spool.put_text(incoming)

    @property
    def article_to_be(self) -> Article | None:
        """The article as its page is to be, if this import changes it."""
        return self.spool.read_article(self.rewritten) if self.rewritten else None

    @property
    def article(self) -> Article | None:
        """The page as it will be; None where there is none or its header is broken."""
        if self.rewritten or not self.found:
            return self.article_to_be
        try:
            return parse_page(self.text, self.path)
        except BadPage:
            # `bulletin check` names the line; the import leaves the page alone.
            return None

    @property
    def slug(self) -> str:
        """The page's file name without its ending."""
        return _slug(self.path)

    @property
    def is_deleted(self) -> bool:
        """Did an editor delete the page that the importer wrote?"""
        return self.found is None and self.rewritten is None

    @property
    def is_by_hand(self) -> bool:
        """Did an editor write this page, with no import behind it?"""
        return self.record is None and not (self.found and self.found.fingerprint)

    @property
    def is_ours(self) -> bool:
        """Is the page as the importer wrote it, letter by letter, so that it may be written again?"""
        if self.is_as_written is None:
            record = self.record
            as_left = bool(self.found and record and self.found.sha256 == record.page_sha256 and not record.edited)
            self.is_as_written = self.found is None or (as_left and not self.copies)
        return self.is_as_written and not self.is_deleted

    @property
    def headline(self) -> str:
        """The headline as the page has it now; found even in a broken header."""
        to_be = self.article_to_be
        if to_be:
            return to_be.title
        return self.found.headline if self.found else ""

    def wording(self) -> str:
        """Headline and text without regard to the rest of the header, for comparing articles."""
        to_be = self.article_to_be
        if to_be:
            return wording(to_be.title, to_be.body)
        text = self.text
        return wording(self.headline, text.removeprefix(_header(text)) or text)


def glance_at(text: str) -> Glance:
    """Look at a page's text once."""
    header = _header(text)
    return Glance(page_sha256(text), _first(_FINGERPRINT, header), _headline(header), _first(_URL, header))


def _headline(header: str) -> str:
    """The headline without the quotation marks around it."""
    title = _first(_TITLE, header).rstrip(" \t")
    return title[:-1] if title.endswith(("'", '"')) else title


def _header(text: str) -> str:
    """The page's header as text, broken or not; the whole page where an editor broke the header's first line."""
    found = _HEADER.match(text)
    return found[0] if found else text


def wording(title: str, body: str) -> str:
    """A headline and a body in Markdown as the words that readers see."""
    return f"{title}\n{decode_references(body)}"


_facts_of = attrgetter(*(each.name for each in fields(HeldFacts)))


class Shelf:
    """Every article that the bulletin holds, by whatever it can be known by."""

    def __init__(self, texts: Mapping[str, str], records: Iterable[ImportRecord]) -> None:
        self.spool = Spool()
        self._texts = texts
        self._table = open_table(
            "CREATE TABLE held (number INTEGER PRIMARY KEY, path BLOB UNIQUE, facts BLOB)",
            # By what an article can be known, hashed, and the turns in which that was learnt
            "CREATE TABLE known (mark BLOB, number INTEGER, turn INTEGER, PRIMARY KEY (mark, number)) WITHOUT ROWID",
        )
        self._turns = 0
        self._slugs = Names()
        # Articles that were asked for since the last settling, and what the shelf has of them
        self._at_hand: dict[int, tuple[Held, tuple[object, ...]]] = {}
        for held in match_pages(texts, records, self.spool):
            self._put(held)
            self.learn(held)
            record = held.record
            taken = (record.page, *record.was) if record else ()
            for path in (held.path, *held.copies, *taken):
                self._slugs.add(_spelling(_slug(path)))
            self.settle()

    def __getitem__(self, path: str) -> Held:
        (number,) = self._table.execute("SELECT number FROM held WHERE path = ?", (as_key(path),)).fetchone()
        return self.numbered(number)

    def __iter__(self) -> Iterator[Held]:
        """Every article in the order in which it came; what is changed of it is put back before the next one."""
        for (number,) in rows_after(self._table, "SELECT number FROM held WHERE number > ? ORDER BY number LIMIT ?"):
            is_at_hand = number in self._at_hand
            yield self.numbered(number)
            if not is_at_hand:
                self._put_back(*self._at_hand.pop(number))

    def numbered(self, number: int) -> Held:
        """The article with this number; until the shelf is settled the same object for all who ask."""
        if number not in self._at_hand:
            (content,) = self._table.execute("SELECT facts FROM held WHERE number = ?", (number,)).fetchone()
            facts = _facts_of(parse_record(content, HeldFacts))
            self._at_hand[number] = Held(*facts, texts=self._texts, spool=self.spool, number=number), facts
        return self._at_hand[number][0]

    def settle(self) -> None:
        """Put back the articles that were asked for, with what became of them."""
        for held, facts in self._at_hand.values():
            self._put_back(held, facts)
        self._at_hand.clear()

    def _put_back(self, held: Held, before: tuple[object, ...]) -> None:
        now = _facts_of(held)
        if now != before:
            self._table.execute("UPDATE held SET facts = ? WHERE number = ?", (render_record(now), held.number))

    def _put(self, held: Held) -> None:
        facts = _facts_of(held)
        row = (as_key(held.path), render_record(facts))
        held.number = self._table.execute("INSERT INTO held (path, facts) VALUES (?, ?)", row).lastrowid or 0
        self._at_hand[held.number] = held, facts

    def add(self, article: Article, fallback_slug: str) -> Held:
        """Give a new article a path that no page has or had. Its record is to follow, and then `learn`."""
        slug = make_slug(article.title, self._slugs, fallback_slug)
        self._slugs.add(slug)
        path = f"articles/{article.date[:4] or 'undated'}/{slug}.md"
        held = Held(path, texts=self._texts, spool=self.spool)
        held.rewrite(replace(article, path=path))
        self._put(held)
        return held

    def learn(self, held: Held) -> None:
        """Let an article be found by what its record now says, or its page where it has no record."""
        marks = [_mark(kind, key) for kind, key in _known_by(held)]
        turns = range(self._turns, self._turns + len(marks))
        self._turns += len(marks)
        rows = [(mark, held.number, turn) for mark, turn in zip(marks, turns, strict=True)]
        self._table.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", rows)

    def _find(self, kind: str, key: str) -> Iterator[Held]:
        """The articles known by this, in the order in which that was learnt."""
        query = "SELECT number FROM known WHERE mark = ? ORDER BY turn"
        for (number,) in self._table.execute(query, (_mark(kind, key),)).fetchall():
            yield self.numbered(number)

    def _find_latest(self, kind: str, key: str) -> Iterator[Held]:
        """The articles known by this, the latest first; of very many only these, as each may have to be compared."""
        query = "SELECT number FROM known WHERE mark = ? ORDER BY turn DESC LIMIT ?"
        for (number,) in self._table.execute(query, (_mark(kind, key), MOST_CANDIDATES)).fetchall():
            yield self.numbered(number)

    def find_text(self, fingerprint: str, document: str) -> Held | None:
        """The article with this very text: rather from this document, rather now than in an earlier version of it."""

        def certainty(held: Held) -> tuple[bool, bool, bool]:
            record = held.record
            if record is None:
                return True, True, True
            return False, record.fingerprint != fingerprint, not is_same_document(record.document, document)

        return min(self._find("text", fingerprint), key=certainty, default=None)

    def with_keys(self, keys: Iterable[str]) -> tuple[Held, ...]:
        """The articles that one of these keys names for good."""
        return tuple({held.path: held for key in keys for held in self._find("key", key)}.values())

    def with_address(self, url: str) -> tuple[Held, ...]:
        """The articles with this web address, where it names more than a whole site; of very many the latest."""
        return tuple(self._find_latest("address", same_address(url))) if tells_apart(url) else ()

    def with_headline(self, document: str, title: str) -> tuple[Held, ...]:
        """The imported articles from a document of this name whose headline is this one, or was when it came."""
        keys = (_place_key(document, key) for key in (_title_key(title), _slug_key(plain_slug(title))))
        return tuple({held.path: held for key in keys for held in self._find_latest("headline", key)}.values())


def _known_by(held: Held) -> Iterator[tuple[str, str]]:
    """The kinds and keys by which an article can be found."""
    record, found = held.record, held.found
    if record is None:
        if found and found.fingerprint:
            yield "text", found.fingerprint
        if found and tells_apart(found.url):
            yield "address", same_address(found.url)
        return
    yield from (("text", fingerprint) for fingerprint in (record.fingerprint, *record.seen))
    if tells_apart(record.url):
        yield "address", same_address(record.url)
    yield from (("key", key) for key in record.keys)
    for key in (_title_key(held.headline), _slug_key(held.slug)):
        yield "headline", _place_key(record.document, key)


def _mark(kind: str, key: str) -> bytes:
    return hashlib.blake2b(as_key(f"{kind} {key}"), digest_size=16).digest()


def match_pages(texts: Mapping[str, str], records: Iterable[ImportRecord], spool: Spool) -> Iterator[Held]:
    """Each record with its page, wherever that is now, then the pages that no record knows.

    `records` are gone through twice: first those whose page is where they say.
    """
    pages = _Pages(texts)
    for record in records:
        if record.page in texts:
            # Also without its import block: then an editor took it out, and the page is an edited one.
            copies = [path for path in pages.take_with_fingerprint(record.fingerprint) if path != record.page]
            found = pages.take(record.page)
            yield Held(record.page, found, record, tuple(copies), texts=texts, spool=spool)
    for record in records:
        if record.page in texts:
            continue
        # A file system may spell a name otherwise than we wrote it: in capitals, or with accents apart
        taken = pages.take_with_fingerprint(record.fingerprint) or pages.take_spelt_like(record.page)
        path, *copies = taken or [record.page]
        if taken:
            record = replace(record, page=path, was=_paths_before(record, path))
        yield Held(path, pages.glance(path), record, tuple(copies), texts=texts, spool=spool)
    for path, glance in pages.left():
        yield Held(path, glance, texts=texts, spool=spool)


class _Pages:
    """A glance at every page that is there, and which of them are spoken for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._table = open_table(
            "CREATE TABLE pages (number INTEGER PRIMARY KEY, path BLOB UNIQUE, spelling BLOB, fingerprint TEXT, "
            "glance BLOB, taken INTEGER DEFAULT 0)",
            "CREATE INDEX by_spelling ON pages (spelling)",
            "CREATE INDEX by_fingerprint ON pages (fingerprint)",
        )
        for path, text in texts.items():
            glance = glance_at(text)
            row = (as_key(path), as_key(_spelling(path)), glance.fingerprint, render_record(glance))
            self._table.execute("INSERT INTO pages (path, spelling, fingerprint, glance) VALUES (?, ?, ?, ?)", row)

    def glance(self, path: str) -> Glance | None:
        """What a glance showed of a page; None where there is none."""
        found = self._table.execute("SELECT glance FROM pages WHERE path = ?", (as_key(path),)).fetchone()
        return parse_record(found[0], Glance) if found else None

    def take(self, path: str) -> Glance | None:
        """Speak for a page; what a glance showed of it."""
        self._table.execute("UPDATE pages SET taken = 1 WHERE path = ?", (as_key(path),))
        return self.glance(path)

    def take_with_fingerprint(self, fingerprint: str) -> list[str]:
        """Speak for the pages whose import block has this fingerprint, as far as they are free."""
        query = "SELECT number, path FROM pages WHERE fingerprint = ? AND NOT taken ORDER BY number"
        return self._take(query, fingerprint)

    def take_spelt_like(self, path: str) -> list[str]:
        """Speak for the pages whose paths some file systems take for this one, as far as they are free."""
        query = "SELECT number, path FROM pages WHERE spelling = ? AND NOT taken ORDER BY number"
        return self._take(query, as_key(_spelling(path)))

    def _take(self, query: str, value: str | bytes) -> list[str]:
        rows = self._table.execute(query, (value,)).fetchall()
        self._table.executemany("UPDATE pages SET taken = 1 WHERE number = ?", [(number,) for number, _ in rows])
        return [path.decode("utf-8", "surrogatepass") for _, path in rows]

    def left(self) -> Iterator[tuple[str, Glance]]:
        """The pages that nobody spoke for."""
        query = "SELECT number, path, glance FROM pages WHERE number > ? AND NOT taken ORDER BY number LIMIT ?"
        for _, path, glance in rows_after(self._table, query):
            yield path.decode("utf-8", "surrogatepass"), parse_record(glance, Glance)


def _paths_before(record: ImportRecord, now: str) -> tuple[str, ...]:
    """The page's earlier paths in order, the one that it just left among them, unless only its spelling changed."""
    is_respelt = _spelling(record.page) == _spelling(now)
    return tuple(dict.fromkeys((*record.was, *([] if is_respelt else [record.page]))))


def _spelling(path: str) -> str:
    """What the spellings of one path share on file systems that fold case or take accents apart."""
    return normalise("NFC", path).casefold()


def is_same_document(name: str, other: str) -> bool:
    """Do two names mean one document, told from different working folders: `seeds/a.txt` and `a.txt`?"""
    parts, others = name.split("/")[::-1], other.split("/")[::-1]
    return all(part == of_other for part, of_other in zip(parts, others, strict=False))


def tells_apart(url: str) -> bool:
    """Does the address name an article, not a whole site?"""
    return bool(url) and "/" in same_address(url)


def _slug(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def _file_name(document: str) -> str:
    return document.rsplit("/", 1)[-1]


def _place_key(document: str, key: str) -> str:
    return f"{_file_name(document)} {key}"


def _title_key(title: str) -> str:
    return f"title {fold(title).casefold()}"


def _slug_key(slug: str) -> str:
    return f"slug {slug.casefold()}"


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
