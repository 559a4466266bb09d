"""`bulletin fetch`: what is asked, of whom, and what comes of every kind of answer. No test touches the internet."""

from __future__ import annotations

import gzip
import json
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner

from importer import cli
from importer.fetch import Fetched, fetch_feeds, file_name
from importer.fetch_exchange import open_network
from importer.fetch_state import STATE_NAME
from importer.fetch_visit import FetchLimits
from importer.records import Note
from importer.vocabulary import Source
from tests.importer.invented import read_tree
from tests.importer.local_web import RSS, LocalWeb, Reply, Request, open_local_web

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate of the test server")

TODAY = date(2026, 11, 21)
FEED = "http://westmere.example/feed"
TLS_FEED = "https://westmere.example/feed"
LIST = "docs/sources.yml"
OTHER_RSS = RSS.replace(b"Kites are up", b"Boats are out")
AGENT = "safeguarding-bulletin/0.1.0"
Fetch = Callable[..., list[Fetched]]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWeb]:
    with open_local_web(tmp_path_factory.mktemp("web")) as web:
        yield web


@pytest.fixture
def web(servers: LocalWeb) -> LocalWeb:
    """The sites of one test: westmere.example and friends have public numbers, and nobody says anything yet."""
    fresh = replace(
        servers, pages={}, asked=[], called=[], looked_up=[], waited=[],
        numbers={
            "westmere.example": ["203.0.114.7"], "fernhill.example": ["203.0.114.8"],
            "xn--grnwald-o2a.example": ["203.0.114.9"], "intranet.example": ["10.0.0.7"],
        },
    )  # fmt: skip
    for each in ("pages", "asked"):  # the server answers from these
        getattr(servers, each).clear()
        setattr(fresh, each, getattr(servers, each))
    return fresh


@pytest.fixture
def run(web: LocalWeb, tmp_path: Path) -> Callable[..., list[Fetched | Note]]:
    def run_fetch(*feeds: str, limits: FetchLimits | None = None, today: date = TODAY) -> list[Fetched | Note]:
        sources = [Source("Westmere Council", feeds=feeds or (FEED,), line=12)]
        folder = tmp_path / "fetched"
        return list(fetch_feeds(sources, LIST, folder, today, web.network(), AGENT, limits or FetchLimits()))

    return run_fetch


@pytest.fixture
def fetch(run: Callable[..., list[Fetched | Note]]) -> Fetch:
    def only_feeds(*feeds: str, limits: FetchLimits | None = None) -> list[Fetched]:
        results = [each for each in run(*feeds, limits=limits) if isinstance(each, Fetched)]
        assert len(results) == len(feeds or (FEED,))
        return results

    return only_feeds


@pytest.fixture
def refusal(fetch: Fetch) -> Callable[..., Note]:
    """The note of one feed that failed, with its place in the list."""

    def only_note(*feeds: str, limits: FetchLimits | None = None) -> Note:
        (fetched,) = fetch(*feeds, limits=limits)
        assert fetched.result == "failed"
        note = fetched.notes[-1]
        assert (note.path, note.line) == (LIST, 12)
        assert note.what.startswith("Westmere Council: ")
        assert note.is_doubt
        return note

    return only_note


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": to})


# --- The usual way


def test_a_feed_is_put_into_a_file_as_it_came(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (fetched,) = fetch()
    assert (fetched.result, fetched.notes) == ("new", ())
    assert fetched.file.read_bytes() == RSS
    assert fetched.file.name == "westmere-council-13ac66f7.xml" == file_name("Westmere Council", FEED)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(RSS, "feed", id="RSS"),
        pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title></feed>', "feed", id="Atom"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json_feed", id="JSON Feed"),
    ],
)
def test_every_kind_of_feed_is_kept(web: LocalWeb, fetch: Fetch, content: bytes, kind: str) -> None:
    web.pages["westmere.example/feed"] = Reply(content=content, headers={"Content-Type": "application/octet-stream"})
    (fetched,) = fetch()
    assert fetched.file.read_bytes() == content


def test_we_say_who_we_are_and_nothing_more(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS, headers={"Set-Cookie": "a=b", "ETag": '"1"'})
    fetch()
    fetch()
    for request in web.asked:
        allowed = {"host", "user-agent", "accept", "accept-encoding", "connection", "if-none-match"}
        assert request.headers.keys() <= allowed
        assert request.headers["user-agent"] == AGENT
        assert request.headers["accept-encoding"] == "gzip"
    assert "application/rss+xml" in web.asked[1].headers["accept"]


