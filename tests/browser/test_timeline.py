"""A reader looks at the timeline, filters it by topic and source, and comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

INDEX = "timeline/index.html"


def status_of(page: Page):
    return page.get_by_role("status")


def months_shown(page: Page) -> list[str]:
    """What a reader sees in the list: “2023 2 articles”, “December 1”."""
    texts = page.locator(".timeline-list h2:visible, .timeline-list .months > li:visible").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def choose(page: Page, group: str, label: str) -> None:
    filters = page.locator("details.filter").filter(has=page.locator("summary", has_text=re.compile(f"^{group}$")))
    if filters.get_attribute("open") is None:
        filters.locator("summary").click()
    filters.get_by_label(label).check()


def test_the_picture_has_the_same_numbers_as_the_list(page, site):
    page.goto(site.url + INDEX)
    listed = page.eval_on_selector_all(
        ".timeline-list .months > li",
        """items => items.map(item => {
            const [month, year] = item.querySelector("a").textContent.trim().split(/ (?=[0-9]{4}$)/);
            return [year, month, item.querySelector(".count").textContent];
        })""",
    )
    tabled = page.eval_on_selector_all(
        ".month-chart tbody tr",
        """rows => rows.flatMap(row => {
            const months = [...row.closest("table").querySelectorAll("thead th")].map(head => head.textContent);
            const numbers = [...row.querySelectorAll("td")].map(cell => cell.textContent.split(" ")[0]);
            return numbers.map((number, index) => [row.querySelector("th").textContent, months[index + 1], number])
                .filter(([, month, number]) => number !== "0" && month !== "Whole year");
        })""",
    )
    assert sorted(tabled) == sorted(listed)
    drawn = page.locator(".month-chart svg text").all_text_contents()
    assert sorted(text for text in drawn if text.isdigit() and len(text) < 4) == sorted(n for *_, n in listed)


def test_the_picture_is_one_image_with_a_sentence_and_a_table(page, site):
    page.goto(site.url + INDEX)
    sentence = "Articles by month: 29 from 2020 to 2023, most in February 2021 (3)"
    expect(page.get_by_role("img", name=sentence)).to_be_visible()
    expect(page.get_by_role("table", name="Articles by month")).to_have_count(1)
    expect(page.get_by_role("cell", name="2 (1 inferred)")).to_have_count(1)


@pytest.mark.parametrize("width", [288, 320, 960])
def test_the_pictures_text_keeps_its_size_and_stays_inside_it(open_page, site, width):
    page, _ = open_page(viewport={"width": width, "height": 800})
    page.goto(site.url + INDEX)
    boxes = page.eval_on_selector_all(
        ".month-chart > svg text",
        """texts => texts.filter(text => !text.closest("defs")).map(text => {
            const box = text.getBoundingClientRect(), all = text.closest(".month-chart > svg").getBoundingClientRect();
            const isInside = box.left >= all.left - 1 && box.right <= all.right + 1;
            return [parseFloat(getComputedStyle(text).fontSize), isInside];
        })""",
    )
    assert boxes
    assert all(size >= 11 and is_inside for size, is_inside in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_caption_leads_to_the_articles_without_a_date(page, site):
    page.goto(site.url + INDEX)
    page.locator("figcaption").get_by_role("link", name="1 article").click()
    expect(page).to_have_url(site.url + "timeline/undated.html")


def test_topic_and_source_together_narrow_the_list(page, site):
    page.goto(site.url + INDEX)
    expect(status_of(page)).to_have_text("30 articles.")
    choose(page, "Topic", "Online safety")
    expect(status_of(page)).to_have_text("2 of 30 articles shown.")
    assert months_shown(page) == ["2023 2 articles", "December 2023 2"]
    choose(page, "Source", "The Harbour Gazette")
    expect(status_of(page)).to_have_text("1 of 30 articles shown.")
    assert months_shown(page) == ["2023 1 article", "December 2023 1"]
    expect(page).to_have_url(site.url + INDEX + "?topic=online-safety&source=the-harbour-gazette")


def test_two_choices_of_one_group_widen_the_list(page, site):
    page.goto(site.url + INDEX + "?topic=transport&topic=not-on-the-list")
    expect(status_of(page)).to_have_text("2 of 30 articles shown.")
    assert months_shown(page) == ["2020 1 article", "Month not known 2020 1", "Date not known 1 article"]


def test_choices_say_how_many_articles_they_would_give(page, site):
    page.goto(site.url + INDEX + "?topic=online-safety")
    source = page.locator("fieldset").filter(has_text="Source")
    expect(source.locator(".choice:visible")).to_have_text(
        [re.compile(r"The Harbour Gazette\s*1"), re.compile(r"Westmere Council\s*1")]
    )
    topic = page.locator("fieldset").filter(has_text="Topic")
    expect(topic.locator(".choice:visible").filter(has_text="Courts")).to_have_text(re.compile(r"Courts\s*26"))


def test_chosen_filters_can_be_removed_one_by_one_and_all_at_once(page, site):
    page.goto(site.url + INDEX + "?topic=courts&topic=schools&source=westmere-council")
    expect(status_of(page)).to_have_text("27 of 30 articles shown.")
    page.get_by_role("link", name="Remove filter: Courts").click()
    expect(status_of(page)).to_have_text("2 of 30 articles shown.")
    expect(status_of(page)).to_be_focused()
    expect(page).to_have_url(site.url + INDEX + "?topic=schools&source=westmere-council")
    page.get_by_role("link", name="Clear all filters").click()
    expect(status_of(page)).to_have_text("30 articles.")
    expect(page).to_have_url(site.url + INDEX)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Clear all filters")).to_have_count(0)


def test_back_and_forward_bring_the_filters_back(page, site):
    page.goto(site.url + INDEX)
    choose(page, "Topic", "Transport")
    expect(status_of(page)).to_have_text("1 of 30 articles shown.")
    choose(page, "Topic", "Courts")
    expect(status_of(page)).to_have_text("27 of 30 articles shown.")
    page.go_back()
    expect(status_of(page)).to_have_text("1 of 30 articles shown.")
    expect(page.get_by_role("checkbox", name="Courts")).not_to_be_checked()
    page.go_back()
    expect(status_of(page)).to_have_text("30 articles.")
    page.go_forward()
    expect(status_of(page)).to_have_text("1 of 30 articles shown.")


def test_a_month_takes_the_filter_along_and_the_way_back_too(page, site):
    page.goto(site.url + INDEX)
    choose(page, "Source", "The Harbour Gazette")
    page.get_by_role("link", name="December 2023").click()
    expect(page).to_have_url(site.url + "timeline/2023.html?source=the-harbour-gazette#month-2023-12")
    expect(status_of(page)).to_have_text("1 of 2 articles shown.")
    expect(page.locator(".articles > li:visible")).to_have_count(1)
    expect(page.get_by_role("heading", name="Second report on the kite club")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=re.compile("December 2023"))).to_contain_text("1 article")
    page.get_by_role("link", name="Earlier: 2022").click()
    expect(status_of(page)).to_have_text("0 of 1 article shown. Remove a filter to see more.")
    page.locator(".way-back").get_by_role("link").click()
    expect(page).to_have_url(site.url + INDEX + "?source=the-harbour-gazette")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.get_by_role("link", name="December 2023")).to_have_attribute(
        "href", re.compile("2023.html#month-2023-12$")
    )


def test_the_undated_articles_can_be_filtered(page, site):
    page.goto(site.url + "timeline/undated.html?topic=courts")
    expect(status_of(page)).to_have_text("0 of 1 article shown. Remove a filter to see more.")
    expect(page.locator(".articles > li:visible")).to_have_count(0)
    page.get_by_role("link", name="Remove filter: Courts").click()
    expect(status_of(page)).to_have_text("1 article, in alphabetical order.")
    expect(page.locator(".articles > li:visible")).to_have_count(1)


@pytest.mark.parametrize(
    ("address", "selector", "count"),
    [
        pytest.param(INDEX, ".timeline-list .months > li", 15, id="index"),
        pytest.param("timeline/2021.html", ".articles > li", 25, id="year"),
        pytest.param("timeline/undated.html", ".articles > li", 1, id="undated"),
    ],
)
def test_without_javascript_the_list_is_whole_and_there_is_no_form(open_page, site, address, selector, count):
    page, watched = open_page(java_script_enabled=False)
    page.goto(site.url + address + "?topic=transport")
    expect(page.locator(f"{selector}:visible")).to_have_count(count)
    expect(page.locator("#bulletin-filter")).to_be_hidden()
    expect(page.locator("#bulletin-filter")).to_have_css("display", "none")
    assert watched.complaints == []


def test_the_timeline_can_be_filtered_by_keys_alone(open_page, site):
    page, watched = open_page(viewport={"width": 320, "height": 640})
    page.goto(site.url + INDEX)
    page.locator("figcaption a").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the filters")).to_be_focused()
    page.keyboard.press("Tab")  # the topics, closed on a narrow screen
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Courts")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Courts")).to_be_focused()
    expect(status_of(page)).to_have_text("26 of 30 articles shown.")
    page.keyboard.press("Enter")  # as in any form: on to the results
    expect(status_of(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="2022", exact=True)).to_be_focused()
    assert watched.complaints == []


def test_the_filters_can_be_skipped(page, site):
    page.goto(site.url + INDEX)
    page.get_by_role("link", name="Skip the filters").focus()
    page.keyboard.press("Enter")
    expect(status_of(page)).to_be_focused()
    expect(status_of(page)).to_have_text("30 articles.")


def test_the_last_choice_does_not_vanish_from_under_the_focus(page, site):
    page.goto(site.url + INDEX + "?topic=transport&source=the-harbour-gazette")
    expect(status_of(page)).to_have_text("0 of 30 articles shown. Remove a filter to see more.")
    page.get_by_role("checkbox", name="Transport").uncheck()
    expect(page.get_by_role("checkbox", name="Transport")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Transport")).to_be_visible()


@pytest.mark.parametrize("address", [INDEX, "timeline/2021.html", "search.html"], ids=["index", "year", "search"])
def test_nothing_jumps_when_the_filters_come(open_page, site, address):
    page, _ = open_page(viewport={"width": 1280, "height": 900})
    held: list[Route] = []
    page.route("**/assets/*.js", lambda route: held.append(route))
    page.goto(site.url + address, wait_until="commit")
    page.wait_for_timeout(300)
    for route in held:
        route.continue_()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 200);
        })"""
    )
    assert shift <= 0.01


def test_the_timeline_works_from_a_disk(open_page, invented_site):
    page, watched = open_page()
    page.goto((invented_site / INDEX).as_uri())
    choose(page, "Topic", "Online safety")
    expect(status_of(page)).to_have_text("2 of 30 articles shown.")
    page.get_by_role("link", name="December 2023").click()
    expect(status_of(page)).to_have_text("2 of 2 articles shown.")
    page.get_by_role("link", name="Clear all filters").click()
    page.go_back()
    expect(page.get_by_role("link", name="Remove filter: Online safety")).to_be_visible()
    assert watched.complaints == []


def test_a_printed_timeline_has_no_form(page, site):
    page.goto(site.url + INDEX)
    page.emulate_media(media="print")
    expect(page.locator("#bulletin-filter")).to_be_hidden()
    expect(page.get_by_role("img", name=re.compile("Articles by month"))).to_be_visible()


def test_the_timelines_own_script_stays_small(site):
    assert (site.folder / "assets" / "timeline.js").stat().st_size <= 6_000
