"""An item to its text: small named cleaners in a fixed order; every line they take out is reported.

The order matters: glue first, then furniture (so that neighbours are real neighbours), captions, end credits,
promotions and lost links, then the joins; what is left becomes blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from importer.blocks import to_blocks
from importer.credits import find_end_credit, parse_mark
from importer.records import CleanItem, Credit, Item, Line, Markup, Note, Piece, Removal
from importer.shapes import (
    breaks_off,
    is_furniture,
    is_headline_like,
    is_image_file,
    is_link_label,
    is_list_item,
    is_only_furniture,
    is_post,
    is_prose,
    is_rights_line,
    is_whole_quotation,
    name_before_role,
)
from importer.spam import Injections, find_advertisements, strip_injections, strip_runs
from importer.text import ends_sentence, fold, is_blank, matches_list, quote, word_count
from importer.urls import same_address

CDATA_END = "]]>"
MOST_TITLE = 200  # characters; HOSTILE.md, point 1

# “Photo: A. Person/Agency”, “(credit: agency)”, “Picture by …”, “Image © …”: the whole line credits a picture
_PICTURE_CREDIT = re.compile(
    r"[(\[]?\s*(?:(?:main|lead|stock|file|library)\s+)?(?:photo(?:graph)?s?|images?|pictures?|pics?|illustrations?|graphics?|artwork|charts?|graphs?)\b"
    r"\s*+(?:(?:credits?|courtesy(?:\s+of)?|by|via|from|source|copyright|supplied(?:\s+by)?)\s*+[:\uff1a]?|[:\uff1a©])\s*+\S.*"
    r"|[(\[]\s*(?:credits?|copyright|©|courtesy(?:\s+of)?)\s*+[:\uff1a]?\s*+\S.*[)\]]"
    r"|©\s*(?!copyright)\S.*"
    r"|pictured\s*[:\uff1a]\s*\S.*"
    r"|(?:(?:photo(?:graph)?|picture|image)s?\s+)?posed\s+by\s+(?:an?\s+)?(?:models?|actors?)\b.*",
    re.IGNORECASE,
)
# “A teenager looking sadly (credit: agency / Agency)”, “A. Person (photo by Agency)”: a caption that ends in its credit
_CAPTION_WITH_CREDIT = re.compile(
    r".{0,200}\S\s*[(\[]\s*(?:photo|picture|image|credit|pic|copyright|©|courtesy)s?\b(?!\s+(?:of|in)\s)"
    r"[^()\[\]]{0,80}[)\]]\.?",
    re.IGNORECASE,
)
_SHOWS_PICTURE = re.compile(
    r"(?:(?:stock|file|library|aerial|close[- ]up|black and white)\s+)?"
    r"(?:image|photo(?:graph)?|picture|screenshot|illustration|drawing|logo|portrait|graphic|poster|still)"
    r"\s+(?:of|showing|from)\b.*",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|could|may|must|should|would|shows?|showed|says?|said|closes|opens|begins"
    r"|starts|ends|runs|came|comes|went|goes)\b"
)
# “READ MORE: Bus firm says sorry”, “Related: …”; a guide that is linked to is named in a sentence, or on another site
_TEASER = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related(?: story| article)?)\s*[:>»-]\s*(?P<title>\S.*)", re.I
)
_GOES_ON = re.compile(r"(?:continue reading|read (?:more|on|the full|the rest|this|full)|more)\b", re.IGNORECASE)
_HEADING_ON_PICTURES = re.compile(r"(?:Photographs|Photos|Images|Pictures)\s*:\s*[a-z]\w* \w")
_MOST_CAPTION_WORDS = 30
_MOST_OPENING_CREDITS = 4
_OPENING_MARKS = frozenset({"full", "source", "posted", "date"})
_CONTACT_LINE = re.compile(
    r"(?:t|tel|telephone|phone|mobile|fax|e|e-?mail|web(?:site)?|address)\b\s*[:.]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The lines that are left, and those that were taken out."""

    pieces: tuple[Piece, ...]
    removed: tuple[Removal, ...] = ()