def test_the_same_answer_leaves_the_file_untouched(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (first,) = fetch()
    before = first.file.stat().st_mtime_ns
    (second,) = fetch()
    assert second.result == "unchanged"
    assert second.file.stat().st_mtime_ns == before


def test_another_answer_takes_the_place_of_the_old_one(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    fetch()
    web.pages["westmere.example/feed"] = Reply(content=OTHER_RSS)
    (fetched,) = fetch()
    assert fetched.result == "changed"
    assert fetched.file.read_bytes() == OTHER_RSS


def answer_if_new(request: Request) -> Reply:
    headers = {"ETag": '"v1"', "Last-Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
    if request.headers.get("if-none-match") == '"v1"':
        return Reply(304, headers=headers)
    return Reply(content=RSS, headers=headers)


def test_what_is_here_already_is_not_sent_again(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = answer_if_new
    (first,) = fetch()
    before = first.file.stat().st_mtime_ns
    for _ in range(2):
        (again,) = fetch()
        assert (again.result, again.file) == ("unchanged", first.file)
        assert web.asked[-1].headers["if-none-match"] == '"v1"'
        assert web.asked[-1].headers["if-modified-since"] == "Fri, 20 Nov 2026 09:00:00 GMT"
    assert first.file.stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", ["deleted", "edited"])
def test_a_file_that_is_no_longer_the_last_answer_is_fetched_anew(web: LocalWeb, fetch: Fetch, harm: str) -> None:
    web.pages["westmere.example/feed"] = answer_if_new
    (first,) = fetch()
    first.file.unlink() if harm == "deleted" else first.file.write_bytes(b"<rss>mine</rss>")
    (again,) = fetch()
    assert again.file.read_bytes() == RSS
    assert "if-none-match" not in web.asked[-1].headers


def test_a_304_that_nobody_asked_for_is_no_answer(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    web.pages["westmere.example/feed"] = Reply(304)
    assert "answered with 304" in refusal().what


def test_what_is_remembered_is_a_small_file_that_import_does_not_read(
    web: LocalWeb, fetch: Fetch, tmp_path: Path
) -> None:
    web.pages["westmere.example/feed"] = answer_if_new
    (fetched,) = fetch()
    state = json.loads((tmp_path / "fetched" / STATE_NAME).read_text(encoding="utf-8"))
    assert state[FEED]["etag"] == '"v1"'
    assert state[FEED]["file"] == fetched.file.name
    assert state[FEED]["day"] == "2026-11-21"
    assert STATE_NAME.startswith(".")


def test_two_runs_over_the_same_answers_leave_the_same_bytes(web: LocalWeb, fetch: Fetch, tmp_path: Path) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    fetch()
    first = read_tree(tmp_path / "fetched")
    shutil.rmtree(tmp_path / "fetched")
    fetch()
    assert read_tree(tmp_path / "fetched") == first


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("{", id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param('{"http://westmere.example/feed": {"file": "a"}}', id="keys missing"),
        pytest.param("\x00\x01", id="no text"),
        pytest.param("[" * 100_000, id="too deep"),
        pytest.param(
            json.dumps(
                {FEED: dict.fromkeys(("sha256", "answered_by", "etag", "last_modified", "day"), "") | {"file": "../a"}}
            ),
            id="a file elsewhere",
        ),
        pytest.param(
            json.dumps({FEED: dict.fromkeys(("file", "sha256", "answered_by", "etag", "last_modified", "day"), "")}),
            id="no file",
        ),
    ],
)
def test_a_damaged_memory_is_told_and_everything_fetched(
    web: LocalWeb, run: Callable[..., list[Fetched | Note]], tmp_path: Path, state: str
) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched" / STATE_NAME).write_text(state, encoding="utf-8")
    note, fetched = run()
    assert isinstance(note, Note)
    assert "cannot be used" in note.what
    assert isinstance(fetched, Fetched)
    assert fetched.result == "new"
    assert set(read_tree(tmp_path)) == {f"fetched/{STATE_NAME}", f"fetched/{fetched.file.name}"}


def test_a_feed_keeps_its_file_when_its_source_is_renamed(web: LocalWeb, fetch: Fetch, tmp_path: Path) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (first,) = fetch()
    renamed = [Source("Borough of Westmere", feeds=(FEED,), line=12)]
    (again,) = fetch_feeds(renamed, LIST, tmp_path / "fetched", TODAY, web.network(), AGENT)
    assert isinstance(again, Fetched)
    assert again.file == first.file


@pytest.mark.parametrize(
    ("name", "url", "start", "end"),
    [
        pytest.param("Westmere Council", "https://a.example/f", "westmere-council-", ".xml", id="plain"),
        pytest.param("…", "https://a.example/f", "feed-", ".xml", id="no letters"),
        pytest.param("CON", "https://a.example/f.JSON", "con-article-", ".json", id="device, JSON"),
        pytest.param("../../etc/passwd", "https://a.example/f", "etc-passwd-", ".xml", id="path"),
        pytest.param("Gŵyl " * 40, "https://a.example/f", "gwyl-gwyl-", ".xml", id="long"),
    ],
)
def test_file_names_are_safe(name: str, url: str, start: str, end: str) -> None:
    made = file_name(name, url)
    assert made.startswith(start)
    assert made.endswith(end)
    assert len(made) < 60
    assert made.isascii()
    assert made != file_name(name, url + "2")


def test_a_file_whose_feed_is_no_longer_listed_is_told(
    web: LocalWeb, run: Callable[..., list[Fetched | Note]], tmp_path: Path
) -> None:
    web.pages["westmere.example/feed"] = web.pages["westmere.example/new"] = Reply(content=RSS)
    run()
    _, note = run("http://westmere.example/new")
    assert isinstance(note, Note)
    assert file_name("Westmere Council", FEED) in note.path
    assert "Delete it" in note.mend


def test_a_feed_that_stands_twice_is_asked_once(web: LocalWeb, run: Callable[..., list[Fetched | Note]]) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    _, note = run(FEED, FEED)
    assert isinstance(note, Note)
    assert "asked once" in note.what
    assert web.feed_requests() == ["westmere.example/feed"]


def test_one_failure_does_not_stop_the_others(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    web.pages["fernhill.example/feed"] = Reply(content=OTHER_RSS)
    results = fetch(FEED, "http://nowhere.example/feed", "http://westmere.example/gone", "http://fernhill.example/feed")
    assert [each.result for each in results] == ["new", "failed", "failed", "new"]


# --- Encryption


def test_an_encrypted_feed_is_read_and_the_name_is_told_to_the_server(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (fetched,) = fetch(TLS_FEED)
    assert fetched.result == "new"
    assert web.asked[-1].host == "westmere.example"
    assert {port for _, port in web.called} == {443}


def test_a_certificate_for_another_name_is_refused(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    web.pages["fernhill.example/feed"] = Reply(content=RSS)
    assert "certificate is not good" in refusal("https://fernhill.example/feed").what
    assert not web.asked


def test_a_certificate_that_nobody_vouches_for_is_refused(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    import ssl

    web.tls = ssl.create_default_context()
    assert "certificate is not good" in refusal(TLS_FEED).what
    assert not web.asked


def test_an_encrypted_address_that_leads_to_an_open_one_is_not_followed(
    web: LocalWeb, refusal: Callable[..., Note]
) -> None:
    web.pages["westmere.example/feed"] = redirect("http://fernhill.example/feed", 301)
    web.pages["fernhill.example/feed"] = Reply(content=RSS)
    assert "from an encrypted one to an open one" in refusal(TLS_FEED).what
    assert web.looked_up.count("fernhill.example") == 0


# --- Who may be asked


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "0.0.0.1", "192.0.0.192", "198.18.0.1", "203.0.113.5", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001:0:7f00:1::", "2001:db8::1",
        "3fff::1", "100::1", "not a number",
    ],
)  # fmt: skip
def test_a_host_that_is_not_on_the_public_internet_is_not_called(
    web: LocalWeb, refusal: Callable[..., Note], number: str
) -> None:
    web.numbers["westmere.example"] = [number]
    assert "not on the public internet" in refusal().what
    assert not web.called


@pytest.mark.parametrize("number", ["8.8.8.8", "203.0.114.7", "2606:4700::1111", "2a00:1450:4009::1"])
def test_a_public_host_is_called_by_the_number_that_was_looked_at(web: LocalWeb, fetch: Fetch, number: str) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    web.numbers["westmere.example"] = ["10.0.0.7", number, "::1"]
    (fetched,) = fetch()
    assert fetched.result == "new"
    assert set(web.called) == {(number, 80)}
    assert len(web.called) == len(web.looked_up)  # looked up once for each call: no second answer is believed


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433.example", "10.0.0.7"])
def test_a_host_given_as_a_number_is_looked_at_as_well(web: LocalWeb, refusal: Callable[..., Note], host: str) -> None:
    web.numbers[host] = ["127.0.0.1"]
    assert "not on the public internet" in refusal(f"http://{host}/feed").what


@pytest.mark.parametrize(
    ("url", "what"),
    [
        pytest.param("file:///etc/passwd", "no web address", id="file"),
        pytest.param("ftp://westmere.example/feed", "no web address", id="ftp"),
        pytest.param("http://robin:secret@westmere.example/feed", "no web address", id="user name"),
        pytest.param("http://127.1/feed", "no web address", id="half a number"),
        pytest.param("http://[::1]/feed", "no web address", id="IPv6 number"),
        pytest.param("http://localhost/feed", "no web address", id="no dot"),
        pytest.param("http://[::1", "no web address", id="broken"),
        pytest.param("http://westmere.example:99999/", "no web address", id="no such port"),
        pytest.param("", "no web address", id="empty"),
        pytest.param("http://westmere.example:8080/feed", "names port 8080", id="port"),
        pytest.param("https://westmere.example:22/feed", "names port 22", id="ssh"),
        pytest.param("http://nowhere.example/feed", "there is no server “nowhere.example”", id="no such host"),
        pytest.param("http://" + "a" * 70 + ".example/", "the name of the server cannot be right", id="long label"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(
    web: LocalWeb, refusal: Callable[..., Note], url: str, what: str
) -> None:
    assert what in refusal(url).what
    assert not web.called


def test_another_port_may_be_allowed(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example:8080/feed"] = Reply(content=RSS)
    (fetched,) = fetch("http://westmere.example:8080/feed", limits=FetchLimits(ports=frozenset({8080})))
    assert fetched.result == "new"
    assert web.called[-1] == ("203.0.114.7", 8080)


def test_other_alphabets_are_asked_as_the_network_writes_them(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["xn--grnwald-o2a.example/f%C3%BCr?a=%C3%A4&b=1%2F2"] = Reply(content=RSS)
    (fetched,) = fetch("http://Grünwald.example/für?a=ä&b=1%2F2#top")
    assert fetched.result == "new"


def test_a_number_that_does_not_answer_is_passed_over_for_the_next(web: LocalWeb, fetch: Fetch) -> None:
    web.numbers["westmere.example"] = ["203.0.114.99", "203.0.114.7"]
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (fetched,) = fetch()
    assert fetched.result == "new"


def test_a_server_that_takes_no_call_is_told(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    web.numbers["westmere.example"] = ["203.0.114.99"]
    assert "the connection failed: Connection refused" in refusal().what


# --- Redirects


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_read_and_its_new_address_told(web: LocalWeb, fetch: Fetch, status: int) -> None:
    web.pages["westmere.example/feed"] = redirect("/new/", status)
    web.pages["westmere.example/new/"] = redirect("http://fernhill.example/feed", status)
    web.pages["fernhill.example/feed"] = Reply(content=RSS)
    (fetched,) = fetch()
    assert fetched.result == "new"
    (note,) = fetched.notes
    assert (note.path, note.line) == (LIST, 12)
    assert note.mend == "Write http://fernhill.example/feed in its place."


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_feed_that_is_elsewhere_for_now_is_read_without_a_word(web: LocalWeb, fetch: Fetch, status: int) -> None:
    web.pages["westmere.example/feed"] = redirect("http://fernhill.example/feed", status)
    web.pages["fernhill.example/feed"] = Reply(content=RSS)
    (fetched,) = fetch()
    assert (fetched.result, fetched.notes) == ("new", ())


def test_of_a_move_for_good_and_one_for_now_only_the_first_is_told(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = redirect("/new", 301)
    web.pages["westmere.example/new"] = redirect("/today", 302)
    web.pages["westmere.example/today"] = redirect("/today2", 301)
    web.pages["westmere.example/today2"] = Reply(content=RSS)
    (fetched,) = fetch()
    assert [note.mend for note in fetched.notes] == ["Write http://westmere.example/new in its place."]


@pytest.mark.parametrize(
    ("location", "what"),
    [
        pytest.param("http://intranet.example/feed", "not on the public internet", id="private host"),
        pytest.param("http://127.0.0.1/feed", "not on the public internet", id="own number"),
        pytest.param("file:///etc/passwd", "no web address", id="file"),
        pytest.param("gopher://westmere.example/", "no web address", id="gopher"),
        pytest.param("http://robin:secret@fernhill.example/", "no web address", id="user name"),
        pytest.param("http://westmere.example:6379/", "names port 6379", id="port"),
        pytest.param("http://[::1", "one that is none", id="broken"),
        pytest.param("", "does not say where to", id="nowhere"),
        pytest.param("/feed", "more than 5 times", id="to itself"),
    ],
)
def test_a_redirect_is_looked_at_as_closely_as_the_list(
    web: LocalWeb, refusal: Callable[..., Note], location: str, what: str
) -> None:
    web.numbers["127.0.0.1"] = ["127.0.0.1"]
    web.pages["westmere.example/feed"] = redirect(location)
    assert what in refusal().what
    assert {number for number, _ in web.called} == {"203.0.114.7"}


@pytest.mark.parametrize(("steps", "result"), [(5, "new"), (6, "failed")])
def test_five_redirects_are_followed_and_no_more(web: LocalWeb, fetch: Fetch, steps: int, result: str) -> None:
    web.pages["westmere.example/feed"] = redirect("/step1")
    for step in range(1, steps):
        web.pages[f"westmere.example/step{step}"] = redirect(f"/step{step + 1}")
    web.pages[f"westmere.example/step{steps}"] = Reply(content=RSS)
    assert fetch()[0].result == result


def test_what_one_server_calls_its_answer_is_not_told_to_another(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = redirect("http://fernhill.example/feed")
    web.pages["fernhill.example/feed"] = answer_if_new
    fetch()
    (fetched,) = fetch()
    assert fetched.result == "unchanged"
    told = {str(request): request.headers.get("if-none-match") for request in web.asked[-4:]}
    assert told["westmere.example/feed"] is None
    assert told["fernhill.example/feed"] == '"v1"'


# --- robots.txt


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param("User-agent: *\nDisallow: /", id="nobody"),
        pytest.param("User-agent: Safeguarding-Bulletin\nDisallow: /feed\n\nUser-agent: *\nAllow: /", id="not us"),
        pytest.param("User-agent: *\nAllow: /\nDisallow: /*eed$", id="the longer rule"),
    ],
)
def test_a_feed_that_robots_may_not_read_is_not_asked(web: LocalWeb, refusal: Callable[..., Note], robots: str) -> None:
    web.pages["westmere.example/robots.txt"] = Reply(content=robots.encode())
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    note = refusal()
    assert "robots.txt" in note.what
    assert "Ask its owner for leave" in note.mend
    assert web.feed_requests() == []


@pytest.mark.parametrize("status", [404, 410, 400, 418])
def test_a_site_without_robots_txt_may_be_asked(web: LocalWeb, fetch: Fetch, status: int) -> None:
    web.pages["westmere.example/robots.txt"] = Reply(status)
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    assert fetch()[0].result == "new"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_a_site_whose_robots_txt_is_kept_from_us_is_not_asked(
    web: LocalWeb, refusal: Callable[..., Note], status: int
) -> None:
    web.pages["westmere.example/robots.txt"] = Reply(status)
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    assert f"robots.txt cannot be read ({status})" in refusal().what
    assert web.feed_requests() == []


def test_robots_txt_is_read_once_for_all_feeds_of_a_site(web: LocalWeb, fetch: Fetch) -> None:
    for name in ("feed", "second", "third"):
        web.pages[f"westmere.example/{name}"] = Reply(content=RSS)
    fetch(FEED, "http://westmere.example/second", "http://westmere.example/third")
    assert [str(each) for each in web.asked].count("westmere.example/robots.txt") == 1


def test_robots_txt_may_be_elsewhere_but_not_in_a_private_place(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    web.pages["westmere.example/robots.txt"] = redirect("http://fernhill.example/robots.txt")
    web.pages["fernhill.example/robots.txt"] = Reply(content=b"User-agent: *\nDisallow: /feed")
    assert fetch()[0].result == "failed"
    web.pages["westmere.example/robots.txt"] = redirect("http://intranet.example/robots.txt")
    assert "not on the public internet" in fetch()[0].notes[0].what
    assert ("10.0.0.7", 80) not in web.called


def test_each_site_of_a_redirect_is_asked_for_its_robots_txt(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    web.pages["westmere.example/feed"] = redirect("http://fernhill.example/feed")
    web.pages["fernhill.example/feed"] = Reply(content=RSS)
    web.pages["fernhill.example/robots.txt"] = Reply(content=b"User-agent: *\nDisallow: /")
    assert "robots.txt" in refusal().what
    assert web.feed_requests() == ["westmere.example/feed"]


def test_of_a_huge_robots_txt_the_first_part_counts(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    filler = b"# nothing\n" * 60_000
    web.pages["westmere.example/robots.txt"] = Reply(content=filler + b"User-agent: *\nDisallow: /")
    assert fetch()[0].result == "new"
    web.pages["westmere.example/robots.txt"] = Reply(content=b"User-agent: *\nDisallow: /\n" + filler)
    assert fetch()[0].result == "failed"


@pytest.mark.parametrize(("delay", "waited", "told"), [("2.5", 2.5, False), ("600", 30, True)])
def test_the_pause_that_a_site_asks_for_is_kept_as_far_as_is_bearable(
    web: LocalWeb, fetch: Fetch, delay: str, waited: float, told: bool
) -> None:
    web.pages["westmere.example/robots.txt"] = Reply(content=f"User-agent: *\nCrawl-delay: {delay}\n".encode())
    web.pages["westmere.example/feed"] = web.pages["westmere.example/second"] = Reply(content=RSS)
    first, second = fetch(FEED, "http://westmere.example/second")
    assert [round(each, 1) for each in web.waited] == [waited]
    assert first.notes == ()
    assert [note.what.endswith("600 seconds between two questions; 30 were kept") for note in second.notes] == (
        [True] if told else []
    )


# --- Answers that are none


@pytest.mark.parametrize(
    ("status", "headers", "what", "mend"),
    [
        pytest.param(404, {}, "nothing at the address (404)", "correct it", id="404"),
        pytest.param(410, {}, "the feed is gone (410)", "Take it out of the list", id="410"),
        pytest.param(401, {}, "does not let us in (401)", "Ask its owner", id="401"),
        pytest.param(403, {}, "does not let us in (403)", "Ask its owner", id="403"),
        pytest.param(429, {"Retry-After": "120"}, "busy (429)", "Fetch again after 120 seconds", id="429"),
        pytest.param(503, {"Retry-After": "Sat, 21 Nov 2026 12:00:00 GMT"}, "busy (503)", "after Sat, 21", id="503"),
        pytest.param(503, {}, "busy (503)", "Fetch again later", id="503 without a time"),
        pytest.param(500, {}, "answered with 500", "Try again later", id="500"),
        pytest.param(204, {}, "answered with 204", "Try again later", id="204"),
        pytest.param(206, {}, "answered with 206", "Try again later", id="206"),
        pytest.param(300, {}, "answered with 300", "Try again later", id="300"),
    ],
)
def test_a_refusal_is_told_once_with_what_to_do(
    web: LocalWeb,
    fetch: Fetch,
    refusal: Callable[..., Note],
    status: int,
    headers: dict[str, str],
    what: str,
    mend: str,
) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    (first,) = fetch()
    web.pages["westmere.example/feed"] = Reply(status, OTHER_RSS, headers)
    before = len(web.feed_requests())
    note = refusal()
    assert what in note.what
    assert mend in note.mend
    assert len(web.feed_requests()) == before + 1
    assert first.file.read_bytes() == RSS


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"<!DOCTYPE html><html><body>Not found</body></html>", "no feed but a web page", id="page"),
        pytest.param(b"The road is wet.", "no feed but plain text", id="text"),
        pytest.param(b"%PDF-1.7 ...", "no feed but a PDF", id="pdf"),
        pytest.param(b"\x89PNG....", "no feed but a picture", id="picture"),
        pytest.param(b"PK\x03\x04....", "no feed but a packed file", id="zip"),
        pytest.param(b'<?xml version="1.0"?><sitemapindex/>', "no feed but XML of another kind", id="sitemap"),
        pytest.param(b"", "the answer is empty", id="empty"),
        pytest.param(b" \n ", "the answer is empty", id="blank"),
    ],
)
def test_an_answer_that_is_no_feed_leaves_the_old_file(
    web: LocalWeb, fetch: Fetch, refusal: Callable[..., Note], content: bytes, what: str
) -> None:
    web.pages["westmere.example/feed"] = answer_if_new
    (first,) = fetch()
    before = read_tree(first.file.parent)
    web.pages["westmere.example/feed"] = Reply(content=content, headers={"ETag": '"v2"'})
    assert what in refusal().what
    assert read_tree(first.file.parent) == before


# --- Limits


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Connection": "close"}, id="which is closed after it"),
        pytest.param({"Connection": "keep-alive"}, id="which is to stay"),
    ],
)
@pytest.mark.parametrize("url", [FEED, TLS_FEED])
def test_a_feed_is_read_whole_whatever_becomes_of_the_connection(
    web: LocalWeb, fetch: Fetch, headers: dict[str, str], url: str
) -> None:
    content = RSS + b" " * 1_000_000
    web.pages["westmere.example/feed"] = Reply(content=content, headers=headers)
    assert fetch(url)[0].file.read_bytes() == content


def test_a_feed_without_a_length_is_read_to_its_end(web: LocalWeb, fetch: Fetch) -> None:
    answer = b"HTTP/1.0 200 OK\r\n\r\n" + RSS
    web.pages["westmere.example/feed"] = Reply(raw=lambda handler: handler.wfile.write(answer) and None)
    assert fetch()[0].file.read_bytes() == RSS


def test_a_feed_that_comes_in_chunks_is_put_together(web: LocalWeb, fetch: Fetch) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (RSS[:100], RSS[100:]))
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    web.pages["westmere.example/feed"] = Reply(raw=lambda handler: handler.wfile.write(answer) and None)
    assert fetch()[0].file.read_bytes() == RSS


def test_a_feed_that_never_ends_is_left(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + RSS)
        while True:
            handler.wfile.write(b" " * 65536)

    web.pages["westmere.example/feed"] = Reply(raw=endless)
    assert "larger than we read" in refusal(limits=FetchLimits(size_bytes=1_000_000)).what


def test_a_feed_of_just_the_size_allowed_is_read(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    assert fetch(limits=FetchLimits(size_bytes=len(RSS)))[0].result == "new"
    web.pages["westmere.example/feed"] = Reply(content=RSS + b" ")
    assert fetch(limits=FetchLimits(size_bytes=len(RSS)))[0].result == "failed"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("x-gzip", gzip.compress, id="x-gzip"),
        pytest.param("GZIP", lambda content: gzip.compress(content[:50]) + gzip.compress(content[50:]), id="two parts"),
        pytest.param("deflate", zlib.compress, id="zlib"),
        pytest.param("deflate", lambda content: zlib.compress(content)[2:-4], id="deflate"),
        pytest.param("identity", lambda content: content, id="identity"),
    ],
)
def test_a_packed_answer_is_unpacked(
    web: LocalWeb, fetch: Fetch, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    web.pages["westmere.example/feed"] = Reply(content=pack(RSS), headers={"Content-Encoding": encoding})
    assert fetch()[0].file.read_bytes() == RSS


@pytest.mark.parametrize(
    ("encoding", "content", "what"),
    [
        pytest.param("gzip", gzip.compress(b"<rss>" + b" " * 30_000_000), "unpacks to more than 100 times", id="bomb"),
        pytest.param("deflate", zlib.compress(b"<rss>" + b" " * 30_000_000), "unpacks to more than", id="zlib bomb"),
        pytest.param("gzip", gzip.compress(RSS)[:-20], "the packed answer is cut off", id="cut off"),
        pytest.param("gzip", gzip.compress(RSS)[:40] + b"xxxx" * 20, "the packed answer is damaged", id="damaged"),
        pytest.param("gzip", RSS, "the packed answer is damaged", id="not packed"),
        pytest.param("gzip", gzip.compress(b"a") * 1000, "in too many pieces", id="many pieces"),
        pytest.param("br", RSS, "packed in a way that was not asked for", id="brotli"),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(RSS)), "not asked for", id="packed twice"),
    ],
)
def test_a_packed_answer_that_is_damaged_or_swells_is_refused(
    web: LocalWeb, refusal: Callable[..., Note], encoding: str, content: bytes, what: str
) -> None:
    web.pages["westmere.example/feed"] = Reply(content=content, headers={"Content-Encoding": encoding})
    assert what in refusal().what


def test_a_packed_answer_is_measured_unpacked(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    packed = gzip.compress(RSS + bytes(range(256)) * 1000)
    web.pages["westmere.example/feed"] = Reply(content=packed, headers={"Content-Encoding": "gzip"})
    assert "larger than we read" in refusal(limits=FetchLimits(size_bytes=100_000)).what


def dribble(content: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A byte at a time, each soon enough to keep any single read alive."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        for at in range(len(content)):
            handler.wfile.write(content[at : at + 1])
            time.sleep(0.05)

    return write


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 600, id="slow header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n" + b"a" * 600, id="slow content"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 200, id="slow chunks"),
    ],
)
@pytest.mark.parametrize("url", [FEED, TLS_FEED])
def test_a_server_that_answers_a_byte_at_a_time_is_left(
    web: LocalWeb, refusal: Callable[..., Note], content: bytes, url: str
) -> None:
    web.pages["westmere.example/feed"] = Reply(raw=dribble(content))
    start = time.monotonic()
    assert "did not answer in time" in refusal(url, limits=FetchLimits(seconds=0.6)).what
    assert time.monotonic() - start < 3


def test_a_server_that_says_nothing_is_left(web: LocalWeb, refusal: Callable[..., Note]) -> None:
    web.pages["westmere.example/feed"] = Reply(raw=lambda _: time.sleep(3))
    assert "did not answer in time" in refusal(limits=FetchLimits(seconds=0.4)).what


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        pytest.param(b"", "the server's answer is broken", id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH_9\r\n", "the server's answer is broken", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + RSS, "answer is broken", id="too short"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n<rss", "answer is broken", id="chunk cut off"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss", "answer is broken", id="no chunk"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000, "answer is broken", id="many header lines"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000, "answer is broken", id="long header line"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 200_000, "answer is broken", id="go on for ever"),
        pytest.param(b"HTTP/1.1 -5 Odd\r\n\r\n", "answer is broken", id="odd number"),
    ],
)
def test_an_answer_that_is_no_proper_http_is_refused(
    web: LocalWeb, refusal: Callable[..., Note], raw: bytes, what: str
) -> None:
    web.pages["westmere.example/feed"] = Reply(raw=lambda handler: handler.wfile.write(raw) and None)
    assert what in refusal().what


def test_nothing_that_a_server_says_reaches_the_terminal_as_a_command(
    web: LocalWeb, refusal: Callable[..., Note]
) -> None:
    web.pages["westmere.example/feed"] = Reply(503, headers={"Retry-After": "\x1b[2J\x1b]0;owned\x07 soon" + "x" * 500})
    note = refusal()
    assert "\x1b" not in str(note)
    assert len(note.mend) < 120


def test_a_name_for_an_answer_that_cannot_be_sent_back_is_not_kept(web: LocalWeb, fetch: Fetch) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS, headers={"ETag": '"' + "x" * 600 + '"'})
    fetch()
    fetch()
    assert "if-none-match" not in web.asked[-1].headers


# --- The disk


def test_a_folder_that_cannot_be_written_is_told_for_each_feed(web: LocalWeb, fetch: Fetch, tmp_path: Path) -> None:
    web.pages["westmere.example/feed"] = web.pages["fernhill.example/feed"] = Reply(content=RSS)
    (tmp_path / "fetched").write_text("a file in the way")
    results = fetch(FEED, "http://fernhill.example/feed")
    assert [each.result for each in results] == ["failed", "failed"]
    assert "cannot be written" in results[0].notes[0].what


# --- The command


@pytest.fixture
def command(web: LocalWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "open_network", web.network)
    (tmp_path / "docs").mkdir()

    def run_command(sources: str, *arguments: str) -> tuple[int, str]:
        (tmp_path / "docs" / "sources.yml").write_text(sources, encoding="utf-8")
        done = CliRunner().invoke(cli.main, ["fetch", *arguments])
        return done.exit_code, done.stdout

    return run_command


SOURCES = f"# The list\n\n- name: Westmere Council\n  feeds: [{FEED}]\n"


def test_the_command_tells_each_feed_with_its_line(web: LocalWeb, command: Callable[..., tuple[int, str]]) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    code, told = command(SOURCES)
    assert code == 0
    assert told.startswith("docs/sources.yml:3: Westmere Council: new → fetched/westmere-council-13ac66f7.xml\n")
    assert "1 new, 0 changed, 0 unchanged, 0 failed" in told


def test_the_command_fails_when_a_feed_does(web: LocalWeb, command: Callable[..., tuple[int, str]]) -> None:
    code, told = command(SOURCES)
    assert code == 1
    assert "docs/sources.yml:3: Westmere Council: there is nothing at the address (404): “http://westm" in told


def test_the_command_says_who_asks_only_where_it_is_told(
    web: LocalWeb, command: Callable[..., tuple[int, str]]
) -> None:
    web.pages["westmere.example/feed"] = Reply(content=RSS)
    command(SOURCES)
    assert web.asked[-1].headers["user-agent"].startswith("safeguarding-bulletin/")
    assert "(" not in web.asked[-1].headers["user-agent"]
    command(SOURCES, "--contact", "https://bulletin.example/about")
    assert web.asked[-1].headers["user-agent"].endswith(" (+https://bulletin.example/about)")


def test_a_contact_that_is_no_address_is_wrong_usage(command: Callable[..., tuple[int, str]]) -> None:
    assert command(SOURCES, "--contact", "me\r\nX-Evil: 1")[0] == 2


def test_a_list_without_feeds_asks_nobody(web: LocalWeb, command: Callable[..., tuple[int, str]]) -> None:
    code, told = command("- name: Westmere Council\n")
    assert (code, web.looked_up) == (0, [])
    assert "No feed is listed" in told


def test_a_broken_list_is_told(command: Callable[..., tuple[int, str]]) -> None:
    assert command("- name: [")[0] == 1


def test_what_was_fetched_can_be_imported_and_is_known_again(
    web: LocalWeb, command: Callable[..., tuple[int, str]]
) -> None:
    web.pages["westmere.example/feed"] = answer_if_new
    assert command(SOURCES)[0] == 0
    done = CliRunner().invoke(cli.main, ["import", "fetched"])
    assert done.exit_code == 0, done.output
    assert "1 page written" in done.stdout
    assert command(SOURCES)[0] == 0
    assert "Nothing changed" in CliRunner().invoke(cli.main, ["import", "fetched"]).stdout


def test_the_project_itself_lists_no_feed_that_nobody_allowed() -> None:
    from importer.vocabulary import PROJECT_DOCS, read_vocabulary

    for source in read_vocabulary(PROJECT_DOCS).sources:
        assert not source.feeds or source.permission


# --- The real network, as far as it is this computer


def test_the_real_network_does_not_call_this_computer(web: LocalWeb, tmp_path: Path) -> None:
    web.pages[f"127.0.0.1:{web.port}/feed"] = Reply(content=RSS)
    sources = [Source("Westmere Council", feeds=(f"http://127.0.0.1:{web.port}/feed",), line=12)]
    limits = FetchLimits(ports=frozenset({web.port}))
    (fetched,) = fetch_feeds(sources, LIST, tmp_path, TODAY, open_network(), AGENT, limits)
    assert isinstance(fetched, Fetched)
    assert "not on the public internet" in fetched.notes[0].what
    assert not web.asked


def test_the_real_network_reads_a_feed_where_it_may(web: LocalWeb, tmp_path: Path) -> None:
    web.pages[f"127.0.0.1:{web.port}/feed"] = Reply(content=RSS)
    sources = [Source("Westmere Council", feeds=(f"http://127.0.0.1:{web.port}/feed",), line=12)]
    limits = FetchLimits(ports=frozenset({web.port}))
    network = replace(open_network(), is_public=lambda number: number == "127.0.0.1")
    (fetched,) = fetch_feeds(sources, LIST, tmp_path, TODAY, network, AGENT, limits)
    assert isinstance(fetched, Fetched)
    assert fetched.result == "new"


def test_a_look_up_that_takes_too_long_is_left(
    web: LocalWeb, refusal: Callable[..., Note], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = open_network()
    monkeypatch.setattr("importer.fetch_exchange.socket.getaddrinfo", lambda *_, **__: time.sleep(2) or [])
    monkeypatch.setattr(web, "network", lambda: real)
    assert "did not answer in time" in refusal(limits=FetchLimits(seconds=0.3)).what
