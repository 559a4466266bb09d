"""Broken encodings: what is repaired, what is text and stays, and what editors are told."""

from __future__ import annotations

import time
import timeit
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from importer.markdown import render_links
from importer.pipeline import import_documents
from importer.records import Cell, Credit, Item, Line, Link, Markup
from importer.repair import repair_characters, repair_text
from importer.repair_item import repair_item
from tests.examples import examples
from tests.importer.invented import TODAY, Story, newsfeed, prose

# As it is written by people; every sentence holds letters or signs that broken text is made of as well
REAL = [
    pytest.param("Âge d’or : « Noël à la façade naïve », dit-elle… TÉLÉ\xa0» OÙ", id="french"),
    pytest.param("« Fatigué…\xa0» ; “café”… ; CAFÉ” ; TÊTE-À-TÊTE» ; SOCIÉTÉ®", id="french-signs-after-letters"),
    pytest.param("Â phwy y siaradodd? Â’r pennaeth. “Â” yw’r gair. DEWCH Â PHLANT, tŷ ŵyr", id="welsh"),
    pytest.param("Â\xa0phwy y siaradwch chi?", id="welsh-with-a-no-break-space"),
    pytest.param("São Paulo: NÃO, “AMANHÔ, IRMÃ’S, MANHÃ—DIZ, MAÇÃ… coração", id="portuguese"),
    pytest.param("«Ya está»—dijo; PANAMÁ» ¿Qué? ¡Olé! mañana…»", id="spanish"),
    pytest.param("„Übergröße“ in Ä, MENÜ“, Fuß“, Straße – STRASSE", id="german"),
    pytest.param("Zażółć gęślą jaźń, „ŁÓDŹ”, źdźbło – ŚĆ", id="polish"),
    pytest.param("HÂLÂ\xa0DA, hâlâ, İstanbul’da “çocuğun” HÂLÂ¹ şikâyeti", id="turkish"),
    pytest.param("Tiếng Việt: Ông ấy là người Huế, “ĐƯỜNG”, Nguyễn, THÔ", id="vietnamese"),
    pytest.param("Å\xa0koda ÅÄÖ” på Ærø, MANHÆ, “Å” er et ord", id="scandinavian"),
    pytest.param("VÁŠ, TÉŠ, ÚŽASNÝ, l·l CAFÉ·BAR, JOSÉ´S", id="czech-catalan-and-others"),
    pytest.param("الطفل في المدرسة، «مرحبا»", id="arabic"),
    pytest.param("हिन्दी में बच्चों की सुरक्षा।", id="hindi"),
    pytest.param("保护儿童，“你好”。日本語のテキスト、한국어", id="chinese-japanese-korean"),
    pytest.param("Защита детей – «Привет», Ελληνικά", id="cyrillic-and-greek"),
    pytest.param("👨‍👩‍👧 🇬🇧 ❤️ ✓ → ½ ¾ ² ³ ×÷±≈ 5 °C £5 €6 ¥7 ¢ © ® ™ § ¶ † ‡ • · …", id="emoji-and-signs"),
    pytest.param("/ˈʃɔːtɪdʒ ðæt ʌ ɜː/ ɪts, naïve façade, ð Ð þ Þ", id="ipa"),
    pytest.param("3 × 4 – 5 ÷ 6 = 7±1, x² µm 10‰ Ø", id="maths"),
    pytest.param("Q&A, R&D; M&S, AT&T; x & y; z &co; &unknown; &amp", id="ampersands"),
    pytest.param("a &lt;b&gt; and &lt;a href=&quot;x&quot;&gt; as printed", id="markup-as-printed"),
    pytest.param("one\x85two", id="a-line-end-of-its-own-kind"),
    pytest.param("", id="nothing"),
]


