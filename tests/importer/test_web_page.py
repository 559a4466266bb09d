"""A web page becomes its article: every sentence of it, nothing of the page around it, and what its data says of it."""

from __future__ import annotations

import re
import time
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.describe import Describer, make_describer
from importer.encoding import CannotRead, decode_text
from importer.formats.web_page import find_items
from importer.markup_lines import fragment_lines
from importer.pipeline import describe_content
from importer.records import CannotImport, Document, Item, Note, Split
from importer.text import words
from importer.vocabulary import read_vocabulary
from tests.examples import examples
from tests.importer.rendered import render

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PAGES = sorted(GOLDEN.glob("web-page-*/source.html"))
PROSE = "The council has told every school in the harbour to check its gates again."
MORE = "Parents were told by letter that nobody may come in without a badge from the office."
# What is left of the pages around our articles: a school's own address below its letter, which no code marks
KNOWN_NOISE = {"web-page-no-semantics": ["Marsh End Primary School, Marsh Lane"]}


def page(html: str | bytes) -> Split:
    content = html if isinstance(html, bytes) else html.encode()
    return find_items(Document("page.html", "0", (), "web_page", content))


def item(html: str | bytes) -> Item:
    (only,) = page(html).items
    return only


def texts(html: str | bytes) -> list[str]:
    return [line.text for line in item(html).body if line.text]


def notes(html: str) -> str:
    split = page(html)
    told = (*split.notes, *(note for each in split.items for note in each.doubts))
    return "\n".join(f"{note.line}: {note.what}{' !' if note.mend else ''}" for note in told)


def refusal(html: str | bytes) -> Note | None:
    """Why a page is not read; None for one that is."""
    try:
        page(html)
    except CannotImport as error:
        return error.note
    return None


def days(html: str) -> tuple[str, str]:
    """The day of publication and that of the last revision, as the page gives them."""
    credits = item(html).credits
    return (
        next((credit.date_text for credit in credits if credit.date_text), ""),
        next((credit.updated_text for credit in credits if credit.updated_text), ""),
    )


# --- Whole pages


@pytest.fixture(scope="module")
def describer() -> Describer:
    return make_describer(read_vocabulary(Path("docs")), date(2026, 11, 21))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_every_word_of_the_article_and_no_other_is_on_the_page(path: Path, describer: Describer) -> None:
    """The article stands between marks in the page's source; it is taken from there without any of our code."""
    source = path.read_bytes().decode("cp1252" if "1252" in path.parent.name else "utf-8")
    source = re.sub(r"<!--\[if.*?\]>.*?<!\[endif\]-->|<!--\[(?:if|endif).*?-->", "", source, flags=re.DOTALL)
    wanted: list[str] = []
    for part in re.findall(r"<!--\[\d?-->(.*?)<!--\]-->", source, flags=re.DOTALL):
        part = re.sub(r"<(?:amp-)?img[^>]*?alt=\"([^\"]*)\"[^>]*>", r" \1 ", part)
        part = re.sub(r"<span[^>]*mso-list:Ignore.*?</span></span>", "", part, flags=re.DOTALL)
        part = re.sub(r"</?(?:a|b|em|i|o:p|q|small|span|strong)\b[^>]*>", "", part)
        part = re.sub(r"<sup>1</sup>", "¹", part)
        wanted += words(re.sub(r"<[^>]+>", " ", unescape(part)))
    found: list[str] = []
    for description in describe_content(path.read_bytes(), "source.html", describer).descriptions:
        shown = [text for kind, text in render(description.article.body).blocks]
        found += words(" ".join(text for text in shown if text not in KNOWN_NOISE.get(path.parent.name, [])))
    assert found == wanted


def test_there_are_pages_of_many_kinds() -> None:
    assert len(PAGES) >= 25


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_every_line_of_a_page_is_its_articles_or_told(path: Path) -> None:
    """Lines are counted: those in items, their headlines and credits, and those that a note says went."""
    content = path.read_bytes()
    split = page(content)
    told = sum(int(count) for note in split.notes for count in re.findall(r"(\d+) lines? from “", note.what))
    credits = sum("as the article's credit" in note.what for note in split.notes)
    begun = sum(line.text.startswith("Our office moves") for each in split.items for line in each.body)
    in_items = sum(1 for each in split.items for line in each.body if line.text) + len(split.items)
    by_lines = sum(credit.text.startswith("Source:") for each in split.items for credit in each.credits)
    every = [line for line in fragment_lines(decode_text(content, "page").text) if line.text]
    assert in_items + told + credits + by_lines + begun >= len(every)


