"""The feeds that editors list in docs/sources.yml: each an address that may be asked, and each once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importer.check_lists import check_lists
from importer.records import Note
from importer.vocabulary import BadList, read_vocabulary

TODAY = date(2026, 11, 21)


def complaints(tmp_path: Path, text: str) -> list[Note]:
    (tmp_path / "sources.yml").write_text(text, encoding="utf-8")
    return list(check_lists(read_vocabulary(tmp_path), tmp_path, TODAY))


def entry(*feeds: str, name: str = "Westmere Council") -> str:
    return f"- name: {name}\n  feeds:\n" + "".join(f"    - '{feed}'\n" for feed in feeds)


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param("https://westmere.example/feed.xml", id="https"),
        pytest.param("http://westmere.example/feed.xml", id="http"),
        pytest.param("https://westmere.example/?feed=rss2&cat=3", id="with parameters"),
        pytest.param("https://news.westmere.example:443/", id="port"),
    ],
)
def test_a_feed_that_can_be_asked_is_not_complained_of(tmp_path: Path, feed: str) -> None:
    assert not complaints(tmp_path, entry(feed))


@pytest.mark.parametrize(
    ("feed", "what", "mend"),
    [
        pytest.param("feed://westmere.example/a", "is no web address", "“https://westmere.example/a”", id="feed:"),
        pytest.param("htps://westmere.example/a", "is no web address", "“https://westmere.example/a”", id="misspelt"),
        pytest.param("HTTP://westmere.example/a b", "is no web address", "without spaces", id="space"),
        pytest.param("westmere.example/feed", "is no web address", "“https://westmere.example/feed”", id="bare"),
        pytest.param("//westmere.example/feed", "is no web address", "“https://westmere.example/feed”", id="slashes"),
        pytest.param("file:///etc/passwd", "is no web address", "beginning with https://", id="file"),
        pytest.param("ftp://westmere.example/a", "is no web address", "beginning with https://", id="ftp"),
        pytest.param("https://robin:secret@westmere.example/", "is no web address", "without a user name", id="user"),
        pytest.param("https://localhost/feed", "is no web address", "beginning with https://", id="no dot"),
        pytest.param("", "is no web address", "beginning with https://", id="empty"),
        pytest.param(
            "https://westmere.example/f?utm_source=x&id=7",
            "parameters that only tell who asks",
            "Write it without them: https://westmere.example/f?id=7",
            id="tracking",
        ),
    ],
)
def test_a_feed_that_cannot_be_asked_is_told_with_its_mend(tmp_path: Path, feed: str, what: str, mend: str) -> None:
    (note,) = complaints(tmp_path, f"# list\n\n{entry(feed)}")
    assert note.line == 3
    assert note.path.endswith("sources.yml")
    assert what in note.what
    assert "Westmere Council" in note.what
    assert mend in note.mend


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("https://westmere.example/feed", id="the same"),
        pytest.param("http://www.westmere.example/feed/", id="http, www and a slash"),
    ],
)
def test_a_feed_listed_twice_is_told(tmp_path: Path, again: str) -> None:
    first = "https://westmere.example/feed"
    (note,) = complaints(tmp_path, entry(first, again))
    assert "has the same feed twice" in note.what
    (note,) = complaints(tmp_path, entry(first) + entry(again, name="Fernhill Notes"))
    assert note.line == 4
    assert "stands at “Westmere Council” too, on line 1" in note.what


def test_a_misspelt_key_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="Did you mean “feeds”"):
        complaints(tmp_path, "- name: Westmere Council\n  feed: [https://westmere.example/]\n")


def test_one_address_outside_of_a_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="is not a list of texts"):
        complaints(tmp_path, "- name: Westmere Council\n  feeds: https://westmere.example/\n")
