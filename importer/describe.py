"""A cleaned item to an Article: its facts, each said by the document or left empty, and a doubt for what contradicts.

Nothing is invented here: a date, source or address is what the document prints, or marked as inferred with its proof.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from importer.costly_text import find_costly_text
from importer.credits import find_update
from importer.dates import MONTHS, WEEKDAYS, PrintedDate, british, find_dates, nearest_with_weekday, parse_date
from importer.encoding import CannotRead
from importer.frontmatter import has_room
from importer.inert_text import inert_headline, inert_text
from importer.inference import find_relative_days, infer_date, named_years
from importer.limits import MOST_HEADER_CHARACTERS, MOST_NAME_CHARACTERS, MOST_PAGE_BYTES
from importer.markdown import render_blocks
from importer.records import Article, Block, CleanItem, Credit, Item, Link, Note, Provenance, Removal
from importer.shapes import is_list_name, opens_quotation
from importer.shown_addresses import host_of, shows_another_address
from importer.text import ends_sentence, fingerprint, matches_list, quote, words
from importer.topics import TopicChoice, TopicRules, choose_topics, compile_topics, compile_warnings, find_phrases
from importer.urls import lasting_name, same_address, web_address, without_tracking
from importer.vocabulary import NOT_STATED, Vocabulary, source_key

MOST_SUMMARY = 300  # characters, CONTRACT
# A shorter text may stand under several headlines (“Read the report on our website.”): it is known with its headline.
LEAST_OWN_WORDS = 30

_CHANNEL_SEPARATOR = re.compile(r"(?<!\s)\s++(?:(?:[-–—|»«·•]|::|&#8211;)\s+|[|»«]\s*)|[|»«]\s*")
_CHANNEL_NOISE = re.compile(
    r"^comments on:?\s*|(?:(?<!\s)\s++)?\b(?:archives?|rss|feed|feeds|all content|latest news)\b\s*$", re.IGNORECASE
)
_EVIDENCE = re.compile(r"\b(?:was\s+)?(?:published|posted|added|uploaded)\s+(?:on|to|at|in)\b", re.IGNORECASE)
_NO_OWN_DAY = "The article states no day of its own, only the newsletter does."
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?P<close>[”’\"')\]]*)\s+(?=[“‘\"'(]*[A-Z0-9£])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|St|Sgt|Det|Supt|Insp|Cllr|No|Nos|vs|etc|eg|ie|e\.g|i\.e|para|pp|al|Ltd|Co|approx)|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 20  # characters, its full stop and a letter before it included


@dataclass(frozen=True, slots=True)
class Description:
    """An Article made from one item, the doubts about it, the phrases that decided its topics, and its lasting names.

    `keys` name the article wherever it comes again: its own address, and its feed's name for it among its publisher's.
    An address that a credit gives is no such name, because many articles may credit one.
    """

    article: Article
    item_sha256: str
    doubts: tuple[Note, ...]
    removed: tuple[Removal, ...]
    topics: TopicChoice
    keys: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """What readers may be told of the removals, in the order of the lines and each thing once."""
        told = (removal.without_words for removal in sorted(self.removed, key=lambda removal: removal.line))
        return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True)
class Describer:
    """What every description needs: the editors' lists, their phrases made ready, and today's date."""

    vocabulary: Vocabulary
    topic_rules: TopicRules
    warning_rules: TopicRules
    today: date


def make_describer(vocabulary: Vocabulary, today: date) -> Describer:
    """Make the editors' lists ready for many items."""
    warnings = compile_warnings(vocabulary.content_warnings)
    return Describer(vocabulary, compile_topics(vocabulary.topics), warnings, today)


