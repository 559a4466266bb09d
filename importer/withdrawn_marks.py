"""What is kept of a withdrawn article, so that no import brings it back: hashes, and nothing that could be read.

One JSON line for each withdrawal, in `docs/articles/.withdrawn.jsonl`. `marks` are hashes of whatever names the article
as a whole: its texts, its items, its feed's name for it, its address, its headline. Whoever knows one of these can see
that it was withdrawn; nobody can get it out again. `runs` is for the same text in other words: see `sketch_text`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from importer.arrivals import Arrival
from importer.frontmatter import is_whole_day
from importer.records import Article, CannotImport, ImportRecord, Note
from importer.shelf import tells_apart, wording
from importer.similar import PERHAPS_SAME_STORY, SAME_STORY, sample_runs
from importer.text import words
from importer.urls import same_address

FILE_NAME = "articles/.withdrawn.jsonl"
MOST_RUNS = 4096
_LEAST_SHARED = 3  # runs: about sixteen words in a row
# A headline this long is one article's; a shorter one may return every week (“Court News”).
_LEAST_HEADLINE_WORDS = 8
_DIGITS = 4
_MARK_DIGITS = 32


class BadMarks(CannotImport):
    """What was withdrawn cannot be read."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Some of a text's runs of five words, as numbers of 16 bits: one run in `one_in`, in the order of the numbers."""

    runs: frozenset[int] = frozenset()
    one_in: int = 4


@dataclass(frozen=True, slots=True)
class WithdrawnMarks:
    """What is kept of one withdrawal: the hash of its page's path, the day, the marks and the sketch."""

    page: str
    on: str
    marks: frozenset[str]
    sketch: Sketch = field(default_factory=Sketch)


def sketch_text(text: str) -> Sketch:
    """Numbers by which a text is known again with a sentence more or less, and from which it cannot be read.

    A quarter of its runs of five words is kept, each as 16 bits and without their order: at most four bits for each
    word of the text, where a word takes about ten. So many texts fit the same numbers, and one run in 65,536 fits each:
    a number proves no phrase, and no name. Of very long texts a smaller part is kept.
    """
    sampled, one_in = sample_runs(text), 4
    while len(sampled) > MOST_RUNS:
        one_in *= 2
        sampled = frozenset(run for run in sampled if run % one_in == 0)
    return Sketch(frozenset(map(_shorten, sampled)), one_in)


def _shorten(run: int) -> int:
    return run >> 16


def mark(kind: str, name: str) -> str:
    """The hash of one thing that names an article."""
    return hashlib.sha256(f"{kind}\n{name}".encode("utf-8", "surrogatepass")).hexdigest()[:_MARK_DIGITS]


def page_mark(path: str) -> str:
    """The hash of a page's path (`articles/2023/some-slug.md`), in whatever case a file system spells it."""
    return mark("page", path.casefold())


def marks_of_record(record: ImportRecord) -> Iterator[str]:
    """What the importer knows an article by."""
    yield from (mark("text", each) for each in (record.fingerprint, *record.seen) if each)
    yield mark("text", record.item_sha256)  # of earlier items the hashes stand in `seen`, among those of texts
    yield from (mark("key", each) for each in record.keys)
    if tells_apart(record.url):
        yield mark("address", same_address(record.url))


def marks_of_article(article: Article, *, has_own_address: bool) -> Iterator[str]:
    """What an article's page shows that it can be known by.

    An address that comes from a credit may be that of many articles: it is no name of this one (`has_own_address`).
    """
    if article.provenance:
        yield mark("text", article.provenance.fingerprint)
    if tells_apart(article.url):
        yield mark("address", same_address(article.url))
        if has_own_address:
            yield mark("key", f"url {same_address(article.url)}")
    yield from _headline_marks(article)


def _headline_marks(article: Article) -> Iterator[str]:
    headline = words(article.title)
    if headline:
        said = " ".join(headline)
        yield mark("headline", said)
        if article.date:
            yield mark("headline and date", f"{said}\n{article.date}")


