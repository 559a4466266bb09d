"""Pages that say the same twice: one headline, one original, or much the same text, and do not name each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from importer.header import Header, Place
from importer.records import Note
from importer.references import decode_references
from importer.similar import SAME_STORY, TextIndex
from importer.text import fold
from importer.urls import same_address, web_address

# A shorter text is too little to tell whether two pages share one
_LEAST_WORDS = 30


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is kept of a page to compare it with the others. `is_asked` says whether complaints about it are wanted."""

    path: str
    slug: str
    title: str
    title_place: Place
    address: str
    address_place: Place
    related: frozenset[str]
    imported_as: str
    import_place: Place
    is_asked: bool


class PageComparison:
    """Pages taken in one by one, and then every pair that says the same; the texts lie on disk."""

    def __init__(self) -> None:
        self._index = TextIndex()
        self._facts: dict[str, PageFacts] = {}
        self._pairs: list[tuple[str, str]] = []

    def add(self, header: Header, *, is_asked: bool) -> None:
        """Take in a page. Those that nobody asks about come first: they are only what others are compared with."""
        if not header.is_there or "withdrawn" in header.values:
            return
        title, url = header.text("title"), header.text("url")
        slug = header.path.rpartition("/")[2].removesuffix(".md")
        self._facts[header.path] = PageFacts(
            header.path,
            slug,
            fold(title).casefold(),
            header.place_of("title"),
            same_address(url) if web_address(url) and "/" in same_address(url) else "",
            header.place_of("url"),
            frozenset(entry for _, entry in header.entries("related")),
            _fingerprint(header),
            header.keys.get(("import",)) or Place(1),
            is_asked,
        )
        body = header.body
        if body.count(" ") + body.count("\n") < _LEAST_WORDS:
            return
        found = self._index.put(header.path, f"{title}\n{decode_references(body) if '&' in body else body}")
        if is_asked:
            self._pairs += [(pair.first, header.path) for pair in found if pair.share >= SAME_STORY]

    def complaints(self) -> Iterator[Note]:
        """One complaint for each pair of pages, the surest: a common address, then a common text, then a headline."""
        told: set[frozenset[str]] = set()
        for first, second in self._with_common(lambda page: page.imported_as, lambda _, __: False):
            told.add(frozenset((first.path, second.path)))
            what = f"{first.path} has the same `import:`"
            mend = "It tells where the words came from. Take it out of the page that was written by hand."
            yield Note(second.path, second.import_place.line, what, mend, second.import_place.column)
        for first, second in self._with_common(lambda page: page.address):
            told.add(frozenset((first.path, second.path)))
            mend = f"Keep one page, or name each other in `related:` ({first.slug}, {second.slug})."
            what = f"{first.path} has the same `url:`"
            yield Note(second.path, second.address_place.line, what, mend, second.address_place.column)
        for path, other in self._pairs:
            first, second = self._facts[path], self._facts[other]
            if frozenset((path, other)) in told or _are_related(first, second):
                continue
            told.add(frozenset((path, other)))
            mend = f"Keep one page, or add `related: [{first.slug}]` if they are two versions of the story."
            yield Note(other, 1, f"{path} has much the same text", mend)
        for first, second in self._with_common(lambda page: page.title):
            if frozenset((first.path, second.path)) not in told:
                what = f"{first.path} has the same title"
                mend = f"Keep one page, or add `related: [{first.slug}]` if they are two versions of the story."
                yield Note(second.path, second.title_place.line, what, mend, second.title_place.column)

    def _with_common(
        self, key: Callable[[PageFacts], str], may_share: Callable[[PageFacts, PageFacts], bool] | None = None
    ) -> Iterator[tuple[PageFacts, PageFacts]]:
        """Each page that was asked about with the first other one that shares this with it, but may not.

        Related pages may, unless something else is said.
        """
        may_share = may_share or _are_related
        first_with: dict[str, list[PageFacts]] = {}
        for page in self._facts.values():
            if shared := key(page):
                first_with.setdefault(shared, []).append(page)
        for pages in first_with.values():
            for at, page in enumerate(pages):
                if at and page.is_asked:
                    others = (each for each in pages[:at] if not may_share(each, page))
                    other = next(others, None)
                    if other:
                        yield other, page


def _fingerprint(header: Header) -> str:
    block = header.values.get("import")
    fingerprint = block.get("fingerprint") if isinstance(block, dict) else None
    return fingerprint if isinstance(fingerprint, str) else ""


def _are_related(first: PageFacts, second: PageFacts) -> bool:
    return second.slug in first.related or first.slug in second.related
