"""Lines that say who published an item, when, and whose story it is: by-lines at its head, credits at its end."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from importer.dates import find_dates, parse_date
from importer.records import Credit, Line
from importer.shapes import is_organisation, is_post
from importer.text import fold, word_count

# What a by-line gives away about the page: a full one proves a newsfeed, the others only by repetition.
# `full` names source and publication on this site, `source` a source alone, `posted` a date after “Posted on” or
# the like, `date` a date alone, `titled` a date in front of a headline, `updated` a day of revision, `author` a writer.
MarkKind = Literal["full", "source", "posted", "date", "titled", "updated", "author"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that marks an item: its kind, what it credits, and for `titled` the headline on the same line."""

    kind: MarkKind
    credit: Credit
    title: str = ""


# “published on this website Tuesday 5 December 2023 by A. Editor”; also “this site”, “our news page”, “BY”
_PUBLISHED_HERE = re.compile(
    r"\b(?:was\s++|first\s++){0,4}(?:published|posted|added|uploaded)\s+(?:(?:on|to|at|in)\s+)?(?:this|our|the)\s+"
    r"(?:web\s?site|site|web\s?page|page|blog|news\s?feed|newsletter|news\s?page|feed)\b",
    re.IGNORECASE,
)
# “Ofsted, published on”: what leads to a date is no part of the name before it
_LABELS_BEHIND = re.compile(
    r"(?<![\s,;:(|–—-])[\s,;:(|–—-]++(?:(?:published|posted|on|dated|date)[\s:]*+){0,6}$", re.IGNORECASE
)
_SITE = re.compile(r"\b(?:this|our)\s+(?:web\s?site|site|page)\b", re.IGNORECASE)
# “Source: Ofsted”, “Source Department for Education …” (colon lost), “SOURCE – NSPCC”
_SOURCE = re.compile(r"(?:news\s+)?source(?:\s*[:\uff1a]\s*|\s+[-–—]\s*|\s+)(?P<rest>\S.*)", re.IGNORECASE)
_SOURCE_WITH_COLON = re.compile(r"(?:news\s+)?source\s*[:\uff1a]", re.IGNORECASE)
# “Posted on 3 May 2019 by …”, “Published: 3 May 2019”, “Date: 12/03/2019”
_DATE_LABEL = re.compile(
    r"(?P<label>(?:date\s+)?(?:posted|published|added|uploaded|released|issued|created|written|updated|revised|modified|amended)"
    r"|(?:publication|posting|posted|published|release|news)\s+date|date|last\s+(?:updated|modified|reviewed)"
    r"|(?:story|article|page|post|news|this\s+(?:story|article|page))\s+(?:was\s+)?(?:last\s+)?(?:updated|amended|revised|published|posted))"
    r"\s*(?:on\b|at\b|in\b|[:\uff1a–—-])*\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updated|modified|amended|revised|reviewed", re.IGNORECASE)
# Each that may begin with white space begins at the first of it: else a flood of it is searched from every place
_BY = re.compile(r"(?:^|(?<![\s,;|–—-])[\s,;|–—-]++)by[\s:]+(?P<name>\S.*)$", re.IGNORECASE)
# “By A. Writer”; “By the sea” is text
_AUTHOR = re.compile(
    r"(?i:(?:written\s+)?by)[\s:]+(?P<name>[A-Z][\w.’'-]+(?: (?:[A-Z]|de |van |von |al |bin |O[’'])[\w.’'-]*){1,3})"
    r"(?:\s*[,|–-]\s*(?P<source>[A-Z][\w.’'& -]{2,60}))?"
)
_DATED_TITLE = re.compile(r"\s*(?:[-–—:|]|\s-)\s*(?P<title>\S.*)")