class WithdrawnArticles:
    """Every withdrawal, ready to say whether an arriving article is one of them."""

    def __init__(self, withdrawals: Iterable[WithdrawnMarks] = ()) -> None:
        self._withdrawals = tuple(withdrawals)
        self._by_mark: dict[str, WithdrawnMarks] = {}
        self._by_run: defaultdict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self._withdrawals):
            for one in each.marks:
                self._by_mark.setdefault(one, each)
            for run in each.sketch.runs:
                self._by_run[run].append(number)

    def __bool__(self) -> bool:
        return bool(self._withdrawals)

    def find_same(self, arrival: Arrival) -> WithdrawnMarks | None:
        """The withdrawal of this very text, item, or feed entry."""
        names = [("text", arrival.where.fingerprint), ("text", arrival.item_sha256)]
        names += [("key", key) for key in arrival.keys]
        return self._find(names)

    def find_alike(self, arrival: Arrival) -> WithdrawnMarks | None:
        """The withdrawal of an article with the same headline, or with much of the same text."""
        article = arrival.article
        headline = words(article.title)
        said = " ".join(headline)
        names = [("headline and date", f"{said}\n{article.date}")] if headline and article.date else []
        if len(headline) >= _LEAST_HEADLINE_WORDS:
            names.append(("headline", said))
        if found := self._find(names):
            return found
        hints = [("headline", said)]
        if tells_apart(article.url):
            hints.append(("address", same_address(article.url)))
        hinted = {mark(kind, name) for kind, name in hints}
        for withdrawal, share in self._shares(wording(article.title, article.body)):
            if share >= (SAME_STORY if hinted.isdisjoint(withdrawal.marks) else PERHAPS_SAME_STORY):
                return withdrawal
        return None

    def _find(self, names: Iterable[tuple[str, str]]) -> WithdrawnMarks | None:
        return next((found for kind, name in names if (found := self._by_mark.get(mark(kind, name)))), None)

    def _shares(self, text: str) -> Iterator[tuple[WithdrawnMarks, float]]:
        """The withdrawals whose text has runs of this one, and the share of the shorter one's that both have."""
        sampled = sample_runs(text)
        counts = Counter(number for run in {_shorten(run) for run in sampled} for number in self._by_run.get(run, ()))
        for number in sorted(counts):
            withdrawal = self._withdrawals[number]
            one_in = withdrawal.sketch.one_in
            here = {_shorten(run) for run in sampled if run % one_in == 0}
            shared = len(here & withdrawal.sketch.runs)
            if shared >= _LEAST_SHARED:
                yield withdrawal, shared / min(len(here), len(withdrawal.sketch.runs))


def join_marks(known: Iterable[WithdrawnMarks], new: WithdrawnMarks) -> tuple[WithdrawnMarks, ...]:
    """The withdrawals with one more, in the order of their lines; what is known of the same page already stays."""
    return tuple(sorted({*known, new}, key=render_marks))


def find_path(paths: Iterable[str], page: str) -> str:
    """The path whose hash this is; empty where the page is gone."""
    return next((path for path in paths if page_mark(path) == page), "")


def render_marks(withdrawal: WithdrawnMarks) -> str:
    """One line of the file."""
    entry: dict[str, object] = {
        "page": withdrawal.page,
        "on": withdrawal.on,
        "marks": sorted(withdrawal.marks),
        "one_in": withdrawal.sketch.one_in,
        "runs": "".join(f"{run:0{_DIGITS}x}" for run in sorted(withdrawal.sketch.runs)),
    }
    return json.dumps(entry) + "\n"


def parse_marks(lines: Iterable[str]) -> tuple[WithdrawnMarks, ...]:
    """Read the file's lines. One of a merge that tells the same page twice counts as well.

    Raises:
        BadMarks: a line is none of ours; the note names it. Nothing may come back because a line was passed over.
    """
    withdrawals: list[WithdrawnMarks] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        withdrawal = _parse_line(line)
        if withdrawal is None:
            mend = f"Take the file as it stands in the last commit: git checkout -- docs/{FILE_NAME}"
            raise BadMarks(Note(f"docs/{FILE_NAME}", number, "this line tells of no withdrawal", mend))
        withdrawals.append(withdrawal)
    return tuple(withdrawals)


def _parse_line(line: str) -> WithdrawnMarks | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or entry.keys() != {"page", "on", "marks", "one_in", "runs"}:
        return None
    page, on, marks, one_in, runs = (entry[key] for key in ("page", "on", "marks", "one_in", "runs"))
    is_marks = isinstance(marks, list) and all(isinstance(each, str) and _is_hex(each) for each in [page, *marks])
    is_runs = isinstance(runs, str) and len(runs) % _DIGITS == 0 and _is_hex(runs)
    if not (is_marks and is_runs and type(one_in) is int and one_in > 0 and isinstance(on, str) and is_whole_day(on)):
        return None
    numbers = frozenset(int(runs[at : at + _DIGITS], 16) for at in range(0, len(runs), _DIGITS))
    return WithdrawnMarks(page, on, frozenset(marks), Sketch(numbers, one_in))


def _is_hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")