def describe_item(clean: CleanItem, sha256: str, item_sha256: str, describer: Describer) -> Description:
    """The Article of one item. `sha256` is the document's, `item_sha256` that of the item's own lines.

    Raises:
        CannotRead: its page would be larger, or more tangled, than `importer/limits.py` allows.
    """
    item, vocabulary = clean.item, describer.vocabulary
    doubts: list[Note] = list(item.doubts)

    def doubt(line: int, what: str, mend: str) -> None:
        doubts.append(Note(item.document, line, what, mend))

    publisher = inert_text(choose_publisher(item.publishers, vocabulary, site=item.url))
    if not publisher:
        publisher = NOT_STATED
        doubt(item.line, "The document does not say who published it.", "Write `publisher:` and `source:` in the page.")
    source = inert_text(_source(clean.credits, publisher, vocabulary))
    if source != NOT_STATED and vocabulary.find_source(source) is None:
        doubt(item.line, f"Source “{source}” is not in the list of sources.", _did_you_mean(source, vocabulary))

    for line, what, mend in _disguised_links(clean.blocks):
        doubt(line, what, mend)
    texts = tuple((block.line, block.text) for block in clean.blocks)
    stated, credit = _stated_date(clean.credits)
    iso = basis = evidence = ""
    if stated and credit and stated.iso:
        iso, basis, evidence = stated.iso, "stated", _evidence(credit)
    elif not stated and (inferred := infer_date(clean.title, texts)):
        iso, basis, evidence = inferred.iso, "inferred", inferred.evidence
    elif not stated and (found := _inferred_date(clean.credits)):
        printed, credit = found
        iso, basis, evidence = printed.iso, "inferred", credit.text
        doubt(
            credit.line,
            "The feed says only when the entry was last updated." if credit.updated_text else _NO_OWN_DAY,
            "Correct `date:` if it was published on another day.",
        )
    for line, what, mend in _date_doubts(stated, credit, iso, clean, describer.today):
        doubt(line, what, mend)

    addresses = (without_tracking(web_address(url)) for url in (item.url, *(credit.url for credit in clean.credits)))
    url = next((address for address in addresses if address), "")
    if url and not item.url and re.fullmatch(r"https?://[^/]+/?", url):
        line = next(credit.line for credit in clean.credits if credit.url)
        doubt(
            line,
            "The credit gives a home page, not the article's own address.",
            "If you find the original, put its address in `url:`.",
        )

    updated, late = _updated(clean)
    if late and updated and iso and updated < iso[: len(updated)]:
        said = _printed_british(updated)
        doubt(late, f"The text says that it was updated on {said}, before its date.", "Correct `date:` or `updated:`.")

    # What the publisher itself filed the article under says as much as a heading does.
    headings = [*item.categories, *(block.text for block in clean.blocks if block.kind == "heading")]
    paragraphs = [block.text for block in clean.blocks if block.kind != "heading"]
    topics = choose_topics(clean.title, headings, paragraphs, describer.topic_rules)
    if not topics.slugs:
        doubt(item.line, "No topic was found in the text.", "Choose one to four from the list of topics for `topics:`.")
    if not any(words(text) for text in paragraphs):
        doubt(item.line, "The article has no text.", "Add the text from the original, or delete the page.")

    body_text = "\n".join(block.text for block in clean.blocks)
    own_text = body_text if len(words(body_text)) >= LEAST_OWN_WORDS else f"{clean.title}\n{body_text}"
    article = Article(
        title=inert_headline(clean.title),
        date=iso,
        date_basis=basis,
        date_evidence=inert_text(evidence[:MOST_NAME_CHARACTERS]),
        source=source,
        publisher=publisher,
        author=inert_text(_author(clean.credits, publisher)),
        url=url,
        updated=updated,
        topics=topics.slugs,
        summary=inert_text(_summary(item.excerpt, clean.blocks, clean.title)),
        content_note=_content_note([clean.title, *paragraphs], describer),
        notes=tuple(inert_text(note.what) for note in doubts),
        body=render_blocks(clean.blocks),
        provenance=Provenance(
            item.document,
            item.line,
            sha256,
            fingerprint(own_text),
        ),
    )
    article = _within_limits(article, item)
    keys = _lasting_keys(item, url if item.url else "", publisher)
    return Description(article, item_sha256, (*clean.doubts, *doubts), clean.removed, topics, keys)


def _is_name(text: str) -> bool:
    """May this be the name of somebody or some organisation? Whole paragraphs get into credits too."""
    return len(text) <= MOST_NAME_CHARACTERS