def clean_item(item: Item, injections: Injections, standing: Collection[str] = ()) -> CleanItem:
    """An item's headline and text without injected words, furniture, captions, promotions and lost links.

    `injections` and `standing` are what all items of the document together gave away: see `find_injections` and
    `find_standing_lines`.
    """
    title, spam = strip_injections(item, injections)
    removed = [Removal(item.document, item.line, "took injected text {} out of the headline", run) for run in spam]
    doubts: list[Note] = []
    lead = fold(item.title) if item.lead_is_title else ""
    if len(title) > MOST_TITLE:
        title, long_title = f"{title[: MOST_TITLE - 1].rsplit(' ', 1)[0]}…", title
        lead = lead or long_title
        what = f"the headline has {len(long_title)} characters; cut to {MOST_TITLE}, and put whole above the text"
        doubts.append(Note(item.document, item.line, what, "Shorten it in your own words if it should end otherwise."))
    publishers = tuple(dict.fromkeys(strip_runs(fold(name), injections)[0] for name in item.publishers))
    excerpt, _ = strip_runs(item.excerpt, injections)

    kept = _strip_spam(_unglued(item.body), injections, item.document)
    lines, doubted = find_advertisements(item, title, kept.pieces)
    for at, sentence in doubted:
        what = f"{quote(sentence)} reads like injected advertising"
        mend = "Take the sentence out of the page if it is; it was left in."
        doubts.append(Note(item.document, kept.pieces[at].line, what, mend))
    kept = _after(lambda _: dict.fromkeys(lines, "injected advertising"), kept, item.document)
    cleaners = (_standing_box_dropper(standing), _drop_furniture, _drop_contacts, _drop_image_names, _drop_captions)
    for cleaner in cleaners:
        kept = _after(cleaner, kept, item.document)
    pieces, opening = _take_opening_credits(kept.pieces, item)
    pieces, closing = _take_end_credits(pieces)
    credits = (*opening, *closing)
    read = tuple(Removal(item.document, each.line, "read {} as the article's credit", each.text) for each in credits)
    kept = _Kept(pieces, (*kept.removed, *read))
    for cleaner in (_teaser_dropper(item.url), _drop_promotions, _drop_link_labels, _drop_related):
        kept = _after(cleaner, kept, item.document)
    pieces = _join_broken_sentences(kept.pieces)
    if lead:
        markup = Markup("paragraph") if any(piece.markup for piece in pieces) else None
        pieces = (Piece(item.line, lead, 1, markup=markup), *pieces)
    return CleanItem(
        item=replace(item, publishers=publishers, excerpt=fold(excerpt)),
        title=title,
        blocks=to_blocks(pieces),
        credits=(*item.credits, *credits),
        removed=(*removed, *kept.removed),
        doubts=tuple(doubts),
    )


