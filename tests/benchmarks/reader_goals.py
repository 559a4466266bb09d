"""What a reader meets on a built site: each goal for readers with its measured figure.

    python -m tests.benchmarks.reader_goals [SITE_FOLDER]

Without a folder the project's own pages are built and measured. Nothing is judged: figures that do not depend on the
machine are proved by tests/browser/; those that do (paints) need a quiet machine. Lighthouse's scores are told by
lighthouse.py. pytest does not run this.
"""

from __future__ import annotations

import itertools
import string
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.benchmarks.built_site import find_pages, own_pages_built
from tests.browser.conftest import LOCAL, launch_browser
from tests.browser.page_types import PageType, visit
from tests.browser.test_accessibility import DESK, PHONE, SCHEMES, run_axe
from tests.browser.test_reading_without_scripts import DEAD_CONTROLS, follow_links
from tests.browser.test_weight import SETTLE, WATCH_SHIFTS, weight
from tests.browser.web_host import WebHost, host_site

FIRST_PAGES = ("home", "article", "topic", "timeline")
PAINTED_PAGES = (*FIRST_PAGES, "search")
# Lighthouse's slow 4G: 1.6 Mbit/s and 150 ms there and back, by the factors it puts on them where a browser throttles
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6 * 0.9 * 1024 * 1024 / 8,
    "uploadThroughput": 0.75 * 0.9 * 1024 * 1024 / 8,
}
CPU_SLOWDOWN = 4
PHONE_OF_LIGHTHOUSE = {"width": 412, "height": 823}
WATCH_PAINTS = """
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.largestPaint = entry.startTime })
    .observe({ type: "largest-contentful-paint", buffered: true });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
WAIT_FOR_FOCUS = "#bulletin-status:focus"
HIDDEN_STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility())
    .filter(element => {
        if (element.closest(".skip")) return false; // comes into sight with the focus
        const { width, height, right, left } = element.getBoundingClientRect();
        const isBeside = right <= 0 || left >= innerWidth;
        return getComputedStyle(element).visibility === "hidden" || width * height === 0 || isBeside;
    }).length"""


class Row(NamedTuple):
    """A goal, as notes on readers word it, with what was measured."""

    what: str
    goal: str
    measured: str


class Bench:
    """A browser, and a host with the site."""

    def __init__(self, browser: Browser, host: WebHost) -> None:
        self.browser = browser
        self.host = host
        self.pages = find_pages(host.folder)
        self.word = self._find_word()

    def _find_word(self) -> str:
        """The longest word of an article's headline: something to search for."""
        with self.fresh_page() as page:
            page.goto(self.host.url + self.pages["article"])
            words = page.get_by_role("heading", level=1).inner_text().split()
        return max(("".join(filter(str.isalpha, word)).lower() for word in words), key=len)

    @contextmanager
    def fresh_page(self, **settings: object) -> Iterator[Page]:
        """A page of a browser that has never been here."""
        context: BrowserContext = self.browser.new_context(locale="en-GB", **settings)  # type: ignore[arg-type]
        self.host.take_answers()
        try:
            yield context.new_page()
        finally:
            context.close()

    @property
    def results_address(self) -> str:
        return f"search.html?q={self.word}"


