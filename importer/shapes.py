"""What a line looks like, whatever it says: headline, list item, image name, caption, quotation."""

from __future__ import annotations

import re
from functools import cache

from importer.text import ends_sentence, fold, matches_list, stops, word_count, word_list, words

# “alert.png”, “Jay_Review_-_Cover_Image.jpeg”, “dbs check (2).JPG”: the whole line is the name of a picture
_IMAGE_FILE = re.compile(r"[\w][\w ()%+,.'’&@=-]{0,150}\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif|heic)", re.IGNORECASE)

_BULLET = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?P<mark>[•●▪◦‣⁃∙·\uf0b7■□➢➤►✓✔o*+–—-])[ \t\u00a0]+(?P<text>\S.*)", re.DOTALL
)
_NUMBER = re.compile(
    r"(?P<indent>[ \t\u00a0]*)\(?(?P<mark>\d{1,2}|[a-z]|[ivx]{1,4})[.)][ \t\u00a0]+(?P<text>\S.*)", re.DOTALL
)
_SURE_BULLETS = "•●▪◦‣⁃∙\uf0b7■□➢➤►✓✔"  # U+F0B7 is the bullet of texts pasted from Word

OPENING_QUOTES = '“"«„'
# A caption or an attribution is “Name, what they are”: up to four capitalised words, a comma, a lower-case description
_NAME_AND_ROLE = re.compile(r"(?P<name>(?:[A-Z][\w’'.-]+)(?: [A-Z][\w’'.-]+){0,3})\*?, (?P<role>[a-z(\d][^.!?]*)")
_ATTRIBUTION_DASH = re.compile(r"[-–—]\s*[A-Z]")
_FULL_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Baroness|Rev|Cllr)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}\*?"
)


# “ACCOUNT   log in | register   basket (0)”: entries of a menu on one line
_MENU_PARTS = re.compile(r"[\s\u00a0]{2,}|\s*[|•·»«›‹>/]\s*|\s+\u00a0|\u00a0\s+")
_MOST_NOTICE_WORDS = 60
_MOST_OWNER_WORDS = 15


def is_furniture(text: str) -> bool:
    """Is this line part of the page's frame: an entry of a furniture list, or a menu made of them?

    “Contact” alone may be a heading as well: see `is_only_furniture`.
    """
    if bullet_text(text) is not None:
        return False
    if fold(text).startswith("© "):
        return is_rights_line(text)
    if _is_entry(text):
        return True
    if word_count(text) > 30:
        return False
    parts = [re.sub(r"(?:(?<!\s)\s++)?\(\d*+\)$", "", fold(part)) for part in _MENU_PARTS.split(text) if fold(part)]
    is_row = len(parts) > 1 and all(map(_is_entry_of_row, parts))
    return is_row or (bool(parts) and all(map(_is_entry, parts))) or _is_row_of_entries(text)


def is_only_furniture(text: str) -> bool:
    """Is this line part of the page's frame wherever it stands?"""
    return is_furniture(text) and not matches_list(text, "furniture_at_the_ends")


def is_rights_line(text: str) -> bool:
    """Does the line only say whose a page or picture is (“© A. Person/Agency”, “© Copyright 2023. All rights …”)?

    A paragraph may open with “©” as well: it is longer, or a sentence that does not read like a notice.
    """
    plain = fold(text)
    if not plain.startswith("©"):
        return False
    if matches_list(plain, "furniture") or matches_list(plain, "page_footers"):
        return word_count(plain) <= _MOST_NOTICE_WORDS
    return word_count(plain) <= _MOST_OWNER_WORDS and not is_prose(plain)


def _is_entry(text: str) -> bool:
    return matches_list(text, "furniture") or matches_list(text, "furniture_at_the_ends")


def _is_entry_of_row(text: str) -> bool:
    return _is_entry(text) or matches_list(text, "furniture_in_rows")


def _is_row_of_entries(text: str) -> bool:
    """Can the line be cut into entries of the furniture list, two or more of them (“Newer posts Older posts”)?"""
    tokens = fold(text).split(" ")
    if not 2 <= len(tokens) <= 12:
        return False
    reached = {0}
    for end in range(1, len(tokens) + 1):
        if any(
            start in reached and _is_entry_of_row(" ".join(tokens[start:end])) for start in range(max(0, end - 4), end)
        ):
            reached.add(end)
    return len(tokens) in reached