def _unglued(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """The filled lines of a body with the empty lines before each; end marks of CDATA that are glued on come off."""
    pieces: list[Piece] = []
    gap, strict_gap = 1, 0
    for line in lines:
        text = line.text.replace(CDATA_END, "") if fold(line.text) != CDATA_END else line.text
        if is_blank(text):
            gap += 1
            strict_gap += not line.text
            continue
        pieces.append(Piece(line.number, text, gap, strict_gap, line.markup))
        gap = strict_gap = 0
    return tuple(pieces)


def _strip_spam(pieces: Sequence[Piece], injections: Injections, document: str) -> _Kept:
    kept, removed = [], []
    for piece in pieces:
        text, runs = strip_runs(piece.text, injections)
        removed += [Removal(document, piece.line, "took injected text {} out of the text", run) for run in runs]
        if not is_blank(text):
            kept.append(replace(piece, text=text) if runs else piece)
    return _Kept(tuple(kept), tuple(removed))


def _after(cleaner: Callable[[Sequence[Piece]], dict[int, str]], kept: _Kept, document: str) -> _Kept:
    """Apply a cleaner that names the places to take out and why; the gap before a line taken out stays."""
    reasons = cleaner(kept.pieces)
    if not reasons:
        return kept
    left: list[Piece] = []
    gap = strict_gap = 0
    for at, piece in enumerate(kept.pieces):
        if at in reasons:
            gap, strict_gap = max(gap, piece.gap), max(strict_gap, piece.strict_gap)
            continue
        if gap > piece.gap or strict_gap > piece.strict_gap:
            piece = replace(piece, gap=max(gap, piece.gap), strict_gap=max(strict_gap, piece.strict_gap))
        left.append(piece)
        gap = strict_gap = 0
    removed = tuple(
        Removal(document, kept.pieces[at].line, f"left out {reason} {{}}", kept.pieces[at].text)
        for at, reason in sorted(reasons.items())
    )
    return _Kept(tuple(left), (*kept.removed, *removed))


def _standing_box_dropper(standing: Collection[str]) -> Callable[[Sequence[Piece]], dict[int, str]]:
    """The cleaner for the publisher's standing box: the lines at the end of the item that are in it."""

    def drop_standing_box(pieces: Sequence[Piece]) -> dict[int, str]:
        reasons: dict[int, str] = {}
        for at in range(len(pieces) - 1, -1, -1):
            if fold(pieces[at].text) in standing:
                reasons[at] = "the publisher's standing box"
            elif not is_furniture(pieces[at].text):
                break
        return reasons

    return drop_standing_box


def _drop_furniture(pieces: Sequence[Piece]) -> dict[int, str]:
    """Lines of the page's frame; what may be a heading as well (“Contact”) only at the ends or beside its like."""
    found = {at for at, piece in enumerate(pieces) if is_furniture(piece.text)}
    prose = [at for at, piece in enumerate(pieces) if is_prose(piece.text)]
    first, last = (prose[0], prose[-1]) if prose else (len(pieces), -1)
    framed = {
        at
        for at in found
        if not first < at < last or not {at - 1, at + 1}.isdisjoint(found) or is_only_furniture(pieces[at].text)
    }
    return dict.fromkeys(framed, "page furniture")


def _drop_contacts(pieces: Sequence[Piece]) -> dict[int, str]:
    """A page's own contact box at its end: a label such as “Contact us” with an address and telephone lines below."""
    at = len(pieces)
    while at > 0 and not is_prose(pieces[at - 1].text) and not ends_sentence(pieces[at - 1].text):
        at -= 1
    label = next((n for n in range(at, len(pieces)) if matches_list(pieces[n].text, "contact_labels")), None)
    if label is None or not any(_CONTACT_LINE.match(fold(piece.text)) for piece in pieces[label + 1 :]):
        return {}
    return dict.fromkeys(range(label, len(pieces)), "the page's contact box")


def _drop_related(pieces: Sequence[Piece]) -> dict[int, str]:
    """A label such as “Related articles” and the headlines below it, up to the next line that is no headline."""
    reasons: dict[int, str] = {}
    in_list = False
    for at, piece in enumerate(pieces):
        if word_count(piece.text) <= 6 and matches_list(piece.text, "related_labels"):
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            in_list = following is None or _is_other_headline(following)
        elif in_list:
            in_list = _is_other_headline(piece)
        if in_list:
            reasons[at] = "a list of other articles"
    return reasons


def _is_other_headline(piece: Piece) -> bool:
    return (
        not is_prose(piece.text) and not ends_sentence(piece.text) and is_headline_like(piece.text.lstrip(" •-–"), 20)
    )


def _drop_image_names(pieces: Sequence[Piece]) -> dict[int, str]:
    return {at: "the name of a picture" for at, piece in enumerate(pieces) if is_image_file(piece.text)}


def _drop_captions(pieces: Sequence[Piece]) -> dict[int, str]:
    """Picture credits, the captions and alternative texts that stand with them, and captions that name a person.

    A headline may stand directly above a picture's credit: it is told from an alternative text by what stands above.
    """
    reasons: dict[int, str] = {}
    for at, piece in enumerate(pieces):
        text = fold(piece.text)
        if piece.markup and piece.markup.kind in {"picture", "table", "heading"}:
            continue
        if word_count(text) > _MOST_CAPTION_WORDS or is_list_item(piece.text) or _tells_of_pictures(text):
            continue
        if _credits_picture(text):
            reasons[at] = "a picture's credit"
            if at and at - 1 not in reasons and _is_alternative_text(pieces, at - 1):
                reasons[at - 1] = "a picture's caption"
        elif _CAPTION_WITH_CREDIT.fullmatch(text):
            reasons[at] = "a picture's caption"
            core = re.sub(r"(?:(?<!\s)\s++)?[(\[][^()\[\]]*+[)\]]\.?$", "", text)
            if at and at - 1 not in reasons and fold(pieces[at - 1].text).casefold() == core.casefold():
                reasons[at - 1] = "a picture's alternative text"
        elif _SHOWS_PICTURE.fullmatch(text) and not ends_sentence(text):
            reasons[at] = "a picture's alternative text"
        elif _is_person_caption(pieces, at):
            reasons[at] = "a picture's caption"
    return reasons


def _credits_picture(text: str) -> bool:
    if text.startswith("©") and not is_rights_line(text):
        return False
    return _PICTURE_CREDIT.fullmatch(text) is not None and not (ends_sentence(text) and word_count(text) > 12)


def _tells_of_pictures(text: str) -> bool:
    """Is this about pictures (“Pictures from the scene were shown to the jury.”, “Photographs: ask first”)?"""
    if _HEADING_ON_PICTURES.match(text) and "/" not in text:
        return True
    return ends_sentence(text) and _FINITE.search(text) is not None


def _is_alternative_text(pieces: Sequence[Piece], at: int) -> bool:
    """Does the line above a picture's credit describe the picture?

    Below a heading it does, even as a sentence (seeds/004_….txt:638). Below a paragraph it must open as descriptions do
    and be no sentence; under a wide gap it is the heading of what follows.
    """
    piece = pieces[at]
    text = fold(piece.text)
    if is_list_item(piece.text) or word_count(text) > 20 or is_whole_quotation(text):
        return False
    below_heading = at > 0 and _looks_like_heading(pieces[at - 1])
    if piece.strict_gap >= 2 and not below_heading:
        return False
    describes = bool(
        re.match(
            r"(?:an?|the|two|three|young|woman|man|girl|boy|child|children|people|person|teenage[rd]?)\b",
            text,
            re.IGNORECASE,
        )
    )
    if below_heading:
        return (describes and not _FINITE.search(text)) or not ends_sentence(text)
    return describes and not ends_sentence(text)


def _looks_like_heading(piece: Piece) -> bool:
    return is_headline_like(piece.text, 16) and not fold(piece.text).endswith(":")


def _is_person_caption(pieces: Sequence[Piece], at: int) -> bool:
    """“Name, what they are” with no quotation above it, whose name the next line takes up (seeds/004_….txt:23, 41).

    Under a quotation the same form is its attribution, and stays (seeds/001_….txt:93).
    """
    name = name_before_role(pieces[at].text)
    if name is None or at + 1 >= len(pieces) or ends_sentence(pieces[at].text):
        return False
    if at and is_whole_quotation(pieces[at - 1].text):
        return False
    return re.search(rf"\b{re.escape(name)}\b", fold(pieces[at + 1].text)) is not None


def _stops_short(text: str, following: str) -> bool:
    """Is this the first part of a sentence whose last part is the line below?"""
    plain = fold(text)
    return (
        word_count(plain) >= 6
        and plain[0].isupper()
        and plain[-1].isalpha()
        and not is_list_item(text)
        and ends_sentence(following)
    )


def _take_opening_credits(pieces: Sequence[Piece], item: Item) -> tuple[tuple[Piece, ...], tuple[Credit, ...]]:
    """Split off what stands above the text to credit it: “By A. Writer”, and a date or source where there was none."""
    credits: list[Credit] = []
    for piece in pieces[: min(_MOST_OPENING_CREDITS, len(pieces) - 1)]:
        mark = parse_mark(Line(piece.line, piece.text))
        if mark is not None and (mark.kind == "author" or (not item.credits and mark.kind in _OPENING_MARKS)):
            credits.append(mark.credit)
        elif credits and credits[-1].author and is_post(piece.text):
            credits.append(Credit(piece.line, fold(piece.text)))
        else:
            break
    return tuple(pieces[len(credits) :]), tuple(credits)


def _take_end_credits(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Credit, ...]]:
    """Split the credits off an item's end; lost links, promotions and footers below them do not matter."""
    credits: list[Credit] = []
    taken: set[int] = set()
    for at in range(len(pieces) - 1, 0, -1):
        piece = pieces[at]
        credit = find_end_credit(Line(piece.line, piece.text))
        if credit:
            credits.append(credit)
            taken.add(at)
        elif not (is_link_label(piece.text) or matches_list(piece.text, "promotions")):
            break
    return tuple(piece for at, piece in enumerate(pieces) if at not in taken), tuple(reversed(credits))


