"""The site's own pages: MkDocs is given what was checked, and no page takes the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from importer.own_pages import TEMPLATES, find_own_page_faults, read_own_page

PROJECT_DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = "---\ntitle: Kites\n---\n\nKites fly.\n"
NO_ADDRESS = "the path cannot be a page's address everywhere"
MADE = "the page would stand where the site has pages and files that it makes itself"


@pytest.mark.parametrize(
    ("text", "body", "meta"),
    [
        pytest.param(PAGE, "Kites fly.", {"title": "Kites"}, id="plain"),
        pytest.param(
            "---\ntitle: Kites\n...\n# <script>alert(1)</script>\n---\nKites.",
            "Kites.",
            {"title": "Kites"},
            id="three dots end no header",
        ),
        pytest.param(
            "template: withdrawn.html\n\nKites.", "template: withdrawn.html\n\nKites.", {}, id="no header without lines"
        ),
        pytest.param(
            "---\ntitle: Kites\ntemplate: withdrawn.html\nrobots: noindex\nexit: true\n---\nKites.",
            "Kites.",
            {"title": "Kites", "robots": "noindex", "exit": True},
            id="only what an own page has",
        ),
        pytest.param("---\ntitle: [a\n---\nKites.", "Kites.", {}, id="broken"),
    ],
)
def test_a_page_is_what_its_header_says_to_us(text: str, body: str, meta: dict[str, object]) -> None:
    assert read_own_page(text, "kites.md") == (body, meta)


def test_a_page_keeps_the_template_that_was_made_for_it() -> None:
    text = "---\ntitle: Help\ntemplate: help.html\n---\n\nCall.\n"
    assert read_own_page(text, "help.md") == ("Call.", {"title": "Help", "template": "help.html"})


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        pytest.param("kites.md", PAGE, [], id="good"),
        pytest.param("for-schools/kites.md", PAGE, [], id="good in a folder"),
        pytest.param(
            "kites.md",
            PAGE.replace("title", "template: withdrawn.html\ntitle"),
            ["“template:” names one that was made for another page"],
            id="template of another page",
        ),
        pytest.param(
            "kites.md",
            PAGE.replace("title", "robots: no-index\ntitle"),
            ["“robots:” asks search engines for what they do not know, so they would show the page"],
            id="wish that search engines do not know",
        ),
        pytest.param("kites.md", PAGE.replace("title", "robots: noindex, nofollow\ntitle"), [], id="two wishes"),
        pytest.param(
            "kites.md",
            PAGE.replace("---\n\n", "title: Boats\n---\n\n"),
            ["“title:” stands twice, first on line 2"],
            id="key twice",
        ),
        pytest.param("Help.md", PAGE, [NO_ADDRESS], id="another page in capitals"),
        pytest.param("Articles/2023/kites.md", PAGE, [NO_ADDRESS], id="article in capitals"),
        pytest.param("topics/README.md", PAGE, [NO_ADDRESS], id="front page of a folder"),
        pytest.param("help.html/kites.md", PAGE, [NO_ADDRESS], id="folder at the address of a page"),
        pytest.param("404.md", PAGE, [MADE], id="page of a missing page"),
        pytest.param("times-tables.md", PAGE, [MADE], id="where the exit leads"),
        pytest.param("local/contacts.md", PAGE, [MADE], id="contacts of a school"),
        pytest.param("timeline/2023.md", PAGE, [MADE], id="made folder"),
    ],
)
def test_a_page_that_could_be_taken_for_another_is_told(tmp_path: Path, name: str, text: str, told: list[str]) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [note.what for note in find_own_page_faults(tmp_path)] == told


def test_the_bulletins_own_pages_are_in_order_and_have_the_templates_that_are_known() -> None:
    assert list(find_own_page_faults(PROJECT_DOCS)) == []
    for name, template in TEMPLATES.items():
        assert f"\ntemplate: {template}\n" in (PROJECT_DOCS / name).read_text(encoding="utf-8")
