"""What a site asks of programs that visit it: its robots.txt, read as RFC 9309 says.

The standard library's own reader takes the first rule that fits, not the longest, and knows no `*` and `$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from importer.limits import MOST_ROBOTS_RULES

_LINE = re.compile(r"[ \t]*([A-Za-z-]{1,40})[ \t]*:([^#]*)")
_DELAY = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Rule:
    """Paths that begin like `pattern` may be asked for, or may not; `*` stands for anything, `$` for the end."""

    pattern: str
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class RobotRules:
    """What a robots.txt says to one visitor."""

    rules: tuple[Rule, ...] = ()
    delay_seconds: float = 0

    def allows(self, url: str) -> bool:
        """May this visitor ask for an address? The longest rule that fits decides, and of two as long the kinder."""
        parts = urlsplit(url)
        path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
        fitting = (rule for rule in self.rules if _fits(rule.pattern, path))
        best = max(fitting, key=lambda rule: (len(rule.pattern), rule.is_allowed), default=None)
        return best is None or best.is_allowed


EVERYTHING = RobotRules()
NOTHING = RobotRules((Rule("/", is_allowed=False),))


def parse_robots(text: str, visitor: str) -> RobotRules:
    """The rules of the groups that name a visitor, else of those for everybody (`*`); without either all is allowed.

    >>> parse_robots("User-agent: *\\nDisallow: /private/", "safeguarding-bulletin").allows("https://a.example/private/x")
    False
    """
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    has_own = is_own = is_general = is_reading_names = False
    for key, value in _lines(text):
        if key == "user-agent":
            is_own = _names(value, visitor) or (is_own and is_reading_names)
            is_general = value == "*" or (is_general and is_reading_names)
            has_own = has_own or is_own
            is_reading_names = True
        elif key in {"allow", "disallow", "crawl-delay"}:  # a sitemap parts no group (RFC 9309, 2.2.4)
            is_reading_names = False
            if is_own:
                own.append((key, value))
            if is_general:
                general.append((key, value))
    return _rules(own if has_own else general)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        if found := _LINE.match(line):
            yield found[1].casefold(), found[2].strip()


def _names(value: str, visitor: str) -> bool:
    """Does a user-agent line name this visitor? A version after the name makes no difference."""
    return re.split(r"[/ \t]", value.casefold(), maxsplit=1)[0] == visitor.casefold()


def _rules(lines: list[tuple[str, str]]) -> RobotRules:
    rules = tuple(
        Rule(_plain(value), key == "allow")
        for key, value in lines[:MOST_ROBOTS_RULES]
        if key != "crawl-delay" and value
    )
    delays = [float(value) for key, value in lines if key == "crawl-delay" and _DELAY.fullmatch(value)]
    return RobotRules(rules, max(delays, default=0))


def _plain(path: str) -> str:
    """A path or pattern in one spelling: what need not be written as %XX is not, all else is, in capitals.

    `%2F` and `%2A` stay: they are a stroke and a star in a name, not a step in a path or a pattern.
    """
    parts = re.split(r"(%2[fFaA4])", path)
    return "".join(
        part.upper()
        if at % 2
        else quote(unquote(part, errors="surrogateescape"), "/?:@!$&'()*+,;=", errors="surrogateescape")
        for at, part in enumerate(parts)
    )


def _fits(pattern: str, path: str) -> bool:
    """Does a path begin like a pattern? Its parts are looked for from left to right, in one pass."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not is_whole or at == len(path)
    *middle, last = others
    for part in middle:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(path) - len(last) >= at and path.endswith(last) if is_whole else path.find(last, at) >= 0
