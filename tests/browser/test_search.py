"""A reader searches: words, filters, order, addresses, keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def headlines(page: Page) -> list[str]:
    return page.locator("#bulletin-results h3").all_inner_texts()


def test_a_reader_finds_an_article_by_a_word_in_its_body(page, site):
    page.goto(site.url)
    page.get_by_role("searchbox").fill("lighthouse")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(site.url + "search.html?q=lighthouse")
    expect(page.locator("#bulletin-status")).to_have_text("1 article found for “lighthouse”.")
    page.get_by_role("link", name="Swimming lessons at the harbour").click()
    expect(page).to_have_url(site.url + "articles/undated/harbour-swimming.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Swimming lessons at the harbour")


def test_the_words_found_are_marked_in_the_excerpt(page, site):
    page.goto(site.url + "search.html?q=lighthouse")
    expect(page.locator("#bulletin-results mark")).to_have_text(["lighthouse"])


def test_every_result_says_its_date_and_source(page, site):
    page.goto(site.url + "search.html?q=kite&sort=date")
    expect(page.locator("#bulletin-results .articles-headline + .byline")).to_have_text(
        ["5 December 2023 · Westmere Council", "December 2023 (inferred) · The Harbour Gazette"]
    )


def test_a_word_of_the_headline_or_topic_finds_the_article_and_is_marked_there(page, site):
    page.goto(site.url + "search.html?q=swimming")
    expect(page.locator("#bulletin-results mark")).to_have_text(["Swimming"])
    page.goto(site.url + "search.html?q=transport")
    expect(page.locator("#bulletin-results h3")).to_have_text(["Westmere plans safer school buses"])
    expect(page.locator("#bulletin-results mark")).to_have_text(["Transport"])


def test_an_excerpt_does_not_say_the_headline_again(page, site):
    page.goto(site.url + "search.html?topic=transport")
    expect(page.locator("#bulletin-results .summary")).to_have_text(
        ["Every school bus is to have two grown-ups on board. …"]
    )


def test_a_word_that_no_article_has_is_not_said_to_be_found(page, site):
    page.goto(site.url + "search.html?q=lighthousekeeper")
    expect(page.locator("#bulletin-status")).to_have_text("1 article found with words like “lighthousekeeper”.")
    page.goto(site.url + "search.html?q=puddles")
    expect(page.locator("#bulletin-status")).to_have_text("25 articles found for “puddles”.")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("light", "1 article found with words like “light”.", id="begins-a-longer-word"),
        pytest.param(
            "puddle zzyzx",
            "No article has all of “puddle zzyzx”. 25 articles found with similar words.",
            id="one-unknown-word",
        ),
        pytest.param("school", "2 articles found for “school”.", id="other-endings"),
        pytest.param("on", "3 articles found for “on”, and 2 with similar words.", id="some-of-each"),
        pytest.param('"school buses"', "1 article found for “school buses”.", id="phrase"),
        pytest.param("“school buses”", "1 article found for “school buses”.", id="phrase-typed-on-a-telephone"),
    ],
)
def test_the_number_found_tells_the_words_from_similar_ones(page, site, query, sentence):
    page.goto(site.url + "search.html?q=" + query)
    expect(page.locator("#bulletin-status")).to_have_text(sentence)


def test_the_index_holds_articles_only(page, site):
    page.goto(site.url + "search.html?q=invented")
    expect(page.locator("#bulletin-status")).to_have_text("25 articles found for “invented”.")
    page.goto(site.url + "search.html?q=help lines")
    expect(page.locator("#bulletin-status")).to_contain_text("No articles found")


@pytest.mark.parametrize(
    ("label", "group", "found", "address"),
    [
        pytest.param("Online safety", "Topic", 2, "q=&topic=online-safety", id="topic"),
        pytest.param("The Harbour Gazette", "Source", 1, "q=&source=the-harbour-gazette", id="source"),
        pytest.param("2020", "Year", 1, "q=&year=2020", id="year"),
        pytest.param("Date not known", "Year", 1, "q=&year=undated", id="undated"),
    ],
)
def test_a_filter_narrows_the_results_and_stands_in_the_address(page, site, label, group, found, address):
    page.goto(site.url + "search.html")
    expect(page.locator("#bulletin-status")).to_contain_text("30 articles to search")
    page.get_by_role("group", name=group, exact=True).get_by_label(label).check()
    noun = "article" if found == 1 else "articles"
    expect(page.locator("#bulletin-status")).to_have_text(f"{found} {noun} found.")
    expect(page).to_have_url(site.url + "search.html?" + address.removeprefix("q=&"))


def test_counts_follow_the_words_and_the_other_groups(page, site):
    page.goto(site.url + "search.html?q=kite")
    topic = page.get_by_role("group", name="Topic", exact=True)
    expect(topic.locator(".choice:visible")).to_have_text(
        [re.compile(r"Online safety\s*2"), re.compile(r"Schools\s*1")]
    )
    topic.get_by_label("Schools").check()
    expect(page.locator("#bulletin-status")).to_have_text("1 article found for “kite”.")
    expect(topic.locator(".choice:visible")).to_have_text(
        [re.compile(r"Online safety\s*2"), re.compile(r"Schools\s*1")]
    )
    source = page.get_by_role("group", name="Source", exact=True)
    expect(source.locator(".choice:visible")).to_have_text([re.compile(r"Westmere Council\s*1")])


def test_two_choices_of_one_group_widen_the_results(page, site):
    page.goto(site.url + "search.html?year=2020&year=undated")
    expect(page.locator("#bulletin-status")).to_have_text("2 articles found.")


def test_chosen_filters_can_be_removed_one_by_one_and_all_at_once(page, site):
    page.goto(site.url + "search.html?q=court&topic=courts&year=2021")
    expect(page.locator("#bulletin-status")).to_have_text("25 articles found for “court”.")
    page.get_by_role("link", name="Remove filter: 2021").click()
    expect(page).to_have_url(site.url + "search.html?q=court&topic=courts")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page).to_have_url(site.url + "search.html?q=court")
    expect(page.get_by_role("link", name="Clear all filters")).to_have_count(0)


def test_back_and_forward_bring_the_search_back(page, site):
    page.goto(site.url + "search.html?q=kite")
    expect(page.locator("#bulletin-status")).to_have_text("2 articles found for “kite”.")
    page.get_by_role("searchbox").fill("lighthouse")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#bulletin-status")).to_have_text("1 article found for “lighthouse”.")
    page.go_back()
    expect(page.locator("#bulletin-status")).to_have_text("2 articles found for “kite”.")
    expect(page.get_by_role("searchbox")).to_have_value("kite")
    page.go_forward()
    expect(page.locator("#bulletin-status")).to_have_text("1 article found for “lighthouse”.")


def test_back_leads_to_the_search_before_not_to_a_word_half_typed(page, site):
    page.goto(site.url + "search.html?q=kite")
    expect(page.locator("#bulletin-status")).to_have_text("2 articles found for “kite”.")
    page.get_by_role("searchbox").fill("lightho")
    expect(page).to_have_url(site.url + "search.html?q=lightho")
    page.get_by_role("searchbox").fill("lighthouse")
    expect(page).to_have_url(site.url + "search.html?q=lighthouse")
    page.get_by_role("searchbox").press("Enter")
    page.go_back()
    expect(page).to_have_url(site.url + "search.html?q=kite")
    expect(page.get_by_role("searchbox")).to_have_value("kite")


def test_newest_first_puts_the_latest_first_and_the_undated_last(page, site):
    page.goto(site.url + "search.html?topic=schools&topic=not-on-the-list&topic=online-safety")
    page.get_by_label("Order").select_option("Newest first")
    expect(page).to_have_url(re.compile("&sort=date$"))
    expect(page.locator("#bulletin-results h3")).to_have_text(
        [
            "Kite club warns schools about a fake app",
            "Second report on the kite club",
            "Westmere plans safer school buses",
            "Swimming lessons at the harbour",
        ]
    )


def test_more_results_come_on_demand_and_the_first_new_one_gets_the_focus(page, site):
    page.goto(site.url + "search.html?q=puddle&sort=date")
    expect(page.locator("#bulletin-results > li")).to_have_count(10)
    page.get_by_role("button", name="Show more (15 left)").click()
    expect(page.locator("#bulletin-results > li")).to_have_count(20)
    expect(page.locator("#bulletin-results > li").nth(10).get_by_role("link")).to_be_focused()
    page.get_by_role("button", name="Show more (5 left)").click()
    expect(page.locator("#bulletin-results > li")).to_have_count(25)
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    assert len(set(headlines(page))) == 25


def test_back_from_an_article_brings_back_what_was_shown_and_the_place(page, site):
    page.goto(site.url + "search.html?q=puddle&sort=date")
    page.get_by_role("button", name="Show more (15 left)").click()
    expect(page.locator("#bulletin-results > li")).to_have_count(20)
    opened = page.locator("#bulletin-results > li").nth(13).get_by_role("link")
    headline = opened.inner_text()
    page.wait_for_load_state("networkidle")
    opened.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    page.wait_for_load_state("networkidle")  # going on sooner would break off its requests
    page.go_back()
    expect(page.locator("#bulletin-results > li")).to_have_count(20)
    expect(page.get_by_role("link", name=headline, exact=True)).to_be_focused()
    expect(page.get_by_role("link", name=headline, exact=True)).to_be_in_viewport()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_another_search_begins_with_its_first_results(page, site):
    page.goto(site.url + "search.html?q=puddle&sort=date")
    page.get_by_role("button", name="Show more (15 left)").click()
    expect(page.locator("#bulletin-results > li")).to_have_count(20)
    page.get_by_label("Order").select_option("Best match first")
    expect(page.locator("#bulletin-results > li")).to_have_count(10)
    page.go_back()
    expect(page.locator("#bulletin-results > li")).to_have_count(20)


def test_from_the_top_of_the_search_page_ten_keys_open_the_first_result(page, site):
    page.goto(site.url + "search.html")
    expect(page.locator("#bulletin-status")).to_contain_text("to search")
    keys = ["Tab", "Enter", "Tab"]  # skip link, used; then the search box
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lighthouse")
    page.keyboard.press("Enter")
    expect(page.locator("#bulletin-status")).to_be_focused()
    expect(page.locator("#bulletin-status")).to_contain_text("1 article found")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("harbour-swimming"))
    assert len([*keys, "the word", "Enter", "Tab", "Enter"]) <= 10


def test_a_search_that_finds_nothing_says_what_to_try(page, site):
    page.goto(site.url + "search.html?q=zzyzx")
    expect(page.locator("#bulletin-status")).to_have_text("No articles found for “zzyzx”. Try other or fewer words.")


def test_a_search_that_cannot_start_says_so_and_names_the_other_ways(open_page, site):
    page, _ = open_page()
    page.route("**/pagefind.js", lambda route: route.abort())
    page.goto(site.url + "search.html?q=kite")
    expect(page.locator("#bulletin-status")).to_contain_text("Search could not start.")


def test_without_javascript_the_search_page_points_to_topics_and_timeline(open_page, site):
    page, watched = open_page(java_script_enabled=False)
    page.goto(site.url + "search.html")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("Search needs JavaScript")
    expect(page.locator("#bulletin-search")).to_be_hidden()
    expect(notice.get_by_role("link", name="Get help now")).to_have_attribute("href", "help.html")
    notice.get_by_role("link", name="topic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")
    assert watched.complaints == []


def test_from_the_top_of_the_home_page_ten_keys_open_the_first_result(page, site):
    page.goto(site.url)
    keys = ["Tab", "Enter", "Tab"]  # the skip link leads past the head of the page, to the large search box
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lighthouse")
    page.keyboard.press("Enter")
    expect(page.locator("#bulletin-status")).to_contain_text("1 article found")
    expect(page.locator("#bulletin-status")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("harbour-swimming"))
    assert len([*keys, "the word", "Enter", "Tab", "Enter"]) <= 10


def test_the_empty_search_page_fetches_nothing_of_the_index(open_page, site):
    page, _ = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + "search.html")
    expect(page.locator("#bulletin-status")).to_have_text("There are 30 articles to search.")
    expect(page.get_by_role("group", name="Topic", exact=True).locator(".choice").first).to_contain_text("26")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/pagefind/" in url] == []


def test_the_number_found_is_spoken(page, site):
    page.goto(site.url + "search.html?q=lighthouse")
    expect(page.get_by_role("status").and_(page.locator("#bulletin-status"))).to_contain_text("1 article found")


def test_a_search_that_finds_nothing_offers_help_and_other_ways(page, site):
    page.goto(site.url + "search.html?q=zzyzx")
    nothing = page.locator("#bulletin-nothing")
    expect(nothing.get_by_role("link")).to_have_text(["Get help now", "topics", "timeline"])
    page.locator("#bulletin-query").fill("lighthouse")
    expect(nothing).to_be_hidden()


def test_no_excerpt_is_shown_of_a_text_with_a_content_note(page, site):
    page.goto(site.url + "search.html?q=fake app")
    warned = page.locator("#bulletin-results li").filter(has_text="Kite club warns schools")
    expect(warned.locator(".content-note")).to_have_text("Content note: Describes how a child was threatened online.")
    expect(warned.locator(".summary")).to_have_count(0)
