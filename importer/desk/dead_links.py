"""Which links are dead for certain, asked of the servers themselves, politely and within a time.

Only what a server calls gone (404, 410), and a name that nobody knows at two tries, counts as dead. A server that is
slow, busy, broken, or lets no program in may show the page to a reader all the same: of such a link nothing is said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from importer.fetch_exchange import Network, NoAnswer, NoSuchHost
from importer.fetch_visit import FetchLimits, Visitor

GONE = (404, 410)
MINUTES = 45  # for all links; those left over come first another week
SECOND_TRY_AFTER_SECONDS = 60
POLITE = FetchLimits(seconds=20, size_bytes=1024, pause_seconds=30, least_pause_seconds=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking told: why a link is dead, by its address; how many live, are unclear, and were not asked in time."""

    dead: dict[str, str]
    alive: int = 0
    unclear: int = 0
    left_over: int = 0


class NoWayOut(Exception):
    """No server was found at all, so this computer has no way to the web, and nothing is known of any link."""


def find_dead_links(
    urls: Iterable[str],
    network: Network,
    user_agent: str,
    today: date,
    minutes: float = MINUTES,
    limits: FetchLimits = POLITE,
) -> Asked:
    """Ask each address once, one after another, with a pause for each host.

    Raises:
        NoWayOut: no name at all could be looked up.
    """
    deadline = network.now() + minutes * 60
    visitor = Visitor(network, user_agent, limits)
    asked = Asked({})
    unknown: dict[str, str] = {}
    waiting = _order(urls, today)
    for number, url in enumerate(waiting):
        if network.now() >= deadline:
            asked = replace(asked, left_over=len(waiting) - number)
            break
        asked = _note(asked, url, _ask(url, visitor), unknown)
    if len({urlsplit(url).hostname for url in unknown}) > 1 and not (asked.alive or asked.dead or asked.unclear):
        raise NoWayOut
    if unknown:
        network.wait(SECOND_TRY_AFTER_SECONDS)
        second = Visitor(network, user_agent, limits)
        still: dict[str, str] = {}
        for url in unknown:
            asked = _note(asked, url, _ask(url, second), still)
        asked = replace(asked, dead={**asked.dead, **still})
    return asked


def _note(asked: Asked, url: str, answer: int | NoAnswer, unknown: dict[str, str]) -> Asked:
    """What is known with one answer more; a name that nobody knows goes into `unknown`."""
    if isinstance(answer, NoSuchHost):
        unknown[url] = answer.what
        return asked
    if isinstance(answer, NoAnswer):
        return replace(asked, unclear=asked.unclear + 1)
    if answer in GONE:
        return replace(asked, dead={**asked.dead, url: _GONE_WORDS[answer]})
    if 200 <= answer < 400:
        return replace(asked, alive=asked.alive + 1)
    return replace(asked, unclear=asked.unclear + 1)


_GONE_WORDS = {404: "nothing is there (404)", 410: "it is gone for good (410)"}


def _ask(url: str, visitor: Visitor) -> int | NoAnswer:
    """What the server says of an address, or why it says nothing.

    It is first asked for the headers alone. Some servers know no such question: what is no good news is asked again as
    a reader's browser would, unless the server wants to be left alone.
    """
    try:
        status = visitor.look(url, "HEAD").status
        return status if status < 400 or status == 429 else visitor.look(url, "GET").status
    except NoAnswer as failure:
        return failure


def _order(urls: Iterable[str], today: date) -> Sequence[str]:
    """The addresses, another order each week, so that each gets its turn; hosts take turns too."""
    week = "{}-{}".format(*today.isocalendar())
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(set(urls), key=lambda url: hashlib.sha256(f"{week} {url}".encode()).digest()):
        by_host[urlsplit(url).netloc.casefold()].append(url)
    return [url for url in chain.from_iterable(zip_longest(*by_host.values())) if url]