# --- Facts

LD = '<script type="application/ld+json">%s</script>'


@pytest.mark.parametrize(
    ("head", "day", "updated"),
    [
        pytest.param(
            LD % '{"@type":"NewsArticle","headline":"T","datePublished":"2024-05-01T23:30:00+01:00"}',
            "2024-05-01T23:30:00+01:00",
            "",
            id="json-ld",
        ),
        pytest.param(
            LD % '{"@graph":[{"@type":["Article"],"headline":"T","datePublished":"2024-05-01",'
            '"dateModified":"2024-05-03"}]}',
            "2024-05-01",
            "2024-05-03",
            id="graph-and-revision",
        ),
        pytest.param(
            LD % '<!-- [{"@type":"BlogPosting","headline":"T","datePublished":"2024-05-01"},] -->', "", "", id="broken"
        ),
        pytest.param(
            LD % '{"@type":"Article","headline":"T","datePublished":"2024-05-01T09:00:00Z",'
            '"dateModified":"2024-05-01T17:00:00Z"}',
            "2024-05-01T09:00:00Z",
            "",
            id="revised-on-the-same-day",
        ),
        pytest.param('<meta property="article:published_time" content="2016/6/29">', "2016/6/29", "", id="meta"),
        pytest.param('<meta name="DC.date.issued" content="2012-02-29">', "2012-02-29", "", id="dublin-core"),
        pytest.param('<meta name="parsely-pub-date" content="20240501T090000Z">', "20240501T090000Z", "", id="compact"),
        pytest.param(
            '<meta name="sailthru.date" content="Wed May 01 2024 09:00:00 GMT+0100">',
            "Wed May 01 2024 09:00:00 GMT+0100",
            "",
            id="as-scripts-write-it",
        ),
        pytest.param('<meta name="date" content="0001-01-01T00:00:00">', "", "", id="never-set"),
        pytest.param('<meta name="date" content="1970-01-01T00:00:00Z">', "", "", id="the-first-day-of-computers"),
        pytest.param('<meta property="og:url" content="https://h.example/2024/05/01/t">', "", "", id="not-the-address"),
        pytest.param("", "", "", id="none"),
    ],
)
def test_the_day_comes_from_the_pages_data(head: str, day: str, updated: str) -> None:
    html = f"<head><title>T</title>{head}</head><body><h1>T</h1><p>{PROSE}</p><p>{MORE}</p>"
    assert days(html) == (day, updated)


@pytest.mark.parametrize(
    ("line", "day", "updated", "author"),
    [
        pytest.param("<p>Published: 3 May 2019</p>", "3 May 2019", "", "", id="labelled"),
        pytest.param(
            "<p>Posted on 3rd May 2019 by Robin Sparrow</p>", "3rd May 2019", "", "Robin Sparrow", id="posted"
        ),
        pytest.param("<p>By Robin Sparrow | 3 May 2019 | 4 min read</p>", "3 May 2019", "", "Robin Sparrow", id="bars"),
        pytest.param("<p>By <b>Robin Sparrow</b>, 3 May 2019</p>", "3 May 2019", "", "Robin Sparrow", id="comma"),
        pytest.param(
            "<p>First published 3 May 2019, last updated 4 June 2020</p>",
            "3 May 2019",
            "4 June 2020",
            "",
            id="two-days",
        ),
        pytest.param(
            "<dl class=metadata><dt>Published</dt><dd>3 May 2019</dd><dt>Last updated</dt><dd>4 June 2020</dd></dl>",
            "3 May 2019",
            "4 June 2020",
            "",
            id="terms",
        ),
        pytest.param(
            "<div class=byline>Robin Sparrow, Education reporter</div><time datetime=2019-05-03>3 May 2019</time>",
            "3 May 2019",
            "",
            "",
            id="post-of-the-writer",
        ),
        pytest.param(f"<p><i>{MORE}</i></p><p>3 May 2019</p>", "3 May 2019", "", "", id="below-the-standfirst"),
    ],
)
def test_the_day_and_the_writer_that_a_page_prints_are_read(line: str, day: str, updated: str, author: str) -> None:
    html = f"<title>T</title><body><main><h1>T</h1>{line}<p>{PROSE}</p><p>{MORE}</p></main>"
    assert days(html) == (day, updated)
    assert next((credit.author for credit in item(html).credits if credit.author), "") == author
    assert "2019" not in "".join(texts(html))