def _within_limits(article: Article, item: Item) -> Article:
    """The article as its page may hold it: a header that its notes make too long loses the last of them.

    Raises:
        CannotRead: the page would be refused by `bulletin check` for its size, or for what takes too long to render.
    """
    mend = "Write its page by hand: bulletin new"
    for note in find_costly_text(article.body, item.document):
        raise CannotRead(Note(item.document, item.line, f"in this article, {note.what}", mend))
    if len(article.body.encode()) + MOST_HEADER_CHARACTERS * 4 > MOST_PAGE_BYTES:
        what = f"the page of this article would have more than {MOST_PAGE_BYTES:,} bytes"
        raise CannotRead(Note(item.document, item.line, what, mend))
    while article.notes and not has_room(article):
        article = replace(article, notes=article.notes[:-1])
    if not has_room(article):
        what = f"the header of this article would have more than {MOST_HEADER_CHARACTERS:,} characters"
        raise CannotRead(Note(item.document, item.line, what, mend))
    return article


def _lasting_keys(item: Item, url: str, publisher: str) -> tuple[str, ...]:
    keys = []
    if url and "/" in same_address(url):
        keys.append(f"url {same_address(url)}")
    # Many sites number their items: such a name says something only together with whose it is.
    if (name := lasting_name(item.guid)) and publisher != NOT_STATED:
        keys.append(f"guid {source_key(publisher)} {name}")
    return tuple(keys)


def note_disorder(descriptions: Sequence[Description]) -> tuple[Description, ...]:
    """Add a doubt to each article that is later than the one above it on a page that is otherwise newest first."""
    dated = [number for number, each in enumerate(descriptions) if len(each.article.date) == 10]
    pairs = list(pairwise(dated))
    rising = [
        (above, below) for above, below in pairs if descriptions[above].article.date < descriptions[below].article.date
    ]
    if not rising or len(rising) * 2 >= len(pairs):
        return tuple(descriptions)
    noted = list(descriptions)
    for above, below in rising:
        earlier, later = (british(date.fromisoformat(descriptions[at].article.date)) for at in (above, below))
        what = f"Out of order: {later} stands below {earlier} on a page that is otherwise newest first."
        each = noted[below]
        where = each.article.provenance
        line = where.line if where else 0
        document = where.document if where else ""
        noted[below] = replace(
            each,
            article=replace(each.article, notes=(*each.article.notes, what)),
            doubts=(*each.doubts, Note(document, line, what, "Check both dates against the originals.")),
        )
    return tuple(noted)


def choose_publisher(names: Sequence[str], vocabulary: Vocabulary, *, site: str) -> str:
    """The first of a page's names that the list of sources knows, else the likeliest one; empty when there is none.

    A feed's channel is named “archive - site”, “site » archive” or plainly: the address of its articles (`site`) tells
    which part is the site.
    """
    candidates = [part for name in names for part in (_channel_names(name, site) if site else [name])]
    candidates = [name for name in candidates if _is_name(name)]
    known = (vocabulary.find_source(name) for name in candidates)
    return next((source.name for source in known if source), candidates[0] if candidates else "")


def _channel_names(name: str, site: str) -> list[str]:
    parts = [_CHANNEL_NOISE.sub("", part).strip(" :,") for part in _CHANNEL_SEPARATOR.split(name)]
    parts = [part for part in parts if part] or [name]
    host = re.sub(r"[^a-z0-9]", "", site.split("://", 1)[-1].split("/", 1)[0].casefold())
    in_host = [part for part in parts if (key := "".join(words(part)).replace("'", "")) and key in host]
    names = [*sorted(in_host, key=len, reverse=True), *reversed(parts)]
    return sorted(names, key=is_list_name)  # “Harbour Trust – News”


def _source(credits: Sequence[Credit], publisher: str, vocabulary: Vocabulary) -> str:
    named = next((credit.source for credit in credits if credit.source and _is_name(credit.source)), "")
    known = vocabulary.find_source(named) if named else None
    return known.name if known else (named or publisher)


def _author(credits: Sequence[Credit], publisher: str) -> str:
    authors = (credit.author for credit in credits if credit.author and credit.author != publisher)
    return next((author for author in authors if _is_name(author)), "")