def _drop_promotions(pieces: Sequence[Piece]) -> dict[int, str]:
    return {
        at: "an advertisement"
        for at, piece in enumerate(pieces)
        if word_count(piece.text) <= 60 and matches_list(piece.text, "promotions")
    }


def _teaser_dropper(address: str) -> Callable[[Sequence[Piece]], dict[int, str]]:
    """The cleaner for links on the article's own site that are no part of its text.

    “READ MORE: Another headline” between two paragraphs leads to another article; “Continue reading …”, all of it a
    link, leads to this one.
    """
    own = same_address(address)
    site = own.split("/")[0]

    def drop_teasers(pieces: Sequence[Piece]) -> dict[int, str]:
        reasons: dict[int, str] = {}
        for at, piece in enumerate(pieces):
            links = piece.markup.links if piece.markup and piece.markup.kind == "paragraph" else ()
            leads_to = same_address(links[0].url) if len(links) == 1 else ""
            if not site or leads_to.split("/")[0] != site or ends_sentence(piece.text):
                continue
            teaser = _TEASER.fullmatch(fold(piece.text))
            if leads_to == own:
                if _GOES_ON.match(fold(piece.text)):
                    reasons[at] = "a link to the article itself"
            elif teaser and fold(links[0].words) in {teaser["title"], teaser[0]} and word_count(teaser["title"]) >= 3:
                reasons[at] = "a link to another article"
        return reasons

    return drop_teasers


def _drop_link_labels(pieces: Sequence[Piece]) -> dict[int, str]:
    """“Read the report here” whose link was lost with the markup; one that still leads somewhere stays."""
    return {
        at: "the label of a lost link"
        for at, piece in enumerate(pieces)
        if not (piece.markup and piece.markup.links)
        and not is_list_item(piece.text)
        and not is_whole_quotation(piece.text)
        and is_link_label(piece.text)
    }


def _join_broken_sentences(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Mend a sentence that an empty line broke: it stops where no phrase can, or in mid-sentence, and goes on below.

    A list whose marks were lost is none: its lines begin in lower case themselves, or stand below a lead-in.
    """
    groups: list[list[Piece]] = []
    for piece in pieces:
        goes_on = fold(piece.text)[:1].islower() and not is_list_item(piece.text) and not piece.markup
        before = groups[-1][-1].text if groups else ""
        if goes_on and before and (breaks_off(before) or _stops_short(before, piece.text)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(
        group[0] if len(group) == 1 else replace(group[0], text=" ".join(fold(piece.text) for piece in group))
        for group in groups
    )
