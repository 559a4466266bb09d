"""The articles that the bulletin holds, as an import finds them and will leave them, and ways to find one again.

A shelf puts three things together: the pages in `docs/articles`, wherever an editor moved them; the importer's records
of what it wrote; and the pages that this import adds. Headers are parsed only where an article is looked at closely;
of every other page a glance at the text must do, because there may be 100,000 of them, and because a header that an
editor broke must not hide its page.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from importer.frontmatter import BadPage, parse_page
from importer.import_records import page_sha256
from importer.records import Article, ImportRecord
from importer.slugs import make_slug, plain_slug
from importer.spool import Spool, SpooledArticle
from importer.text import fold
from importer.urls import same_address

MOST_CANDIDATES = 50

# The page from its start to the line that ends the header; a header that does not end is the whole page
_HEADER = re.compile(r"\ufeff?---[ \t]*\n(?:.*\n)*?(?:---[ \t]*(?:\n|\Z)|\Z)")
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_URL = re.compile(r"^url:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_FINGERPRINT = re.compile(r"\bfingerprint:[ \t]*[\"']?([0-9a-f]{64})\b")


@dataclass(slots=True)
class Held:
    """One article that the bulletin holds.

    `found` is what a glance at its page showed; None where there is no page: an editor deleted it, or this import is
    about to add it. `record` says what the importer last wrote; there is none for a page written by hand. `copies` are
    the paths of further pages with the same import block. `brought` is where this import met the article: document and
    line. `incoming` is the text to put aside for the editor.

    Texts are not kept: the page's is read from `texts` when it is looked at closely, and the article as its page is to
    be (`rewritten`) lies in the spool.
    """

    path: str
    texts: Mapping[str, str]
    spool: Spool
    found: Glance | None = None
    record: ImportRecord | None = None
    copies: tuple[str, ...] = ()
    brought: tuple[str, int] | None = None
    incoming: str = ""
    _rewritten: SpooledArticle | None = None
    _is_as_written: bool | None = None

    @property
    def text(self) -> str:
        """The page as found; empty where there is none."""
        return self.texts[self.path] if self.found else ""

    @property
    def rewritten(self) -> Article | None:
        """The article as its page is to be, if this import changes it."""
        return self._rewritten.read() if self._rewritten else None

    @property
    def spooled(self) -> SpooledArticle | None:
        """Where that lies."""
        return self._rewritten

    def rewrite(self, article: Article) -> None:
        """Let the page become this article."""
        self._rewritten = self.spool.put_article(article)

    @property
    def is_rewritten(self) -> bool:
        """Does this import change or add the page?"""
        return self._rewritten is not None

    @property
    def article(self) -> Article | None:
        """The page as it will be; None where there is none or its header is broken."""
        if self._rewritten or not self.found:
            return self.rewritten
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
        return self.found is None and self._rewritten is None

    @property
    def is_by_hand(self) -> bool:
        """Did an editor write this page, with no import behind it?"""
        return self.record is None and not (self.found and self.found.fingerprint)

    @property
    def is_ours(self) -> bool:
        """Is the page as the importer wrote it, letter by letter, so that it may be written again?"""
        if self._is_as_written is None:
            record = self.record
            as_left = bool(self.found and record and self.found.sha256 == record.page_sha256 and not record.edited)
            self._is_as_written = self.found is None or (as_left and not self.copies)
        return self._is_as_written and not self.is_deleted

    @property
    def headline(self) -> str:
        """The headline as the page has it now; found even in a broken header."""
        rewritten = self.rewritten
        if rewritten:
            return rewritten.title
        return self.found.headline if self.found else ""

    def wording(self) -> str:
        """Headline and text without regard to the rest of the header, for comparing articles."""
        rewritten = self.rewritten
        if rewritten:
            return wording(rewritten.title, rewritten.body)
        text = self.text
        return wording(self.headline, text.removeprefix(_header(text)) or text)


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look at a page's text tells without parsing it, in a broken header too: enough to find it again."""

    sha256: str
    fingerprint: str
    headline: str
    url: str


def glance_at(text: str) -> Glance:
    """Look at a page's text once."""
    header = _header(text)
    return Glance(page_sha256(text), _first(_FINGERPRINT, header), _first(_TITLE, header), _first(_URL, header))


def _header(text: str) -> str:
    """The page's header as text, broken or not; the whole page where an editor broke the header's first line."""
    found = _HEADER.match(text)
    return found[0] if found else text


def wording(title: str, body: str) -> str:
    """A headline and a body in Markdown as the words that readers see."""
    return f"{title}\n{html.unescape(body)}"


# Articles by what they may be known by: mostly one under each key
_Finder = dict[str, tuple[Held, ...]]


