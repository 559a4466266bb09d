"""The one door for web addresses that documents bring."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urljoin, urlsplit

from importer.combining_marks import normalise
from importer.text import fold, word_list

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
# A host whose last part is a number is an IPv4 address, or none: browsers take “http://1.2/” to 1.0.0.2
_ENDS_IN_NUMBER = re.compile(r"\.(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}(?<!\.)")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# Greek, Coptic, Cyrillic, Armenian and Cherokee letters: many look like Latin ones
_ALIKE = re.compile("[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\u2c80-\u2cff\ua640-\ua69f]")
_DROPPED_BY_BROWSERS = re.compile(r"[\t\r\n]")
_MAIL = re.compile(r"mailto:([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)(?:\?.*)?", re.IGNORECASE)
# What people write into addresses though RFC 3986 does not provide for it; browsers write it so
_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in " \"'<>`{}|^"})
_BRACKETS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
_READS_AS_REFERENCE = re.compile(r"&(?=#|\w{1,32};)")
_CHARACTERS = re.compile(r"[^\s<>\"'`\\{}|^\x00-\x1f\x7f-\x9f]{1,2000}")


def web_address(text: str) -> str:
    """The address if a page may link to it: http or https, with a host, nothing invisible, no user name; else empty.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    plain = text.strip()
    if not _CHARACTERS.fullmatch(plain) or fold(plain) != plain:
        return ""
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        return ""
    is_host = _is_host(parts.hostname or "") and not is_disguised_host(parts.netloc)
    usable = parts.scheme in {"http", "https"} and is_host and "@" not in parts.netloc
    return plain if usable and port != 0 else ""


def _is_host(name: str) -> bool:
    return bool(_HOST.fullmatch(name) and (_IPV4.fullmatch(name) or not _ENDS_IN_NUMBER.search(name)))


def is_disguised_host(host: str) -> bool:
    """Do browsers go to another host than is written there, or does a word of it mix letters that look alike?

    They read wide letters and digits in circles as plain ones (UTS 46). A word of Latin letters with a Cyrillic “і” in
    it is another host than it seems to be.

    >>> is_disguised_host("www.kites.example"), is_disguised_host("k\\u0456tes.example")
    (False, True)
    """
    if host.isascii():
        return False
    is_mixed = any(_LATIN.search(word) and _ALIKE.search(word) for word in host.split("."))
    return is_mixed or normalise("NFKC", host) != host


def resolve_link(href: str, base: str = "") -> str:
    """Where a link of a document leads, as a page may have it: absolute, without tracking; empty if it may have none.

    `base` is the address of the document or of its own `<base>`. `mailto:` is kept with its address alone. Fragments of
    the same page, `javascript:`, `data:`, `file:` and everything else give no link.

    >>> resolve_link("../b c.pdf?utm_source=news&id=7", "https://example.org/x/y/")
    'https://example.org/x/b%20c.pdf?id=7'
    """
    plain = _DROPPED_BY_BROWSERS.sub("", href.strip())  # “java\tscript:” is read without its tab
    if not plain or plain.startswith("#"):
        return ""
    if mail := _MAIL.fullmatch(plain):
        return f"mailto:{mail[1]}"
    try:
        absolute = urljoin(base if web_address(base) else "https:" if plain.startswith("//") else "", plain)
    except ValueError:
        return ""
    return without_tracking(web_address(absolute.translate(_ENCODED)))


def without_tracking(url: str) -> str:
    """The address without the parameters that only tell who sent the reader (`utm_source`, `fbclid`), else as it is.

    The parameters are those of `importer/words/tracking_parameters.txt`.
    """
    if "?" not in url:
        return url
    address, mark, fragment = url.partition("#")
    path, _, query = address.partition("?")
    parts = re.split(r"(&amp;|[&;])", query)
    kept = [part for part in parts[::2] if not _is_tracking(part.partition("=")[0])]
    if len(kept) == len(parts[::2]):
        return url
    return path + ("?" if kept else "") + "&".join(kept) + mark + fragment


@cache
def _tracking_names() -> re.Pattern[str]:
    entries = (re.escape(entry).replace(r"\*", ".*") for entry in word_list("tracking_parameters"))
    return re.compile("|".join(entries), re.IGNORECASE)


def _is_tracking(name: str) -> bool:
    return _tracking_names().fullmatch(unquote(name)) is not None


def link_target(url: str) -> str:
    """An address as Markdown takes it between the brackets of a link; empty for one that a page may not have.

    Round and square brackets are percent-encoded (RFC 3986, 2.1): they would end the link. “&lt;” in an address is four
    characters: Markdown would make one of them.
    """
    safe = web_address(url) or (url if url == resolve_link(url) and url.startswith("mailto:") else "")
    return _READS_AS_REFERENCE.sub("&amp;", safe.translate(_BRACKETS))


def same_address(text: str) -> str:
    """What two spellings of one address share: no scheme, `www.`, tracking, closing slash or fragment, host lower case.

    Default ports and the scheme do not tell addresses apart either.
    """
    try:
        parts = urlsplit(without_tracking(text))
    except ValueError:  # an editor's slip in a page: “https://[::1”
        return text
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def lasting_name(guid: str) -> str:
    """What stays of a feed's name for an item when its site moves: a web address loses its host, others nothing.

    >>> lasting_name("http://old.example/?p=7"), lasting_name("tag:old.example,2025:7")
    ('?p=7', 'tag:old.example,2025:7')
    """
    plain = fold(guid)
    if not re.match(r"https?://", plain, re.IGNORECASE):
        return plain
    return re.sub(r"^[^/?]*/?", "", same_address(plain))
