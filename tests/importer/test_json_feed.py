"""JSON Feed becomes Items as RSS and Atom do, whole or broken off."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.formats import json_feed
from importer.limits import MOST_ELEMENTS, MOST_ITEMS
from importer.read import parse_document
from importer.records import CannotImport, Document, Item, Split
from tests.examples import examples

VERSION = "https://jsonfeed.org/version/1.1"


def feed_text(*items: dict[str, Any], indent: int | None = 1, **more: Any) -> str:
    head = {"version": VERSION, "title": "Rowan Trust", "home_page_url": "https://rowan.example/", **more}
    return json.dumps({**head, "items": items}, indent=indent)


def read(text: str) -> Split:
    document = parse_document(text.encode(), "feed.json")
    assert document.format == "json_feed"
    return json_feed.find_items(document)


def one(**fields: Any) -> Item:
    (item,) = read(feed_text(fields)).items
    return item


def doubts(split: Split) -> str:
    of_items = (note for item in split.items for note in item.doubts)
    return "\n".join(note.what for note in (*split.notes, *of_items) if note.is_doubt)


def test_an_item() -> None:
    item = one(
        id="https://rowan.example/?p=1",
        url="/one?utm_source=feed",
        title="Fish &amp; chips",
        content_html="<p>See the <a href='/guide.pdf'>guide</a>.</p><ul><li>One</li></ul>",
        content_text="See the guide.\n\nOne",
        summary="A guide for cooks.",
        date_published="2025-02-07T23:59:49-05:00",
        date_modified="2025-02-09T10:00:00Z",
        tags=["Food", 7],
        authors=[{"name": "Marta Quill"}, {"name": "Web Team"}],
    )
    assert (item.title, item.url, item.guid) == (
        "Fish & chips",
        "https://rowan.example/one",
        "https://rowan.example/?p=1",
    )
    assert [line.text for line in item.body if line.text] == ["See the guide.", "One"]
    assert item.body[0].markup is not None
    assert item.body[0].markup.links[0].url == "https://rowan.example/guide.pdf"
    assert item.excerpt == "A guide for cooks."
    assert item.categories == ("Food", "7")
    assert item.publishers == ("Rowan Trust",)
    assert [credit.date_text for credit in item.credits if credit.date_text] == ["2025-02-07T23:59:49-05:00"]
    assert [credit.updated_text for credit in item.credits if credit.updated_text] == ["2025-02-09T10:00:00Z"]
    assert [credit.author for credit in item.credits if credit.author] == ["Marta Quill"]


def test_plain_text_is_text() -> None:
    item = one(id="1", title="T", content_text="5 < 6 & <3\n\nSecond line.")
    assert [line.text for line in item.body] == ["5 < 6 & <3", "", "Second line."]


def test_version_1_names_one_author() -> None:
    item = one(id=1, title="T", content_text="x", author={"name": "Marta Quill"})
    assert item.guid == "1"
    assert [credit.author for credit in item.credits] == ["Marta Quill"]


def test_an_item_about_another_page_credits_it() -> None:
    item = one(id="1", title="T", content_text="x", external_url="https://a.example/x")
    assert item.url == ""
    assert [credit.url for credit in item.credits if credit.url] == ["https://a.example/x"]


def test_items_have_the_lines_of_the_file() -> None:
    text = feed_text({"id": "1", "title": "A", "content_text": "x"}, {"id": "2", "title": "B", "content_text": "y"})
    lines = text.split("\n")
    for item, number in zip(read(text).items, ("1", "2"), strict=True):
        assert lines[item.line - 1].strip() == "{"
        assert f'"id": "{number}"' in lines[item.line]


@pytest.mark.parametrize("value", [None, [], {}, True])
def test_a_field_of_another_kind_is_none(value: object) -> None:
    item = one(id=value, title="T", content_text="x", content_html=value, url=value, tags=value, authors=value)
    assert (item.title, item.body[0].text) == ("T", "x")


def test_slips_of_hand_written_json_are_mended() -> None:
    text = feed_text({"id": "1", "title": "A", "content_text": "xQy"}, {"id": "2", "title": "B", "content_text": "z"})
    split = read(text.replace("xQy", "it\\'s,]").replace('"z"', '"z",'))
    assert [(item.title, item.body[0].text) for item in split.items] == [("A", "it's,]"), ("B", "z")]


def test_one_broken_item_leaves_the_others() -> None:
    text = feed_text(*({"id": str(number), "title": f"T{number}", "content_text": "x"} for number in range(3)))
    split = read(text.replace('"title": "T1"', '"title" "T1"'))
    assert [item.title for item in split.items] == ["T0", "T2"]
    assert "cannot be read as JSON" in doubts(split)


WHOLE = feed_text(
    *(
        {"id": f"id-{name}", "url": f"https://rowan.example/{name}", "date_published": "2025-02-07T09:00:49Z",
         "title": name, "content_html": f"<p>The “text” of \\ {name}.</p>"}
        for name in ("one", "two")
    )
)  # fmt: skip


@pytest.mark.parametrize("cut", range(4, 206, 3))
def test_a_feed_that_breaks_off_keeps_what_is_there(cut: int) -> None:
    split = read(WHOLE[:-cut])
    assert split.items[0].title == "one"
    assert split.items[0].body[0].text == "The “text” of \\ one."
    assert "the feed breaks off here" in doubts(split)
    for item in split.items[1:]:
        assert item.url in {"", "https://rowan.example/two"}
        assert item.guid in {"", "id-two"}
        assert {credit.date_text for credit in item.credits} <= {"", "2025-02-07T09:00:49Z"}


@given(st.integers(0, len(WHOLE)), st.text(max_size=5), st.integers(0, 30))
@settings(max_examples=examples(1500))
def test_any_damage_is_read_or_refused_aloud(at: int, put: str, out: int) -> None:
    damaged = WHOLE[:at] + put + WHOLE[at + out :]
    try:
        split = json_feed.find_items(Document("f.json", "", (), "json_feed", damaged.encode(errors="replace")))
    except CannotImport as error:
        told = error.note.mend
    else:
        told = "items" if split.items else doubts(split)
    assert told


@pytest.mark.parametrize(
    ("items", "what"),
    [
        pytest.param("[" * 200_000, "nested more than 256 deep", id="lists"),
        pytest.param('{"a":' * 200_000, "nested more than 256 deep", id="objects"),
        pytest.param("{}," * 300_000, f"more than {MOST_ELEMENTS:,} lists and objects", id="elements"),
        pytest.param('{"title":"T"},' * (MOST_ITEMS + 1), f"more than {MOST_ITEMS:,} items", id="items"),
    ],
)
def test_what_asks_for_too_much_is_refused_with_a_way_out(items: str, what: str) -> None:
    with pytest.raises(CannotImport) as error:
        read(f'{{"version":"{VERSION}","items":[{items}]}}')
    assert what in error.value.note.what
    assert error.value.note.mend


@pytest.mark.parametrize(
    "flood",
    ['"' * 3_000_000, "," * 3_000_000, "\\" * 3_000_000, '{"id":' + "9" * 3_000_000 + "}", '{"a":1,,},' * 1_900,
     '{"title":"T","content_text":"' + "a\\n" * 100_000 + '"}'],
    ids=["quotes", "commas", "backslashes", "number", "slips", "lines"],
)  # fmt: skip
def test_a_flood_is_done_soon(flood: str) -> None:
    began = time.process_time()
    read(f'{{"version":"{VERSION}","items":[{flood}]}}')
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [f'{{"version":"{VERSION}"}}', f'{{"version":"{VERSION}","items":7}}', f'{{"version":"{VERSION}","items":'],
    ids=["none", "no-list", "cut"],
)
def test_a_feed_without_a_list_of_items_is_refused(text: str) -> None:
    with pytest.raises(CannotImport) as error:
        read(text)
    assert "no list of items" in error.value.note.what


def test_an_empty_feed_and_one_that_ended_are_doubts() -> None:
    assert "holds no items" in doubts(read(feed_text()))
    assert "has ended" in doubts(read(feed_text({"title": "T", "content_text": "x"}, expired=True)))
