"""A link leads to the address that its words show, or its words show none."""

from __future__ import annotations

import pytest

from importer.shown_addresses import shows_another_address


@pytest.mark.parametrize(
    ("words", "target"),
    [
        pytest.param("https://www.kites.example/club", "https://boats.example/", id="with its scheme"),
        pytest.param("Write to www.kites.example today", "https://boats.example/", id="among other words"),
        pytest.param("kites.org.uk", "https://boats.example/kites.org.uk", id="alone, without www"),
        pytest.param("“kites.org.uk/club”", "https://boats.example/", id="in quotation marks"),
        pytest.param("WWW.KITES.EXAMPLE", "https://boats.example/", id="in capitals"),
        pytest.param("www.kites.example", "https://kites.example.boats.example/", id="begins with the other"),
        pytest.param("www.kites.example", "https://www.notkites.example/", id="ends with the other"),
        pytest.param("club@kites.example", "mailto:club@boats.example", id="mail"),
        pytest.param("www.kites.example", "mailto:club@boats.example", id="mail of another"),
    ],
)
def test_words_that_show_another_address_are_found(words: str, target: str) -> None:
    assert shows_another_address(words, target)


@pytest.mark.parametrize(
    ("words", "target"),
    [
        pytest.param("Kite club", "https://boats.example/", id="no address"),
        pytest.param("www.kites.example", "http://kites.example/club?a=b", id="the same without www"),
        pytest.param("https://kites.example", "https://WWW.Kites.example:443/", id="the same with a port"),
        pytest.param("www.kites.example", "https://shop.kites.example/", id="part of that site"),
        pytest.param("http://shop.kites.example", "https://kites.example/shop", id="site of that part"),
        pytest.param("www.boats.example or www.kites.example", "https://kites.example/", id="one of two"),
        pytest.param("club@kites.example", "mailto:club@kites.example", id="mail"),
        pytest.param("report.pdf", "https://kites.example/report.pdf", id="file"),
        pytest.param("Change.org", "https://kites.example/", id="name"),
        pytest.param("www.kites.example", "../2023/kites.md", id="within the site"),
        pytest.param("www.kites.example", "https://[", id="no address to lead to"),
    ],
)
def test_other_words_are_not(words: str, target: str) -> None:
    assert not shows_another_address(words, target)