SENDER = '<a href="https://n.example/a">Department for Kites</a>'
DETAILS = '<dl class="metadata"><dt>From:</dt><dd>%s</dd><dt>Published</dt><dd>3 May 2024</dd></dl>'


@pytest.mark.parametrize(
    ("head", "details", "source", "author"),
    [
        pytest.param(
            LD % '{"@type":"Article","headline":"T","author":[{"@type":"GovernmentOrganization","name":"Kite Body"}]}',
            "", "Kite Body", "", id="organisation in the data",
        ),
        pytest.param(
            LD % '{"@type":"NewsArticle","headline":"T","author":{"@type":"Person","name":"Jo Marsh"}}',
            DETAILS % SENDER, "Department for Kites", "Jo Marsh", id="writer and sender",
        ),
        pytest.param(
            "", DETAILS % f'{SENDER} and <a href="https://n.example/b">The Rt Hon Jo Marsh MP</a>',
            "Department for Kites", "", id="two senders",
        ),
        pytest.param("", DETAILS % "1 May 2024", "", "", id="from a day"),
        pytest.param("", DETAILS % "the edge of the field", "", "", id="from elsewhere"),
    ],
)  # fmt: skip
def test_whose_document_it_is_is_read(head: str, details: str, source: str, author: str) -> None:
    html = f"<html><head>{head}</head><body><main><h1>T</h1>{details}<p>{PROSE}</p><p>{PROSE}</p></main></body></html>"
    credits = item(html).credits
    assert next((credit.source for credit in credits if credit.source), "") == source
    assert next((credit.author for credit in credits if credit.author), "") == author


def test_days_amid_the_text_stay() -> None:
    html = f"<title>T</title><h1>T</h1><p>{PROSE}</p><p>3 May 2019</p><p>{PROSE}</p><p>4 May 2019</p><p>{MORE}</p>"
    assert texts(html) == [PROSE, "3 May 2019", PROSE, "4 May 2019", MORE]
    assert days(html) == ("", "")


def test_the_words_of_a_line_in_a_box_of_their_own_stay_in_it() -> None:
    html = f"<title>T</title><main><h1>T</h1><p><span class=dateline>HARBOUR —</span> {PROSE}</p><p>{MORE}</p></main>"
    assert texts(html) == [f"HARBOUR — {PROSE}", MORE]


def test_days_that_differ_are_a_doubt() -> None:
    html = (
        '<head><meta property="article:published_time" content="2024-05-02"><title>T</title></head>'
        f"<h1>T</h1><p>Published: 9 May 2024</p><p>{PROSE}</p><p>{MORE}</p>"
    )
    assert "its <meta> data says 2 May 2024, its text says 9 May 2024. !" in notes(html)


@pytest.mark.parametrize(
    ("time", "printed", "day", "is_doubted"),
    [
        pytest.param("2024-08-27T23:30:00+00:00", "28 August 2024", "28 August 2024", False, id="midnight-in-summer"),
        pytest.param("2024-08-27T23:30:00Z", "29 August 2024", "2024-08-27T23:30:00Z", True, id="another-day"),
        pytest.param("2024-08-27T22:30:00Z", "28 August 2024", "2024-08-27T22:30:00Z", True, id="the-evening-before"),
    ],
)
def test_a_page_of_a_summer_night_has_the_day_it_prints(time: str, printed: str, day: str, is_doubted: bool) -> None:
    html = (
        f'<head><meta property="article:published_time" content="{time}"><title>T</title></head>'
        f"<h1>T</h1><p>Published: {printed}</p><p>{PROSE}</p><p>{MORE}</p>"
    )
    assert days(html)[0].removeprefix("Published: ") == day
    assert ("dates its article differently" in notes(html)) == is_doubted


