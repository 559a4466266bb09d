"""Everybody can read the bulletin: axe finds nothing wrong, the keyboard reaches all, and nothing gets lost when a
reader zooms in, spaces the text out, asks for less motion or sets colours of their own."""

from __future__ import annotations

import io
import itertools
import string
from collections.abc import Iterable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.conftest import TIMEOUT_MS
from tests.browser.page_types import BY_NAME, OWN, PageType, on_every_page_type, on_own_pages_too, visit

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 320, "height": 640}
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # what is left of a window of 1280 × 1024 at 400 %
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEYS_WITH_A_SIGN = string.ascii_letters + string.digits + string.punctuation
LEAST_CONTRAST = 3


@pytest.fixture(scope="module")
def only_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(only_page: Page) -> Page:
    """One page for all the tests here, set anew for each: a reader with a desk and no wishes."""
    only_page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none", media="screen")
    only_page.set_viewport_size(DESK)
    return only_page


@pytest.fixture
def show(reader: Page, request: pytest.FixtureRequest):
    """Shows the reader a page of a type."""

    def show_page(page_type: PageType) -> Page:
        visit(reader, request.getfixturevalue(page_type.served_by).url, page_type)
        return reader

    return show_page


def faults(page: Page, *checks: str) -> list[str]:
    """What the checks of page_checks.js find wrong."""
    return [fault for check in checks for fault in page.evaluate(f"checks.{check}()")]


def run_axe(page: Page) -> list[str]:
    """What axe finds wrong, by all its rules for WCAG 2.2 at level AA and for good practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + "; 0")
    return page.evaluate("rules => checks.runAxe(rules)", RULES)


def axe_finds(page: Page, looks: Iterable[tuple[str, ViewportSize]]) -> list[str]:
    found = []
    for scheme, size in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        found += [f"{scheme}, {size['width']} px: {fault}" for fault in run_axe(page)]
    return found


@on_own_pages_too
def test_axe_finds_nothing_in_the_light_on_desk_or_in_the_dark_on_phone(show, page_type):
    assert axe_finds(show(page_type), zip(SCHEMES, (DESK, PHONE), strict=True)) == []


@pytest.mark.long
@on_own_pages_too
def test_axe_finds_nothing_in_either_palette_on_desk_or_phone(show, page_type):
    assert axe_finds(show(page_type), itertools.product(SCHEMES, (DESK, PHONE))) == []


def test_axe_looks_at_all_the_rules_asked_for(show):
    page = show(BY_NAME["article"])
    page.evaluate("""() => {
        document.documentElement.removeAttribute("lang");
        document.querySelector("h1").remove();
        document.querySelector(".masthead-nav ul").style.gap = 0;
        for (const link of document.querySelectorAll(".masthead-nav a")) {
            Object.assign(link.style, { padding: 0, fontSize: "3px", lineHeight: 1, color: "#999" });
        }
    }""")
    rules = {fault.split(":")[0] for fault in run_axe(page)}
    assert rules >= {"html-has-lang", "page-has-heading-one", "color-contrast", "target-size"}


def test_axe_finds_nothing_while_the_exit_waits_for_the_third_shift(show):
    page = show(BY_NAME["article"])
    page.set_viewport_size(PHONE)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.locator(".help-strip").get_by_role("status")).not_to_be_empty()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert run_axe(page) == []


def walk(page: Page, key: str) -> tuple[list[str], list[str], list[str]]:
    """Press a key once for every tab stop: the stops in the order of the page, those reached, and what was wrong."""
    stops = page.evaluate("checks.watchFocus()")
    for _ in stops:
        page.keyboard.press(key)
    reached, found = page.evaluate("checks.walked")
    return stops, reached, found


@on_every_page_type
@pytest.mark.parametrize("size", [DESK, pytest.param(PHONE, marks=pytest.mark.long)], ids=["desk", "phone"])
def test_the_tab_key_reaches_everything_in_order_and_always_shows_where_it_is(show, reader, page_type, size):
    reader.emulate_media(reduced_motion="reduce")
    reader.set_viewport_size(size)
    page = show(page_type)
    stops, reached, found = walk(page, "Tab")
    assert found == []
    assert reached == stops
    page.keyboard.press("Tab")  # out of the page's end: there is no trap
    assert page.evaluate("checks.walked[0]") in (stops, [*stops, *stops[:1]])


@on_every_page_type
def test_going_back_while_zoomed_in_nothing_hides_under_the_help_strip(show, reader, page_type):
    reader.emulate_media(reduced_motion="reduce")
    reader.set_viewport_size(ZOOMED)
    page = show(page_type)
    stops, reached, found = walk(page, "Shift+Tab")
    assert found == []
    assert reached == stops[::-1]
    assert page.url.endswith(page_type.address)  # many times Shift, and yet the page was not left


@pytest.mark.parametrize("name", ["article", "search-results", "timeline", "leaving-quickly"])
def test_a_single_letter_figure_or_sign_does_nothing(show, name):
    page = show(BY_NAME[name])
    address = page.url
    page.evaluate("checks.watchChanges()")
    for key in KEYS_WITH_A_SIGN:
        page.keyboard.press(key)
    assert page.evaluate("[document.activeElement.localName, scrollY, checks.changes]") == ["body", 0, 0]
    assert page.url == address


@on_every_page_type
def test_zoomed_in_or_spaced_out_nothing_lies_sideways_or_is_cut_off(show, page_type):
    page = show(page_type)
    for size in (PHONE, ZOOMED):
        page.set_viewport_size(size)
        assert faults(page, "sidewaysScroll", "clippedText") == []
    page.evaluate("checks.spaceTextOut()")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert faults(page, "sidewaysScroll", "clippedText") == []


@on_every_page_type
def test_a_page_has_one_headline_headings_in_steps_its_language_one_main_part_and_large_targets(show, page_type):
    page = show(page_type)
    assert faults(page, "headingFaults", "smallTargets") == []
    assert page.locator("html").get_attribute("lang") == "en-GB"
    parts = [page.get_by_role(role).count() for role in ("banner", "main", "contentinfo")]
    assert parts == ([0, 1, 0] if page_type.name == "times-tables" else [1, 1, 1])
    page.set_viewport_size(PHONE)
    assert faults(page, "smallTargets") == []


@on_every_page_type
def test_nothing_moves_where_less_motion_is_asked_for_and_edges_stay_in_the_readers_own_colours(
    show, reader, page_type
):
    reader.emulate_media(reduced_motion="reduce", forced_colors="active")
    assert faults(show(page_type), "movement", "edgeless") == []


def contrast(one: bytes, other: bytes) -> float:
    """The contrast of two pixels: red, green and blue."""

    def luminance(pixel: bytes) -> float:
        parts = [value / 255 for value in pixel]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def changed_pixels(page: Page, target: Locator) -> int:
    """How many pixels change by 3:1 or more when an element gets the focus by the keyboard."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    clip = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
    page.evaluate("document.activeElement.blur()")
    pictures = []
    for is_focused in (False, True):
        if is_focused:
            page.keyboard.press("Tab")  # from here on the browser shows the focus
            target.focus()
        picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB").tobytes()
        pictures.append([picture[at : at + 3] for at in range(0, len(picture), 3)])
    return sum(contrast(before, after) >= LEAST_CONTRAST for before, after in zip(*pictures, strict=True))