def misread(text: str, encoding: str = "cp1252") -> str:
    """A text in UTF-8 as a program shows it that takes it for another encoding."""
    return "".join(bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", REAL)
def test_what_people_wrote_is_never_touched_nor_doubted(text: str) -> None:
    assert repair_text(text) == (text, "", "", ())
    assert repair_characters(text) == (text, "", "", ())


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param("childâ€™s", "child’s", id="apostrophe"),
        pytest.param("childâ\x80\x99s", "child’s", id="apostrophe-as-latin-1"),
        pytest.param("childÃ¢â‚¬â„¢s", "child’s", id="apostrophe-twice"),
        pytest.param("child\x92s", "child’s", id="apostrophe-as-a-control"),
        pytest.param("childÂ’s", "child’s", id="apostrophe-as-a-control-misread"),
        pytest.param("\x93Hi\x85\x94", "“Hi…”", id="controls-beside-each-other"),
        pytest.param("c\x9cur", "cœur", id="a-letter-as-a-control"),
        pytest.param("â€œHi,â€\x9d she said", "“Hi,” she said", id="quotation"),
        pytest.param("â€œHi,â€ she said", "“Hi,” she said", id="quotation-with-a-lost-byte"),
        pytest.param("â€œHiâ€\ufffd", "“Hi”", id="quotation-with-a-replaced-byte"),
        pytest.param("a â€“ b, câ€¦ â€¢ d", "a – b, c… • d", id="dash-dots-bullet"),
        pytest.param("cafÃ© FranÃ§ois Ã‰cole CAFÃ‰", "café François École CAFÉ", id="french"),
        pytest.param("voilÃ\xa0 le dÃ©bat Ã\xa0 Paris", "voilà le débat à Paris", id="french-a"),
        pytest.param("voilÃ  le dÃ©bat Ã  Paris", "voilà le débat à Paris", id="french-a-with-a-plain-space"),
        pytest.param("Ã–sterreich, MÃ¼nchen, StraÃŸe", "Österreich, München, Straße", id="german"),
        pytest.param("TÅ· bach, dÅµr", "Tŷ bach, dŵr", id="welsh"),
        pytest.param("PrzemysÅ‚aw, Å»Ã³Å‚Ä‡", "Przemysław, Żółć", id="polish"),
        pytest.param("AÃ§Ã£o AÃ‡ÃƒO NIÃ‘OS", "Ação AÇÃO NIÑOS", id="capitals"),
        pytest.param("tiáº¿ng Viá»‡t, Nguyá»…n", "tiếng Việt, Nguyễn", id="vietnamese"),
        pytest.param("Ä°stanbul ÅŸehir", "İstanbul şehir", id="turkish"),
        pytest.param(misread("الطفل في المدرسة"), "الطفل في المدرسة", id="arabic"),
        pytest.param(misread("हिन्दी में"), "हिन्दी में", id="hindi"),
        pytest.param(misread("保护儿童，你好"), "保护儿童，你好", id="chinese"),
        pytest.param(misread("Привет"), "Привет", id="russian"),
        pytest.param(misread("Helo 😀 ❤️"), "Helo 😀 ❤️", id="emoji"),
        pytest.param("Â£5, â‚¬6, 5Â°C, Â½, Â© 2020, mÂ²", "£5, €6, 5°C, ½, © 2020, m²", id="signs"),
        pytest.param("cost (Â£)", "cost (£)", id="sign-in-brackets"),
        pytest.param("3 Ã— 4", "3 × 4", id="times"),
        pytest.param("end.Â\xa0 Next", "end.\xa0 Next", id="no-break-space"),
        pytest.param("end.Â Next for Â\xa0the", "end. Next for \xa0the", id="no-break-space-made-plain"),
        pytest.param("The NSPCCÂ\xa0said today that it is", "The NSPCC\xa0said today that it is", id="after-capitals"),
        pytest.param("Â\xa0Â\xa0", "\xa0\xa0", id="line-of-no-break-spaces"),
        pytest.param("ï»¿Title", "Title", id="byte-order-mark"),
        pytest.param("Ã¯Â»Â¿Title", "Title", id="byte-order-mark-twice"),
        pytest.param("“real” and childâ€™s", "“real” and child’s", id="beside-whole-text"),
        pytest.param("ï¿½", "\ufffd", id="a-lost-character-misread"),
    ],
)
def test_misread_characters_are_repaired(broken: str, whole: str) -> None:
    assert repair_characters(broken).text == whole
    assert repair_text(broken).text == whole


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param("child&rsquo;s", "child’s", id="named"),
        pytest.param("child&amp;#8217;s &amp;amp;#x2019;", "child’s ’", id="numbered-twice-and-thrice"),
        pytest.param("Fish &#038; chips, Q&amp;A, &amp;amp;", "Fish & chips, Q&A, &", id="ampersand"),
        pytest.param("caf&eacute; &pound;5 &euro;6&nbsp;7", "café £5 €6\xa07", id="letters-and-signs"),
        pytest.param("It&#39;s &quot;fine&quot;", 'It\'s "fine"', id="straight-quotes"),
        pytest.param("[&#8230;] &#146;", "[…] ’", id="dots-and-a-control"),
        pytest.param("&acirc;&euro;&trade;", "’", id="misread-then-written-as-entities"),
        pytest.param("5 &lt; 6 &hellip;", "5 &lt; 6 …", id="markup-stays"),
        pytest.param("&#60;b&#x3E; &#x202e; &#8203; &#96; &#0; &#9999999;", None, id="markup-and-nothing-to-see"),
        pytest.param("&amp;lt;script&amp;gt;", None, id="markup-twice"),
    ],
)
def test_entities_in_a_text_become_their_characters_unless_they_are_markup(broken: str, whole: str | None) -> None:
    assert repair_text(broken).text == (broken if whole is None else whole)
    assert repair_characters(broken).text == broken


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("‘Ã¨’ shows that something went wrong.", id="quoted-by-itself"),
        pytest.param("Mojibake such as cafÃ© comes from a wrong charset.", id="word-of-the-matter"),
        pytest.param("Read as Windows-1252, UTF-8 gives â€™ and Â£.", id="names-of-encodings"),
        pytest.param("Write “&nbsp;” between them.", id="entity-quoted"),
        pytest.param("The entity &amp; in HTML is a sign.", id="entity-in-html"),
        pytest.param("KÃ–LN", id="either-a-letter-or-a-dash"),
        pytest.param("itâ€s", id="a-byte-was-lost"),
        pytest.param("a\x81b", id="a-control-that-is-nothing"),
    ],
)
def test_what_is_not_certain_stays_and_is_doubted(text: str) -> None:
    repair = repair_text(text)
    assert (repair.text, repair.words) == (text, "")
    assert repair.doubted