def test_a_day_in_the_pages_header_is_not_the_articles() -> None:
    html = f"<header><a href=/>Site</a><p class=date>21 November 2026</p></header><main><h1>T</h1><p>{PROSE}</p></main>"
    assert days(html) == ("", "")


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        pytest.param(
            "<title>Gates locked at nine | Site</title>", "Gates locked at nine", "Gates locked at nine", id="h1"
        ),
        pytest.param(
            "<meta property='og:title' content='Gates to be locked at nine from next…'>",
            "Gates to be locked at nine from next Monday on",
            "Gates to be locked at nine from next Monday on",
            id="cut-short-in-the-data",
        ),
        pytest.param(
            "<meta property='og:title' content='Site'><meta property='og:site_name' content='Site'>",
            "Gates locked at nine",
            "Gates locked at nine",
            id="site-as-title",
        ),
        pytest.param("<title>Gates locked at nine - Site</title>", "", "Gates locked at nine", id="title-only"),
    ],
)
def test_the_headline_is_the_one_that_is_printed(head: str, h1: str, title: str) -> None:
    html = f"<head>{head}</head><body>{f'<h1>{h1}</h1>' if h1 else ''}<p>{PROSE}</p><p>{MORE}</p>"
    assert item(html).title == title
    assert texts(html) == [PROSE, MORE]


def test_a_headline_that_the_data_does_not_know_stays_in_the_text() -> None:
    html = f"<meta property='og:title' content='Gates locked'><h1>News from the head</h1><p>{PROSE}</p>"
    assert item(html).title == "Gates locked"
    assert texts(html) == ["News from the head", PROSE]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        pytest.param(
            "<link rel=canonical href='https://a.example/x?utm_source=y'>", "https://a.example/x", id="canonical"
        ),
        pytest.param(
            "<link rel=canonical href='https://a.example/'><meta property=og:url content='https://a.example/x'>",
            "https://a.example/x",
            id="front-page-as-canonical",
        ),
        pytest.param("<!-- saved from url=(0021)https://a.example/x -->", "https://a.example/x", id="saved-from"),
        pytest.param("<link rel=canonical href='javascript:alert(1)'>", "", id="hostile"),
        pytest.param("", "", id="none"),
    ],
)
def test_the_address_is_the_articles_own(head: str, url: str) -> None:
    assert item(f"{head}<title>T</title><body><h1>T</h1><p>{PROSE}</p>").url == url


@pytest.mark.parametrize(
    ("head", "url"),
    [
        pytest.param("<link rel=canonical href='https://a.example/n/x'>", "https://a.example/n/b.pdf", id="canonical"),
        pytest.param(
            "<link rel=canonical href='https://a.example/n/x'><base href='/files/'>",
            "https://a.example/files/b.pdf",
            id="base",
        ),
        pytest.param("<base href='https://c.example/d/'>", "https://c.example/d/b.pdf", id="base-alone"),
        pytest.param("<base href='file:///c:/'>", "", id="base-on-a-disk"),
        pytest.param("", "", id="no-base"),
    ],
)
def test_links_are_reckoned_from_where_the_page_lies(head: str, url: str) -> None:
    html = f"{head}<title>T</title><body><h1>T</h1><p>{PROSE} See <a href='b.pdf'>the report</a>.</p>"
    line = item(html).body[-1]
    assert line.text.endswith("See the report.")
    assert [link.url for link in line.markup.links if line.markup] == ([url] if url else [])  # type: ignore[union-attr]


def test_a_heading_that_names_the_site_is_no_headline() -> None:
    title = "<title>Marsh Primary School - Safeguarding Bulletin</title>"
    heads = "<h1>Marsh Primary School</h1><h2>Safeguarding Bulletin No. 6</h2>"
    bulletin = item(f"<html><head>{title}</head><body>{heads}<p>{PROSE}</p><p>{MORE}</p></body></html>")
    assert (bulletin.title, bulletin.publishers[0]) == ("Safeguarding Bulletin", "Marsh Primary School")


def test_a_list_of_news_is_no_publisher() -> None:
    news = "<title>Gates at Marsh School - Latest News</title>"
    article = item(f"<html><head>{news}</head><body><h1>Gates at Marsh School</h1><p>{PROSE}</p><p>{MORE}</p></body>")
    assert article.title == "Gates at Marsh School"
    assert "Latest News" not in article.publishers


def test_a_site_behind_the_name_of_its_list_is_the_publisher() -> None:
    html = f"<title>News - Marsh Council</title><h1>Gates locked at Marsh</h1><p>{PROSE}</p><p>{MORE}</p>"
    assert (item(html).title, item(html).publishers[0]) == ("Gates locked at Marsh", "Marsh Council")


