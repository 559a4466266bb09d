"""Every limit: what just meets it is taken, one more is refused, with a note that says which limit and what to do."""

from __future__ import annotations

import ast
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from importer import limits
from importer.check import check_pages
from importer.combining_marks import drop_surplus_marks, find_surplus_marks, normalise
from importer.costly_text import find_costly_text
from importer.describe import make_describer
from importer.formats.zip_guard import read_members
from importer.frontmatter import has_room, parse_page, render_page
from importer.header import read_header
from importer.page_files import read_page_content
from importer.pipeline import describe_content
from importer.read import parse_document, read_content, read_records
from importer.records import AlsoIn, Article, CannotImport
from importer.split import split_document
from importer.text import fold
from importer.vocabulary import read_vocabulary
from tests.importer.hostile_files import PROSE, article, item, json_feed, json_item, mail, page, rss
from tests.importer.hostile_pages import record
from tests.importer.invented import Story, import_into, newsfeed, prose, save
from tests.importer.test_write import write_short_lists

PROJECT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
NAMES = sorted(name for name in vars(limits) if name.startswith("MOST_"))


def refusal(content: bytes, name: str = "news") -> str:
    """What editors are told of a document that is refused; empty for one that is taken."""
    try:
        split_document(parse_document(content, name))
    except CannotImport as error:
        note = error.note
    else:
        return ""
    assert (note.path, bool(note.mend)) == (name, True)
    return note.what


# --- One place


