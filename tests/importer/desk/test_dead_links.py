"""Which links are dead: only what a server calls gone, and names that nobody knows at two tries."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler

import pytest

from importer.desk.dead_links import MINUTES, POLITE, SECOND_TRY_AFTER_SECONDS, Asked, NoWayOut, find_dead_links
from importer.desk.link_report import MOST_SHOWN, make_report
from importer.desk.links import Link
from tests.importer.local_web import LocalWeb, Reply, Request, open_local_web

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate of the test server")

TODAY = date(2026, 11, 21)
AGENT = "safeguarding-bulletin link report (+https://forge.example/kites)"
KITES = "http://westmere.example/kites"
BOATS = "http://fernhill.example/boats"
Find = Callable[..., Asked]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWeb]:
    with open_local_web(tmp_path_factory.mktemp("web")) as web:
        yield web


@pytest.fixture
def web(servers: LocalWeb) -> LocalWeb:
    servers.pages.clear()
    servers.asked.clear()
    numbers = {"westmere.example": ["203.0.114.7"], "fernhill.example": ["203.0.114.8"], "home.example": ["10.0.0.7"]}
    return replace(servers, called=[], looked_up=[], waited=[], numbers=numbers)


@pytest.fixture
def find(web: LocalWeb) -> Find:
    def find_among(*urls: str, minutes: float = MINUTES, seconds: float = POLITE.seconds) -> Asked:
        limits = replace(POLITE, seconds=seconds)
        return find_dead_links(urls, web.network(), AGENT, TODAY, minutes, limits)

    return find_among


@pytest.mark.parametrize(
    ("status", "why"), [(404, "nothing is there (404)"), (410, "it is gone for good (410)")], ids=str
)
def test_what_a_server_calls_gone_is_dead(web: LocalWeb, find: Find, status: int, why: str) -> None:
    web.pages["westmere.example/kites"] = Reply(status)
    assert find(KITES) == Asked({KITES: why})


@pytest.mark.parametrize("status", [401, 403, 405, 418, 429, 451, 500, 502, 503, 999], ids=str)
def test_any_other_refusal_says_nothing_of_the_link(web: LocalWeb, find: Find, status: int) -> None:
    web.pages["westmere.example/kites"] = Reply(status)
    assert find(KITES) == Asked({}, unclear=1)


def test_a_server_that_knows_no_head_is_asked_as_a_reader_would(web: LocalWeb, find: Find) -> None:
    def answer(request: Request) -> Reply:
        return Reply(404 if request.method == "HEAD" else 200, b"kites")

    web.pages["westmere.example/kites"] = answer
    assert find(KITES) == Asked({}, alive=1)
    assert [request.method for request in web.asked if request.path == "/kites"] == ["HEAD", "GET"]


def test_a_page_that_is_there_is_asked_for_its_headers_alone(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/kites"] = Reply(200, b"kites")
    assert find(KITES).alive == 1
    assert [request.method for request in web.asked if request.path == "/kites"] == ["HEAD"]


def test_a_server_that_is_busy_is_left_alone(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/kites"] = Reply(429)
    find(KITES)
    assert [request.method for request in web.asked if request.path == "/kites"] == ["HEAD"]


def test_a_redirect_is_followed_to_what_it_leads_to(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/kites"] = Reply(301, headers={"Location": BOATS})
    web.pages["fernhill.example/boats"] = Reply(200)
    assert find(KITES).alive == 1
    web.pages["fernhill.example/boats"] = Reply(410)
    assert find(KITES).dead == {KITES: "it is gone for good (410)"}


def test_a_redirect_into_a_network_at_home_is_not_followed(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/kites"] = Reply(302, headers={"Location": "http://home.example/router"})
    assert find(KITES) == Asked({}, unclear=1)
    assert {number for number, _ in web.called} == {"203.0.114.7"}


def test_a_page_that_the_site_keeps_from_programs_is_not_asked_for(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/robots.txt"] = Reply(content=b"User-agent: *\nDisallow: /kites")
    assert find(KITES) == Asked({}, unclear=1)
    assert [request.path for request in web.asked] == ["/robots.txt"]


def test_we_say_who_we_are(web: LocalWeb, find: Find) -> None:
    find(KITES)
    assert {request.headers["user-agent"] for request in web.asked} == {AGENT}


def test_a_host_is_given_time_between_two_questions(web: LocalWeb, find: Find) -> None:
    for name in "abc":
        web.pages[f"westmere.example/{name}"] = Reply(200)
    find(*(f"http://westmere.example/{name}" for name in "abc"))
    assert len(web.waited) == 2
    assert all(1 < seconds <= POLITE.least_pause_seconds for seconds in web.waited)


def test_hosts_take_turns(web: LocalWeb, find: Find) -> None:
    urls = [f"http://{host}.example/{name}" for name in "abc" for host in ("westmere", "fernhill")]
    find(*urls)
    first = [str(request) for request in web.asked if request.method == "HEAD" and request.path != "/robots.txt"]
    assert [host.split(".")[0] for host in first[::2]] == [first[0].split(".")[0]] * 3


def test_a_name_that_nobody_knows_at_two_tries_is_dead(web: LocalWeb, find: Find) -> None:
    web.pages["westmere.example/kites"] = Reply(200)
    gone = "https://lost-kites.example/x"
    assert find(KITES, gone) == Asked({gone: "there is no server “lost-kites.example”"}, alive=1)
    assert web.looked_up.count("lost-kites.example") == 2
    assert SECOND_TRY_AFTER_SECONDS in web.waited


def test_a_name_that_is_known_at_the_second_try_is_not_dead(web: LocalWeb, find: Find) -> None:
    web.pages |= {"westmere.example/kites": Reply(200), "late.example/": Reply(200)}
    network = web.network()

    def wait(seconds: float) -> None:
        web.numbers["late.example"] = ["203.0.114.9"]

    asked = find_dead_links([KITES, "http://late.example/"], replace(network, wait=wait), AGENT, TODAY)
    assert asked == Asked({}, alive=2)


def test_a_name_server_that_is_down_kills_no_link(web: LocalWeb) -> None:
    def resolve(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    asked = find_dead_links([KITES, BOATS], replace(web.network(), resolve=resolve), AGENT, TODAY)
    assert asked == Asked({}, unclear=2)


def test_without_any_way_to_the_web_nothing_is_reported(web: LocalWeb, find: Find) -> None:
    web.numbers.clear()
    with pytest.raises(NoWayOut):
        find(KITES, BOATS)


def test_a_server_that_does_not_answer_in_time_is_not_dead(web: LocalWeb, find: Find) -> None:
    def silence(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(1)

    web.pages["westmere.example/kites"] = Reply(raw=silence)
    assert find(KITES, seconds=0.3) == Asked({}, unclear=1)


def test_what_is_left_when_the_time_is_over_is_counted_and_comes_first_another_week(web: LocalWeb, find: Find) -> None:
    assert find(KITES, BOATS, minutes=0) == Asked({}, left_over=2)
    assert web.asked == []
    urls = [f"http://westmere.example/{name}" for name in "abcdefgh"]
    orders = set()
    for week in range(3):
        web.asked.clear()
        find_dead_links(urls, web.network(), AGENT, date(2026, 11, 2 + 7 * week))
        orders.add(tuple(request.path for request in web.asked if request.method == "HEAD"))
    assert len(orders) == 3


# --- The report

LINKS = [
    Link("docs/articles/2024/kites.md", 4, KITES, "original"),
    Link("docs/articles/2024/kites.md", 12, BOATS, "text"),
    Link("docs/sources.yml", 9, KITES, "list"),
]


def test_a_report_says_where_each_dead_link_stands_and_what_to_do() -> None:
    report = make_report(LINKS, Asked({KITES: "nothing is there (404)"}, alive=5, unclear=2), TODAY)
    assert report.count == 2
    assert "Looked at on 21 November 2026: 1 dead, 5 alive, 2 that would not say." in report.text
    assert f"- `docs/articles/2024/kites.md`, line 4  \n  `{KITES}`: nothing is there (404)  \n  If the" in report.text
    assert "- `docs/sources.yml`, line 9" in report.text
    assert BOATS not in report.text
    assert "UK Government Web Archive" in report.text


def test_a_report_is_news_only_when_other_links_are_dead() -> None:
    first, later = (make_report(LINKS, Asked({KITES: "x"}, alive=n), date(2026, 11, 20 + n)) for n in (1, 2))
    assert first.text != later.text
    assert first.state == later.state != make_report(LINKS, Asked({BOATS: "x"}), TODAY).state


def test_with_no_dead_link_there_is_nothing_to_do() -> None:
    report = make_report(LINKS, Asked({}, alive=2, left_over=1), TODAY)
    assert (report.count, report.state) == (0, "")
    assert "1 left for another week" in report.text
    assert "No link is known to be dead." in report.text


def test_however_many_links_are_dead_they_fit_into_an_issue() -> None:
    links = [
        Link("docs/articles/2024/kites.md", n, f"https://westmere.example/{'x' * 120}{n}", "text") for n in range(900)
    ]
    report = make_report(links, Asked(dict.fromkeys((link.url for link in links), "nothing is there (404)")), TODAY)
    assert len(report.text) < 65_000
    assert f"and {900 - MOST_SHOWN} more" in report.text
