"""What pages say of themselves to machines: true at the precision known, and unable to break out of its place."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks.library.bulletin import assemble_bulletin
from hooks.library.shown import ShownArticle
from hooks.library.structured_data import describe_article, describe_page, escape_for_script, render_article_data
from hooks.library.whole_site import Site
from importer.records import Article
from importer.vocabulary import ContentWarning, Source, Topic, Vocabulary

HERE = Site("Kite Bulletin", "News of kites.")
PUBLISHED = Site("Kite Bulletin", "News of kites.", "https://bulletin.example/kites/")
VOCABULARY = Vocabulary(
    topics=(Topic("schools", "Schools & colleges", "News for schools."), Topic("courts", "Courts", "Cases.")),
    sources=(Source("Westmere Council", home="https://westmere.example/"),),
    helplines=(),
    content_warnings=(ContentWarning("Tells of rain.", 1, ("puddle",)),),
)
KITES = Article(
    title="About kites",
    source="Westmere Council",
    date="2023-12-05",
    updated="2024-01-09",
    author="Robin Sparrow",
    url="https://westmere.example/kites?a=1&b=2",
    topics=("schools", "courts"),
    summary="In short about kites.",
    path="articles/2023/kites.md",
)
BARE = Article(title="About swimming", source="An Unlisted Bulletin", path="articles/undated/swimming.md")


def shown_as(article: Article) -> ShownArticle:
    (shown,) = assemble_bulletin([article], VOCABULARY).articles
    return shown


def data_of(article: Article, site: Site = HERE) -> dict[str, object]:
    return json.loads(render_article_data(shown_as(article), site))


def card_of(article: Article, site: Site = HERE) -> dict[str, str]:
    return dict(describe_article(shown_as(article), site))


def data_blocks_of(page: Path) -> list[str]:
    """Everything within `<script …ld+json>` as a browser would take it: up to the first end tag of a script."""
    return re.findall(r'<script type="application/ld\+json">(.*?)</script', page.read_text(encoding="utf-8"), re.DOTALL)


def properties_of(page: Path) -> list[tuple[str, str]]:
    found = re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page.read_text(encoding="utf-8"))
    return [(name, html.unescape(content)) for name, content in found]


# --- JSON-LD


def test_an_article_says_what_it_is_by_whom_and_what_it_is_based_on():
    council = {"@type": "Organization", "name": "Westmere Council", "url": "https://westmere.example/"}
    assert data_of(KITES, PUBLISHED) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "About kites",
        "description": "In short about kites.",
        "datePublished": "2023-12-05",
        "dateModified": "2024-01-09",
        "author": {"@type": "Person", "name": "Robin Sparrow"},
        "publisher": {"@type": "Organization", "name": "Kite Bulletin", "url": "https://bulletin.example/kites/"},
        "sourceOrganization": council,
        "isBasedOn": "https://westmere.example/kites?a=1&b=2",
        "inLanguage": "en-GB",
        "keywords": ["Schools & colleges", "Courts"],
        "isAccessibleForFree": True,
        "url": "https://bulletin.example/kites/articles/2023/kites.html",
        "mainEntityOfPage": "https://bulletin.example/kites/articles/2023/kites.html",
        "image": "https://bulletin.example/kites/assets/social-card.png",
    }
    assert data_of(replace(KITES, author=""))["author"] == council


def test_what_is_not_known_is_left_out():
    assert data_of(BARE) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "About swimming",
        "description": shown_as(BARE).description,
        "author": {"@type": "Organization", "name": "An Unlisted Bulletin"},
        "publisher": {"@type": "Organization", "name": "Kite Bulletin"},
        "sourceOrganization": {"@type": "Organization", "name": "An Unlisted Bulletin"},
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
    }


@pytest.mark.parametrize("date", ["2023-12-05", "2023-12", "2023"])
def test_a_date_is_told_no_more_exactly_than_it_is_known(date):
    assert data_of(replace(KITES, date=date))["datePublished"] == date


def test_a_home_page_is_not_passed_off_as_the_original():
    assert data_of(replace(KITES, url="https://www.westmere.example/"))["isBasedOn"] == {
        "@type": "CreativeWork",
        "isPartOf": {"@type": "WebSite", "url": "https://www.westmere.example/"},
    }


def test_an_address_that_runs_something_is_no_original():
    assert "isBasedOn" not in data_of(replace(KITES, url="javascript:document.title='ran'"))


def test_an_article_in_another_language_says_so():
    assert data_of(replace(KITES, lang="cy"))["inLanguage"] == "cy"


@pytest.mark.parametrize("show", ["full", "excerpt", "link"])
def test_no_more_is_told_than_may_be_shown(show):
    source = replace(VOCABULARY.sources[0], show=show)
    (shown,) = assemble_bulletin([KITES], replace(VOCABULARY, sources=(source,))).articles
    told = render_article_data(shown, PUBLISHED) + str(describe_article(shown, PUBLISHED))
    assert ("In short about kites" in told) == (show != "link")


def test_a_description_never_tells_what_a_content_note_warns_of():
    graphic = replace(KITES, summary="A kite fell into a puddle.", content_note="Tells of rain.")
    assert data_of(graphic)["description"] == card_of(graphic)["og:description"] == "Tells of rain."


# --- its place in the page


@given(st.text())
def test_no_text_can_end_the_script_it_stands_in_and_all_of_it_comes_back(text):
    escaped = escape_for_script(json.dumps({"headline": text}, ensure_ascii=False))
    assert re.search("[<>&\u2028\u2029]", escaped) is None
    assert json.loads(escaped) == {"headline": text}


@pytest.mark.parametrize("text", ["</script><script>x()</script>", "<!--<script>", "]]>", "a\u2028b", "&lt;/script>"])
def test_what_browsers_are_known_to_trip_over_is_escaped(text):
    escaped = render_article_data(shown_as(replace(KITES, title=text)), HERE)
    assert re.search("[<>&\u2028\u2029]", escaped) is None
    assert json.loads(escaped)["headline"] == text


@pytest.mark.parametrize("site", ["invented_site", "own_site", "published_site"])
def test_every_article_of_a_site_has_one_block_of_data_and_no_other_page_has_any(request, site):
    folder = request.getfixturevalue(site)
    pages = sorted(folder.glob("**/*.html"))
    assert len(pages) > 30
    for page in pages:
        blocks = data_blocks_of(page)
        is_article = page.relative_to(folder).parts[0] == "articles"
        assert len(blocks) == (1 if is_article else 0), page
        for block in blocks:
            assert json.loads(block)["@type"] == "NewsArticle"
            assert "<" not in block


def test_a_hostile_title_is_plain_data(invented_site, hostile_title):
    page = invented_site / "articles" / "2022" / "hostile-header.html"
    (block,) = data_blocks_of(page)
    data = json.loads(block)
    assert data["headline"] == hostile_title
    assert data["sourceOrganization"]["name"] == '<i onmouseover="x">Markup Press</i> & Sons'
    assert dict(properties_of(page))["og:title"] == hostile_title


# --- OpenGraph


def test_the_card_of_an_article():
    assert describe_article(shown_as(KITES), PUBLISHED) == [
        ("og:title", "About kites"),
        ("og:description", "In short about kites."),
        ("og:site_name", "Kite Bulletin"),
        ("og:url", "https://bulletin.example/kites/articles/2023/kites.html"),
        ("og:image", "https://bulletin.example/kites/assets/social-card.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Kite Bulletin. News of kites."),
        ("og:type", "article"),
        ("og:locale", "en_GB"),
        ("article:published_time", "2023-12-05"),
        ("article:modified_time", "2024-01-09"),
        ("article:tag", "Schools & colleges"),
        ("article:tag", "Courts"),
    ]


@pytest.mark.parametrize("date", ["2023-12", "2023", ""])
def test_a_card_has_no_time_where_the_day_is_not_known(date):
    assert "article:published_time" not in card_of(replace(KITES, date=date))
    assert "article:modified_time" not in card_of(replace(KITES, updated=date))


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        pytest.param("", "en_GB", id="english"),
        pytest.param("cy", "cy_GB", id="welsh"),
        pytest.param("pl", "pl_PL", id="polish"),
        pytest.param("pt-BR", "pt_BR", id="country-named"),
        pytest.param("so", None, id="country-not-known"),
    ],
)
def test_a_card_names_the_language_of_its_text(lang, locale):
    assert card_of(replace(KITES, lang=lang)).get("og:locale") == locale


def test_a_page_without_a_description_of_its_own_has_that_of_the_site():
    assert ("og:description", "News of kites.") in describe_page("Help", "", HERE, "")


def test_without_a_known_address_there_is_neither_address_nor_picture_on_any_card(invented_site):
    for page in invented_site.glob("**/*.html"):
        names = [name for name, _ in properties_of(page)]
        assert [name for name in names if name.startswith(("og:url", "og:image"))] == [], page
        assert 'rel="canonical"' not in page.read_text(encoding="utf-8")
        assert "twitter:card" not in page.read_text(encoding="utf-8")


def test_with_a_known_address_every_page_names_its_own_and_a_picture_that_there_is(published_site):
    address = "https://bulletin.example/kites/"
    pages = [page for page in published_site.glob("**/*.html") if properties_of(page)]
    assert len(pages) > 40
    for page in pages:
        properties, text = dict(properties_of(page)), page.read_text(encoding="utf-8")
        own = address + page.relative_to(published_site).as_posix()
        assert properties["og:url"] == own
        assert f'<link rel="canonical" href="{own}">' in text
        assert (published_site / properties["og:image"].removeprefix(address)).is_file()
        assert '<meta name="twitter:card" content="summary_large_image">' in text


def test_the_home_page_is_called_by_the_name_of_the_site(published_site):
    home = dict(properties_of(published_site / "index.html"))
    assert (home["og:title"], home["og:type"]) == ("Safeguarding Bulletin", "website")


def test_a_page_that_is_not_found_asks_not_to_be_indexed(published_site):
    text = (published_site / "404.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in text
    assert "noindex" not in (published_site / "index.html").read_text(encoding="utf-8")
