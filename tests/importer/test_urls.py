"""Which addresses a page may link to, and which are one and the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.urls import resolve_link, same_address, web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=1&c=2#d",
        "http://www.example.org",
        "HTTPS://EXAMPLE.ORG/Page",
        "https://example.org:8443/a",
        "https://example.org/ysgol-gŵyr",
        "https://müller.example/",
        "http://192.0.2.17/a",
        "https://4you.example2/",
    ],
)
def test_a_page_may_link_to_it(text: str) -> None:
    assert web_address(f" {text}\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://example.org",
        "data:text/html,<b>",
        "file:///etc/hosts",
        "ftp://example.org",
        "//example.org/a",
        "example.org/a",
        "https://localhost/",
        "https://1.2/",
        "https://1.2.3.4.5/",
        "https://1.2.3.256/",
        "https://1.2.3.04/",
        "https://1.2.3.4./",
        "https://example.0x1f/",
        "https://example.1/",
        "https://.",
        "https://..",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1",
        "https://[::1]/",
        "https://exa mple.org/",
        "https://example.org/<b>",
        'https://example.org/"onclick="x',
        "https://example.org/\u202egnp.exe",
        "https://example.org/\u200b",
        "https://example.org/\x00",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_a_page_may_not_link_to_it(text: str) -> None:
    assert web_address(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a/b",
        "http://example.org/a/b",
        "https://www.example.org/a/b/",
        "https://EXAMPLE.org/a/b#part",
    ],
)
def test_these_are_one_address(text: str) -> None:
    assert same_address(text) == "example.org/a/b"


def test_a_query_or_another_path_makes_another_address() -> None:
    addresses = [
        "https://example.org/?p=1",
        "https://example.org/?p=2",
        "https://example.org/a",
        "https://example.org/A",
    ]
    assert len({same_address(address) for address in addresses}) == 4


@given(st.one_of(st.text(), st.text(st.sampled_from("htps:/[]@.#?%ab1 \u202e"), max_size=25)))
def test_any_text_is_judged_without_a_fault(text: str) -> None:
    address = web_address(text)
    assert address in {"", text.strip()}
    assert web_address(address) == address
    assert isinstance(same_address(text), str)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://\uff4bites.example/", id="wide letters"),
        pytest.param("http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", id="digits in circles"),
        pytest.param("https://\ufb01nance.example/", id="ligature"),
        pytest.param("https://\u212aites.example/", id="Kelvin sign"),
        pytest.param("https://k\u0456tes.example/", id="Cyrillic letter among Latin ones"),
        pytest.param("https://\u043aites.example/", id="Cyrillic letter first"),
        pytest.param("https://kite\u03c3.example/", id="Greek letter last"),
    ],
)
def test_a_host_that_is_another_than_it_seems_is_no_address(url: str) -> None:
    assert (web_address(url), resolve_link(url)) == ("", "")


@pytest.mark.parametrize(
    "url",
    [
        "https://dra\u00f0ur.example/", "https://\u0437\u043c\u0435\u0439.example/", "https://\u51e7.example/\uff4b",
        "https://b\u00fccher.example/\u043aites?q=\ufb01",
    ],
)  # fmt: skip
def test_a_host_in_letters_of_one_script_is_an_address(url: str) -> None:
    assert web_address(url) == url
