"""“Exit this page”: the button, Shift three times, the cover, and the neutral page of an offline copy."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NEUTRAL = "https://www.bbc.co.uk/weather"
# Its empty link keeps the browser from asking for an icon
RAIN = '<!doctype html><title>Rain</title><link rel="icon" href="">'
BEFORE = "about.html"  # has no button
PAGE = "help.html"
DEEPER_PAGE = "topics/online-safety.html"
EXPIRED = "Exit this page expired."


TELL_WHEN_COVERED = """() => {
    const watch = new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
        const cover = document.querySelector(".exit-cover");
        const { x, y, width, height } = cover.getBoundingClientRect();
        console.debug(JSON.stringify({
            title: document.title,
            text: document.documentElement.innerText.trim(),
            role: cover.role,
            place: [x, y, width, height],
            background: getComputedStyle(cover).backgroundColor,
            leftovers: [...document.querySelectorAll("body, body *")].filter((one) => one.checkVisibility()).length,
        }));
    })));
    watch.observe(document.body, { attributeFilter: ["hidden"] });
}"""


@pytest.fixture
def leave_from(open_page, site):
    """Opens a page with another one before it in the history. The neutral page is answered here, never fetched."""

    def open_one(address=PAGE, **settings):
        page, watched = open_page(**settings)
        page.context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body=RAIN))
        page.goto(site.url + BEFORE)
        page.goto(site.url + address)
        return page, watched

    return open_one


def faults(watched):
    """All complaints but one kind: an exit breaks off what was still loading."""
    return [complaint for complaint in watched.complaints if not complaint.startswith("failed: ")]


def exit_button(page):
    return page.get_by_role("link", name="Exit this page").and_(page.locator(".exit"))


def exit_status(page):
    return page.locator(".help-strip").get_by_role("status")


def press_shift(page, times=1):
    for _ in range(times):
        page.keyboard.press("Shift")


def never_answer(page):
    """Let the neutral page hang, as on a slow line."""
    page.context.unroute(NEUTRAL)
    page.context.route(NEUTRAL, lambda _: None)


def look_when_covered(page, exit_page):
    """What is on the page two pictures after it began to exit; nobody can ask a page that waits for another."""
    page.evaluate(TELL_WHEN_COVERED)
    with page.expect_console_message(lambda message: message.type == "debug") as told:
        exit_page(page)
    return json.loads(told.value.text)


def press_enter_on_the_skip_link(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.locator(".skip[data-exit]")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")


def click_and_slip(page):
    box = exit_button(page).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 14, steps=5)
    page.mouse.up()


WAYS_OUT = {
    "click": lambda page: exit_button(page).click(),
    "enter": lambda page: exit_button(page).press("Enter"),
    "skip-link": press_enter_on_the_skip_link,
    "click-with-ctrl": lambda page: exit_button(page).click(modifiers=["Control"]),
    "click-with-shift": lambda page: exit_button(page).click(modifiers=["Shift"]),
    "middle-click": lambda page: exit_button(page).click(button="middle"),
    "click-that-slips": click_and_slip,
    "shift-three-times": lambda page: press_shift(page, 3),
}


@pytest.mark.parametrize("go", WAYS_OUT.values(), ids=WAYS_OUT.keys())
def test_every_way_out_leads_to_the_neutral_page_and_back_does_not_return(leave_from, site, go):
    page, watched = leave_from()
    go(page)
    expect(page).to_have_title("Rain")
    assert page.url == NEUTRAL
    assert len(page.context.pages) == 1
    assert watched.foreign_requests == [NEUTRAL]
    assert faults(watched) == []
    page.go_back()
    assert page.url == site.url + BEFORE


def test_a_right_click_exits_nothing(leave_from, site):
    page, _ = leave_from()
    exit_button(page).click(button="right")
    press_shift(page)
    expect(exit_status(page)).to_have_text("Shift, press 2 more times to exit.")
    assert page.url == site.url + PAGE


OPENERS = {
    "nothing": "",
    "dialog": "box = document.createElement('dialog'); main.append(box); box.textContent = 'x'; box.showModal()",
    "popover": "box = document.createElement('p'); main.append(box); box.textContent = 'x'; box.popover = 'manual'; "
    "box.showPopover()",
}


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS.keys())
def test_the_page_is_covered_and_its_title_gone_before_the_neutral_page_comes(leave_from, opener):
    page, _ = leave_from(viewport={"width": 800, "height": 600}, color_scheme="light")
    never_answer(page)
    page.mouse.wheel(0, 300)
    page.evaluate(f"() => {{ const main = document.querySelector('main'); let box; {opener} }}")
    assert look_when_covered(page, lambda page: press_shift(page, 3)) == {
        "title": "Loading",
        "text": "Loading",
        "role": "alert",
        "place": [0, 0, 800, 600],
        "background": "rgb(255, 255, 255)",
        "leftovers": 0,
    }


def test_a_covered_page_that_the_browser_kept_leaves_again_and_is_not_shown(leave_from):
    page, watched = leave_from()
    never_answer(page)
    page.evaluate(
        """() => new MutationObserver(() => {
            setTimeout(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })), 200);
        }).observe(document.body, { attributeFilter: ["hidden"] })"""
    )
    with page.expect_request(NEUTRAL):
        press_shift(page, 3)
    with page.expect_request(NEUTRAL):
        pass
    assert watched.foreign_requests == [NEUTRAL, NEUTRAL]


def test_a_page_that_the_browser_kept_counts_from_the_start(leave_from):
    page, _ = leave_from()
    press_shift(page, 2)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(exit_status(page)).to_have_text("")
    press_shift(page)
    expect(exit_status(page)).to_have_text("Shift, press 2 more times to exit.")


def test_each_press_of_shift_is_shown_and_spoken(leave_from):
    page, _ = leave_from()
    dots = page.locator(".exit-dots")
    expect(dots).to_be_hidden()
    press_shift(page)
    expect(exit_status(page)).to_have_text("Shift, press 2 more times to exit.")
    expect(dots).to_have_text("●○○")
    press_shift(page)
    expect(exit_status(page)).to_have_text("Shift, press 1 more time to exit.")
    expect(dots).to_have_text("●●○")
    expect(dots).to_be_in_viewport()
    expect(exit_button(page)).to_have_accessible_name("Exit this page")


def test_shift_exits_from_within_the_search_box(leave_from):
    page, _ = leave_from()
    page.get_by_role("searchbox").fill("help")
    press_shift(page, 3)
    expect(page).to_have_url(NEUTRAL)


def test_left_and_right_shift_count_alike_even_when_they_overlap(leave_from):
    page, _ = leave_from()
    page.keyboard.down("ShiftLeft")
    page.keyboard.down("ShiftRight")
    page.keyboard.up("ShiftLeft")
    page.keyboard.up("ShiftRight")
    page.keyboard.press("ShiftRight")
    expect(page).to_have_url(NEUTRAL)


def turn_the_wheel_with_shift(page):
    page.keyboard.down("Shift")
    page.mouse.wheel(0, 10)
    page.wait_for_function("() => true")
    page.keyboard.up("Shift")


def click_with_shift(page):
    page.get_by_role("heading", level=1).click(modifiers=["Shift"])


@pytest.mark.parametrize(
    "press",
    [
        pytest.param(lambda page: page.keyboard.press("Shift+A"), id="capital-letter"),
        pytest.param(lambda page: page.keyboard.press("Shift+Tab"), id="backwards"),
        pytest.param(lambda page: page.keyboard.press("Control+Shift"), id="with-ctrl"),
        pytest.param(lambda page: page.keyboard.press("Alt+Shift"), id="with-alt"),
        pytest.param(turn_the_wheel_with_shift, id="wheel"),
        pytest.param(click_with_shift, id="click"),
    ],
)
def test_shift_with_something_else_does_not_count(leave_from, site, press):
    page, watched = leave_from()
    for _ in range(4):
        press(page)
    expect(exit_status(page)).to_have_text("")
    press_shift(page)
    expect(exit_status(page)).to_have_text("Shift, press 2 more times to exit.")
    assert (page.url, watched.foreign_requests) == (site.url + PAGE, [])


def test_another_key_in_between_starts_the_count_anew(leave_from, site):
    page, _ = leave_from()
    press_shift(page, 2)
    page.keyboard.press("a")
    expect(exit_status(page)).to_have_text(EXPIRED)
    press_shift(page, 2)
    expect(exit_status(page)).to_have_text("Shift, press 1 more time to exit.")
    assert page.url == site.url + PAGE


def test_shift_held_down_counts_once(leave_from):
    page, _ = leave_from()
    for _ in range(5):
        page.keyboard.down("Shift")  # the keyboard repeats itself
    page.keyboard.up("Shift")
    expect(exit_status(page)).to_have_text("Shift, press 2 more times to exit.")


def test_presses_may_be_five_seconds_apart_and_no_more(leave_from):
    page, _ = leave_from()
    page.clock.install()
    page.reload()
    press_shift(page)
    page.clock.run_for(5_001)
    expect(exit_status(page)).to_have_text(EXPIRED)
    expect(page.locator(".exit-dots")).to_be_hidden()
    page.clock.run_for(5_001)
    expect(exit_status(page)).to_have_text("")
    press_shift(page)
    page.clock.run_for(4_900)
    press_shift(page)
    page.clock.run_for(4_900)
    expect(exit_status(page)).to_have_text("Shift, press 1 more time to exit.")
    press_shift(page)
    expect(page).to_have_url(NEUTRAL)


def test_without_javascript_both_are_links_that_tell_the_neutral_page_nothing(open_page, site):
    page, _ = open_page(java_script_enabled=False)
    page.goto(site.url + PAGE)
    links = page.locator("a[data-exit]")
    expect(links).to_have_count(2)
    for link in links.all():
        expect(link).to_have_text("Exit this page")
        expect(link).to_have_attribute("href", NEUTRAL)
        expect(link).to_have_attribute("rel", "nofollow noopener noreferrer")


def test_a_page_without_the_button_takes_no_notice_of_shift(page, site):
    page.goto(site.url + BEFORE)
    expect(page.locator("[data-exit], script[src*='exit'], link[href*='exit']")).to_have_count(0)
    press_shift(page, 3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    assert page.url == site.url + BEFORE


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_button_is_easy_to_see_and_hit_and_stays_in_sight(leave_from, width, palette):
    page, _ = leave_from(viewport={"width": width, "height": 640}, color_scheme=palette)
    page.mouse.wheel(0, 2_000)
    expect(exit_button(page)).to_be_in_viewport(ratio=1)
    box = exit_button(page).bounding_box()
    assert box["height"] >= 24
    call = page.get_by_role("link", name="Call 999").bounding_box()
    assert call["y"] < box["y"] + box["height"]  # side by side
    assert box["y"] < call["y"] + call["height"]
    assert call["x"] + call["width"] < box["x"]
    style = exit_button(page).evaluate(
        "button => [getComputedStyle(button)].flatMap(s => [s.color, s.backgroundColor])"
    )
    assert contrast(*style) >= 4.5


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_a_printed_page_has_no_button(page, site):
    page.goto(site.url + PAGE)
    page.emulate_media(media="print")
    expect(page.locator(".exit")).to_be_hidden()


@pytest.mark.parametrize("address", [PAGE, DEEPER_PAGE])
def test_an_offline_copy_goes_to_its_own_page_of_times_tables(open_page, site, address):
    page, watched = open_page()
    page.goto((site.folder / BEFORE).as_uri())
    page.goto((site.folder / address).as_uri())
    press_shift(page, 3)
    expect(page).to_have_title("Times tables")
    assert page.url == (site.folder / "times-tables.html").as_uri()
    assert [url for url in watched.foreign_requests if not url.startswith("file:")] == []
    assert faults(watched) == []
    page.go_back()
    assert page.url == (site.folder / BEFORE).as_uri()


def test_the_times_tables_are_right_and_tell_nothing_of_the_bulletin(page, site):
    page.goto(site.url + "times-tables.html")
    sums = re.findall(r"(\d+) × (\d+) = (\d+)", page.locator("main").inner_text())
    assert len(sums) == 144
    assert all(int(one) * int(other) == int(product) for one, other, product in sums)
    source = page.content().lower()
    assert [word for word in ("bulletin", "safeguarding", "feed", "mark.svg", "://", "exit") if word in source] == []
    expect(page.locator("a, script")).to_have_count(0)
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_the_times_tables_fit_a_narrow_screen(open_page, site):
    page, watched = open_page(viewport={"width": 320, "height": 640})
    page.goto(site.url + "times-tables.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert watched.complaints == []


def test_nothing_but_the_button_leads_to_the_times_tables(site):
    lists = [*site.folder.glob("**/*.html"), *site.folder.glob("**/*.xml"), *site.folder.glob("**/*.json")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in lists if path.name != "times-tables.html"}
    assert [
        name
        for name, text in texts.items()
        if re.search(r'(?<!data-exit-offline=")times-tables', text.replace("../", ""))
    ] == []
