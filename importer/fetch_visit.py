"""A visit to feeds or links: redirects followed by hand, each step looked at anew, every site asked what it allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from importer.fetch_exchange import Answer, Network, NoAnswer, ask
from importer.fetch_robots import EVERYTHING, RobotRules, parse_robots
from importer.fetch_state import Known
from importer.limits import (
    MOST_BYTES,
    MOST_FETCH_SECONDS,
    MOST_PAUSE_SECONDS,
    MOST_REDIRECTS,
    MOST_ROBOTS_BYTES,
)
from importer.text import quote
from importer.urls import web_address

VISITOR = "safeguarding-bulletin"  # the name by which a robots.txt may speak of us
MEND_ADDRESS = "Open the address in a browser and correct it in the list, or take it out."

_ACCEPT_FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}  # for good?


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one address may take, and the ports that may be called.

    Between two questions to one site as many seconds pass as it asks for, within `least_pause_seconds` and
    `pause_seconds`.
    """

    seconds: float = MOST_FETCH_SECONDS
    size_bytes: int = MOST_BYTES
    pause_seconds: float = MOST_PAUSE_SECONDS
    least_pause_seconds: float = 0
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Journey:
    """An answer, the address that gave it, and the one that the first address moved to for good, if it did."""

    answer: Answer
    url: str
    moved_to: str


class Visitor:
    """A visit to several addresses: each site's robots.txt is read once, and none is asked faster than it wants."""

    def __init__(self, network: Network, user_agent: str, limits: FetchLimits) -> None:
        self._network = network
        self._user_agent = user_agent
        self._limits = limits
        self._robots: dict[str, RobotRules | NoAnswer] = {}
        self._last_asked: dict[str, float] = {}
        self._deadline = 0.0

    def visit(self, url: str, known: Known | None, tell: Callable[[str], None]) -> Journey:
        """A feed's answer, redirects followed; `known` is what the file here holds, so that only news is sent.

        Raises:
            NoAnswer: it may not be asked, or does not answer.
        """
        self._deadline = self._network.now() + self._limits.seconds

        def ask_one(address: str) -> Answer:
            self._await_turn(address, tell)
            headers = {"Accept": _ACCEPT_FEED, **(_conditions(known) if known and known.answered_by == address else {})}
            return self._ask(address, headers, self._limits.size_bytes)

        return self._follow(url, ask_one)

    def look(self, url: str, method: Literal["GET", "HEAD"]) -> Answer:
        """Whether there is something at an address, redirects followed; hardly more than the headers are read.

        Raises:
            NoAnswer: it may not be asked, or does not answer.
        """
        self._deadline = self._network.now() + self._limits.seconds

        def ask_one(address: str) -> Answer:
            self._await_turn(address, lambda _: None)
            return self._ask(address, {"Accept": "*/*"}, self._limits.size_bytes, method)

        return self._follow(url, ask_one).answer

    def _await_turn(self, url: str, tell: Callable[[str], None]) -> None:
        """Wait as long as the site wants.

        Raises:
            NoAnswer: it does not want to be asked.
        """
        robots = self._robots_of(url)
        if not robots.allows(url):
            what = "the site asks programs not to read this address (robots.txt)"
            raise NoAnswer(what, "Ask its owner for leave, or take it out of the list.")
        self._pause(url, robots.delay_seconds, tell)

    def _ask(
        self, url: str, headers: Mapping[str, str], most_bytes: int, method: Literal["GET", "HEAD"] = "GET"
    ) -> Answer:
        introduced = {"User-Agent": self._user_agent, **headers}
        return ask(url, introduced, self._network, self._deadline, most_bytes, method)

    def _follow(self, url: str, ask_one: Callable[[str], Answer]) -> Journey:
        moved_to, is_for_good = "", True
        for _ in range(MOST_REDIRECTS + 1):
            self._check(url)
            url = urldefrag(url).url
            answer = ask_one(url)
            if answer.status not in _REDIRECTS:
                return Journey(answer, url, moved_to)
            target = _redirect_target(url, answer)
            is_for_good = is_for_good and _REDIRECTS[answer.status]
            moved_to = target if is_for_good else moved_to
            url = target
        raise NoAnswer(f"the address leads on and on, more than {MOST_REDIRECTS} times", MEND_ADDRESS)

    def _check(self, url: str) -> None:
        """Is this an address that may be asked at all?

        Raises:
            NoAnswer: it is not.
        """
        if not web_address(url):
            raise NoAnswer(f"{quote(url)} is no web address that may be asked", MEND_ADDRESS)
        if (parts := urlsplit(url)).port and parts.port not in self._limits.ports:
            raise NoAnswer(f"{quote(url)} names port {parts.port}, which is not one of the web's", MEND_ADDRESS)

    def _robots_of(self, url: str) -> RobotRules:
        """What a site asks of us.

        Raises:
            NoAnswer: it cannot be read, so nothing may be asked.
        """
        site = _site(urlsplit(url))
        if site not in self._robots:
            try:
                self._robots[site] = self._read_robots(site)
            except NoAnswer as failure:
                self._robots[site] = failure
        robots = self._robots[site]
        if isinstance(robots, NoAnswer):
            raise type(robots)(robots.what, robots.mend)
        return robots

    def _read_robots(self, site: str) -> RobotRules:
        headers = {"Accept": "text/plain, */*;q=0.1"}
        answer = self._follow(f"{site}/robots.txt", lambda url: self._ask(url, headers, MOST_ROBOTS_BYTES)).answer
        if answer.status == 200:
            # Beyond the limit nothing is read: what the first part allows holds (RFC 9309, 2.5).
            return parse_robots(answer.content.decode("utf-8", errors="replace"), VISITOR)
        if 400 <= answer.status < 500 and answer.status not in (401, 403, 429):
            return EVERYTHING
        what = f"the site's robots.txt cannot be read ({answer.status}), so nothing else is asked"
        raise NoAnswer(what, "Try again later, or ask who runs the site.")

    def _pause(self, url: str, delay_seconds: float, tell: Callable[[str], None]) -> None:
        """Keep the time between two questions that a site asks for, as far as it is bearable."""
        site = _site(urlsplit(url))
        wanted = min(max(delay_seconds, self._limits.least_pause_seconds), self._limits.pause_seconds)
        now = self._network.now()
        if (wait := self._last_asked.get(site, now - wanted) + wanted - now) > 0:
            if delay_seconds > wanted:
                tell(f"the site asks for {delay_seconds:g} seconds between two questions; {wanted:g} were kept")
            self._network.wait(wait)
            self._deadline += wait
        self._last_asked[site] = self._network.now()


def _redirect_target(url: str, answer: Answer) -> str:
    """Where a redirect leads.

    Raises:
        NoAnswer: nowhere, or from an encrypted address to an open one.
    """
    location = answer.headers.get("location", "").strip()
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # as many servers write it, against the rules
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise NoAnswer("the address leads to one that is none", MEND_ADDRESS) from error
    if not location:
        raise NoAnswer("the address leads on, and does not say where to", MEND_ADDRESS)
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http":
        raise NoAnswer("the address leads from an encrypted one to an open one, which is not followed", MEND_ADDRESS)
    return target


def _site(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.casefold()}"


def _conditions(known: Known) -> dict[str, str]:
    """What asks for an answer only if it is another than the one we have."""
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}