def test_an_encoding_named_in_a_tag_is_no_talk_of_encodings() -> None:
    page = '<head><meta charset="utf-8"><title>The childâ€™s day</title>'
    assert repair_characters(page).text == '<head><meta charset="utf-8"><title>The child’s day</title>'


# --- What must hold for every text

# Words as people write them: letters of many scripts, and the signs that stand around words
LETTERS = st.text(
    st.sampled_from("abcdeéèêàâùçïüöäßñãõáíóúŵŷłżśćńęąşğıřžščæøåðþÂÃÉÀÇÖÜÄŁŻĐđướếệ"), min_size=1, max_size=9
)
SPACES = st.sampled_from([" ", ", ", ". ", " – ", "; ", "… ", " “", "” ", " ‘", "’ ", " (", ") ", " £", " & ", "\n"])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.tuples(LETTERS, SPACES), min_size=1, max_size=12))
    # No capital in the middle of a word, and none at the end of one that is not all in capitals
    return "".join((word if word.isupper() else word[0] + word[1:].lower()) + space for word, space in words)


@given(sentences())
@settings(max_examples=examples(1000))
def test_words_of_any_language_are_text(text: str) -> None:
    assert repair_text(text).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], min_codepoint=0x250)))
@settings(max_examples=examples(300))
def test_scripts_beyond_latin_are_text(text: str) -> None:
    assert repair_characters(text).text == text


broken_texts = st.lists(
    st.one_of(
        st.text(max_size=8),
        sentences().map(misread),
        sentences().map(misread).map(misread),
        st.sampled_from(
            ["&amp;", "&#", "amp;", "lt;", "&rsquo;", "39;", "Ã", "Â", "â€", "\xa0", " ", "\x92", "<", "&"]
        ),
    ),
    max_size=12,
).map("".join)


@given(broken_texts)
@example("&#38;amp;lt;")
@example("&am&#112;;lt;b&gt;")
@settings(max_examples=examples(1000))
def test_repairing_twice_repairs_nothing_more(text: str) -> None:
    once = repair_text(text).text
    assert repair_text(once).text == once


@given(broken_texts)
@settings(max_examples=examples(1000))
def test_repairing_makes_no_markup_and_knows_where_each_character_stood(text: str) -> None:
    repair = repair_text(text)
    for sign in "<>`\\":
        assert repair.text.count(sign) == text.count(sign)
    assert not repair.origins or len(repair.origins) == len(repair.text)
    assert list(repair.origins) == sorted(repair.origins)


