from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from hooks.library.article_page import (
    render_citation,
    render_edit_link,
    render_left_out,
    render_mail_link,
    render_report_link,
    render_suggest_link,
)
from hooks.library.bulletin import assemble_bulletin
from importer.records import Article
from importer.vocabulary import Vocabulary

EMPTY = Vocabulary(topics=(), sources=(), helplines=())


def shown(**fields):
    values = {"title": "Kites & “storms”", "source": "Westmere Council", "path": "articles/2023/kites.md", **fields}
    return assemble_bulletin([Article(**values)], EMPTY).articles[0]


@pytest.mark.parametrize(
    ("fields", "page", "citation"),
    [
        pytest.param(
            {"date": "2023-12-05", "url": "https://westmere.example/kites"},
            "https://bulletin.example/articles/2023/kites.html",
            "Westmere Council, “Kites & “storms””, 5 December 2023. Original: https://westmere.example/kites "
            "– read in The Bulletin: https://bulletin.example/articles/2023/kites.html",
            id="all-known",
        ),
        pytest.param(
            {"author": "Robin Sparrow", "date": "2023-12", "date_basis": "inferred"},
            "",
            "Robin Sparrow, “Kites & “storms””, Westmere Council, December 2023 (date inferred). Read in The Bulletin",
            id="credited-writer",
        ),
        pytest.param(
            {"date": "2023-12-05", "updated": "2024-01-09"},
            "",
            "Westmere Council, “Kites & “storms””, 5 December 2023, updated 9 January 2024. Read in The Bulletin",
            id="revised",
        ),
        pytest.param({}, "", "Westmere Council, “Kites & “storms””, no date. Read in The Bulletin", id="little-known"),
        pytest.param(
            {"url": "javascript:run()"},
            "",
            "Westmere Council, “Kites & “storms””, no date. Read in The Bulletin",
            id="no-address",
        ),
    ],
)
def test_a_citation_names_writer_headline_date_and_place(fields, page, citation):
    assert render_citation(shown(**fields), "The Bulletin", page) == citation


def test_an_article_is_sent_on_with_the_readers_own_mail_program():
    link = urlsplit(render_mail_link(shown(), "Cite & see"))
    assert link.scheme == "mailto"
    assert parse_qs(link.query) == {"subject": ["Kites & “storms”"], "body": ["Cite & see"]}


@pytest.mark.parametrize("repository", ["", "https://forge.example/x/"], ids=["mail-alone", "mail-and-repository"])
def test_a_report_by_mail_names_the_page_and_asks_to_name_nobody(repository):
    link = render_report_link("Kites & storms", "articles/2023/kites.html", "desk@bulletin.example", repository)
    assert link.startswith("mailto:desk@bulletin.example?")
    assert "Mistake in: Kites & storms" in unquote(link)
    assert "Please name no child, victim or family here" in unquote(link)
    assert "Page: articles/2023/kites.html" in unquote(link)
    assert "&" not in link.split("?", 1)[1].replace("&body=", "")


def test_a_report_on_the_repository_fills_in_the_form():
    link = urlsplit(render_report_link("Kites & storms", "articles/2023/a&b.html", "", "https://forge.example/x/"))
    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://forge.example/x/issues/new"
    assert parse_qs(link.query) == {
        "template": ["report-a-mistake.yml"],
        "title": ["Mistake in: Kites & storms"],
        "page": ["articles/2023/a&b.html"],
    }


@pytest.mark.parametrize(
    ("repository", "link"),
    [
        pytest.param(
            "https://forge.example/x/", "https://forge.example/x/issues/new?template=suggest-an-article.yml", id="there"
        ),
        pytest.param("", "", id="none"),
        pytest.param("javascript:run()", "", id="no-web-address"),
    ],
)
def test_whoever_has_an_article_to_suggest_is_led_to_the_form(repository, link):
    assert render_suggest_link(repository) == link


def test_what_was_left_out_is_told_once_for_each_kind():
    told = [
        "line 12: left out a picture's caption",
        "line 20: left out an advert",
        "line 30: left out a picture's caption",
    ]
    assert render_left_out(told) == ["left out a picture's caption: lines 12 and 30", "left out an advert: line 20"]


@pytest.mark.parametrize(
    ("repository", "link"),
    [
        pytest.param(
            "https://forge.example/x/", "https://forge.example/x/edit/main/docs/articles/a%23b.md", id="there"
        ),
        pytest.param("", "", id="none"),
        pytest.param("javascript:run()", "", id="no-web-address"),
    ],
)
def test_an_editor_is_led_to_the_pages_file(repository, link):
    assert render_edit_link("articles/a#b.md", repository) == link


@pytest.mark.parametrize("repository", ["", "javascript:run()"])
def test_without_a_way_to_report_there_is_no_link(repository):
    assert render_report_link("Kites", "kites.html", "", repository) == ""
