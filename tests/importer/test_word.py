"""Word files become articles: all the words that a reader of the file sees, and none of the others."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from importer.formats.recognise import Unsupported, recognise
from importer.formats.word import find_items
from importer.limits import MOST_MEMBERS, MOST_UNPACKED_BYTES
from importer.records import CannotImport, Document
from importer.shapes import is_prose
from tests.examples import examples
from tests.importer.office_files import W, bold, docx, imported, packed, par, run, shown, table, told

PROSE = "Greywater Council has opened a space where young people can talk to somebody they know."
MORE = "It opens at three on every day of the week, and nobody needs to give a name at the door."
LAST = "The council will say in the spring whether the other towns are to have one as well."


def test_headings_lists_tables_quotations_and_links_are_kept() -> None:
    link = '<w:hyperlink r:id="l1"><w:r><w:t>the guidance</w:t></w:r></w:hyperlink>'
    result = imported(
        docx(
            par("Press release"),
            par("Friday 7 February 2025"),
            par("Council opens a safe space", style="Title"),
            par("By Robin Sparrow"),
            par(PROSE, " For more, ", link, " is free."),
            par("What is offered", style="Berschrift1"),
            par("Talks with a youth worker", style="ListBullet"),
            par("in a group", number="1", level=1),
            par("or alone", number="1", level=1),
            par("A warm meal", style="ListBullet"),
            par("The steps are these:"),
            par("Ring the bell.", number="2"),
            par("Say your name.", number="2"),
            par("Nobody asks for more."),
            par("Take a seat.", number="2"),
            par("What they say", style="HouseHead"),
            par("“I come here every day after school,” said one.", style="Quote"),
            table(("Day", "Hours"), ("Monday", "3 to 6"), ("Friday", "3 to 9")),
            par("Credit: Greywater Council"),
            links={"l1": "https://example.org/guidance?utm_medium=x"},
        ),
    )
    article = result.articles[0]
    assert (article.title, article.date, article.author) == (
        "Council opens a safe space",
        "2025-02-07",
        "Robin Sparrow",
    )
    assert (article.source, len(result.articles)) == ("Greywater Council", 1)
    assert shown(result) == [
        ("paragraph", f"{PROSE} For more, the guidance is free."),
        ("heading", "What is offered"),
        ("bullet", "Talks with a youth worker"),
        ("bullet", "in a group"),
        ("bullet", "or alone"),
        ("bullet", "A warm meal"),
        ("paragraph", "The steps are these:"),
        ("number", "Ring the bell."),
        ("number", "Say your name."),
        ("paragraph", "Nobody asks for more."),
        ("number", "Take a seat."),
        ("heading", "What they say"),
        ("paragraph", "“I come here every day after school,” said one."),
        *(("cell", text) for text in ("Day", "Hours", "Monday", "3 to 6", "Friday", "3 to 9")),
    ]
    assert "3. Take a seat." in article.body
    assert "[the guidance](https://example.org/guidance)" in article.body
    assert "left out what stands above the headline, 1 lines from “Press release”" in told(result)


def test_tracked_changes_are_read_as_they_would_be_accepted() -> None:
    deleted_end = "<w:rPr><w:del/></w:rPr>"
    result = imported(
        docx(
            par("Council opens a safe space", style="Title"),
            par(
                "Greywater ",
                f"<w:ins>{run('Council ')}</w:ins>",
                "<w:del><w:r><w:delText>Town </w:delText></w:r></w:del>",
            ).replace("</w:p>", run("has opened a space where young people can talk.") + "</w:p>"),
            par("It opens at three on every day ", more=deleted_end),
            par("of the week, for all who want to come."),
            f"<w:p><w:moveFrom>{run(LAST)}</w:moveFrom></w:p>",
            f"<w:p><w:moveTo>{run(LAST)}</w:moveTo></w:p>",
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + par("Gone") + "</w:tc></w:tr></w:tbl>",
        ),
    )
    assert shown(result) == [
        ("paragraph", "Greywater Council has opened a space where young people can talk."),
        ("paragraph", "It opens at three on every day of the week, for all who want to come."),
        ("paragraph", LAST),
    ]


def test_comments_hidden_words_headers_and_contents_are_left_out_and_told() -> None:
    result = imported(
        docx(
            par("Council opens a safe space", style="Title"),
            par("Contents", style="TOC1"),
            par("What is offered\t2", style="TOC1"),
            par(PROSE, run(" NOT FOR PRINT", "<w:vanish/>"), '<w:r><w:commentReference w:id="0"/></w:r>'),
            members={"word/comments.xml": b"<w:comments/>", "word/vbaProject.bin": b"x" * 100},
        ),
    )
    assert shown(result) == [("paragraph", PROSE)]
    assert "table of contents, 2 lines" in told(result)
    assert "left out hidden text, 1 pieces" in told(result)
    assert "board" not in result.articles[0].body  # in the page header


def test_footnotes_stand_below_the_text_under_their_own_numbers() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    result = imported(
        docx(
            par("Council opens a safe space", style="Title"),
            par(PROSE, mark.format(2)),
            par(MORE, mark.format(3)),
            par("Source: Greywater Council"),
            footnotes={"2": par("Painted in May by volunteers."), "3": par("But for Christmas Day.")},
        ),
    )
    assert shown(result) == [
        ("paragraph", f"{PROSE}[1]"),
        ("paragraph", f"{MORE}[2]"),
        ("number", "Painted in May by volunteers."),
        ("number", "But for Christmas Day."),
    ]
    assert result.articles[0].source == "Greywater Council"


def test_text_boxes_pictures_and_fields_keep_their_words() -> None:
    box = f"<w:txbxContent>{par('Ring 01234 567890 for a lift home after nine.')}</w:txbxContent>"
    frame = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="x"/>'
        f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="2" name="y" descr="{}"/></wp:inline></w:drawing></w:r>'
    machine = "A picture containing outdoor, tree. Description automatically generated"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/x" \\o "tip" '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Our page")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    formula = "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"
    result = imported(
        docx(
            par("Council opens a safe space", style="Title"),
            par(PROSE, frame),
            par(picture.format("A bench under a tree")),
            par(picture.format(machine)),
            par('<w:fldSimple w:instr="REF x">' + run("See table one.") + "</w:fldSimple>"),
            par(field, " tells the rest of the story."),
            par("In the formula ", formula, " the number two stands for two towns."),
        ),
    )
    assert [text for _, text in shown(result)] == [
        PROSE,
        "Ring 01234 567890 for a lift home after nine.",
        "A bench under a tree",
        "See table one.",
        "Our page tells the rest of the story.",
        "In the formula x=2 the number two stands for two towns.",
    ]
    assert "[Our page](https://example.org/x)" in result.articles[0].body


def newsletter(*stories: str) -> bytes:
    return docx(par("Harbour Trust", style="Title"), par("Safeguarding News October 2022"), *stories)


def test_a_newsletter_becomes_its_stories() -> None:
    result = imported(
        newsletter(
            par("New duty to report", style="Berschrift1"),
            par("Source: Home Office"),
            par("Date: 3 October 2022"),
            par(PROSE),
            par("Court jails coach", style="Berschrift1"),
            par("Source: Greywater Gazette"),
            par(MORE),
            par("In brief", style="Berschrift1"),
            par(LAST),
        ),
    )
    pages = [(article.title, article.source, article.date) for article in result.articles]
    assert pages == [
        ("New duty to report", "Home Office", "2022-10-03"),
        ("Court jails coach", "Greywater Gazette", ""),
        ("In brief", "Harbour Trust", ""),
    ]
    assert [shown(result, at) for at in range(3)] == [[("paragraph", text)] for text in (PROSE, MORE, LAST)]
    assert {article.publisher for article in result.articles} == {"Harbour Trust"}
    assert "taken apart at its headings and by-lines into 3 articles" in told(result)


def test_stories_with_their_credit_at_the_end_are_parted_too() -> None:
    result = imported(
        newsletter(
            par("National", style="Berschrift1"),
            par("New duty to report", style="Heading2"),
            par(PROSE),
            par("Source: Home Office"),
            par("Date: 3 October 2022"),
            par("Court jails coach", style="Heading2"),
            par(MORE),
            par("Source: Greywater Gazette"),
        ),
    )
    pages = [(article.title, article.source, article.date) for article in result.articles]
    assert pages == [
        ("New duty to report", "Home Office", "2022-10-03"),
        ("Court jails coach", "Greywater Gazette", ""),
    ]
    assert [shown(result, at) for at in range(2)] == [[("paragraph", PROSE)], [("paragraph", MORE)]]


def test_sections_with_one_by_line_above_and_one_credit_below_stay_one_article() -> None:
    result = imported(
        docx(
            par("Council opens a safe space", style="Berschrift1"),
            par("By Robin Sparrow"),
            par(PROSE),
            par("What comes next", style="Berschrift1"),
            par(LAST),
            par("Source: Greywater Council"),
        ),
    )
    assert [article.title for article in result.articles] == ["Council opens a safe space"]
    assert shown(result) == [("paragraph", PROSE), ("heading", "What comes next"), ("paragraph", LAST)]


@pytest.mark.parametrize(
    ("body", "property_title", "title"),
    [
        pytest.param((par("A quiet street", style="Title"), par(PROSE)), "Other", "A quiet street", id="title-style"),
        pytest.param((par("A quiet street", style="Berschrift1"), par(PROSE)), "Other", "A quiet street", id="heading"),
        pytest.param((bold("A quiet street"), par(PROSE)), "Other", "A quiet street", id="bold-line"),
        pytest.param((par("A quiet street", style="HouseBold"), par(PROSE)), "", "A quiet street", id="bold-style"),
        pytest.param((par(PROSE), par(MORE)), "A quiet street", "A quiet street", id="property"),
        pytest.param(
            (par("A quiet street"), par(PROSE)), "Microsoft Word - x.docx", "A quiet street", id="no-property"
        ),
        pytest.param((par("A quiet street"), par(PROSE)), "Document1", "A quiet street", id="document-1"),
        pytest.param((par("A quiet street"), par(PROSE)), "street_final_v3", "A quiet street", id="file-name"),
    ],
)
def test_where_the_title_is_found(body: tuple[str, ...], property_title: str, title: str) -> None:
    result = imported(docx(*body, title=property_title))
    assert result.articles[0].title == title
    assert shown(result)[0] == ("paragraph", PROSE)


def test_a_text_without_any_title_keeps_its_first_sentence_in_both_places() -> None:
    result = imported(docx(par(PROSE), par(MORE)))
    assert shown(result) == [("paragraph", PROSE), ("paragraph", MORE)]
    assert "no line is marked as its title" in told(result)


def test_the_makers_name_and_day_are_no_credit() -> None:
    article = imported(docx(par("A street", style="Title"), par(PROSE))).articles[0]
    assert (article.author, article.date) == ("", "")


def test_columns_made_by_a_table_are_read_one_after_the_other() -> None:
    result = imported(
        docx(par("A street", style="Title"), table((par(PROSE) + par(MORE), par(LAST)), (par(MORE), par(PROSE)))),
    )
    assert [text for _, text in shown(result)] == [PROSE, MORE, LAST, MORE, PROSE]


def test_a_list_that_begins_at_four_begins_at_four() -> None:
    body = (
        imported(
            docx(par("A street", style="Title"), par(PROSE), par("Sit down", number="3"), par("Stand up", number="3")),
        )
        .articles[0]
        .body
    )
    assert body.endswith("4. Sit down\n5. Stand up")


def test_a_line_in_large_type_heads_what_follows_it() -> None:
    large = par(run("What is offered", '<w:sz w:val="36"/>'))
    result = imported(docx(par("A street", style="Title"), par(PROSE), large, par(MORE)))
    assert shown(result) == [("paragraph", PROSE), ("heading", "What is offered"), ("paragraph", MORE)]


def test_lists_nested_by_their_styles_are_nested() -> None:
    listed = [par("One", style="ListBullet"), par("Inner", style="ListBullet2"), par("Two", style="ListBullet")]
    assert (
        imported(docx(par("A street", style="Title"), par(PROSE), *listed))
        .articles[0]
        .body.endswith("- One\n    - Inner\n- Two")
    )


def test_words_that_the_converter_does_not_know_are_kept() -> None:
    odd = '<w:bdo w:val="ltr">' + run("right to left") + "</w:bdo>"
    result = imported(docx(par("A street", style="Title"), par(PROSE, " It was ", odd, ".")))
    assert shown(result) == [("paragraph", f"{PROSE} It was right to left.")]
    assert "could not be placed" not in told(result)


def test_a_document_embedded_in_the_file_is_told_and_not_opened() -> None:
    embedded = '<w:r><w:object><o:OLEObject Type="Embed"/></w:object></w:r>'
    result = imported(docx(par("A street", style="Title"), par(PROSE, embedded)))
    assert "another document embedded" in told(result)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ROOM = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def hostile(inside: str) -> bytes:
    return docx(replaced={"word/document.xml": inside.encode()})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(hostile(BOMB + ROOM.format("<w:p>&b;</w:p>")), "document type", id="entities"),
        pytest.param(
            docx(par(PROSE), replaced={"word/styles.xml": (BOMB + "<x/>").encode()}), "document type", id="in-styles"
        ),
        pytest.param(
            docx(replaced={"word/document.xml": (BOMB + ROOM.format("<w:p/>")).encode("utf-16")}),
            "document type",
            id="entities-in-utf-16",
        ),
        pytest.param(hostile(ROOM.format("<w:p/>" * 200_000)), "times its size", id="empty-paragraphs"),
        pytest.param(
            hostile(ROOM.format("<w:tbl><w:tr><w:tc>" * 60 + par(PROSE) + "</w:tc></w:tr></w:tbl>" * 60)),
            "nested too deep",
            id="deep-with-text",
        ),
        pytest.param(hostile(ROOM.format("<w:p>" * 5000 + "</w:p>" * 5000)), "nested too deep", id="very-deep"),
        pytest.param(hostile("no XML"), "damaged", id="no-xml"),
        pytest.param(hostile(ROOM.format("")), "no text", id="empty"),
        pytest.param(packed({"word/document.xml.bak": b"x"}), "main part", id="no-main-part"),
        pytest.param(
            packed({"word/document.xml": b"x", **{f"{number}": b"" for number in range(MOST_MEMBERS + 1)}}),
            "more than 1,000 files",
            id="members",
        ),
        pytest.param(docx(par(PROSE))[:-200], "damaged", id="cut"),
        pytest.param(
            docx(par(PROSE)).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
            "password",
            id="locked",
        ),
    ],
)
def test_what_is_refused_and_why(content: bytes, said: str) -> None:
    with pytest.raises(CannotImport) as refused:
        find_items(Document("a.docx", "", (), "word", content))
    assert said in refused.value.note.what
    assert refused.value.note.mend
    assert refused.value.note.path == "a.docx"


def test_a_bomb_is_not_unpacked_whole() -> None:
    bomb = packed({"word/document.xml": b"<x>" + b" " * (MOST_UNPACKED_BYTES + 10)})
    with pytest.raises(CannotImport, match="times its size"):
        find_items(Document("a.docx", "", (), "word", bomb))


def test_names_that_point_elsewhere_and_zips_in_the_zip_are_never_unpacked() -> None:
    inner = packed({"a.txt": b"x"})
    content = docx(par("A street", style="Title"), par(PROSE), members={"../../evil.bin": b"x", "/abs.zip": inner})
    assert shown(imported(content)) == [("paragraph", PROSE)]


def test_a_word_file_locked_with_a_password_is_told_so() -> None:
    found = recognise(b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert isinstance(found, Unsupported)
    assert "password" in found.what


WHOLE = docx(
    par("Council opens a safe space", style="Title"),
    par(PROSE, '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    par("Talks", number="1"),
    table(("Day", "Hours"), ("Monday", "3 to 6")),
    footnotes={"2": par("Painted in May.")},
)
DOCUMENT = ROOM.format(
    par("A street", style="Title") + par(PROSE) + par("x", number="2") + table(("a", "b"), ("c", "d"))
)


def read_or_refuse(content: bytes) -> None:
    try:
        titles = [item.title for item in find_items(Document("a.docx", "", (), "word", content)).items]
    except CannotImport as refused:
        titles = [refused.note.mend]
    assert all(titles)


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(WHOLE)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(content))
        content[at : at + chance.choice((0, 1, 1, 4))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    read_or_refuse(bytes(content))


NAMES = """
    p r t tbl tr tc pPr rPr tcPr trPr numPr numId ilvl gridSpan vMerge hyperlink fldChar instrText fldSimple sym sdt
    sdtContent sdtPr showingPlcHdr footnoteReference pict drawing object txbxContent ins del moveFrom moveTo br tab
    bookmarkStart vanish b sz pStyle outlineLvl smartTag customXml bdo tblHeader commentReference noBreakHyphen
