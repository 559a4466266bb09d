"""A saved web page: its article without the page around it, or the articles of a page that lists them in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import lxml.html

from importer.credits import parse_mark
from importer.encoding import CannotRead, Decoded, decode_text
from importer.formats.main_text import MainText, take_main_text
from importer.formats.page_credits import PageCredits, read_credits
from importer.formats.page_entries import Entry, find_entries
from importer.formats.page_facts import PageFacts, add_microdata, is_about, read_page_facts, split_title, title_parts
from importer.formats.page_headline import Headline, find_headline
from importer.html_tree import TooDeep, parse_html
from importer.layouts import newsfeed
from importer.layouts.page_frame import copyright_owner
from importer.limits import MOST_HTML_BYTES, MOST_ITEM_CHARACTERS, MOST_ITEMS
from importer.placed_lines import PlacedLine
from importer.records import Document, Item, Line, Note, Split
from importer.shapes import is_headline_like, is_list_name, is_prose
from importer.text import ends_sentence, fold, is_blank, matches_list, quote, word_count, words
from importer.urls import resolve_link

LAYOUT = "web_page"
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*+=\s*+[\"']?\s*+([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD_BYTES = 8_192
_LEAST_WORDS = 25  # a page with fewer may be an empty frame that scripts fill
_MANY_ENTRIES = 10
_LOCAL_FILES = re.compile(r"(?:\./)?[^/?#]{1,200}_files/")
_SCRIPTED = re.compile(
    r"\b(?:enable|turn on|requires?|needs?|without|disabled)\b.{0,40}\bjava\s?script\b", re.IGNORECASE
)
_FOR_SUBSCRIBERS = re.compile(
    r"\b(?:subscribe|register|log ?in|sign ?in|become a (?:member|subscriber))\b.{0,40}"
    r"\b(?:to (?:continue|read|access|view|unlock)|for full access)\b"
    r"|\b(?:this (?:article|content|story) is|available) (?:only )?(?:for|to) (?:our )?(?:subscribers|members)\b"
    r"|\balready a subscriber\b",
    re.IGNORECASE,
)
_MEND_EMPTY = "Open it in a browser, save it as “web page, complete”, or save its text as a .txt file, and import that."


def find_items(document: Document) -> Split:
    """The article of a web page, or the articles of one that lists them in full.

    Raises:
        CannotRead: the page is too large or too deep, or holds no article's text.
    """
    decoded = _decode(document)
    text = decoded.text
    try:
        root = parse_html(text)
    except TooDeep as error:
        mend = "Open it, save its text as a .txt file and import that."
        raise _unreadable(document, f"the page cannot be read: {error}", mend) from error
    if next(root.iter("frameset"), None) is not None:
        mend = "Its text is in other files: open the frame in a browser, save that and import it."
        raise _unreadable(document, "this is a page of frames", mend)
    _drop_local_links(root)
    facts = read_page_facts(root, text)
    headline = find_headline(root, facts)
    problems = (*decoded.notes, *(Note(document.path, 0, problem) for problem in facts.problems))
    entries = find_entries(root, urlsplit(facts.url or facts.base).hostname or "")
    whole = take_main_text(root, facts.base, document.path, headline.element, [entry.element for entry in entries])
    if entries and not _has_own_article(whole, entries, facts, headline):
        split = _list_articles(document, root, facts, entries)
    else:
        if entries and any(headline.element in entry.element.iterdescendants() for entry in entries):
            entries = tuple(e for e in entries if headline.element not in e.element.iterdescendants())
            others = [entry.element for entry in entries]
            whole = take_main_text(root, facts.base, document.path, headline.element, others)
        split = _by_lines(document, whole, facts) or _one_article(document, root, facts, headline, whole)
    for item in split.items:
        if (size := sum(len(each.text) for each in item.body)) > MOST_ITEM_CHARACTERS:
            what = f"{quote(item.title)} has {size:,} characters; at most {MOST_ITEM_CHARACTERS:,} are read"
            raise _unreadable(document, what, "Split it, save its parts as .txt files and import these.")
    return replace(split, notes=tuple(sorted((*problems, *split.notes), key=lambda note: note.line)))


def _decode(document: Document) -> Decoded:
    if len(document.content) > MOST_HTML_BYTES:
        what = f"the page has {len(document.content):,} bytes; at most {MOST_HTML_BYTES:,} are read"
        raise _unreadable(document, what, "Save its text as a .txt file and import that.")
    declared = _CHARSET.search(document.content[:_HEAD_BYTES])
    return decode_text(document.content, document.path, declared[1].decode("ascii") if declared else "")


def _unreadable(document: Document, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(document.path, 0, what, mend))


def _drop_local_links(root: lxml.html.HtmlElement) -> None:
    """Browsers that save a page with its pictures write links to these, which lead nowhere else."""
    for link in root.iter("a"):
        if _LOCAL_FILES.match(link.get("href") or ""):
            del link.attrib["href"]


# --- One article


def _one_article(
    document: Document, root: lxml.html.HtmlElement, facts: PageFacts, headline: Headline, page: MainText
) -> Split:
    _refuse_empty(document, root, page, headline)
    facts = add_microdata(facts, _telling_elements(root, page))
    body = list(page.kept)
    notes = list(page.notes)
    line = page.all_lines[page.headline].line.number if page.headline >= 0 else 0
    title = headline.text
    if headline.element is not None and not headline.is_confirmed and page.headline >= 0:
        body.insert(0, page.all_lines[page.headline])  # the page's data calls the article otherwise: both stay
    if not title:
        title, line, body, note = _first_title(document, body)
        notes.append(note)
    line = line or next((each.line.number for each in body if each.line.text), 1)
    credits = read_credits(facts, body, page.details, document.path, line)
    item = _make_item(document, facts, title, line, body, credits, _publishers(facts, page, title))
    notes += [*credits.notes, *_doubts(document, facts, page, line)]
    return Split(LAYOUT, (item,), tuple(notes))


def _telling_elements(root: lxml.html.HtmlElement, page: MainText) -> Iterator[lxml.html.HtmlElement]:
    """The elements that may tell a day or a writer, those in parts that are left out apart."""
    for element in root.body.iterdescendants("*"):
        tells = element.tag in {"time", "abbr"} or element.get("itemprop") or element.get("rel") or element.get("class")
        if tells and page.left_out.isdisjoint((element, *element.iterancestors())):
            yield element


def _make_item(
    document: Document,
    facts: PageFacts,
    title: str,
    line: int,
    body: Sequence[PlacedLine],
    credits: PageCredits,
    publishers: tuple[str, ...],
) -> Item:
    lines = tuple(each.line for each in body if each.line.number not in credits.lines)
    own_text = " ".join([title, *(each.text for each in lines)])
    return Item(
        document=document.path,
        line=line,
        title=title,
        body=_trimmed(lines),
        publishers=publishers,
        credits=credits.credits,
        url=facts.url,
        excerpt=_excerpt(facts.description, own_text),
        republished=any(credit.source for credit in credits.credits),
        doubts=credits.doubts,
    )


def _trimmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without empty ones at either end or one after another."""
    kept: list[Line] = []
    for each in lines:
        if each.text or (kept and kept[-1].text):
            kept.append(each)
    while kept and not kept[-1].text:
        kept.pop()
    return tuple(kept)