def measure_axe(bench: Bench) -> Row:
    types = [PageType(name, address) for name, address in bench.pages.items()]
    types += [
        PageType("article opened", bench.pages["article"], is_open=True),
        PageType("search results, filters open", bench.results_address, is_open=True),
        PageType("nothing found", "search.html?q=zzyzx"),
    ]
    failing = []
    with bench.fresh_page() as page:
        for page_type in types:
            page.set_viewport_size(DESK)
            visit(page, bench.host.url, page_type)
            for scheme, size in itertools.product(SCHEMES, (DESK, PHONE)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                if run_axe(page):
                    failing.append(f"{page_type.name}/{scheme}/{size['width']}")
    told = f" ({', '.join(failing)})" if failing else ""
    return Row("axe, best practice too: failing cells", "0", f"{len(failing)} of {4 * len(types)}{told}")


def measure_hidden_stops(bench: Bench) -> Row:
    count = 0
    with bench.fresh_page(viewport=PHONE) as page:
        for address in bench.pages.values():
            page.goto(bench.host.url + address)
            count += page.evaluate(HIDDEN_STOPS)
    return Row("tab stops on hidden items at 320 px", "0", f"{count} on {len(bench.pages)} pages")


def measure_shortcuts(bench: Bench) -> Row:
    reacting = 0
    with bench.fresh_page() as page:
        for name in ("article", "timeline", "search", "help"):
            visit(page, bench.host.url, PageType(name, bench.pages[name]))
            page.evaluate("checks.watchChanges()")
            for key in string.ascii_lowercase + string.digits + string.punctuation:
                page.keyboard.press(key)
                state = page.evaluate("[document.activeElement.localName, scrollY, checks.changes]")
                if state != ["body", 0, 0]:
                    reacting += 1
                    visit(page, bench.host.url, PageType(name, bench.pages[name]))
                    page.evaluate("checks.watchChanges()")
    return Row("bare-letter shortcuts", "0", str(reacting))


def measure_spoken_count(bench: Bench) -> Row:
    with bench.fresh_page() as page:
        visit(page, bench.host.url, PageType("results", bench.results_address))
        spoken = page.locator("main [role=status]").first.inner_text()
    return Row("search count spoken", "yes", f"role=status: {spoken}")


def measure_keys(bench: Bench) -> list[Row]:
    """The keys that lead from the top of a page to the first result opened; the word counts as one."""
    keys = ["Tab", "Enter", "Tab", bench.word, "Enter", WAIT_FOR_FOCUS, "Tab", "Enter"]  # the skip link comes first
    rows = []
    for name in ("search", "home"):
        with bench.fresh_page() as page:
            visit(page, bench.host.url, PageType(name, bench.pages[name]))
            for key in keys:
                if key == WAIT_FOR_FOCUS:
                    page.locator(key).first.wait_for()
                elif key == bench.word:
                    page.keyboard.type(key)
                else:
                    page.keyboard.press(key)
            page.locator("article.article").wait_for()
        count = len(keys) - keys.count(WAIT_FOR_FOCUS)
        rows.append(Row(f"keys from the top of the {name} page to the first result", "≤ 10", str(count)))
    return rows


def measure_paints(bench: Bench) -> list[Row]:
    paints, shifts = [], []
    for name in PAINTED_PAGES:
        with bench.fresh_page(viewport=PHONE_OF_LIGHTHOUSE) as page:
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
            page.add_init_script(WATCH_PAINTS + WATCH_SHIFTS)
            page.goto(bench.host.url + bench.pages[name], wait_until="networkidle")
            page.evaluate(SETTLE)
            paints.append(f"{name} {page.evaluate('largestPaint') / 1000:.2f}")
            shifts.append(f"{name} {sum(size for size, _ in page.evaluate('shifts')):.4f}")
    return [
        Row("LCP, slow 4G and a slow phone, seconds", "≤ 1.8", ", ".join(paints)),
        Row("CLS on the same", "≤ 0.01", ", ".join(shifts)),
    ]


def measure_weight(bench: Bench) -> list[Row]:
    first, following, scripts = [], [], ""
    for name in FIRST_PAGES:
        with bench.fresh_page() as page:
            page.goto(bench.host.url + bench.pages[name])
            page.evaluate(SETTLE)
            answers = bench.host.take_answers()
            first.append(f"{name} {weight(answers) / 1000:.1f} KB, {len(answers)}")
            if name == "article":
                of_scripts = [answer for answer in answers if answer.path.endswith(".js")]
                scripts = f"{weight(of_scripts) / 1000:.1f} KB"
    with bench.fresh_page() as page:
        page.goto(bench.host.url + bench.pages["about"])
        for name in FIRST_PAGES:
            bench.host.take_answers()
            page.goto(bench.host.url + bench.pages[name])
            page.evaluate(SETTLE)
            following.append(f"{name} {weight(bench.host.take_answers()) / 1000:.1f} KB")
    return [
        Row("first load, requests", "≤ 70 KB (stretch 50), ≤ 8", "; ".join(first)),
        Row("next page, in the order named", "≤ 20 KB", "; ".join(following)),
        Row("JavaScript on an article", "≤ 36 KB (stretch 10)", scripts),
    ]


def measure_third_parties(bench: Bench) -> list[Row]:
    foreign = 0
    paints = []
    with bench.fresh_page() as page:

        def hang(route: object, request: object) -> None:
            nonlocal foreign
            foreign += 1

        page.route(lambda url: not url.startswith((LOCAL, "data:", "blob:")), hang)
        for address in [*bench.pages.values(), bench.results_address]:
            page.goto(bench.host.url + address)
            page.evaluate(SETTLE)
            paints.append(page.evaluate(FIRST_PAINT) or 0)
    return [
        Row("requests to anyone else", "0", f"{foreign} on {len(paints)} pages"),
        Row("first paint when all other hosts hang, seconds", "≤ 1.5", f"{max(paints) / 1000:.2f} at most"),
    ]


def measure_first_result(bench: Bench) -> Row:
    with bench.fresh_page() as page:
        page.goto(bench.host.url + bench.results_address)
        page.locator("#bulletin-results h3").first.wait_for()
        answers = bench.host.take_answers()
    told = f"{weight(answers) / 1000:.1f} KB, {len(answers)} requests"
    return Row("bytes until the first result, search page", "≤ 245 KB (stretch 200)", told)


def measure_without_scripts(bench: Bench) -> list[Row]:
    folder = bench.host.folder
    articles = {page.relative_to(folder).as_posix() for page in folder.glob("articles/**/*.html")}
    topics = {page.relative_to(folder).as_posix() for page in folder.glob("topics/*.html")}
    with bench.fresh_page(java_script_enabled=False) as page:
        reached = follow_links(page, bench.host.url, "index.html", ("timeline/", "topics/", "sources/", "digest/"))
        dead = 0
        for address in bench.pages.values():
            page.goto(bench.host.url + address)
            dead += len(page.evaluate(DEAD_CONTROLS))
        page.goto(bench.host.url + "search.html")
        ways = page.locator(".notice a").all_inner_texts()
        page.goto(bench.host.url + "help.html")
        numbers = page.locator("a.phone:visible").count()
    told = (
        f"{len(articles & reached)} of {len(articles)} articles, {len(topics & reached)} of {len(topics)} topic pages"
    )
    return [
        Row("without JavaScript: reached by links", "all", told),
        Row("without JavaScript: dead controls", "0", f"{dead} on {len(bench.pages)} pages"),
        Row("without JavaScript: help", "in sight", f"{numbers} numbers to call on the help page"),
        Row("without JavaScript: the search page offers", "other ways, help", ", ".join(ways)),
    ]


def measure(bench: Bench) -> Iterator[Row]:
    yield measure_axe(bench)
    yield measure_hidden_stops(bench)
    yield measure_shortcuts(bench)
    yield measure_spoken_count(bench)
    yield from measure_keys(bench)
    yield Row("Lighthouse", "100/100/100, performance ≥ 98", "see lighthouse.py")
    yield from measure_paints(bench)
    yield from measure_weight(bench)
    yield from measure_third_parties(bench)
    yield measure_first_result(bench)
    yield from measure_without_scripts(bench)


def main() -> None:
    with ExitStack() as stack:
        named = sys.argv[1:2]
        site = Path(named[0]) if named else stack.enter_context(own_pages_built())
        host = stack.enter_context(host_site(site))
        browser = launch_browser(stack.enter_context(sync_playwright()))
        if browser is None:
            sys.exit("no browser found: install Debian's chromium, or Chrome or Edge")
        for row in measure(Bench(browser, host)):
            sys.stdout.write(f"{row.what:<58} {row.goal:<30} {row.measured}\n")
        browser.close()


if __name__ == "__main__":
    main()