def test_links_that_show_another_address_become_words_and_a_doubt(describer: Describer) -> None:
    links = (
        '<a href="https://boats.example/a">www.kites.example</a> or <a href="https://boats.example/b">Boats</a> or '
        '<a href="https://rafts.example/">www.harbour.example/c</a>'
    )
    html = f"<html><head><title>T</title></head><body><main><h1>T</h1><p>{PROSE}</p><p>Read {links}.</p></main></body>"
    (made,) = describe_content(html.encode(), "page.html", describer).descriptions
    assert "Read www.kites.example or [Boats](https://boats.example/b) or www.harbour.example/c." in made.article.body
    (told,) = (note for note in made.article.notes if "would lead" in note)
    assert told == ("2 links show one address and would lead to another: “www.kites.example” to “boats.example”.")


def test_a_description_of_the_whole_site_is_no_excerpt() -> None:
    own = f"<meta name=description content='{PROSE}'><h1>T</h1><p>{PROSE}</p>"
    other = (
        f"<meta name=description content='News, jobs and events from the friendly seaside.'><h1>T</h1><p>{PROSE}</p>"
    )
    assert item(own).excerpt == PROSE
    assert item(other).excerpt == ""


# --- The page around


@pytest.mark.parametrize(
    ("html", "what"),
    [
        pytest.param("<nav><a href=/a>Home</a></nav>", "the page's navigation", id="nav"),
        pytest.param("<ul class='site-menu'><li><a href=/a>Home</a></ul>", "the page's navigation", id="menu"),
        pytest.param(
            f"<div id=cookie-notice><p>{MORE}</p><button>OK</button></div>", "the notice about cookies", id="cookies"
        ),
        pytest.param(
            f"<section><h2>Cookies on this site</h2><p>{MORE}</p></section>", "the notice about cookies", id="headed"
        ),
        pytest.param("<div class='SocialShare'><a href=/f>Facebook</a></div>", "the share bar", id="share"),
        pytest.param(
            "<h3>Related articles</h3><ul><li><a href=/b>Other</a></ul>", "a box of other articles", id="related"
        ),
        pytest.param(f"<div class=comments-area><p>{MORE}</p></div>", "the readers' comments", id="comments"),
        pytest.param(f"<div class=newsletter><p>{MORE}</p></div>", "the sign-up for a newsletter", id="newsletter"),
        pytest.param("<form><label>Search <input type=search></label></form>", "a form", id="form"),
        pytest.param(
            "<p class=breadcrumbs><a href=/>Home</a> &gt; News</p>", "the page's trail of links", id="breadcrumb"
        ),
        pytest.param(
            "<ul><li><a href=#a>First part</a><li><a href=#b>Second part</a></ul>", "list of contents", id="contents"
        ),
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_parts_of_the_page_go_and_are_told(html: str, what: str, place: str) -> None:
    article = f"<p>{PROSE}</p><p>{PROSE.replace('school', 'nursery')}</p><p>{PROSE.replace('council', 'trust')}</p>"
    parts = [html, article] if place == "above" else [article, html]
    whole = f"<title>T</title><body><main><h1>T</h1>{''.join(parts)}</main>"
    assert len(texts(whole)) == 3
    assert f"left out {what}" in notes(whole) or what in notes(whole)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<aside><p>{MORE}</p></aside>", id="aside-within-the-article"),
        pytest.param(
            f"<section id=sharing-with-parents><h2>Sharing with parents</h2><p>{MORE}</p></section>", id="name"
        ),
        pytest.param(f"<div class=menu>{f'<p>{MORE}</p>' * 9}</div>", id="much-text-in-a-menu"),
        pytest.param(f"<p><strong>Contents</strong> of the bag: {MORE}</p>", id="words-in-bold"),
        pytest.param(f"<h2>Comments</h2><p>{MORE}</p>", id="heading-comments"),
        pytest.param(f"<section id=consent><h2>Consent</h2><p>{MORE}</p></section>", id="section-on-consent"),
        pytest.param(f"<div class='category-social-media'><p>{MORE}</p></div>", id="filed-under-social-media"),
        pytest.param(f"<div class='social-care'><p>{MORE}</p></div>", id="social-care"),
        pytest.param(f"<div class='cta'><p>{MORE}</p></div>", id="call-to-action"),
        pytest.param(f"<div role=dialog><p>{MORE}</p></div>", id="a-dialogue-that-is-no-cookie-notice"),
        pytest.param(f"<footer><p>{MORE}</p></footer>", id="footer-of-the-article"),
        pytest.param(
            "<ul><li><a href='https://x.example/1'>One</a><li><a href='https://x.example/2'>Two</a></ul>", id="links"
        ),
    ],
)
def test_what_may_be_the_articles_stays(html: str) -> None:
    whole = f"<title>T</title><article><h1>T</h1><p>{PROSE}</p>{html}<p>{PROSE}</p></article>"
    shown = " ".join(texts(whole))
    assert MORE in shown or ("One" in shown and "Two" in shown)