def _publishers(facts: PageFacts, page: MainText, title: str) -> tuple[str, ...]:
    """The names that the page gives its site, likeliest first; its host where it gives none."""
    _, names = title_parts(facts.page_title, facts.sites)
    parts = [*names, *reversed(split_title(facts.page_title))]
    ends = [name for name in parts if words(name) and not is_about(title, name) and fold(name) != facts.page_title]
    ends = [name for name in ends if not is_list_name(name)]
    # “News - Marsh Council”: what is behind the list's name is no headline
    if len(parts) > 1 and is_list_name(parts[-1]):
        ends = [*names[:1], *ends]
    owner = copyright_owner([each.line for each in page.all_lines])
    host = (urlsplit(facts.url or facts.base).hostname or "").removeprefix("www.")
    return tuple(dict.fromkeys(name for name in (*facts.sites, *ends[:1], owner, host) if name))


def _excerpt(description: str, text: str) -> str:
    """The page's description where it tells what the article says; many sites describe themselves on every page."""
    if not description or not ends_sentence(description):
        return ""
    said = [word for word in words(description) if len(word) > 3]
    own = set(words(text))
    return description if said and sum(word in own for word in said) * 10 >= len(said) * 6 else ""


def _first_title(document: Document, body: Sequence[PlacedLine]) -> tuple[str, int, list[PlacedLine], Note]:
    """The first heading or short line as the headline of a page that names none, and a doubt."""
    filled = [each for each in body if each.line.text]
    heading = next(
        (each for each in filled if each.line.markup is not None and each.line.markup.kind == "heading"), None
    )
    above = filled[: filled.index(heading)] if heading else []
    if heading is None or any(is_prose(each.line.text) for each in above):
        heading = filled[0]
    text = fold(heading.line.text)
    note = Note(
        document.path,
        heading.line.number,
        f"the page names no headline; took {quote(text)}",
        "Correct `title:` if another is right.",
    )
    rest = [each for each in body if each is not heading or not is_headline_like(text)]
    return text, heading.line.number, rest, note


