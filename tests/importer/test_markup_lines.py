"""HTML becomes the lines of its text: no word is lost, glued or told twice, and markup says what each line is."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.hidden_text import find_hiding
from importer.limits import MOST_DEPTH
from importer.markup_lines import TooDeep, fragment_lines, fragment_text, mark_text, parse_html
from importer.records import Line
from tests.examples import examples

BASE = "https://harbour.example/news/"
PROSE = "The council has told every school in the harbour to check its gates."


def kinds(html: str) -> list[tuple[str, str]]:
    return [(line.markup.kind, line.text) for line in fragment_lines(html, BASE) if line.markup]


def marked(html: str) -> list[tuple[str, int, int, str]]:
    return [
        (line.markup.kind, line.markup.level, line.markup.number, line.text)
        for line in fragment_lines(html, BASE)
        if line.markup
    ]


def links(html: str) -> list[tuple[str, str]]:
    return [(link.words, link.url) for line in fragment_lines(html, BASE) if line.markup for link in line.markup.links]


def rows(html: str) -> list[list[str]]:
    (table,) = (line for line in fragment_lines(html) if line.markup and line.markup.kind == "table")
    assert table.markup
    return [[cell.text for cell in row] for row in table.markup.rows]


# --- What lines are


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<h2>A</h2><p>b</p>", [("heading", 2, 0, "A"), ("paragraph", 0, 0, "b")], id="heading"),
        pytest.param("<h1>A<br>B</h1>", [("heading", 1, 0, "A B")], id="heading-of-two-lines"),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul></li><li>c<p>d</p></li></ul>",
            [("bullet", 0, 0, "a"), ("bullet", 1, 0, "b"), ("bullet", 0, 0, "c"), ("continuation", 0, 0, "d")],
            id="nested-list",
        ),
        pytest.param(
            "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
            [("bullet", 0, 0, "a"), ("bullet", 1, 0, "b"), ("bullet", 0, 0, "c")],
            id="list-directly-in-a-list",
        ),
        pytest.param(
            "<ol start='3'><li>a</li><li value='7'>b</li><li>c</li></ol>",
            [("number", 0, 3, "a"), ("number", 0, 7, "b"), ("number", 0, 8, "c")],
            id="numbers",
        ),
        pytest.param(
            "<ol type='a'><li>a</li><li>b</li></ol>", [("bullet", 0, 0, "a. a"), ("bullet", 0, 0, "b. b")], id="letters"
        ),
        pytest.param("<ol type='I' start='4'><li>a</li></ol>", [("bullet", 0, 0, "IV. a")], id="roman-numbers"),
        pytest.param(
            "<ol reversed><li>a</li><li>b</li></ol>", [("number", 0, 2, "a"), ("number", 0, 1, "b")], id="counting-down"
        ),
        pytest.param(
            "<ol><li><h3>A</h3><p>b</p></li></ol>",
            [("heading", 3, 0, "A"), ("paragraph", 0, 0, "b")],
            id="heading-in-an-item",
        ),
        pytest.param("<li>a<li>b", [("bullet", 0, 0, "a"), ("bullet", 0, 0, "b")], id="items-that-lost-their-list"),
        pytest.param(
            "<blockquote>A<ol><li>b</li><li>c</li></ol></blockquote>d",
            [("quote", 0, 0, "A"), ("quote", 0, 0, "1. b"), ("quote", 0, 0, "2. c"), ("paragraph", 0, 0, "d")],
            id="list-in-a-quotation",
        ),
        pytest.param(
            "<dl><dt>A</dt><dd>b<p>c</p></dd><dt>D</dt><dd>e</dd></dl>f",
            [
                ("bullet", 0, 0, "A"),
                ("continuation", 0, 0, "b"),
                ("continuation", 0, 0, "c"),
                ("bullet", 0, 0, "D"),
                ("continuation", 0, 0, "e"),
                ("paragraph", 0, 0, "f"),
            ],
            id="terms-and-meanings",
        ),
        pytest.param(
            "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>"
            "<span style='mso-list:Ignore'>o<span>&nbsp; </span></span>a</p>"
            "<p style='mso-list:l0 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp;</span></span>b</p>",
            [("bullet", 1, 0, "a"), ("number", 0, 3, "b")],
            id="lists-of-word",
        ),
        pytest.param(
            "text<div>a<div>b</div>c</div>", [("paragraph", 0, 0, t) for t in ("text", "a", "b", "c")], id="bare"
        ),
        pytest.param("a<br>b<br><br>c", [("paragraph", 0, 0, t) for t in "abc"], id="line-breaks"),
        pytest.param(
            "The council has told every school<br>in the harbour.",
            [("paragraph", 0, 0, "The council has told every school in the harbour.")],
            id="wrapped-by-line-breaks",
        ),
        pytest.param("<pre>a\n  b\n\nc</pre>", [("paragraph", 0, 0, t) for t in "abc"], id="preformatted"),
        pytest.param(
            f"<details><summary>Who checks?</summary>{PROSE}</details>",
            [("heading", 7, 0, "Who checks?"), ("paragraph", 0, 0, PROSE)],
            id="details",
        ),
        pytest.param(
            f"<h3><button>Who checks?</button></h3><div>{PROSE}</div><button>Share</button>",
            [("heading", 3, 0, "Who checks?"), ("paragraph", 0, 0, PROSE)],
            id="buttons",
        ),
        pytest.param("<h1>x" + " word" * 50, [("paragraph", 0, 0, "x" + " word" * 50)], id="heading-never-closed"),
    ],
)
def test_markup_says_what_lines_are(html: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert marked(html) == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("a<b>b</b>c <i>d</i>\n e", "abc d e", id="inline"),
        pytest.param("a <span> b</span> <!-- x --> c", "a b c", id="comment"),
        pytest.param("safe<wbr>guarding", "safeguarding", id="place-to-break"),
        pytest.param(
            "Act<sup>3</sup>, 10<sup>th</sup>, m<sup>2</sup>, H<sub>2</sub>O", "Act³, 10th, m², H2O", id="raised"
        ),
        pytest.param("<q>Yes</q>, she said", "“Yes”, she said", id="quoted"),
        pytest.param("<a href=/a>Home</a><a href=/b>News</a>", "Home News", id="links-that-style-alone-parts"),
        pytest.param("<a href=/a>Safe</a><a href=/a>guarding</a>", "Safeguarding", id="one-link-in-two"),
        pytest.param("Well done <img alt='👏' src=x>!", "Well done 👏!", id="emoji"),
        pytest.param("Well done <img class='emoji' alt=':clap:' src=x>!", "Well done :clap:!", id="emoji-by-name"),
        pytest.param("x&nbsp;&nbsp;y&shy;z &amp;amp;", "x yz &amp;", id="entities"),
        pytest.param("a\x00b\x0bc\x1fd", "ab c d", id="controls"),
        pytest.param("<a data-cfemail='422b2c242d02272c273430'>[protected]</a>", "info@enevr", id="address-in-code"),
        pytest.param("a <math><mi>x</mi><annotation>\\x</annotation></math>", "a x", id="formula"),
    ],
)
def test_words_stand_as_a_browser_shows_them(html: str, text: str) -> None:
    assert kinds(f"<p>{html}</p>") == [("paragraph", text)]


def test_what_follows_the_end_of_the_page_is_read_too() -> None:
    assert kinds("<html><body><p>a</p></body></html><p>b</p>") == [("paragraph", "a"), ("paragraph", "b")]


@pytest.mark.parametrize(
    ("above", "below", "is_heading"),
    [
        pytest.param("What schools should do", PROSE, True, id="heading"),
        pytest.param("Next steps:", PROSE, True, id="with-a-colon"),
        pytest.param("What schools should do", "See below", False, id="nothing-of-its-own-below"),
        pytest.param("The review found that schools must:", PROSE, False, id="lead-in"),
        pytest.param("Schools must act now.", PROSE, False, id="sentence"),
        pytest.param("Vicky, parent", PROSE, False, id="name"),
        pytest.param("“We must act”", PROSE, False, id="quotation"),
        pytest.param("3 May 2024", PROSE, False, id="date"),
        pytest.param("<a href='/x'>The report of the year</a>", PROSE, False, id="link"),
        pytest.param("999", PROSE, False, id="number"),
    ],
)
def test_a_paragraph_in_bold_is_a_heading_where_it_surely_is_one(above: str, below: str, is_heading: bool) -> None:
    html = f"<p>{PROSE}</p><p><strong>{above}</strong></p><p>{below}</p><p>{PROSE}</p>"
    assert (kinds(html)[1][0] == "heading") is is_heading


def test_where_everything_is_bold_nothing_is_a_heading() -> None:
    html = f"<p><b>One</b></p><p><b>Two</b></p><p><b>Three</b></p><p>{PROSE}</p>"
    assert {kind for kind, _ in kinds(html)} == {"paragraph"}


# --- Tables


def test_a_table_of_facts_keeps_its_rows_and_its_caption() -> None:
    html = "<table><caption>Visits</caption><tr><th>Year<th>Visits<tr><td>2022<td>10<tr><td>2023<td>12</table>"
    assert rows(html) == [["Year", "Visits"], ["2022", "10"], ["2023", "12"]]
    assert kinds(html)[0] == ("paragraph", "Visits")


def test_cells_that_reach_further_leave_the_others_in_their_columns() -> None:
    html = """<table><tr><th rowspan=2>Town<th colspan=2>Visits<tr><th>2022<th>2023
        <tr><td>Greywater<td>1<td>2</table>"""
    assert rows(html) == [["Town", "Visits", ""], ["", "2022", "2023"], ["Greywater", "1", "2"]]


def test_a_list_in_a_cell_keeps_its_marks_and_links_their_words() -> None:
    html = "<table><tr><th>A<th>B<tr><td>x<td><ul><li>one <a href=/1>here</a><li>two <a href=/2>here</a></ul></table>"
    (line,) = (line for line in fragment_lines(html, BASE) if line.text)
    assert line.markup
    cell = line.markup.rows[1][1]
    assert cell.text == "• one here • two here"
    assert [(link.words, link.url, link.nth) for link in cell.links] == [
        ("here", "https://harbour.example/1", 0),
        ("here", "https://harbour.example/2", 1),
    ]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<table><tr><td>Menu<td><h1>News</h1></table>", id="headline"),
        pytest.param("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", id="told"),
        pytest.param("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", id="table-in-a-table"),
        pytest.param(f"<table><tr><td>Menu<td>{PROSE * 5}<tr><td>x<td>y</table>", id="long-text"),
        pytest.param("<table><tr><td>a<td>b</table>", id="one-row"),
        pytest.param("<table>stray<tr><td>a<td>b<tr><td>c<td>d</table>", id="text-between-cells"),
    ],
)
def test_a_table_that_lays_a_page_out_is_no_table(html: str) -> None:
    assert "table" not in {kind for kind, _ in kinds(html)}


# --- Links and pictures


@pytest.mark.parametrize(
    ("href", "url"),
    [
        pytest.param("../a.pdf?utm_source=x&id=7", "https://harbour.example/a.pdf?id=7", id="relative-and-tracked"),
        pytest.param("https://e.example/", "https://e.example/", id="absolute"),
        pytest.param("mailto:a@b.example?subject=x", "mailto:a@b.example", id="mail"),
    ],
)
def test_links_lead_where_they_lead(href: str, url: str) -> None:
    assert links(f"<p>See <a href='{href}'>the <b>report</b></a>.</p>") == [("the report", url)]


@pytest.mark.parametrize("href", ["javascript:x()", "data:text/html,x", "file:///c:/x.doc", "#top", ""])
def test_a_link_that_leads_nowhere_is_its_words(href: str) -> None:
    html = f"<p>See <a href='{href}'>the report</a>.</p>"
    assert kinds(html) == [("paragraph", "See the report.")]
    assert links(html) == []


def test_the_same_words_lead_where_each_of_them_leads() -> None:
    lines = fragment_lines("<p>here <a href=/1>here</a> and <a href=/2>here</a></p>", BASE)
    assert lines[0].markup
    assert [(link.url[-1], link.nth) for link in lines[0].markup.links] == [("1", 1), ("2", 2)]


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        pytest.param("<img alt='A child at a school gate'>", [("picture", "A child at a school gate")], id="text"),
        pytest.param("<amp-img alt='A school gate'></amp-img>", [("picture", "A school gate")], id="amp"),
        pytest.param("<img alt=''>", [], id="empty"),
        pytest.param("<img src='a.jpg'>", [], id="none"),
        pytest.param("<img alt='gate_final (2).JPG'>", [], id="file-name"),
        pytest.param("<img alt='IMG_2034'>", [], id="name-of-a-camera"),
        pytest.param("<img alt='Screenshot 2023-05-06 at 10.11.12'>", [], id="name-of-a-program"),
        pytest.param("<img alt='open' width=1 height=1>", [], id="counter"),
    ],
)
def test_a_picture_becomes_the_text_that_stands_for_it(picture: str, shown: list[tuple[str, str]]) -> None:
    assert kinds(f"<p>a</p>{picture}<p>b</p>") == [("paragraph", "a"), *shown, ("paragraph", "b")]


# --- What does not show


@pytest.mark.parametrize(
    "style",
    [
        "style='display: none'",
        "hidden",
        "style='position:absolute; left:-9999px'",
        "style='text-indent:-999em'",
        "style='font-size:0'",
        "style='height:0; overflow:hidden'",
        "class='screen-reader-text'",
    ],
)
def test_hidden_text_is_left_out_and_told(style: str) -> None:
    text = fragment_text(f"<p>a</p><div {style}><a href='https://spam.example/'>cheap pills</a></div><p>b</p>")
    assert [line.text for line in text.lines if line.text] == ["a", "b"]
    (note,) = text.notes("x.html")
    assert "“cheap pills”" in note.what
    assert not note.is_doubt


def test_links_that_a_style_sheet_hides_are_left_out_and_told() -> None:
    html = "<style>.x7 {position:absolute;left:-4000px}</style><p>a</p><div class=x7><a href=/b>casino</a></div>"
    text = mark_text(parse_html(html))
    assert [line.text for line in text.lines] == ["a"]
    assert "casino" in text.notes("x")[0].what


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<a href='#more'>More</a><div id=more style='display:none'>{PROSE}</div>", id="opened-by-a-link"),
        pytest.param(f"<div role=tabpanel hidden>{PROSE}</div>", id="panel"),
        pytest.param(f"<div hidden=until-found>{PROSE}</div>", id="found-by-search"),
        pytest.param(f"<div style='opacity:0'>{PROSE}</div>", id="faded-in"),
        pytest.param(f"<div style='visibility: hidden'>{PROSE}</div>", id="shown-by-a-script"),
        pytest.param(f"<td style='font-size:0px'><div style='font-size:13px'>{PROSE}</div></td>", id="newsletter"),
        pytest.param(f"<div aria-hidden=true>{PROSE}</div>", id="only-not-read-out"),
        pytest.param(f"<style>.a{{display:none}}</style><div class=a>{PROSE}</div>", id="opened-by-a-script"),
    ],
)
def test_text_that_readers_can_see_stays(html: str) -> None:
    assert PROSE in [line.text for line in mark_text(parse_html(html)).lines]


def test_hidden_sentences_are_for_an_editor_to_judge() -> None:
    (note,) = fragment_text(f"<p>a</p><p hidden>{PROSE}</p>").notes("x.html")
    assert note.is_doubt


def test_many_hidden_texts_are_one_note() -> None:
    text = fragment_text("<p>a" + "<span hidden>b</span>" * 50)
    assert [note.what for note in text.notes("x")] == ["left out hidden text “b” and 49 more of the kind"]


def test_hiding_is_learnt_from_the_whole_page() -> None:
    root = parse_html("<style>#s{left:-2000px}</style><p id=s><a href=/x>casino</a></p><p>a</p>")
    assert mark_text(root.body, hiding=find_hiding(root)).lines == [Line(1, "a", mark_text(root.body).lines[-1].markup)]


# --- Every word, once, in order

_INLINE = ["b", "i", "span", "a href='/x'", "em", "code", "font", "u", "x-new"]
_BLOCK = ["div", "p", "section", "ul", "li", "ol", "blockquote", "h2", "table", "tr", "td", "dl", "dt", "dd", "pre"]
_HIDDEN = ["div hidden", "script", "style", "span style='display:none'", "select"]


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A piece of HTML of any shape, and its visible words in order; words in one paragraph are parted by spaces."""
    words: list[str] = []
    count = 0

    def word(*, shows: bool) -> str:
        nonlocal count
        count += 1
        made = "w" + "".join(chr(ord("a") + int(digit)) for digit in str(count)) + "z"
        if shows:
            words.append(made)
        return made

    def piece(depth: int, *, shows: bool) -> str:
        kind = draw(st.sampled_from(["word", "inline", "block", "block", "hidden", "br", "cells"]))
        if depth > 4 or kind == "word":
            return f" {word(shows=shows)} "
        if kind == "br":
            return "<br>"
        if kind == "cells":
            made = "".join(
                "<tr>" + "".join(f"<td>{word(shows=shows)}</td>" for _ in range(2))
                for _ in range(draw(st.integers(1, 3)))
            )
            return f"<table>{made}</table>"
        opener = draw(st.sampled_from({"inline": _INLINE, "block": _BLOCK, "hidden": _HIDDEN}[kind]))
        if kind == "hidden":
            return f"<{opener}>{word(shows=False)}</{opener.split()[0]}>"
        inner = "".join(piece(depth + 1, shows=shows) for _ in range(draw(st.integers(0, 4))))
        edge = " " if kind == "inline" else ""
        return f"{edge}<{opener}>{inner}</{opener.split()[0]}>{edge}"

    html = "".join(piece(0, shows=True) for _ in range(draw(st.integers(1, 6))))
    return html, words


