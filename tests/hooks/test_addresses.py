from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks.library.addresses import (
    LONGEST_SLUG,
    article_url,
    is_home_page,
    is_web_address,
    make_slug,
    make_unique_slugs,
    website_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://westmere.example/a?b=c#d", True, id="https"),
        pytest.param("HTTP://westmere.example", True, id="http-in-capitals"),
        pytest.param("javascript:alert(1)", False, id="javascript"),
        pytest.param("data:text/html,x", False, id="data"),
        pytest.param("//westmere.example/a", False, id="no-scheme"),
        pytest.param("https://", False, id="no-host"),
        pytest.param("https://[westmere", False, id="half-an-address"),
        pytest.param("https://westmere.example/a b", False, id="blank-inside"),
        pytest.param(" https://westmere.example", False, id="blank-before"),
        pytest.param("", False, id="empty"),
    ],
)
def test_only_web_addresses_become_links(text, expected):
    assert is_web_address(text) is expected


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("online-safety", "online-safety", id="a-slug-stays"),
        pytest.param("Children’s Trust & Sons", "childrens-trust-sons", id="apostrophe-and-ampersand"),
        pytest.param("../../etc/passwd", "etc-passwd", id="path"),
        pytest.param("Con", "con-page", id="device-name"),
        pytest.param("Index", "index-page", id="name-of-the-index"),
        pytest.param("…", "unnamed", id="nothing-left"),
    ],
)
def test_make_slug(name, slug):
    assert make_slug(name) == slug


@given(st.text())
def test_a_slug_is_a_safe_file_name(name):
    assert re.fullmatch(r"[a-z0-9-]+", make_slug(name))
    assert len(make_slug(name)) <= LONGEST_SLUG + len("-page")


@given(st.lists(st.text(max_size=6)))
def test_no_two_names_share_a_slug(names):
    slugs = make_unique_slugs(names)
    assert set(slugs) == set(names)
    assert len(set(slugs.values())) == len(slugs)


def test_an_articles_address_is_that_of_its_page():
    assert article_url("articles/2023/some slug?.md") == "articles/2023/some%20slug%3F.html"


@given(st.text().map("https://".__add__) | st.text())
def test_what_may_become_a_link_names_a_website(text):
    assert not is_web_address(text) or website_of(text)


@pytest.mark.parametrize(
    ("address", "website", "is_home"),
    [
        pytest.param("https://www.westmere.example/kites/1", "westmere.example", False, id="page"),
        pytest.param("https://westmere.example/?p=12", "westmere.example", False, id="page-by-number"),
        pytest.param("HTTP://Westmere.example:80", "westmere.example", True, id="home"),
        pytest.param("https://gov.example@elsewhere.example/a", "elsewhere.example", False, id="name-before-at-sign"),
    ],
)
def test_which_website_an_address_leads_to(address, website, is_home):
    assert is_web_address(address)
    assert (website_of(address), is_home_page(address)) == (website, is_home)