def _disguised_links(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """One doubt for all links whose words show another address than they lead to: `markdown.py` keeps the words."""
    links = [(block.line, link) for block in blocks for link in _links_of(block)]
    found = [(line, link) for line, link in links if shows_another_address(link.words, link.url)]
    if found:
        line, link = found[0]
        count = "A link shows" if len(found) == 1 else f"{len(found)} links show"
        what = f"{count} one address and would lead to another: {quote(link.words)} to {quote(host_of(link.url))}."
        yield line, what, "The words were kept without the link. Add the address that they show, if it is right."


def _links_of(block: Block) -> Iterator[Link]:
    yield from block.links
    yield from (link for row in block.rows for cell in row for link in cell.links)


def _did_you_mean(name: str, vocabulary: Vocabulary) -> str:
    close = _closest(name, vocabulary.source_names)
    add = f"add “{name}” to docs/sources.yml"
    return f"Did you mean “{close}”? Use that, or {add}." if close else f"If the name is right, {add}."


@lru_cache(maxsize=256)  # a feed has one name for all its items
def _closest(name: str, known: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), "")


def _stated_date(credits: Sequence[Credit]) -> tuple[PrintedDate | None, Credit | None]:
    for credit in credits:
        if credit.date_text and (found := parse_date(credit.date_text) or next(find_dates(credit.date_text), None)):
            return found, credit
    return None, None


def _inferred_date(credits: Sequence[Credit]) -> tuple[PrintedDate, Credit] | None:
    """The day that must do where none is stated, and the credit that it comes from."""
    for credit in credits:
        if credit.inferred_text and (found := parse_date(credit.inferred_text)) and found.iso:
            return found, credit
    return None


def _evidence(credit: Credit) -> str:
    """The words of a by-line that date it: “published on this website Tuesday 5 December 2023”."""
    at = credit.text.find(credit.date_text)
    if at < 0:
        return credit.date_text
    opening = _EVIDENCE.search(credit.text, 0, at)
    start = opening.start() if opening else (0 if at <= 30 else at)
    return credit.text[start : at + len(credit.date_text)]


def _date_doubts(
    stated: PrintedDate | None, credit: Credit | None, iso: str, clean: CleanItem, today: date
) -> Iterator[tuple[int, str, str]]:
    """What contradicts a date, or why there is none: line, what, mend."""
    if stated and credit:
        if stated.is_impossible:
            yield (
                credit.line,
                f"By-line says {stated.text}, which is no day of the calendar.",
                "Add `date:` if you find the right one.",
            )
        elif stated.month_first:
            yield (
                credit.line,
                f"“{stated.text}” has no such month day first; read as {_printed_british(iso)}.",
                "Correct `date:` if that is wrong.",
            )
        elif not stated.iso:
            yield credit.line, f"By-line says {stated.text}, without a year.", "Add `date:` if you find the year."
        if stated.contradicts_weekday and (day := stated.calendar_day) and stated.weekday is not None:
            yield (
                credit.line,
                _weekday_doubt(stated, day, stated.weekday),
                f"Kept {iso}. If the weekday is right, correct `date:` in the page.",
            )
    elif not iso:
        years = named_years("\n".join([clean.title, *(block.text for block in clean.blocks)]))
        proves = "proves none" if len(years) == 1 else "prove none"
        named = f" The text names {_years(years)}, which {proves}." if years else ""
        yield clean.item.line, f"No publication date is stated.{named}", "If you know it, add `date:` to the page."
    if iso and iso > today.isoformat()[: len(iso)]:
        line = credit.line if credit else clean.item.line
        yield line, f"The date {_printed_british(iso)} is in the future.", "Correct `date:` if that is wrong."
    yield from _relative_doubts(clean, iso, has_stated_date=stated is not None)


def _weekday_doubt(stated: PrintedDate, day: date, weekday: int) -> str:
    name = WEEKDAYS[weekday]
    nearest = nearest_with_weekday(day, weekday)
    years = [year for year in range(day.year - 3, day.year + 4) if _falls_on(day, year, weekday)]
    other_year = f"; {day.day} {MONTHS[day.month - 1].capitalize()} was a {name} in {years[0]}" if years else ""
    was = WEEKDAYS[day.weekday()]
    return f"By-line says {stated.text}, which was a {was}. Perhaps {name} {british(nearest)}{other_year}."