def test_every_limit_is_held_by_some_module() -> None:
    used: set[str] = set()
    for path in (PROJECT / "importer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "importer.limits":
                used |= {each.name for each in node.names}
    assert len(NAMES) >= 60
    assert set(NAMES) - used == set()


def test_no_other_module_has_a_limit_of_its_own_for_size_depth_or_time() -> None:
    own = re.compile(r"^_?MOST_\w*(?:BYTES|DEPTH|NESTED|SECONDS|MEMBERS)\b.*=", re.MULTILINE)
    modules = (path for path in (PROJECT / "importer").rglob("*.py") if path.name != "limits.py")
    assert {path.name for path in modules if own.search(path.read_text(encoding="utf-8"))} == set()


# --- Source documents


def _attributes(count: int) -> bytes:
    return rss(item(PROSE, more=f"<kite {' '.join(f'a{at}=b' for at in range(count))}/>".replace("=b", "='b'")))


def _zip_of(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", "a")
    return buffer.getvalue()


def _lines(count: int) -> bytes:
    return b"a b\n" * (count - 1) + b"end"


def _items(count: int) -> bytes:
    return rss(*(item(f"{PROSE} {at}", f"Room {at}") for at in range(count)))


def _json_depth(depth: int) -> bytes:
    nested = "[" * (depth - 4) + "]" * (depth - 4)
    return json_feed(json_item().rstrip("}") + f', "_x": {nested}' + "}")


def _mail_parts(count: int) -> bytes:
    inside = "".join("--b\nContent-Type: text/plain\n\na\n" for _ in range(count - 2))
    return mail(f"{inside}--b\nContent-Type: text/plain\n\n{PROSE * 3}\n--b--\n", kind="multipart/mixed; boundary=b")


def _mailbox(count: int) -> bytes:
    one = (
        "From a@b.example Mon May  1 10:00:00 2023\nFrom: A <a@b.example>\nSubject: Kite {}\n"
        "Date: Mon, 1 May 2023 10:00:00 +0000\nMessage-ID: <{}@b.example>\n\n" + PROSE * 3 + "\n\n"
    )
    return "".join(one.format(at, at) for at in range(count)).encode()


@pytest.mark.parametrize(
    ("build", "most", "told"),
    [
        pytest.param(_lines, limits.MOST_LINES + 1, "lines", id="text lines"),
        pytest.param(_items, limits.MOST_ITEMS, f"{limits.MOST_ITEMS:,}", id="items of a feed"),
        pytest.param(_attributes, limits.MOST_ATTRIBUTES, "attributes", id="attributes"),
        pytest.param(_mail_parts, limits.MOST_PARTS, "parts", id="parts of an e-mail"),
        pytest.param(_mailbox, limits.MOST_MESSAGES, "messages", id="messages of a mailbox"),
    ],
)
def test_a_document_at_its_limit_is_taken_and_one_over_it_is_refused(
    build: Callable[[int], bytes], most: int, told: str
) -> None:
    assert told not in refusal(build(most))
    assert told in refusal(build(most + 1))


def test_a_file_at_its_limit_is_read_and_one_over_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(b"a" * limits.MOST_BYTES)
    assert len(read_content(path)) == limits.MOST_BYTES
    path.write_bytes(b"a" * (limits.MOST_BYTES + 1))
    with pytest.raises(CannotImport, match=r"20,971,521 bytes; at most 20,971,520 are read\n.*Split"):
        read_content(path)


def test_a_text_at_its_limit_of_characters_is_read_and_one_over_it_is_refused() -> None:
    assert parse_document(b"a" * limits.MOST_TEXT_CHARACTERS, "news").lines
    assert refusal(b"a" * (limits.MOST_TEXT_CHARACTERS + 1)) == (
        "the text has 5,242,881 characters; at most 5,242,880 are read"
    )


def test_a_web_page_at_its_limit_of_bytes_is_read_and_one_over_it_is_refused() -> None:
    start = page(f"<article><h1>A new meeting room</h1><p>{PROSE * 3}</p></article>")
    whole = start + b" " * (limits.MOST_HTML_BYTES - len(start))
    assert refusal(whole) == ""
    assert "bytes" in refusal(whole + b" ")


def test_brackets_of_a_json_feed_as_deep_as_the_limit_are_read_and_deeper_ones_are_refused() -> None:
    assert refusal(_json_depth(limits.MOST_DEPTH - 4)) == ""
    assert "nested" in refusal(_json_depth(limits.MOST_DEPTH + 8))


def test_an_article_at_its_limit_is_taken_and_one_over_it_is_refused() -> None:
    def text(characters: int) -> bytes:
        words = (PROSE * (characters // len(PROSE) + 1))[: characters - len("Kite club")]
        return newsfeed(Story("Kite club", f"{words[:-1]}e")).encode()

    assert refusal(text(limits.MOST_ITEM_CHARACTERS)) == ""
    assert refusal(text(limits.MOST_ITEM_CHARACTERS + 1)) == "the article “Kite club” has more than 524,288 characters"


def test_a_zip_at_its_limits_is_unpacked_and_one_over_them_is_refused() -> None:
    def unpacked(content: bytes) -> int:
        return sum(map(len, read_members(content, "news.docx", lambda _: True).values()))

    def packed(size: int, ratio: int) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            block = bytes(range(256)) * 4
            for number in range(size // (1 << 20)):
                archive.writestr(f"{number}.xml", block * 1024 if ratio else b"\0" * (1 << 20))
        return buffer.getvalue()

    assert unpacked(_zip_of(limits.MOST_MEMBERS)) == limits.MOST_MEMBERS
    with pytest.raises(CannotImport, match="more than 1,000 files"):
        unpacked(_zip_of(limits.MOST_MEMBERS + 1))
    assert unpacked(packed(50 << 20, 1)) == limits.MOST_UNPACKED_BYTES
    with pytest.raises(CannotImport, match="more than 52,428,800 bytes"):
        unpacked(packed(51 << 20, 1))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"\0" * (8 << 20))
    with pytest.raises(CannotImport, match="more than 100 times its size"):
        unpacked(bomb.getvalue())


def test_a_plain_zip_is_refused_with_its_name_and_a_mend() -> None:
    assert "zip" in refusal(_zip_of(3)).casefold() or refusal(_zip_of(3))


# --- Characters and names


def test_thirty_marks_stay_on_a_letter_and_no_more() -> None:
    marks = "\u0301\u0316" * (limits.MOST_MARKS // 2)
    assert drop_surplus_marks(f"e{marks}a") == f"e{marks}a"
    assert drop_surplus_marks(f"e{marks}\u0301\u0301a") == f"e{marks}a"
    assert list(find_surplus_marks(f"e{marks}a")) == []
    assert list(find_surplus_marks(f"xe{marks}\u0301\u0301a e{marks}\u0316")) == [32, 67]
    assert fold(f"Kit{'e' + marks}\u0301s") == f"Kit{'e' + marks}s"


@pytest.mark.parametrize("text", ["Gŵyl Straße", "नमस्ते", "שָׁלוֹם", "ﷺ", "e\u0301 \u0f73\u0344", "สวัสดี", "한글"])
def test_no_letter_of_any_language_loses_a_mark(text: str) -> None:
    assert drop_surplus_marks(text) == text
    assert normalise("NFC", text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("mark", ["\u0301\u0316", "\u0f73", "\u0344", "\uff9e\uff9f\u0301"])
def test_a_flood_of_marks_is_put_in_order_in_no_time(mark: str) -> None:
    assert len(normalise("NFKC", "e" + mark * 400_000)) <= 1 + limits.MOST_MARKS * 4


def _describe(content: bytes) -> list[Article]:
    described = describe_content(content, "news.txt", make_describer(read_vocabulary(PROJECT / "docs"), TODAY))
    return [each.article for each in described.descriptions]


def test_a_name_of_an_author_or_publisher_is_no_paragraph() -> None:
    def author(characters: int) -> str:
        name = ("Robin Sparrow " * 40)[:characters].strip()
        return _describe(rss(item(PROSE * 3, more=f"<author>{name}</author>")))[0].author

    assert len(author(limits.MOST_NAME_CHARACTERS + 50)) <= limits.MOST_NAME_CHARACTERS


def test_whatever_a_document_says_no_header_is_longer_than_is_read() -> None:
    name = "Kite & Sparrow Trust " * 13
    items = item(
        PROSE * 3, title="K " * 400, more=f"<author>{name}</author><link>https://a.example/{'b' * 1900}</link>"
    )
    for each in _describe(rss(items, channel=f"<title>{name}</title>")):
        assert has_room(each)
        assert parse_page(render_page(each), "p.md").title == each.title


def test_a_story_that_stands_in_hundreds_of_places_names_as_many_as_its_header_holds(tmp_path: Path) -> None:
    docs, sources = tmp_path / "docs", tmp_path / "in"
    write_short_lists(docs)
    for number in range(200):
        save(
            sources / f"{number:03}-{'a' * 100}.txt",
            Story("Kite club warns schools", prose(1)),
            publisher=f"Trust {number}",
        )
    import_into(docs, sources)
    (found,) = (path for path in (docs / "articles").rglob("*.md"))
    written = found.read_text(encoding="utf-8")
    assert len(written.split("---")[1]) <= limits.MOST_HEADER_CHARACTERS
    assert len(parse_page(written, "p.md").also_in) > 50
    before = written
    import_into(docs, sources)
    assert found.read_text(encoding="utf-8") == before


def test_a_header_has_room_up_to_its_limit() -> None:
    def article_of(size: int) -> Article:
        places = tuple(AlsoIn("A" * 200, "b.txt", at) for at in range(size))
        return Article(title="Kites", source="A", also_in=places, body="")

    sizes = [size for size in range(100) if has_room(article_of(size))]
    fits, over = article_of(sizes[-1]), article_of(sizes[-1] + 1)
    assert read_header(render_page(fits), "p.md").faults == []
    assert read_header(render_page(over), "p.md").faults != []


# --- Pages


def _header(characters: int) -> str:
    start = "title: Kites\nsource: Kite Club\ntopics: []\nsummary: "
    return f"---\n{start}{'a' * (characters - len(start) - 1)}\n---\n\nText.\n"


def test_a_header_at_its_limit_is_read_and_one_over_it_is_refused() -> None:
    assert read_header(_header(limits.MOST_HEADER_CHARACTERS), "p.md").faults == []
    (fault,) = read_header(_header(limits.MOST_HEADER_CHARACTERS + 1), "p.md").faults
    assert (fault.path, fault.line) == ("p.md", 1)
    assert fault.what == "the header has more than 16,384 characters; no more are read"
    assert "below the line `---`" in fault.mend


def test_a_header_without_its_end_is_looked_for_no_further_than_its_limit() -> None:
    lines = "title: Kites\n" * (limits.MOST_HEADER_CHARACTERS // 13 + 2)
    (fault,) = read_header(f"---\n{lines}", "p.md").faults
    assert "more than 16,384 characters" in fault.what


def test_a_header_eight_deep_is_read_and_one_deeper_is_refused() -> None:
    def faults(depth: int) -> list[str]:
        nested = "[" * (depth - 1) + "a" + "]" * (depth - 1)
        return [note.what for note in read_header(f"---\ntitle: A\nnotes: {nested}\n---\n", "p.md").faults]

    assert faults(limits.MOST_HEADER_DEPTH) == []
    assert faults(limits.MOST_HEADER_DEPTH + 1) == [
        "the header is nested too deep: more than 8 lists or records, one within another"
    ]


def test_a_page_at_its_limit_is_read_and_one_over_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"a" * limits.MOST_PAGE_BYTES)
    assert len(read_page_content(path, "page.md")) == limits.MOST_PAGE_BYTES
    path.write_bytes(b"a" * (limits.MOST_PAGE_BYTES + 1))
    with pytest.raises(CannotImport, match=r"page\.md: the page has more than 2,097,152 bytes.*\n.*Split it"):
        read_page_content(path, "page.md")


@pytest.mark.parametrize(
    ("build", "most", "told"),
    [
        pytest.param(lambda n: "\n\na" * n, limits.MOST_PARAGRAPHS, "more than 50,000 paragraphs", id="paragraphs"),
        pytest.param(lambda n: "# a\n" * n, limits.MOST_HEADINGS, "more than 1,000 headings", id="headings"),
        pytest.param(lambda n: "#" + "a" * (n - 1), limits.MOST_HEADING_CHARACTERS, "a heading has", id="heading"),
        pytest.param(lambda n: "a" * (n - 1) + "\n===", limits.MOST_HEADING_CHARACTERS, "a heading has", id="line"),
        pytest.param(lambda n: "1. " * n + "a", limits.MOST_NESTED_LISTS, "more than 20 lists", id="lists on a line"),
        pytest.param(lambda n: "    " * (n - 1) + "- a", limits.MOST_NESTED_LISTS, "more than 20 lists", id="lists"),
        pytest.param(lambda n: "e" + "\u0301" * n, limits.MOST_MARKS, "more than 30 accents", id="marks"),
        pytest.param(lambda n: "*" * n, 109_544, "too many marks", id="marks in a paragraph"),
    ],
)
def test_a_text_at_its_limit_is_taken_and_one_over_it_is_told(
    build: Callable[[int], str], most: int, told: str
) -> None:
    assert list(find_costly_text(build(most), "p.md")) == []
    notes = list(find_costly_text(f"\n{build(most + 1)}", "p.md"))
    assert [told in note.what for note in notes] == [True]
    assert notes[0].line >= 2
    assert notes[0].mend


@pytest.mark.parametrize("entry", ["- a *b*\n", "1. a *b*\n", "| a | *b* |\n"])
def test_a_long_list_or_table_with_few_marks_in_each_entry_is_taken(entry: str) -> None:
    head = "| a | b |\n| --- | --- |\n" if entry.startswith("|") else ""
    assert list(find_costly_text(head + entry * 60_000, "p.md")) == []
    notes = find_costly_text(f"Kites.\n\n{head}{entry}{entry.strip()}{'*b ' * 70_000}", "p.md")
    assert [(note.line, note.what) for note in notes] == [
        (4 + head.count("\n"), "the paragraphs up to here have too many marks for their length")
    ]


def test_an_imported_list_is_nested_no_deeper_than_a_page_may_have() -> None:
    nested = "<ul><li>a" * 60 + "</li></ul>" * 60
    (made,) = _describe(article(nested))
    assert list(find_costly_text(made.body, "p.md")) == []


def test_of_a_page_with_very_many_faults_the_first_are_told_and_how_many_more(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    path = docs / "articles" / "2023" / "kites.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: A\nsource: Ofsted\ntopics: []\n---\n\n" + "<b>a\n" * 3_000, encoding="utf-8")
    notes = check_pages([docs / "articles"], docs, TODAY)
    assert len(notes) == limits.MOST_COMPLAINTS + 1
    assert any(re.search(r"the page has \d,\d{3} more complaints", note.what) for note in notes)


# --- Lists and records


@pytest.mark.parametrize("name", ["topics", "sources", "helplines", "content_notes"])
def test_a_list_at_its_limit_is_read_and_one_over_it_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.yml"
    start = (PROJECT / "docs" / f"{name}.yml").read_bytes()
    path.write_bytes(start + b"\n# " + b"a" * (limits.MOST_LIST_BYTES - len(start) - 3))
    read_vocabulary(tmp_path)
    path.write_bytes(path.read_bytes() + b"a")
    with pytest.raises(CannotImport, match=rf"{name}\.yml: the list has more than 262,144 bytes.*\n.*Take out"):
        read_vocabulary(tmp_path)


def test_a_record_at_its_limit_is_read_and_one_over_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles" / ".imports.jsonl"
    path.parent.mkdir()
    spare = limits.MOST_RECORD_CHARACTERS - len(record(more=', "seen": [""]'))
    path.write_bytes(record(more=f', "seen": ["{"a" * spare}"]'))
    assert len(tuple(read_records(tmp_path, {}))) == 1
    path.write_bytes(record(more=f', "seen": ["{"a" * (spare + 1)}"]'))
    with pytest.raises(CannotImport, match=r"line has more than 1,048,576 characters"):
        tuple(read_records(tmp_path, {}))


def test_a_newsfeed_of_every_day_is_far_below_all_limits() -> None:
    stories = [Story(f"Kite {number}", prose(number)) for number in range(200)]
    assert refusal(newsfeed(*stories).encode()) == ""
    assert json.loads(json_feed(json_item()))