@given(sentences())
@settings(max_examples=examples(500))
def test_a_misread_sentence_is_repaired_wholly_or_only_where_it_is_certain(text: str) -> None:
    assume(not text.isascii())
    broken = misread(f"The naïve child’s café: {text}")
    repaired = repair_text(broken).text
    assert repaired.startswith("The naïve child’s café: ")
    plain = unicodedata.normalize("NFC", text)
    assert repaired.removeprefix("The naïve child’s café: ") == plain


@pytest.mark.parametrize(
    "piece",
    ["Ã", "Ã©", "â€", "Â\xa0", "&amp;", "&", "ÃƒÂ", "\x92", "â€œ", "â€ ", "&amp;amp", "<utf-8", "utf-8 Ã©", "à¤", "Ã "],
)
def test_a_flood_of_broken_text_takes_no_longer_than_its_length(piece: str) -> None:
    took = timeit.timeit(lambda: repair_text(piece * (300_000 // len(piece))), timer=time.process_time, number=1)
    assert took < 1.5


# --- Items


def test_every_text_of_an_item_is_repaired_and_told_in_one_note() -> None:
    item = Item(
        "feed.xml",
        3,
        "A childâ€™s day",
        tuple(Line(number, f"The childâ€™s day {number}.") for number in range(4, 504)),
        publishers=("CafÃ© News",),
        credits=(Credit(4, "By ZoÃ« L.", author="ZoÃ« L.", source="CafÃ© Trust"),),
        url="https://example.org/a?b=1&amp;c=2",
        guid="Ã©",
        categories=("Ã‰coles",),
        excerpt="Â£5 &ndash; and more",
    )
    repaired = repair_item(item)
    assert repaired.item.title == "A child’s day"
    assert {line.text for line in repaired.item.body} == {f"The child’s day {number}." for number in range(4, 504)}
    assert repaired.item.publishers == ("Café News",)
    assert repaired.item.credits == (Credit(4, "By Zoë L.", author="Zoë L.", source="Café Trust"),)
    assert repaired.item.categories == ("Écoles",)
    assert repaired.item.excerpt == "£5 – and more"
    assert (repaired.item.url, repaired.item.guid) == (item.url, item.guid)
    (note,) = repaired.notes
    assert str(note) == "feed.xml:3: repaired broken characters “child’s” in 501 lines, of which this is the first"


def test_an_item_of_whole_text_stays_the_same() -> None:
    item = Item("page.txt", 1, "Café", (Line(2, "The child’s day"), Line(3, "R&D")), excerpt="São Paulo")
    assert repair_item(item) == (type(repair_item(item)))(item)
    assert repair_item(item).item.body[0] is item.body[0]


def test_links_are_found_again_by_their_repaired_words() -> None:
    text = "Read cafÃ© or cafÃ© (Â£5) at the childâ€™s page."
    links = (
        Link("cafÃ©", "https://example.org/2", 1),
        Link("Â£5", "https://example.org/3"),
        Link("childâ€™s page", "https://example.org/4"),
        Link("Read", "https://example.org/1"),
    )
    item = Item("page.html", 1, "Links", (Line(2, text, Markup("paragraph", links=links)),))
    (line,) = repair_item(item).item.body
    assert line.markup
    assert render_links(line.text, line.markup.links) == (
        "[Read](https://example.org/1) café or [café](https://example.org/2) ([£5](https://example.org/3))"
        " at the [child’s page](https://example.org/4)."
    )


def test_words_that_become_alike_by_repair_keep_their_own_links() -> None:
    links = (Link("cafÃ©", "https://example.org/2"),)
    item = Item("page.html", 1, "Links", (Line(2, "A café, a cafÃ©.", Markup("paragraph", links=links)),))
    (line,) = repair_item(item).item.body
    assert line.markup
    assert render_links(line.text, line.markup.links) == "A café, a [café](https://example.org/2)."


def test_cells_of_a_table_are_repaired_with_their_links() -> None:
    rows = (
        (Cell("Place"), Cell("Cost (Â£)")),
        (Cell("The cafÃ©", (Link("cafÃ©", "https://example.org/"),)), Cell("5")),
    )
    line = Line(2, "Place Cost (Â£) The cafÃ© 5", Markup("table", rows=rows))
    (repaired,) = repair_item(Item("page.html", 1, "Prices", (line,))).item.body
    assert repaired.text == "Place Cost (£) The café 5"
    assert repaired.markup
    assert repaired.markup.rows == (
        (Cell("Place"), Cell("Cost (£)")),
        (Cell("The café", (Link("café", "https://example.org/"),)), Cell("5")),
    )


def test_lost_and_doubtful_characters_are_doubts_one_of_a_kind_for_each_item() -> None:
    body = (
        Line(2, "A caf\ufffd here."),
        Line(3, "Two \ufffd\ufffd."),
        Line(4, "In KÃ–LN."),
        Line(5, "Now itâ€s late."),
    )
    lost, left = sorted(repair_item(Item("page.txt", 1, "News", body)).notes, key=lambda note: note.line)
    assert lost.line == 2
    assert lost.what.startswith("some characters were lost before we received the text: “caf\ufffd")
    assert left.line == 4
    assert left.what == "“KÃ–LN.” looks broken, and 1 more line; it was left as it is"
    assert lost.is_doubt
    assert left.is_doubt


def test_a_headline_never_vanishes_and_no_field_keeps_white_space_that_repair_brought() -> None:
    item = Item("page.txt", 1, "ï»¿", (), credits=(Credit(2, "By CafÃ©Â\xa0Trust", source="CafÃ©Â\xa0Trust"),))
    repaired = repair_item(item).item
    assert repaired.title == "ï»¿"
    assert repaired.credits == (Credit(2, "By Café Trust", source="Café Trust"),)


FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>CafÃ© News</title>
<link>https://cafe.example/</link><item><title>Childâ€™s rights &amp;amp;#8211; a plan</title>
<link>https://cafe.example/a</link><description>&lt;p&gt;The &lt;a href="https://x.example/"&gt;cafÃ©&amp;amp;rsquo;s
page&lt;/a&gt; costs Â£5. It&#146;s open every day of the week.&lt;/p&gt;</description></item></channel></rss>"""
JSON_FEED = r"""{"version":"https://jsonfeed.org/version/1.1","title":"Caf\u00c3\u00a9 News","items":[{"id":"1",
"url":"https://cafe.example/b","title":"It\u00e2\u20ac\u2122s late",
"content_html":"<p>It\u0092s a child\u00e2\u0080\u0099s f\u00c3\u00adsica lesson for all of the day.<\/p>"}]}"""


def test_a_feed_is_repaired_in_its_own_text_and_in_what_its_escapes_hid(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    plan = import_documents([tmp_path / "feed.xml"], tmp_path / "docs", TODAY)
    (planned,) = plan.pages
    assert (planned.article.title, planned.article.publisher) == ("Child’s rights – a plan", "Café News")
    assert planned.article.body == ("The [café’s page](https://x.example/) costs £5. It’s open every day of the week.")
    told = [note.what for document in plan.documents for note in document.notes if not note.is_doubt]
    assert sorted(told) == [
        "read 1 reference to a control as a character of Windows-1252, the first as “’”",
        "repaired broken characters “Café” in 4 lines, of which this is the first",
        "repaired broken characters “café’s”",
    ]


def test_a_json_feed_is_repaired_in_its_escaped_characters(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text(JSON_FEED, encoding="utf-8")
    plan = import_documents([tmp_path / "feed.json"], tmp_path / "docs", TODAY)
    (planned,) = plan.pages
    assert (planned.article.title, planned.article.publisher) == ("It’s late", "Café News")
    assert planned.article.body == "It’s a child’s física lesson for all of the day."
    assert any(note.what.startswith("repaired broken characters “Café”") for note in plan.documents[0].notes)


def test_a_misread_by_line_is_read_and_the_repair_told(tmp_path: Path) -> None:
    story = Story("The childâ€™s kite", prose(1), source="CafÃ© Trust")
    page = tmp_path / "page.txt"
    page.write_text(newsfeed(story).replace(" published on", "Â\xa0published on"), encoding="utf-8")
    plan = import_documents([page], tmp_path / "docs", TODAY)
    (planned,) = plan.pages
    assert (planned.article.title, planned.article.source) == ("The child’s kite", "Café Trust")
    assert planned.article.date == "2023-12-05"
    told = [note.what for document in plan.documents for note in document.notes if "repaired" in note.what]
    assert told == ["repaired broken characters “child’s” in 2 lines, of which this is the first"]
