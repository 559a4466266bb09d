"""Links whose words show one address while they lead to another, as in mails that fish for passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"(?:(?<![\w.@-])www\.|https?://(?:www\.)?)(?P<host>[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
# Without “www.” only where nothing else stands there, in small letters: “Change.org” and “report.pdf” are names
_BARE = re.compile(r"(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:uk|com|org|net|edu|eu|ie|info|scot|wales))(?:[/?#]\S*)?")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_AROUND = " \t\n.,;:!?()[]<>“”‘’\"'‹›«»"


def shows_another_address(words: str, target: str) -> bool:
    """Do the words show the address of another website, or of another one's mail, than the link leads to?

    Where they show several, one of them has to be right. Links within the site lead nowhere else.

    >>> shows_another_address("www.nspcc.org.uk", "https://kites.example/")
    True
    >>> shows_another_address("www.nspcc.org.uk", "https://learning.nspcc.org.uk/courses")
    False
    """
    host = host_of(target)
    shown = [name.lower() for name in _hosts_in(words)] if host else []
    return bool(shown) and not any(_is_same_site(name, host) for name in shown)


def _hosts_in(words: str) -> Iterator[str]:
    if "." not in words:
        return
    for pattern in (_WRITTEN, _MAIL):
        yield from (found["host"] for found in pattern.finditer(words))
    if bare := _BARE.fullmatch(words.strip(_AROUND)):
        yield bare["host"]


def host_of(target: str) -> str:
    """The host that an address, also one of e-mail, leads to; empty where there is none.

    >>> host_of("https://kites.example/club"), host_of("mailto:club@kites.example"), host_of("../kites.md")
    ('kites.example', 'kites.example', '')
    """
    if target[:7].lower() == "mailto:":
        return target.partition("?")[0].rpartition("@")[2].lower()
    try:
        return (urlsplit(target).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
