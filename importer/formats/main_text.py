"""The lines of a web page that are its article's, and a note for every part of the page that is left out.

No sentence is left out without need: a part goes where it says of itself what it is, where it lies outside the page's
declared main part, or where it stands below the article as the foot of a page does. Whatever holds sentences and goes
for a lesser reason is told as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import lxml.html

from importer.formats.page_regions import KINDS, Region, find_regions, label_kind
from importer.hidden_text import find_hiding
from importer.markup_lines import mark_text
from importer.placed_lines import MarkedText, PlacedLine
from importer.records import Line, Note
from importer.shapes import is_furniture, is_prose
from importer.text import fold, matches_list, quote, word_count

_OUTSIDE = "what stands outside the page's main part"
_ABOVE = "what stands above the headline"
_FOOT = "the page's foot"
_LEAVES = frozenset({"p", "li", "dt", "dd", "pre", "span", "font", "b", "strong", "em", "i", "a"})
_LEAST_BEGUN = 12  # words
_SENTENCE_WITHIN = re.compile(r"[a-z)”’]{2}[.!?][”’\"')]*\s+[A-Z“‘\"'(]")
_LINKS = "a list of links"
_LINKED = 0.9  # a line with as much of it in links is a link
_MOST_APPEAL_WORDS = 60
_MOST_LABEL = 20  # words of a menu's entry or the like
_MOST_STRAY_WORDS = 60  # of sentences in a part that by its kind holds none
_MOST_SHARE = 0.6  # a part that holds more of the page's sentences than this is no side matter
_CORE_SHARE = 0.9
_LESS_SURE = frozenset({"sidebar", "author", "promotion", "details", "tags", "tools"})
_WITHOUT_TEXT = frozenset(
    {"navigation", "breadcrumb", "share", "advert", "feedback", "form", "contents", "tags", "tools"}
)
_FRAME = frozenset({"header", "footer"})
_TELLING = frozenset({"details", "history", "author"})
_MEND = "If it is part of the article, add it to the page."


@dataclass(frozen=True, slots=True)
class MainText:
    """A page's lines, numbered over the whole page: those of its article, and those that only tell its details.

    `headline` is the place of the printed headline among all lines, -1 where there is none. `left_out` are the parts of
    the page that went, those with the article's details apart.
    """

    all_lines: tuple[PlacedLine, ...]
    kept: tuple[PlacedLine, ...]
    details: tuple[PlacedLine, ...]
    headline: int
    notes: tuple[Note, ...]
    left_out: frozenset[lxml.html.HtmlElement] = frozenset()

    @property
    def words(self) -> int:
        """How many words of the page are its article's."""
        return sum(word_count(each.line.text) for each in self.kept)


@dataclass(slots=True)
class _Sifter:
    """The lines of a page, and why each of those left out is."""

    placed: tuple[PlacedLine, ...]
    reasons: dict[int, str] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)

    def left(self) -> list[int]:
        """The places of the filled lines that are still in."""
        return [at for at, each in enumerate(self.placed) if each.line.text and at not in self.reasons]

    def drop(self, at: int, reason: str, *, unsure: bool = False) -> None:
        """Leave a line out; `unsure` where an editor should look at the sentences in it."""
        self.reasons[at] = reason
        if unsure and _is_sentence(self.placed[at]):
            self.unsure.add(at)