@pytest.mark.parametrize("palette", ["light", pytest.param("dark", marks=pytest.mark.long), "forced"])
@pytest.mark.parametrize(
    ("name", "selector"),
    [
        pytest.param("article", ".masthead-name", id="link"),
        pytest.param("article", ".exit", id="exit"),
        pytest.param("article", ".search-box input", id="field"),
        pytest.param("article", ".search-box button", id="button"),
        pytest.param("article", ".origin summary", id="summary"),
        pytest.param("article", ".help-panel a >> nth=0", id="link-on-a-card"),
        pytest.param("search-results", ".choice:not([hidden]) input >> nth=0", id="tick-box"),
        pytest.param("search-results", "#bulletin-sort", id="choice"),
        pytest.param("search-results", ".chips a >> nth=0", id="chosen-filter"),
    ],
)
def test_the_focus_is_drawn_around_the_whole_of_what_has_it(show, reader, name, selector, palette):
    if palette == "forced":
        reader.emulate_media(forced_colors="active")
    else:
        reader.emulate_media(color_scheme=palette)
    page = show(BY_NAME[name])
    target = page.locator(selector)
    box = target.bounding_box()
    assert box
    perimeter = 2 * (box["width"] + box["height"])
    assert changed_pixels(page, target) >= 2 * perimeter  # WCAG 2.4.13: as much as a line of 2 px all round


def test_a_page_in_welsh_says_so_wherever_its_words_stand(show, request):
    page = show(BY_NAME["article-in-welsh"])
    for part in ("h1", ".prose", ".contents a"):
        for element in page.locator(part).all():
            assert element.get_attribute("lang") == "cy"
    expect(page.get_by_text("Welsh (Cymraeg)")).to_be_visible()
    assert page.locator("[lang=cy] >> text=Cite and share").count() == 0
    for address in ("index.html", "topics/schools.html", "timeline/2024.html", "digest/2024-03.html"):
        page.goto(request.getfixturevalue("varied_bulletin").url + address)
        headlines = page.get_by_role("link", name="Canllawiau newydd i ysgolion")
        assert headlines.count() > 0
        assert {headline.get_attribute("lang") for headline in headlines.all()} == {"cy"}
        summaries = page.locator("p").filter(has_text="Mae canllawiau newydd")
        assert {summary.get_attribute("lang") for summary in summaries.all()} <= {"cy"}


def test_our_own_help_page_is_reached_from_the_top_of_every_page_with_two_keys(show):
    """The strip's own link comes after the skip link and the number to call."""
    page = show(PageType("own-home", "index.html", OWN))
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Help now").get_by_role("link", name="Get help now")).to_be_focused()
