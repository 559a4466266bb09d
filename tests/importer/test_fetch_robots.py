"""What a robots.txt says: the cases of RFC 9309, and files that try one's patience."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.fetch_robots import parse_robots

SITE = "https://westmere.example"
US = "safeguarding-bulletin"


def allows(robots: str, path: str) -> bool:
    return parse_robots(robots, US).allows(SITE + path)


@pytest.mark.parametrize(
    ("rule", "path", "expected"),
    [
        # RFC 9309, 2.2.2 and 2.2.3, and the usual examples of patterns
        pytest.param("Disallow: /", "/", False, id="everything"),
        pytest.param("Disallow:", "/a", True, id="nothing"),
        pytest.param("Disallow: /fish", "/fish", False, id="the path"),
        pytest.param("Disallow: /fish", "/fishheads/yummy.html", False, id="begins like it"),
        pytest.param("Disallow: /fish", "/Fish.asp", True, id="capitals"),
        pytest.param("Disallow: /fish/", "/fish", True, id="closing stroke"),
        pytest.param("Disallow: /*.php", "/folder/filename.php?a=b", False, id="star"),
        pytest.param("Disallow: /*.php$", "/filename.php", False, id="star and end"),
        pytest.param("Disallow: /*.php$", "/filename.php?a=b", True, id="star and no end"),
        pytest.param("Disallow: /fish*.php", "/fishheads/catfish.php?a", False, id="star within"),
        pytest.param("Disallow: *feed", "/a/feed", False, id="star first"),
        pytest.param("Disallow: /a*b*c$", "/axbxxbxc", False, id="stars"),
        pytest.param("Disallow: /a*b*c$", "/axbxcx", True, id="stars, not to the end"),
        pytest.param("Disallow: /ab*b$", "/ab", True, id="the same letter is not two"),
        pytest.param("Disallow: /?feed=", "/?feed=rss2", False, id="query"),
        pytest.param("Disallow: /feed$", "/feed", False, id="end"),
        pytest.param("Disallow: /$", "/feed", True, id="home alone"),
        pytest.param("Disallow: /caf%C3%A9", "/café", False, id="written in the rule"),
        pytest.param("Disallow: /café", "/caf%c3%a9", False, id="written in the address"),
        pytest.param("Disallow: /a%2Fb", "/a/b", True, id="a stroke in a name is no step"),
        pytest.param("Disallow: /%66eed", "/feed", False, id="needlessly written"),
        pytest.param("Allow: /feed\nDisallow: /", "/feed", True, id="longer allow"),
        pytest.param("Disallow: /feed\nAllow: /", "/feed", False, id="longer disallow, whatever the order"),
        pytest.param("Allow: /\nDisallow: /feed", "/feed", False, id="longer disallow"),
        pytest.param("Allow: /feed\nDisallow: /feed", "/feed", True, id="of two as long the kinder"),
        pytest.param("disallow : /feed # no feed", "/feed", False, id="small letters, blanks and a comment"),
        pytest.param("Dissalow: /feed", "/feed", True, id="misspelt"),
        pytest.param("Sitemap: https://a.example/\nDisallow: /feed", "/feed", False, id="sitemap between"),
        pytest.param("\nDisallow: /feed", "/feed", False, id="blank line between"),
    ],
)
def test_rule(rule: str, path: str, expected: bool) -> None:
    assert allows(f"User-agent: *\n{rule}\n", path) == expected


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        pytest.param("", True, id="empty"),
        pytest.param("Disallow: /", True, id="rule for nobody"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: other\nAllow: /", False, id="another is welcome"),
        pytest.param("User-agent: other\nDisallow: /", True, id="another is not"),
        pytest.param("User-agent: *\nDisallow: /\n\nUser-agent: Safeguarding-Bulletin\nAllow: /", True, id="we are"),
        pytest.param("User-agent: safeguarding-bulletin/1.0\nDisallow: /", False, id="with a version"),
        pytest.param("User-agent: safeguarding\nDisallow: /", True, id="part of our name"),
        pytest.param("User-agent: other\nUser-agent: safeguarding-bulletin\nDisallow: /", False, id="one of two names"),
        pytest.param(
            "User-agent: safeguarding-bulletin\nAllow: /b\n\nUser-agent: safeguarding-bulletin\nDisallow: /",
            False,
            id="two groups of ours are one",
        ),
        pytest.param("User-agent: safeguarding-bulletin\n\nUser-agent: *\nDisallow: /", False, id="names over a gap"),
        pytest.param("\ufeffUser-agent: *\r\nDisallow: /\r\n", False, id="byte-order mark, Windows line ends"),
        pytest.param("User-agent: *\rDisallow: /\r", False, id="old Mac line ends"),
        pytest.param("<html><body>User-agent: *\nDisallow: </body>", True, id="a page"),
        pytest.param("\x00\x01\x02", True, id="no text"),
    ],
)
def test_group(robots: str, expected: bool) -> None:
    assert allows(robots, "/feed") == expected


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("5", 5), ("2.5", 2.5), ("0", 0), ("-1", 0), ("often", 0), ("1e9", 0), ("9" * 400, 0), ("٣", 0)],
)
def test_delay(delay: str, seconds: float) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {delay}", US).delay_seconds == seconds


@given(st.text(st.sampled_from("user-agent: *disallow/al$%2F\n\r#\x00é")), st.text())
def test_no_text_breaks_the_reader(robots: str, path: str) -> None:
    parse_robots(f"User-agent: *\n{robots}", US).allows(f"{SITE}/{path}")


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param("Disallow: /" + "*a" * 200_000 + "$", id="stars"),
        pytest.param("Disallow: /*a\n" * 40_000, id="rules"),
        pytest.param("User-agent: a\n" * 40_000 + "Disallow: /", id="names"),
        pytest.param("User-agent: a\nDisallow: /\n" * 20_000, id="groups"),
        pytest.param(" " * 500_000, id="blanks"),
        pytest.param("Disallow" + " " * 500_000 + ":", id="blanks before the colon"),
    ],
)
def test_a_flood_is_read_at_once(robots: str) -> None:
    start = time.process_time()
    parse_robots(f"User-agent: *\n{robots}", US).allows(f"{SITE}/{'a' * 1900}")
    assert time.process_time() - start < 0.5
