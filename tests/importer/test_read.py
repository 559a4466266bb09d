"""Documents as they lie on the disk: encodings, line ends, and files that hold no text."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importer.import_records import FILE_NAME, INTENDED_FILE_NAME, BadRecords
from importer.limits import MOST_BYTES, MOST_LINES
from importer.read import (
    CannotRead,
    document_name,
    find_documents,
    parse_document,
    read_document,
    read_records_by_page,
)
from tests.examples import examples
from tests.importer.invented import Story, import_into, prose, save

TEXT = "Ysgol Gŵyr – “Straße”\nŁódź, £5 and naïve café\n\nThe road is wet.\n"
WESTERN = "Straße – “café”, £5\nThe road is wet.\n"


def lines(content: bytes) -> list[str]:
    return [line.text for line in parse_document(content, "page.txt").lines]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        pytest.param("utf-8", b"", id="utf-8"),
        pytest.param("utf-8", codecs.BOM_UTF8, id="utf-8-bom"),
        pytest.param("utf-16-le", b"", id="utf-16-le"),
        pytest.param("utf-16-le", codecs.BOM_UTF16_LE, id="utf-16-le-bom"),
        pytest.param("utf-16-be", b"", id="utf-16-be"),
        pytest.param("utf-16-be", codecs.BOM_UTF16_BE, id="utf-16-be-bom"),
        pytest.param("utf-32-le", codecs.BOM_UTF32_LE, id="utf-32-le-bom"),
        pytest.param("utf-32-be", codecs.BOM_UTF32_BE, id="utf-32-be-bom"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_text_is_read_alike_in_every_encoding_and_with_every_line_end(encoding: str, bom: bytes, end: str) -> None:
    assert lines(bom + TEXT.replace("\n", end).encode(encoding)) == TEXT.split("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_what_is_not_utf_8_is_windows_1252(end: str) -> None:
    assert lines(WESTERN.replace("\n", end).encode("cp1252")) == WESTERN.split("\n")


def test_lines_are_counted_as_other_programs_count_them() -> None:
    content = "one\x0btwo\x0cthree\u0085four\u2028five\nsix\x1cseven".encode()
    assert lines(content) == ["one\x0btwo\x0cthree\u0085four\u2028five", "six\x1cseven"]
    document = parse_document(b"one\r\n\r\nthree", "page.txt")
    assert [(line.number, line.text) for line in document.lines] == [(1, "one"), (2, ""), (3, "three")]


def test_a_document_is_known_by_the_hash_of_its_bytes() -> None:
    content = codecs.BOM_UTF8 + b"The road is wet.\r\n"
    assert parse_document(content, "page.txt").sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b" \n\t\r\n\xc2\xa0\n", "the file is empty", id="only-blanks"),
        pytest.param("\u200b\u200b\n\u2028\x1b".encode(), "the file is empty", id="only-invisible"),
        pytest.param(codecs.BOM_UTF8, "the file is empty", id="only-a-mark"),
        pytest.param(codecs.BOM_UTF16_LE + "\n\n".encode("utf-16-le"), "the file is empty", id="blanks-in-utf-16"),
        pytest.param(b"\0\0\0\0", "no text document", id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "this is a picture", id="png"),
        pytest.param(bytes(range(1, 9)) * 20, "no text document", id="controls"),
        pytest.param(b"x" * (MOST_BYTES + 1), "more than", id="too-large"),
        pytest.param(b"\n" * (MOST_LINES + 1) + b"x", "lines", id="too-many-lines"),
    ],
)
def test_a_file_without_text_is_refused_by_name(content: bytes, what: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        parse_document(content, "page.txt")
    note = refusal.value.note
    assert note.path == "page.txt"
    assert what in note.what
    assert note.mend


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"one\ntwo\n\x81\n", 3, id="neither-utf-8-nor-windows-1252"),
        pytest.param(codecs.BOM_UTF8 + b"one\n\xff\n", 2, id="utf-8-mark-but-no-utf-8"),
        pytest.param(codecs.BOM_UTF16_LE + "one\n".encode("utf-16-le") + b"a", 2, id="half-a-character"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", 1, id="half-a-pair"),
    ],
)
def test_what_cannot_be_decoded_is_told_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(CannotRead) as refusal:
        parse_document(content, "page.txt")
    assert refusal.value.note.line == line


def test_a_mention_of_markup_is_text() -> None:
    assert lines(b"The tag <html> opens a page.") == ["The tag <html> opens a page."]


letters = st.characters(codec="utf-8", exclude_characters="\r")


@given(
    st.text(letters).filter(lambda text: "<" not in text), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])
)
@example("\x0c", "utf-8")
@settings(max_examples=examples(300))
def test_any_text_is_read_as_it_is_or_its_repair_is_told_or_refused(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    try:
        document = parse_document(content, "page.txt")
    except CannotRead as refusal:
        assert str(refusal).startswith("page.txt")  # noqa: PT017
    else:
        found = "\n".join(line.text for line in document.lines)
        assert found == text.lstrip("\ufeff") or document.notes, "what was repaired is told"


@given(st.binary())
@settings(max_examples=examples(300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        document = parse_document(content, "page.txt")
        assert document.lines or document.format != "text"
    except CannotRead as refusal:
        assert refusal.note.mend  # noqa: PT017


# --- Files and folders


def test_a_file_is_read_under_its_name_below_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_bytes(b"The road is wet.")
    assert read_document(tmp_path / "in" / "page.txt").path == "in/page.txt"


def test_of_a_file_elsewhere_only_the_last_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    assert document_name(tmp_path / "in" / "page.txt") == "in/page.txt"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(CannotRead, match=r"large\.txt: the file has 20,971,521 bytes"):
        read_document(path)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="the file cannot be read"):
        read_document(tmp_path)


def test_a_folder_stands_for_its_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden", ".git/config", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("The road is wet.")
    found = find_documents([tmp_path, tmp_path / "b.txt"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/1.txt", "a/2.txt", "b.txt"]


@pytest.mark.parametrize(("name", "what"), [("missing", "there is no such file"), ("empty", "holds no documents")])
def test_a_source_without_documents_is_refused(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotRead, match=what):
        list(find_documents([tmp_path / name]))


# --- What the importer remembers, for those who only ask


def test_a_folder_into_which_nothing_was_imported_has_no_records(tmp_path: Path) -> None:
    assert read_records_by_page(tmp_path / "docs") == {}


def test_a_record_is_found_by_its_page(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    plan = import_into(docs, save(tmp_path / "a.txt", Story("Kite club warns schools", prose(1))))
    [record] = plan.records
    assert read_records_by_page(docs) == {"articles/2023/kite-club-warns-schools.md": record}


def test_after_an_import_that_broke_off_the_records_are_those_of_the_pages_it_wrote(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    kites, boats = Story("Kites", prose(1)), Story("Boats", prose(2))
    plan = import_into(docs, save(tmp_path / "a.txt", kites, boats))
    (docs / FILE_NAME).rename(docs / INTENDED_FILE_NAME)
    (docs / "articles" / "2023" / "boats.md").unlink()
    assert read_records_by_page(docs) == {
        record.page: record for record in plan.records if record.page.endswith("kites.md")
    }


def test_damaged_records_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / FILE_NAME).write_text("=======\n", encoding="utf-8")
    with pytest.raises(BadRecords, match=r"\.imports\.jsonl:1: this line is no record"):
        read_records_by_page(tmp_path)


# --- What is no file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "news.txt"
    os.mkfifo(pipe)
    with pytest.raises(CannotRead, match="a pipe or a device") as refused:
        read_document(pipe)
    assert "bulletin import -" in refused.value.note.mend


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_refused() -> None:
    with pytest.raises(CannotRead, match="a pipe or a device"):
        read_document(Path("/dev/zero"))