def test_a_sentence_outside_the_main_part_is_a_doubt() -> None:
    html = f"<main><h1>T</h1><p>{PROSE}</p><p>{PROSE}</p></main><div><p>{MORE}</p></div>"
    assert texts(html) == [PROSE, PROSE]
    assert "“Parents were told by letter that…” belongs to no article !" in notes(html)


@pytest.mark.parametrize(
    ("html", "what"),
    [
        pytest.param("<html><body></body></html>", "no text", id="empty"),
        pytest.param("<frameset><frame src=a.htm><noframes>x</noframes></frameset>", "frames", id="frames"),
        pytest.param(f"<nav>{PROSE}</nav><form>Name <input> <input type=password></form>", "log in", id="log-in"),
        pytest.param(
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
            "scripts",
            id="scripts",
        ),
        pytest.param(
            "<title>404 Not Found</title><h1>Not Found</h1><p>It is not here.</p>", "server's message", id="error"
        ),
        pytest.param("<title>Just a moment...</title><p>Checking.</p>", "server's message", id="check"),
        pytest.param("<div>" * 400 + PROSE, "nested", id="deep"),
        pytest.param("<h1>T</h1><p>" + "word " * 200_000, "characters", id="long"),
        pytest.param("<h1>T</h1><p>" + "word " * 1_200_000, "bytes", id="large"),
    ],
)
def test_a_page_without_an_article_is_refused_with_a_way_out(html: str, what: str) -> None:
    with pytest.raises(CannotRead, match=what) as raised:
        page(html)
    assert raised.value.note.mend


def test_an_article_for_subscribers_is_a_doubt() -> None:
    html = LD % '{"@type":"Article","headline":"T","isAccessibleForFree":"False"}' + f"<h1>T</h1><p>{PROSE}</p>"
    assert "for subscribers only" in notes(html)
    assert "for subscribers only" in notes(f"<h1>T</h1><p>{PROSE}</p><p>Subscribe to continue reading</p>")


# --- Lists


def test_a_list_of_beginnings_gives_no_article_and_a_doubt() -> None:
    pieces = "".join(f"<div><h3><a href='/{n}'>Story {n}</a></h3><p>{PROSE}</p></div>" for n in range(6))
    split = page(f"<title>News</title><h1>News</h1>{pieces}")
    assert split.items == ()
    assert [note.what for note in split.notes] == [
        "the page only lists 6 articles, from “Story 0”; none stands in full"
    ]
    assert split.notes[0].is_doubt


def test_the_pieces_of_a_round_up_are_its_text() -> None:
    pieces = "".join(
        f"<div><h3><a href='https://e{n}.example/'>Story {n}</a></h3><p>{PROSE}</p></div>" for n in range(6)
    )
    html = (
        f"<link rel=canonical href='https://h.example/r'><title>Round-up</title><h1>Round-up</h1><p>{MORE}</p>{pieces}"
    )
    assert texts(html).count(PROSE) == 6


def test_the_sections_of_one_article_are_one_article() -> None:
    pieces = "".join(f"<article><h2>Section {n}</h2><p>{PROSE}</p><p>{MORE}</p></article>" for n in range(3))
    assert len(texts(f"<title>Policy</title><h1>Policy</h1>{pieces}")) == 9


# --- Whatever comes