def _falls_on(day: date, year: int, weekday: int) -> bool:
    return not (day.month == 2 and day.day == 29) and day.replace(year=year).weekday() == weekday


def _relative_doubts(clean: CleanItem, iso: str, *, has_stated_date: bool) -> Iterator[tuple[int, str, str]]:
    """“Today” in a text that somebody else dated, and “yesterday (8 January 2024)” that does not fit the date."""
    day = date.fromisoformat(iso) if len(iso) == 10 else None
    plain = False
    for relative in find_relative_days((block.line, block.text) for block in clean.blocks):
        printed = relative.date
        if printed and printed.day and day:
            said = _as_day(printed, day.year)
            if said is None or (day - said).days != relative.days_before:
                yield (
                    relative.line,
                    f"“{relative.text}” does not fit the date {british(day)}.",
                    "Check the date against the original.",
                )
        elif not printed and not plain and clean.item.republished:
            plain = True
            when = f"not of {british(day)}" if day and has_stated_date else "whose date is not known"
            of = f"the day of the original story, {when}" if day else f"the day of the story, {when}"
            yield relative.line, f"“{relative.text}” speaks of {of}.", "Say the day in the page if you know it."


def _as_day(printed: PrintedDate, year: int) -> date | None:
    try:
        return date(printed.year or year, printed.month, printed.day)
    except ValueError:
        return None


def _printed_british(iso: str) -> str:
    if len(iso) == 10:
        return british(date.fromisoformat(iso))
    return f"{MONTHS[int(iso[5:7]) - 1].capitalize()} {iso[:4]}" if len(iso) == 7 else iso


def _years(years: Sequence[int]) -> str:
    ordered = sorted(years)
    return str(ordered[0]) if len(ordered) == 1 else f"{', '.join(map(str, ordered[:-1]))} and {ordered[-1]}"


def _updated(clean: CleanItem) -> tuple[str, int]:
    """The day of the last revision that the item names, and its line: in a by-line or near its start or end."""
    said = [(credit.updated_text, credit.line) for credit in clean.credits if credit.updated_text]
    near = [*clean.blocks[:3], *clean.blocks[3:][-3:]]
    said += [(text, block.line) for block in near if (text := find_update(block.text))]
    dated = [(found.iso, line) for text, line in said if (found := parse_date(text)) and found.iso]
    return max(dated, default=("", 0))


def _summary(excerpt: str, blocks: Sequence[Block], title: str) -> str:
    """Whole sentences, at most 300 characters: the publisher's own excerpt where it is not cut, else the first."""
    cut = re.search(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|&hellip;|\[&#8230;\])\s*$", excerpt)
    if excerpt and not cut and len(excerpt) <= MOST_SUMMARY:
        return excerpt
    chosen = ""
    for block in blocks[:4]:
        text = block.text
        if (
            block.kind != "paragraph"
            or opens_quotation(text)
            or find_update(text)
            or matches_list(text, "section_labels")
            or text == title
        ):
            continue
        for sentence in sentences(text):
            longer = f"{chosen} {sentence}".strip()
            if len(longer) > MOST_SUMMARY or not ends_sentence(sentence) or not _quotes_close(longer):
                break
            chosen = longer
        if chosen:
            break
    if not chosen and blocks and blocks[0].text == title and len(title) <= MOST_SUMMARY:
        return title
    return chosen


def _quotes_close(text: str) -> bool:
    """Does every quotation that the text opens end in it? Half a quotation says what nobody said."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def sentences(text: str) -> list[str]:
    """A paragraph's sentences in order; “Mr. Smith” and “e.g. this” do not end one."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start() + len(match["close"])
        if _ABBREVIATION.search(text[max(start, end - _LONGEST_ABBREVIATION) : end]):
            continue
        parts.append(text[start:end].strip())
        start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def _content_note(texts: Sequence[str], describer: Describer) -> str:
    found = find_phrases(texts, describer.warning_rules)
    told = [
        warning.note
        for warning in describer.vocabulary.content_warnings
        if len(found.get(warning.note, ())) >= warning.least
    ]
    if not told:
        return ""
    return f"Describes {told[0] if len(told) == 1 else ', '.join(told[:-1]) + ' and ' + told[-1]}."