@given(pages())
@settings(max_examples=examples(1500))
def test_every_visible_word_is_in_the_lines_once_and_in_order(page: tuple[str, list[str]]) -> None:
    html, words = page
    found = " ".join(line.text for line in fragment_lines(html)).replace("•", " ").split()
    assert [word for word in found if not word.rstrip(".").isdigit()] == words


@given(st.text(max_size=300))
@settings(max_examples=examples(500))
def test_any_text_at_all_has_lines(text: str) -> None:
    fragment_lines(text)
    fragment_lines(f"<p>{text}<table><tr><td>{text}")


@given(pages())
@settings(max_examples=examples(200))
def test_links_are_found_in_their_lines(page: tuple[str, list[str]]) -> None:
    for line in fragment_lines(page[0], BASE):
        for link in line.markup.links if line.markup else ():
            assert line.text.count(link.words) > link.nth


# --- Limits


@pytest.mark.parametrize(
    ("html", "what"),
    [
        pytest.param("<div>" * 100_000 + "x", "nested", id="deep"),
        pytest.param("<div>" * (MOST_DEPTH + 1) + "x", "nested", id="a-little-too-deep"),
        pytest.param("<b>" * 400 + "x", "nested", id="never-closed"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(1_000)) + ">x", "attributes", id="attributes"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x", "attributes", id="attribute-flood"),
        pytest.param("<p>x" * 250_000, "elements", id="elements"),
        pytest.param("<p>" + "word " * 1_200_000, "bytes", id="bytes"),
    ],
)
def test_a_page_that_asks_for_too_much_is_refused_soon(html: str, what: str) -> None:
    begin = time.process_time()
    with pytest.raises(TooDeep, match=what):
        fragment_lines(html)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>" + "word " * 900_000, id="one-line"),
        pytest.param("<p>" + "<a href=/x>here</a> " * 90_000, id="links"),
        pytest.param("<p>" + "<br>" * 190_000, id="line-breaks"),
        pytest.param("<table><tr><td>" * 80 + "x", id="tables"),
        pytest.param("<table>" + "<tr><td colspan=9999 rowspan=9999>x" * 20_000, id="spans"),
        pytest.param("<" * 4_000_000, id="brackets"),
        pytest.param("&amp;" * 900_000, id="entities"),
        pytest.param("<p style='" + "left:-" * 500_000 + "'>x", id="style"),
        pytest.param("<style>" + "a{" * 500_000 + "</style>x", id="style-sheet"),
        pytest.param("<b>x<p>" * 60_000, id="broken-nesting"),
    ],
)
def test_a_flood_is_done_soon(html: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(TooDeep):
        fragment_lines(html)
    assert time.process_time() - begin < 8