def is_image_file(text: str) -> bool:
    """Is this line nothing but the file name of a picture?"""
    return _IMAGE_FILE.fullmatch(fold(text)) is not None


def bullet_text(text: str) -> tuple[int, str] | None:
    """The indent in characters and the text of a line that a bullet certainly opens; None for any other.

    Dashes, stars and a lone “o” open lists only in company: see `weak_bullet_text`.
    """
    match = _BULLET.match(text)
    if match and match["mark"] in _SURE_BULLETS:
        return len(match["indent"]), match["text"]
    return None


def weak_bullet_text(text: str) -> tuple[int, str] | None:
    """The indent and text of a line that opens with a dash, star, plus, middle dot or lone “o”."""
    match = _BULLET.match(text)
    if match and match["mark"] not in _SURE_BULLETS:
        return len(match["indent"]), match["text"]
    return None


def number_text(text: str) -> tuple[int, str, str] | None:
    """The indent, the number as printed and the text of a line such as “  1. A duty …”, “2) …” or “(a) …”."""
    match = _NUMBER.match(text)
    return (len(match["indent"]), match["mark"], match["text"]) if match else None


def is_list_item(text: str) -> bool:
    """Does a bullet or a number open this line?"""
    return bullet_text(text) is not None or number_text(text) is not None


def is_headline_like(text: str, most_words: int = 25) -> bool:
    """Could this line be a headline: short, no list item, no end of a sentence but ? or !, begun in earnest?

    Headlines may be long and may be unbalanced in their quotation marks (seeds/001_….txt:11).
    """
    plain = fold(text)
    if not plain or word_count(plain) > most_words or is_list_item(text) or is_image_file(plain):
        return False
    if stops(plain):
        return False
    return plain[0] not in OPENING_QUOTES or plain[-1] not in '”"»' or word_count(plain) <= 12


def is_prose(text: str) -> bool:
    """Is this a paragraph's line: a full sentence of some length?"""
    return (word_count(text) >= 9 and ends_sentence(text)) or word_count(text) > 25


def opens_quotation(text: str) -> bool:
    """Does the line begin with a double quotation mark?"""
    return fold(text)[:1] in tuple(OPENING_QUOTES)


def is_whole_quotation(text: str) -> bool:
    """Does the line begin and end with quotation marks, as a pull quote does?"""
    plain = fold(text)
    return len(plain) > 2 and plain[0] in OPENING_QUOTES + "‘" and plain[-1] in '”"’»'


def name_before_role(text: str) -> str | None:
    """“Vicky” for “Vicky, parent”, “Kofi” for “Kofi, 17”: the person in a line of attribution or caption, else None.

    “Working Together, the statutory guidance” and “The Survivors Trust, open every day” name nobody.
    """
    plain = fold(text)
    match = _NAME_AND_ROLE.fullmatch(plain)
    if match is None or word_count(plain) > 14 or match["name"].split(" ")[0] in {"A", "An", "The", "This", "Our"}:
        return None
    role = {word.removesuffix("'s") for word in words(match["role"].replace("-", " "))}
    is_person = bool(role & set(word_list("role_words"))) or re.match(r"(?:aged )?\d{1,2}\b", match["role"]) is not None
    return match["name"] if is_person and ":" not in match["role"] else None


def is_name(text: str) -> bool:
    """Is this line two to four capitalised words and no more: a person's name, a title before it or a star after it?"""
    return _FULL_NAME.fullmatch(fold(text)) is not None and not is_organisation(text)


def is_organisation(name: str) -> bool:
    """Does the name hold a word that bodies have and people have not (“Royal College”)?"""
    return bool(set(words(name)) & set(word_list("organisation_words")))


# “News”, “Latest news & events”, “Safeguarding Bulletin”: what a list is called, whosever it is
_LIST_KIND = (
    r"(?:articles|blogs?|blog posts|bulletins?|comments|events|headlines|home|news|news ?feed|newsletters?|podcasts?"
    r"|posts|press releases|publications|stories|updates)"
)
_LIST_NAME = re.compile(
    rf"(?:(?:all|latest|our|recent|safeguarding|the)\s+){{0,4}}{_LIST_KIND}(?:\s*(?:&|\band\b|/)\s*{_LIST_KIND})?",
    re.IGNORECASE,
)


def is_list_name(text: str) -> bool:
    """Is this the name of a list of articles that says nothing of whose it is?"""
    return _LIST_NAME.fullmatch(fold(text)) is not None


