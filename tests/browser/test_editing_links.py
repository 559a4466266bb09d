"""“Edit this page” and “Suggest an article”: where there is a repository, online, and without asking anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hooks.library.offline_pages import Edition, render_offline_page
from tests.browser.varied_site import SETTINGS

pytestmark = pytest.mark.browser

REPOSITORY = SETTINGS["BULLETIN_REPOSITORY_URL"]
ARTICLE = "articles/2024/rich-text.html"
NAMES = ("Edit this page", "Suggest an article")


def test_an_article_leads_to_the_editor_of_its_file_and_to_the_form_for_suggestions(page, varied_bulletin):
    page.goto(varied_bulletin.url + ARTICLE)
    expect(page.get_by_role("link", name="Edit this page")).to_have_attribute(
        "href", f"{REPOSITORY}/edit/main/docs/articles/2024/rich-text.md"
    )
    expect(page.get_by_role("link", name="Suggest an article")).to_have_attribute(
        "href", f"{REPOSITORY}/issues/new?template=suggest-an-article.yml"
    )
    report = page.get_by_role("link", name="Report a mistake").get_attribute("href")
    assert report.startswith(f"{REPOSITORY}/issues/new?template=report-a-mistake.yml&title=Mistake%20in%3A%20A%20text")
    assert report.endswith("&page=https%3A%2F%2Fbulletin.example%2Farticles%2F2024%2Frich-text.html")


@pytest.mark.parametrize("address", ["index.html", "search.html", "help.html", "404.html"])
def test_an_article_can_be_suggested_from_every_page(page, varied_bulletin, address):
    page.goto(varied_bulletin.url + address)
    expect(page.get_by_role("link", name="Suggest an article")).to_be_visible()


@pytest.mark.parametrize("address", [ARTICLE, "index.html"])
def test_the_links_fit_a_narrow_screen(open_page, varied_bulletin, address):
    page, watched = open_page(viewport={"width": 320, "height": 640})
    page.goto(varied_bulletin.url + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    link = page.get_by_role("link", name="Suggest an article")
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert (watched.foreign_requests, watched.complaints) == ([], [])


def test_without_a_repository_there_are_no_such_links(page, site):
    page.goto(site.url + "articles/2023/kite-club-warning.html")
    for name in NAMES:
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    expect(page.get_by_role("link", name="Report a mistake")).to_be_visible()


def test_an_offline_copy_has_no_such_links(varied_bulletin):
    html = (varied_bulletin.folder / Path(ARTICLE)).read_text(encoding="utf-8")
    copy = render_offline_page(html, Edition(date(2026, 11, 21), "Safeguarding Bulletin"))
    assert all(name in html for name in NAMES)
    assert not any(name in copy for name in NAMES)
    assert "Report a mistake" in copy