def _doubts(document: Document, facts: PageFacts, page: MainText, line: int) -> list[Note]:
    notes = []
    tail = [each.line for each in page.all_lines if each.line.text and _FOR_SUBSCRIBERS.search(each.line.text)]
    if facts.is_paid or tail:
        at = tail[0].number if tail else line
        what = "the article may be for subscribers only: perhaps its text stops early"
        notes.append(Note(document.path, at, what, "Compare it with the original, and add what is missing."))
    if page.words < _LEAST_WORDS:
        what = f"the page holds hardly any text ({page.words} words)"
        notes.append(Note(document.path, line, what, "Compare it with the original, and add what is missing."))
    return notes


def _refuse_empty(document: Document, root: lxml.html.HtmlElement, page: MainText, headline: Headline) -> None:
    """Say why there is no article in a page.

    Raises:
        CannotRead: the page is a log-in form, a server's error, a frame that scripts fill, or empty.
    """
    has_text = any(is_prose(each.line.text) for each in page.kept)
    titles = [headline.text, fold(root.findtext(".//title") or "")]
    parts = [title_parts(title, ())[0] for title in titles]
    if page.words < 120 and any(title and matches_list(title, "page_errors") for title in (*titles, *parts)):
        what = f"this is a server's message, no article: {quote(headline.text or titles[1])}"
        raise _unreadable(document, what, "Open the page again in a browser and save it when its text shows.")
    if has_text:
        return
    if any((field.get("type") or "").casefold() == "password" for field in root.iter("input")):
        raise _unreadable(document, "the page is only a form to log in", "Log in, save the page again and import that.")
    is_scripted = any(_SCRIPTED.search(each.text_content()) for each in root.iter("noscript"))
    shells = {each.get("id") for each in root.iter("div") if not fold(each.text_content())}
    if page.words < _LEAST_WORDS and (is_scripted or shells & {"root", "app", "__next", "__nuxt", "app-root"}):
        what = "the page holds no text: scripts fetch it when the page is opened"
        raise _unreadable(document, what, _MEND_EMPTY)
    if page.words == 0:
        raise _unreadable(document, "the page holds no text of an article", _MEND_EMPTY)


# --- Several


def _has_own_article(page: MainText, entries: Sequence[Entry], facts: PageFacts, headline: Headline) -> bool:
    """Is the page an article of its own, and are its entries only others that it names?

    So it is where the headline is one entry's own while no other stands in full, or where the page has more to say
    outside its entries than a listing does.
    """
    holder = next(
        (e for e in entries if headline.element is not None and e.element in headline.element.iterancestors()), None
    )
    others = [entry for entry in entries if entry is not holder]
    if holder is not None:
        return headline.is_confirmed or not any(entry.is_whole for entry in others)
    sentences = sum(word_count(each.line.text) for each in page.kept if is_prose(each.line.text))
    listed = max((word_count(entry.element.text_content()) for entry in entries), default=0)
    if any(entry.is_whole for entry in entries):
        return sentences > 2 * listed and facts.is_article and headline.is_confirmed
    if len(entries) >= _MANY_ENTRIES and not headline.is_confirmed:
        return False
    return sentences >= _LEAST_WORDS * 3 or (facts.is_article and sentences >= _LEAST_WORDS)