class Shelf:
    """Every article that the bulletin holds, by whatever it can be known by."""

    def __init__(self, texts: Mapping[str, str], records: Iterable[ImportRecord]) -> None:
        records = tuple(records)
        self.spool = Spool()
        self._texts = texts
        self.held = list(match_pages(texts, records, self.spool))
        taken = (path for record in records for path in (record.page, *record.was))
        self._slugs = {_spelling(_slug(path)) for path in (*texts, *taken)}
        # In the order in which they were learnt
        self._with_text: _Finder = {}
        self._with_address: _Finder = {}
        self._with_headline: _Finder = {}
        self._with_key: _Finder = {}
        self._with_path = {each.path: each for each in self.held}
        for each in self.held:
            self.learn(each)

    def __getitem__(self, path: str) -> Held:
        return self._with_path[path]

    def add(self, article: Article, fallback_slug: str) -> Held:
        """Give a new article a path that no page has or had. Its record is to follow, and then `learn`."""
        slug = make_slug(article.title, self._slugs, fallback_slug)
        self._slugs.add(slug)
        path = f"articles/{article.date[:4] or 'undated'}/{slug}.md"
        held = self._with_path[path] = Held(path, self._texts, self.spool)
        held.rewrite(replace(article, path=path))
        self.held.append(held)
        return held

    def learn(self, held: Held) -> None:
        """Let an article be found by what its record now says, or its page where it has no record."""
        record, found = held.record, held.found
        if record is None:
            if found and found.fingerprint:
                _note(self._with_text, found.fingerprint, held)
            if found and tells_apart(found.url):
                _note(self._with_address, same_address(found.url), held)
            return
        for fingerprint in (record.fingerprint, *record.seen):
            _note(self._with_text, fingerprint, held)
        if tells_apart(record.url):
            _note(self._with_address, same_address(record.url), held)
        for key in record.keys:
            _note(self._with_key, key, held)
        for key in (_title_key(held.headline), _slug_key(held.slug)):
            _note(self._with_headline, _place_key(record.document, key), held)

    def find_text(self, fingerprint: str, document: str) -> Held | None:
        """The article with this very text: rather from this document, rather now than in an earlier version of it."""

        def certainty(held: Held) -> tuple[bool, bool, bool]:
            record = held.record
            if record is None:
                return True, True, True
            return False, record.fingerprint != fingerprint, not is_same_document(record.document, document)

        return min(self._with_text.get(fingerprint, ()), key=certainty, default=None)

    def with_keys(self, keys: Iterable[str]) -> tuple[Held, ...]:
        """The articles that one of these keys names for good."""
        return tuple({held.path: held for key in keys for held in self._with_key.get(key, ())}.values())

    def with_address(self, url: str) -> tuple[Held, ...]:
        """The articles with this web address, where it names more than a whole site; of very many the latest."""
        return _latest(self._with_address.get(same_address(url), ())) if tells_apart(url) else ()

    def with_headline(self, document: str, title: str) -> tuple[Held, ...]:
        """The imported articles from a document of this name whose headline is this one, or was when it came.

        Of very many with one headline the latest: each may have to be compared with the article in hand.
        """
        keys = (_place_key(document, key) for key in (_title_key(title), _slug_key(plain_slug(title))))
        found = {held.path: held for key in keys for held in _latest(self._with_headline.get(key, ()))}
        return tuple(found.values())


def match_pages(texts: Mapping[str, str], records: Iterable[ImportRecord], spool: Spool) -> Iterator[Held]:
    """Each record with its page, wherever that is now, then the pages that no record knows."""
    with_fingerprint: defaultdict[str, list[str]] = defaultdict(list)
    glances = {path: glance_at(text) for path, text in texts.items()}
    for path, glance in glances.items():
        if glance.fingerprint:
            with_fingerprint[glance.fingerprint].append(path)
    by_spelling: defaultdict[str, list[str]] = defaultdict(list)
    for path in texts:
        by_spelling[_spelling(path)].append(path)
    matched: set[str] = set()
    for record in sorted(records, key=lambda record: record.page not in texts):
        paths = [path for path in with_fingerprint[record.fingerprint] if path not in matched]
        if record.page in texts:
            # Also without its import block: then an editor took it out, and the page is an edited one.
            path, copies = record.page, [path for path in paths if path != record.page]
        else:
            # A file system may spell a name otherwise than we wrote it: in capitals, or with accents apart
            respelt = [path for path in by_spelling[_spelling(record.page)] if path not in matched]
            path, *copies = paths or respelt or [record.page]
            if path != record.page:
                record = replace(record, page=path, was=_paths_before(record, path))
        matched |= {path, *copies}
        yield Held(path, texts, spool, glances.get(path), record, tuple(copies))
    yield from (Held(path, texts, spool, glance) for path, glance in glances.items() if path not in matched)


def _paths_before(record: ImportRecord, now: str) -> tuple[str, ...]:
    """The page's earlier paths in order, the one that it just left among them, unless only its spelling changed."""
    is_respelt = _spelling(record.page) == _spelling(now)
    return tuple(dict.fromkeys((*record.was, *([] if is_respelt else [record.page]))))


def _spelling(path: str) -> str:
    """What the spellings of one path share on file systems that fold case or take accents apart."""
    return unicodedata.normalize("NFC", path).casefold()


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


def _note(finder: _Finder, key: str, held: Held) -> None:
    known = finder.get(key, ())
    if not any(each is held for each in known):
        finder[key] = (*known, held)


def _latest(found: tuple[Held, ...]) -> tuple[Held, ...]:
    return found[: -MOST_CANDIDATES - 1 : -1]