def take_main_text(
    root: lxml.html.HtmlElement,
    base: str,
    path: str,
    headline: lxml.html.HtmlElement | None,
    others: Sequence[lxml.html.HtmlElement] = (),
    own: Sequence[lxml.html.HtmlElement] = (),
) -> MainText:
    """The lines of a page's article.

    `headline` is the element that prints its headline, where one does; `others` are the entries of other articles,
    `own` those that are certainly text.
    """
    mains = _mains(root, headline)
    protected = _ancestors([*([headline] if headline is not None else []), *mains, *own, *_bodies_of_articles(root)])
    found = {region.element: region for region in find_regions(root.body, protected)}
    found |= {each: Region(each, "related", is_sure=True) for each in others}
    regions = [found[each] for each in root.body.iterdescendants("*") if each in found]
    text = mark_text(root.body, base, [region.element for region in regions], find_hiding(root))
    sifter = _Sifter(text.placed)
    dropped = _dropped_regions(sifter, regions)
    details = _drop_regions(sifter, regions, dropped)
    _drop_outside(sifter, mains, headline)
    at_headline = _place_of(sifter.placed, headline)
    if at_headline >= 0:
        for at in sifter.left():
            if at < at_headline:
                sifter.drop(at, _ABOVE, unsure=True)
    _drop_foot(sifter, at_headline)
    left = set(sifter.left()) - ({at_headline} if at_headline >= 0 else set())
    kept = tuple(each for at, each in enumerate(sifter.placed) if at in left or (not each.line.text and left))
    return MainText(
        sifter.placed,
        kept,
        tuple(sifter.placed[at] for at in sorted(details)),
        at_headline,
        (*_notes(sifter, path), *_hidden_notes(text, sifter, path)),
        frozenset(region.element for region in regions if region.element in dropped and region.kind not in _TELLING),
    )


def _mains(root: lxml.html.HtmlElement, headline: lxml.html.HtmlElement | None) -> list[lxml.html.HtmlElement]:
    """What a page declares to be its main part: `<main>`, else the outermost `<article>` that holds the headline."""
    mains = [each for each in root.iter("main", "div", "section") if each.tag == "main" or each.get("role") == "main"]
    if mains or headline is None:
        return mains
    return [*headline.iterancestors("article")][-1:]