def _list_articles(
    document: Document, root: lxml.html.HtmlElement, facts: PageFacts, entries: Sequence[Entry]
) -> Split:
    """The entries that stand in full, each an item; a doubt for those of which only the beginning is here.

    Raises:
        CannotRead: there are more of them than any page needs.
    """
    items: list[Item] = []
    notes: list[Note] = []
    teasers: list[Entry] = [entry for entry in entries if not entry.is_whole]
    if len(entries) > MOST_ITEMS:
        what = f"the page lists {len(entries):,} articles; at most {MOST_ITEMS:,} are read"
        raise _unreadable(document, what, "Split it.")
    headlines = [entry.headline for entry in entries]
    page = take_main_text(root, facts.base, document.path, None, own=headlines)
    lines = _lines_by_entry([*page.kept, *page.details], entries)
    publishers = _publishers(facts, page, "")
    detail_numbers = {each.line.number for each in page.details}
    for entry in entries:
        within = lines.get(entry.element, [])
        printed = next(
            (each for each in within if entry.headline in (each.element, *each.element.iterancestors())), None
        )
        if not entry.is_whole or printed is None:
            continue
        stated = replace(facts, published=(), updated=(), authors=(), description="")
        stated = replace(stated, url=resolve_link(entry.href, facts.base))
        stated = add_microdata(stated, entry.element.iterdescendants("*"))
        details = [each for each in within if each.line.number in detail_numbers]
        kept = [each for each in within if each is not printed and each.line.number not in detail_numbers]
        line = printed.line.number
        credits = read_credits(stated, kept, details, document.path, line)
        title = fold(entry.headline.text_content())
        items.append(_make_item(document, stated, title, line, kept, credits, publishers))
        notes += credits.notes
    count = len(entries)
    if not items:
        first = fold(entries[0].headline.text_content())
        what = f"the page only lists {count} articles, from {quote(first)}; none stands in full"
        mend = "Open each of them, save it and import that."
        return Split(LAYOUT, (), (Note(document.path, 1, what, mend),))
    notes += [*page.notes, *_around(document, page, lines)]
    notes.append(Note(document.path, 1, f"the page lists articles; took {len(items)} of {count}"))
    for entry in teasers:
        what = f"{quote(fold(entry.headline.text_content()))} only begins on this page"
        notes.append(Note(document.path, 1, what, "Open it, save it and import that."))
    return Split(LAYOUT, tuple(items), tuple(notes))


def _around(
    document: Document, page: MainText, lines: Mapping[lxml.html.HtmlElement, Sequence[PlacedLine]]
) -> Iterator[Note]:
    """A note of what stands around the articles of a list, and a doubt for each sentence of it."""
    taken = {each.line.number for within in lines.values() for each in within}
    around = [each.line for each in page.kept if each.line.text and each.line.number not in taken]
    if around:
        what = f"left out what stands around the articles, {len(around)} lines from {quote(around[0].text)}"
        yield Note(document.path, around[0].number, what)
    for line in around:
        if is_prose(line.text):
            mend = "If it is part of an article, add it to that page."
            yield Note(document.path, line.number, f"{quote(line.text)} belongs to no article", mend)


def _lines_by_entry(
    placed: Sequence[PlacedLine], entries: Sequence[Entry]
) -> dict[lxml.html.HtmlElement, list[PlacedLine]]:
    elements = {entry.element for entry in entries}
    lines: dict[lxml.html.HtmlElement, list[PlacedLine]] = {}
    for each in sorted(placed, key=lambda each: each.line.number):
        if not each.line.text:
            continue
        holder = next((e for e in (each.element, *each.element.iterancestors()) if e in elements), None)
        if holder is not None:
            lines.setdefault(holder, []).append(each)
    return lines


def _by_lines(document: Document, page: MainText, facts: PageFacts) -> Split | None:
    """The items of a page of clippings whose by-lines say when they were published on it; None for any other."""
    kept = {each.line.number for each in page.kept}
    kept |= {page.all_lines[page.headline].line.number} if page.headline >= 0 else set()
    # A layout finds a line at its number: what is left out leaves an empty one
    lines = [each.line if each.line.number in kept else Line(each.line.number, "") for each in page.all_lines]
    if not any((mark := parse_mark(line)) and mark.kind == "full" for line in lines):
        return None
    split = newsfeed.find_items(replace(document, lines=tuple(lines)))
    if split is None or is_blank(" ".join(item.title for item in split.items)):
        return None
    names = _publishers(facts, page, "")
    items = [
        replace(item, publishers=tuple(dict.fromkeys((*names, *item.publishers))), body=_trimmed(item.body))
        for item in split.items
    ]
    return replace(split, items=tuple(items), notes=(*page.notes, *split.notes))