_CREDIT_WORDS = ("credit", "credits")
_NO_CREDIT_WORDS = frozenset({"edit", "edits", "creditor"})
_CREDIT_COLON = re.compile(r"(?P<word>[A-Za-z]{4,8})\s*[:\uff1a]\s*(?P<rest>\S.*)")
# “Thanks and credit to the NSPCC”, “With thanks Action for Children https://…”, “Courtesy of …”
_THANKS = re.compile(
    r"(?:(?:with|many|our)\s+)*(?:thank\s+you|thanks|credits?|acknowledge?ments?|courtesy)"
    r"(?:\s+(?:and|&)\s+(?:thanks|credits?|acknowledge?ments?))?\s*(?:(?:go\s+|goes\s+|due\s+)?(?:to|of)\b|[:\uff1a–—-])?\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
# “Article reported by A. Writer for the Paper.”, “First published by …”, “Written by A. Writer”
_REPORTED = re.compile(
    r"(?:this\s+(?:\w+\s+)?(?:was\s+|is\s+)?|(?:the\s+)?(?:article|story|piece|news(?:\s+item)?|post)\s+(?:was\s+|is\s+)?)?"
    r"(?P<verb>(?:first\s+|originally\s+)?(?:reported|written|published|posted|appeared|produced|taken|reproduced|supplied|provided))"
    r"\s+(?:by|in|on|from|at)\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_WRITER_FOR = re.compile(
    r"(?P<author>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3})(?:,| -| –)? (?:for|of|at) (?P<source>\S.*)"
)
_WRITER_DASH = re.compile(
    r"(?P<author>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3})\s*(?:\s[-–—]\s|,|/|\|)\s*(?P<source>\S.*)"
)
_FOR_THIS = re.compile(
    r"(?<!\s)\s++for\s+(?:this|the|these)\s+(?:article|story|report|piece|news|information|post|guidance|data|figures|resource)s?\b.*",
    re.IGNORECASE,
)
# “Credit: Harbour News Agency, photo Picture Library”
_WITH_PICTURE = re.compile(r"(?:(?<!\s)\s++)?[,;.]\s*+(?:photo|picture|image)s?\b.*", re.IGNORECASE)
# “Story credit: …”, “Info courtesy of …”
_ABOUT_THIS = re.compile(
    r"^(?:story|article|info|information|news|text)\s+(?=credit|by\b|courtesy|thanks|source)", re.IGNORECASE
)
# “Published by Harbour Trust, 2019”
_LONE_YEAR = re.compile(r"(?<![\s,(])[\s,(]++(?:19|20)\d\d\)?$")
_URL = re.compile(r"\(?\b(?:https?://|www\.)[^\s<>()]+\)?")
_JOINING_WORDS = frozenset({"and", "at", "de", "for", "from", "in", "of", "on", "our", "the", "to", "van", "von", "&"})
_MOST_CREDIT_WORDS = 30


def parse_mark(line: Line) -> Mark | None:
    """Read a line as the mark of an item; None for any line of text.

    “Source of funding …” and “Published research shows …” are text: a source without a colon counts only with a date,
    and a label of a date only when a date and nothing but names follow.
    """
    text = _spelt_right(fold(line.text))
    if not text or word_count(text) > _MOST_CREDIT_WORDS + 10 or len(text) > 400:
        return None
    return _full_mark(line, text) or _source_mark(line, text) or _dated_mark(line, text)


def _spelt_right(text: str) -> str:
    """The line without the slips of typing in a by-line's own words (“Sourse:”, “pubished on this site”)."""
    first = re.match(r"[A-Za-z]{5,7}(?=\s*:)", text)
    if first and difflib.get_close_matches(first[0].casefold(), ("source",), cutoff=0.8):
        text = f"Source{text[first.end() :]}"
    if _SITE.search(text):
        for word in dict.fromkeys(re.findall(r"[A-Za-z]{7,11}", text)):
            if word.casefold() != "published" and difflib.get_close_matches(
                word.casefold(), ("published",), cutoff=0.85
            ):
                text = text.replace(word, "published")
    return text


def find_end_credit(line: Line) -> Credit | None:
    """Read a line at the end of an article as its credit; None for any other line.

    Typing mistakes in the word itself are allowed (“Cedit: …”, seeds/001_….txt:182).
    """
    text = fold(line.text)
    if not text or word_count(text) > _MOST_CREDIT_WORDS:
        return None
    plain = text[1:-1] if text[0] in "([" and text[-1] in ")]" else text
    plain = _ABOUT_THIS.sub("", plain)
    return _end_credit(line, plain[:1].upper() + plain[1:])


def _end_credit(line: Line, text: str) -> Credit | None:
    if match := _CREDIT_COLON.match(text):
        word = match["word"].casefold()
        close = word not in _NO_CREDIT_WORDS and difflib.get_close_matches(word, _CREDIT_WORDS, cutoff=0.8)
        if word == "source" or close:
            return _credited(line, text, match["rest"])
    if (match := _THANKS.fullmatch(text)) and _names_only(match["rest"]) and re.search(r"\w", match["rest"]):
        return _credited(line, text, match["rest"])
    if (match := _AUTHOR.fullmatch(text)) and not is_organisation(match["name"]):
        return Credit(line.number, fold(line.text), author=match["name"], source=_employer(match["source"]))
    if (match := _REPORTED.fullmatch(text)) and _names_only(match["rest"]):
        by_writer = match["verb"].casefold() in {"reported", "written"}
        return _credited(line, text, match["rest"], lone_name_is_author=by_writer)
    return None


def _names_only(rest: str) -> bool:
    """Is this a name, or names joined by small words? “With thanks to all who took part” is a sentence of the text."""
    names = [word.strip("().,:;–-") for word in _FOR_THIS.sub("", _URL.sub("", rest)).split(" ")]
    return 1 <= len(names) <= 14 and all(
        not name or name[0].isupper() or name[0].isdigit() or name.casefold() in _JOINING_WORDS for name in names
    )


def find_update(text: str) -> str | None:
    """The day, as printed, on which a line says that the story was revised (“Story updated 2 April 2025”)."""
    match = _DATE_LABEL.fullmatch(fold(text))
    if match and _UPDATED.search(match["label"]) and parse_date(match["rest"]):
        return match["rest"].strip(" .")
    return None


def _full_mark(line: Line, text: str) -> Mark | None:
    published = _PUBLISHED_HERE.search(text)
    if not published:
        return None
    head, tail = text[: published.start()].strip(" ,;:–—-"), text[published.end() :]
    source = _SOURCE.fullmatch(head)
    if head and not source and head.casefold() != "source":
        return None
    tail = _PUBLISHED_HERE.split(tail)[0]
    found = next(find_dates(tail), None)
    short_year = None if found and found.year else parse_date(_BY.split(tail)[0].removeprefix(" on "))
    if not found and not short_year and not source:
        return None
    dated = short_year or found
    date_text = dated.text if dated else ""
    if found and found.start > 14 and not re.match(r"\s*by\s++[\w.’' -]+$", tail[: found.start], re.IGNORECASE):
        return None
    name, url = _name_and_url(source["rest"] if source else "")
    name = name or re.sub(r"^https?://|/$", "", url)
    return Mark("full", Credit(line.number, text, source=name, url=url, date_text=date_text))


def _name_and_url(text: str) -> tuple[str, str]:
    """A source's name without the web address that stands beside it, and the address."""
    url = _URL.search(text)
    return _name(_URL.sub("", text)), _address(url[0]) if url else ""


def _source_mark(line: Line, text: str) -> Mark | None:
    match = _SOURCE.fullmatch(text)
    if not match:
        return None
    rest = match["rest"]
    has_colon = _SOURCE_WITH_COLON.match(text) is not None
    found = list(find_dates(rest))
    if found:
        date = found[-1]
        name, after = rest[: date.start], rest[date.end :]
        after_is_name = not after.strip(" .,;)|") or _BY.match(after) is not None
        name = _LABELS_BEHIND.sub("", name)
        if name and after_is_name and word_count(name) <= 14:
            return Mark("source", Credit(line.number, text, source=_name(name), date_text=date.text))
    if has_colon and word_count(rest) <= 14:
        name, url = _name_and_url(_BY.split(rest)[0])
        return Mark("source", Credit(line.number, text, source=name, url=url))
    return None


def _dated_mark(line: Line, text: str) -> Mark | None:
    if match := _DATE_LABEL.fullmatch(text):
        rest = match["rest"]
        named = _BY.search(rest)
        if named:
            rest = rest[: named.start()]
        rest = re.split(r"(?<!\s)\s++(?:in|under|\|)\s+", rest)[0]
        if parse_date(rest):
            kind: MarkKind = "updated" if _UPDATED.search(match["label"]) else "posted"
            return Mark(kind, Credit(line.number, text, date_text=rest.strip(" .,;|")))
    first = next(find_dates(text), None)
    if first and first.start == 0 and first.year:
        after = text[first.end :]
        if not after.strip(" .,;|") or parse_date(text):
            return Mark("date", Credit(line.number, text, date_text=first.text))
        if (named := _BY.match(after)) and word_count(named["name"]) <= 5:
            return Mark("date", Credit(line.number, text, date_text=first.text))
        titled = _DATED_TITLE.fullmatch(after)
        if titled and 2 <= word_count(titled["title"]) <= 25 and not titled["title"].endswith(".") and first.iso[7:]:
            return Mark("titled", Credit(line.number, text, date_text=first.text), title=titled["title"])
    elif (date := parse_date(text)) and len(date.iso) == 10:
        return Mark("date", Credit(line.number, text, date_text=text))
    if (match := _AUTHOR.fullmatch(text)) and not is_organisation(match["name"]):
        source = _employer(match["source"])
        return Mark("author", Credit(line.number, text, author=match["name"], source=source))
    return None


def _credited(line: Line, text: str, rest: str, *, lone_name_is_author: bool = False) -> Credit:
    url = _URL.search(rest)
    rest = _name(_WITH_PICTURE.sub("", _FOR_THIS.sub("", _URL.sub("", rest))))
    date = next(find_dates(rest), None)
    date_text = ""
    if date and date.year:
        date_text, rest = date.text, _name(re.sub(r"(?<![\s,;(])[\s,;(]++(?:on|dated)\s*+$", "", rest[: date.start]))
    rest = _name(_LONE_YEAR.sub("", rest))
    author, source = "", rest
    # “Children’s Commissioner for England” is one body: “for” and “of” part writer and paper only after a writing verb.
    match = (lone_name_is_author and _WRITER_FOR.fullmatch(rest)) or _WRITER_DASH.fullmatch(rest)
    if match and not is_organisation(match["author"]):
        author, source = match["author"], _name(match["source"])
    elif lone_name_is_author and not is_organisation(rest):
        author, source = rest, ""
    return Credit(
        line.number, text, source=source, author=author, url=_address(url[0]) if url else "", date_text=date_text
    )


def _employer(behind: str | None) -> str:
    """Whom a writer writes for, by what stands behind the name; empty where that is only their post."""
    name = _name(behind or "")
    return "" if is_post(name) else name


def _address(text: str) -> str:
    plain = text.strip("().,;")
    return plain if "://" in plain else f"https://{plain}"


def _name(text: str) -> str:
    return re.sub(r"^the\s+(?=\S+$)", "", fold(text).strip(" .,;:–—|-"), flags=re.IGNORECASE)