def _bodies_of_articles(root: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Elements that are named as the text of the article: no name in or around them makes them anything else."""
    return [each for each in root.iter("div", "section", "article") if "articlebody" in _item_prop(each)]


def _item_prop(element: lxml.html.HtmlElement) -> str:
    return (element.get("itemprop") or "").casefold()


def _ancestors(elements: Sequence[lxml.html.HtmlElement]) -> frozenset[lxml.html.HtmlElement]:
    return frozenset(each for element in elements for each in (element, *element.iterancestors()))


def _chains(regions: Sequence[Region]) -> dict[lxml.html.HtmlElement, tuple[Region, ...]]:
    """Each region with those around it, outermost first."""
    chains: dict[lxml.html.HtmlElement, tuple[Region, ...]] = {}
    for region in regions:
        outer = next((each for each in region.element.iterancestors() if each in chains), None)
        chains[region.element] = (*(chains[outer] if outer is not None else ()), region)
    return chains


def _dropped_regions(sifter: _Sifter, regions: Sequence[Region]) -> frozenset[lxml.html.HtmlElement]:
    """The regions that are no part of the article."""
    chains = _chains(regions)
    sentences: dict[lxml.html.HtmlElement, int] = {}
    total = 0
    for each in sifter.placed:
        count = word_count(each.line.text) if _is_sentence(each) else 0
        total += count
        for region in chains.get(each.region, ()):
            sentences[region.element] = sentences.get(region.element, 0) + count
    return frozenset(region.element for region in regions if _goes(region, sentences.get(region.element, 0), total))


def _drop_regions(sifter: _Sifter, regions: Sequence[Region], dropped: frozenset[lxml.html.HtmlElement]) -> set[int]:
    """Leave out the lines of these regions; gives the places of those that tell the article's details."""
    chains = _chains(regions)
    details: set[int] = set()
    text = [at for at, each in enumerate(sifter.placed) if _is_sentence(each) and not _outs(each, chains, dropped)]
    for at, each in enumerate(sifter.placed):
        out = next((region for region in chains.get(each.region, ()) if region.element in dropped), None)
        if out is None or not each.line.text:
            continue
        if out.kind == "details" and len(text) > 2 and text[1] < at < text[-1]:
            continue  # amid the text a date is the text's
        is_side = out.kind in _LESS_SURE or (out.kind in _FRAME and _is_within_article(out.element))
        sifter.drop(at, KINDS[out.kind], unsure=is_side)
        tells = any(region.kind in _TELLING for region in chains[each.region])
        if tells and (out.kind in _TELLING or _is_within_article(out.element)):
            details.add(at)
    return details


def _outs(
    placed: PlacedLine,
    chains: dict[lxml.html.HtmlElement, tuple[Region, ...]],
    dropped: frozenset[lxml.html.HtmlElement],
) -> bool:
    return any(region.element in dropped for region in chains.get(placed.region, ()))


def _is_within_article(element: lxml.html.HtmlElement) -> bool:
    return next(element.iterancestors("main", "article"), None) is not None


def _goes(region: Region, sentences: int, total: int) -> bool:
    """Is this region no part of the article?"""
    if region.kind in _WITHOUT_TEXT and region.element.tag != "nav" and sentences > _MOST_STRAY_WORDS:
        return False
    if region.is_sure:
        return region.kind in {"comments", "cookies"} or region.element.tag == "nav" or sentences <= total * _MOST_SHARE
    if region.kind == "promotion" and word_count(region.element.text_content()) <= _MOST_APPEAL_WORDS:
        return True
    return sentences == 0 or (not _is_within_article(region.element) and sentences <= total * (1 - _MOST_SHARE))


def _drop_outside(
    sifter: _Sifter, mains: Sequence[lxml.html.HtmlElement], headline: lxml.html.HtmlElement | None
) -> None:
    """Leave out what stands outside the page's declared main part, but not what lies between the headline and it."""
    inside = {at for at in sifter.left() if _is_in(sifter.placed[at], mains)}
    within = sum(word_count(sifter.placed[at].line.text) for at in inside if _is_sentence(sifter.placed[at]))
    beyond = sum(
        word_count(sifter.placed[at].line.text)
        for at in sifter.left()
        if at not in inside and _is_sentence(sifter.placed[at])
    )
    if not within or within < beyond:
        return
    first = min(inside)
    at_headline = _place_of(sifter.placed, headline)
    for at in sifter.left():
        if at not in inside and not (0 <= at_headline <= at < first):
            sifter.drop(at, _OUTSIDE, unsure=True)


def _is_in(placed: PlacedLine, elements: Sequence[lxml.html.HtmlElement]) -> bool:
    return placed.element in elements or any(each in elements for each in placed.element.iterancestors())


def _drop_foot(sifter: _Sifter, at_headline: int) -> None:
    """Leave out what stands below the article as the foot of a page does, and lists of links that belong to nothing.

    The core is the innermost part of the page that holds nearly all of its sentences.
    """
    left = [at for at in sifter.left() if at > at_headline]
    sentences = [at for at in left if _is_sentence(sifter.placed[at]) and not _is_of_foot(sifter.placed[at].line.text)]
    if not sentences:
        return
    core = _core(sifter.placed, sentences)
    within = [at for at in left if _is_in(sifter.placed[at], [core])]
    is_sentence = set(sentences)
    first = min(at for at in within if at in is_sentence)
    last = max(at for at in within if at in is_sentence)
    for at in left:
        each = sifter.placed[at]
        is_frame = each.linked >= _LINKED or (
            is_furniture(each.line.text) and word_count(each.line.text) <= _MOST_LABEL
        )
        if at < first and is_frame and not _is_heading(each):
            sifter.drop(at, _LINKS if each.linked >= _LINKED else KINDS["tools"])
    below = [at for at in left if at > last]
    _drop_below(sifter, below, core)


def _drop_below(sifter: _Sifter, below: Sequence[int], core: lxml.html.HtmlElement) -> None:
    """What follows the last sentence of the core: outside it the foot of the page, in it links that stand alone."""
    turned = 0  # lines outside the core that are no text: where there were some, the article has ended
    for number, at in enumerate(below):
        each = sifter.placed[at]
        is_out = not _is_in(each, [core])
        if _is_of_foot(each.line.text) or (is_out and not _is_sentence(each)):
            sifter.drop(at, _FOOT)
            turned += 1
        elif is_out and turned >= 2:
            sifter.drop(at, _FOOT, unsure=True)
        elif each.linked >= _LINKED and not is_out and not _is_led_in(sifter, below, number, core):
            sifter.drop(at, _LINKS)


def _is_led_in(sifter: _Sifter, below: Sequence[int], number: int, core: lxml.html.HtmlElement) -> bool:
    """Do links at the article's end belong to it: under a heading or a lead-in, or beside its paragraphs?"""
    each = sifter.placed[below[number]]
    block = each.element
    while block.getparent() is not None and block.getparent() is not core and block.tag not in {"ul", "ol", "table"}:
        if block.getparent().find("p") is not None:
            break
        block = block.getparent()
    parent = block.getparent()
    if parent is not None and any(is_prose(fold(p.text_content())) for p in parent.iterchildren("p")):
        return True
    for at in reversed(below[:number]):
        before = sifter.placed[at]
        if at in sifter.reasons:
            return False
        if _is_heading(before) or before.line.text.rstrip().endswith(":"):
            return not label_kind(before.line.text)
        if before.linked < _LINKED:
            return True
    return False


def _core(placed: Sequence[PlacedLine], sentences: Sequence[int]) -> lxml.html.HtmlElement:
    """The innermost element that holds nearly all of the words of these lines."""
    counts: dict[lxml.html.HtmlElement, int] = {}
    total = 0
    for at in sentences:
        count = word_count(placed[at].line.text)
        total += count
        for element in (placed[at].element, *placed[at].element.iterancestors()):
            counts[element] = counts.get(element, 0) + count
    # One long paragraph is not the core: the paragraph beside it would be the foot of the page.
    holders = [
        element for element, count in counts.items() if count >= total * _CORE_SHARE and element.tag not in _LEAVES
    ]
    return max(holders, key=lambda element: sum(1 for _ in element.iterancestors()))


def _is_of_foot(text: str) -> bool:
    count = word_count(text)
    return (count <= 80 and matches_list(text, "page_footers")) or (count <= _MOST_LABEL and is_furniture(text))


def _is_sentence(placed: PlacedLine) -> bool:
    """Is this text of some length that is not all a link?"""
    markup = placed.line.markup
    if markup is not None and markup.kind == "table":
        return True
    text = placed.line.text
    # “They stayed there for good. Read the plan”: a sentence, though the line ends in a link
    is_begun = word_count(text) >= _LEAST_BEGUN and _SENTENCE_WITHIN.search(text) is not None
    return (is_prose(text) or is_begun) and placed.linked < _LINKED


def _is_heading(placed: PlacedLine) -> bool:
    return placed.line.markup is not None and placed.line.markup.kind == "heading"


def _place_of(placed: Sequence[PlacedLine], element: lxml.html.HtmlElement | None) -> int:
    """The place of the first line that an element holds; -1 where there is none."""
    if element is None:
        return -1
    return next(
        (at for at, each in enumerate(placed) if each.line.text and _is_in(each, [element])),
        -1,
    )


def _notes(sifter: _Sifter, path: str) -> Iterator[Note]:
    """One note for each part that was left out, and one for each sentence that may be the article's."""
    run: list[Line] = []
    reason = ""
    for at, each in enumerate(sifter.placed):
        if not each.line.text:
            continue
        if at not in sifter.reasons or sifter.reasons[at] != reason:
            yield from _note_of(run, reason, path)
            run, reason = [], sifter.reasons.get(at, "")
        if reason:
            run.append(each.line)
    yield from _note_of(run, reason, path)
    for at in sorted(sifter.unsure):
        line = sifter.placed[at].line
        yield Note(path, line.number, f"{quote(line.text)} belongs to no article", _MEND)


def _note_of(lines: Sequence[Line], reason: str, path: str) -> Iterator[Note]:
    if lines:
        count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        yield Note(path, lines[0].number, f"left out {reason}, {count} from {quote(lines[0].text)}")


def _hidden_notes(text: MarkedText, sifter: _Sifter, path: str) -> Iterator[Note]:
    """What does not show on the page; in a part that is left out anyway no sentence of it matters."""
    for each in text.left_out:
        note = each.note(path)
        is_out = each.line - 1 in sifter.reasons
        yield Note(path, note.line, note.what) if is_out else note