""".split()
VALUES = ("", "0", "1", "2", "9", "-1", "99999999999", "x", "begin", "separate", "end", "Title", "Berschrift1", "no")


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_markup_in_disorder_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    root = etree.fromstring(DOCUMENT)
    for _ in range(chance.randint(1, 25)):
        place = chance.choice(list(root.iter())[1:] or [root])
        odd = etree.Element(f"{{{W}}}{chance.choice(NAMES)}")
        for name in chance.choices(("val", "fldCharType", "id", "char", "anchor", "instr", "type"), k=2):
            odd.set(f"{{{W}}}{name}", chance.choice(VALUES))
        if chance.random() < 0.4:
            odd.text = "odd"
        deed = chance.random()
        if deed < 0.5 or place.getparent() is None:
            place.insert(chance.randint(0, len(place)), odd)
        elif deed < 0.8:  # around what stands there
            place.getparent().replace(place, odd)
            odd.append(place)
        elif deed < 0.9:
            place.getparent().append(copy.deepcopy(place))
        elif len(place) < 3:
            place.getparent().remove(place)
    read_or_refuse(docx(par(PROSE), replaced={"word/document.xml": etree.tostring(root)}))


def test_the_invented_sentences_are_sentences() -> None:
    assert all(is_prose(text) for text in (PROSE, MORE, LAST))