_WITHIN = [
    "<nav><ul><li><a href='/a'>noise</a><li><a href='/b'>noise</a></ul></nav>",
    "<div class='cookie-banner'><p>noise We use cookies to make this website work for you and for us.</p></div>",
    "<div class='share-buttons'><a href='/f'>noise</a></div>",
    "<section id='comments'><p>noise I have said so for years and nobody would listen to me.</p></section>",
    "<div style='display:none'><a href='https://spam.example'>noise</a></div>",
    "<div class='related-posts'><h3>noise</h3><a href='/r'>noise</a><p>noise A teaser of another article.</p></div>",
]
_AROUND = [
    *_WITHIN,
    "<aside class='sidebar'><h3>noise</h3><ul><li><a href='/x'>noise one two</a></ul></aside>",
    "<footer><p>noise The trust is a charity with an office in the harbour.</p><a href='/p'>noise</a></footer>",
]
_HOLDERS = ["main", "article", "div", "section", "div class='content'", "div id='main-column'", "td", "form"]
_WRAPS = [
    "<p>{}</p>",
    "<div>{}</div>",
    "<p><b>Note</b> {}</p>",
    "<blockquote><p>{}</p></blockquote>",
    "<ul><li>{}</li></ul>",
]


@st.composite
def made_pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page with parts around and amid an article, and the article's sentences."""
    count = draw(st.integers(3, 9))
    sentences = [
        f"Sentence {n} of this article tells what the harbour council has done for its schools." for n in range(count)
    ]
    pieces = [draw(st.sampled_from(_WRAPS)).format(sentence) for sentence in sentences]
    for _ in range(draw(st.integers(0, 2))):
        pieces.insert(draw(st.integers(0, len(pieces))), draw(st.sampled_from(_WITHIN)))
    holder = draw(st.sampled_from(_HOLDERS))
    article = f"<{holder}><h1>The headline of it</h1>{''.join(pieces)}</{holder.split()[0]}>"
    if holder == "td":
        article = f"<table><tr><td><a href='/m'>noise</a></td>{article}</tr></table>"
    above = "".join(draw(st.lists(st.sampled_from(_AROUND), max_size=3)))
    below = "".join(draw(st.lists(st.sampled_from(_AROUND), max_size=3)))
    return f"<title>The headline of it | Site</title><body>{above}{article}{below}", sentences


@given(made_pages())
@settings(max_examples=examples(400))
def test_no_sentence_is_lost_whatever_stands_around_it(made: tuple[str, list[str]]) -> None:
    html, sentences = made
    shown = " ".join(texts(html))
    assert re.findall(
        r"Sentence \d of this article tells what the harbour council has done for its schools\.", shown
    ) == (sentences)
    assert "noise" not in shown


@given(st.sampled_from(PAGES).map(Path.read_bytes), st.data())
@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_damaged_page_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 400)))
        put = data.draw(
            st.one_of(st.binary(max_size=20), st.sampled_from([b"<", b">", b"</div>", b"<table>", b'"', b"<!--"]))
        )
        content = content[:start] + put + content[end:]
    told = refusal(content)
    assert told is None or told.is_doubt


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<h1>T</h1>" + f"<p>{PROSE}</p>" * 6_000, id="paragraphs"),
        pytest.param("<h1>T</h1>" + "<a href=/x>one two</a> " * 60_000, id="links"),
        pytest.param("<h1>T</h1>" + "<p>Share</p>" * 40_000, id="labels"),
        pytest.param("<h1>T</h1>" + "<h3>Related</h3><p>x</p>" * 30_000, id="headings"),
        pytest.param(("<div class=share>" * 200 + "x" + "</div>" * 200) * 150, id="nested-regions"),
        pytest.param(
            "".join(f"<article><h2><a href=/{n}>T</a></h2><p>{PROSE}<p>{MORE}</article>" for n in range(1_900)),
            id="list",
        ),
        pytest.param(LD % ("[" * 100_000) + f"<h1>T</h1><p>{PROSE}", id="json"),
        pytest.param(f"<title>{'|' * 900_000}</title><p>{PROSE}", id="title"),
        pytest.param("<h1>T</h1>" + "<span hidden>x</span>" * 60_000, id="hidden"),
        pytest.param("<!-- saved from url=(" + "9" * 2_000_000, id="comment"),
        pytest.param("<h1>T</h1><p>" + "by A " * 90_000, id="by-lines"),
        pytest.param(f"<h1>T</h1><div class='{'nav ' * 90_000}'>{PROSE}", id="names"),
    ],
)
def test_a_flood_is_done_or_refused_soon(html: str) -> None:
    begin = time.process_time()
    told = refusal(html)
    assert told is None or told.is_doubt
    assert time.process_time() - begin < 8