_POST_WORDS = frozenset({"columnist", "correspondent", "editor", "journalist", "reporter", "writer"})


def is_post(text: str) -> bool:
    """Is this what a writer is, not whom they write for: “Education correspondent”, “Head of Policy”?"""
    post = words(fold(text).split(",")[0])
    return 1 <= len(post) <= 5 and (post[-1] in _POST_WORDS or post[:2] == ["head", "of"])


def breaks_off(text: str) -> bool:
    """Does the line stop where no phrase can (“Tens of thousands of children and”, seeds/001_….txt:83)?"""
    last = re.search(r"(?<![\w’'-])([\w’'-]++)$", fold(text))
    return last is not None and last[1].islower() and last[1] in word_list("small_words")


def ends_in_colon(text: str) -> bool:
    """Does the line lead into what follows it?"""
    return fold(text).endswith(":")


def is_colon_heading(text: str) -> bool:
    """Is a short line with a colon a heading (“Tweet of the Week:”), not a lead-in (“These include:”, “X, said:”)?"""
    plain = fold(text)
    if not plain.endswith(":") or word_count(plain) > 6 or "," in plain:
        return False
    lead_ins = {entry.casefold() for entry in word_list("lead_in_words")}
    return plain[0].isupper() and not lead_ins & {word.strip(":’'").casefold() for word in plain.split(" ")}


# “Please see the full article here”, “The full standards can be accessed here.”: what “here” pointed to is lost
_POINTS_HERE = re.compile(
    r"\b(?:(?P<here>here)|this link|the link)[\s.:;!>»→)]*$|\b(?:links?|buttons?) below\b", re.IGNORECASE
)
_ASKS = re.compile(r"(?:to|for)\b|(?:.*\b)?(?:please|you can|click)\b", re.IGNORECASE)
_BEFORE_HERE = re.compile(
    r"\b(?P<verb>\w++)(?: (?:in full|online|now|directly|for free|more))? here\W*$", re.IGNORECASE
)
_OFFERS = re.compile(r"\b(?:can|may|could|be|is|are|available)\b", re.IGNORECASE)


_CLAUSE_WORDS = frozenset(
    {"am", "are", "be", "been", "did", "do", "goes", "happens", "has", "have", "he", "i", "is", "it", "live", "lives"}
    | {"she", "stay", "stays", "they", "was", "we", "were", "work", "works", "you"}
)


def is_link_label(text: str) -> bool:
    """Is the whole line the label of a link whose target was lost?

    Either a short line that ends by pointing (“… here”) and asks or offers to read or fetch something, or a very
    short one without any clause (“Full report here”), or one of the labels in `words/link_labels.txt`. A sentence that
    names where to look (“… on the Frontline website.”) is none, nor one in which “here” is a place (“We found that
    children were not safe here.”).
    """
    plain = fold(text)
    if matches_list(plain, "link_labels"):
        return word_count(plain) <= 14
    if word_count(plain) <= 14 and re.search(r"\bclick(?:ing)? (?:on )?here\b", plain, re.IGNORECASE):
        return True
    if word_count(plain) > 18 or not (points := _POINTS_HERE.search(plain)):
        return False
    verbs = {entry.casefold() for entry in word_list("link_verbs")}
    spoken = words(plain)
    if points["here"] and 1 < len(spoken) <= 5 and not set(spoken) & _CLAUSE_WORDS:
        return True
    if not verbs & set(spoken):
        return False
    if not points["here"] or spoken[0] in verbs or _ASKS.match(plain):
        return True
    last = _BEFORE_HERE.search(plain)
    return last is not None and last["verb"].casefold() in verbs and _OFFERS.search(plain) is not None


def is_attribution(text: str) -> bool:
    """Does the line under a quotation say whose it is: a name, a name and what they are, a dash and a name?"""
    plain = fold(text)
    has_role = "," in plain and word_count(plain) <= 6 and bool(_roles() & set(words(plain.replace("-", " "))))
    after_dash = _ATTRIBUTION_DASH.match(plain) is not None and word_count(plain) <= 14
    return has_role or after_dash or is_name(plain) or name_before_role(plain) is not None


@cache
def _roles() -> frozenset[str]:
    return frozenset(word_list("role_words")) | {"aged", "leaver", "now"} | {str(age) for age in range(5, 100)}
