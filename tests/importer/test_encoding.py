"""Bytes to text where a document is in more than one encoding, in none that it says, or has no mark of it."""

from __future__ import annotations

import codecs
import time
import timeit

import pytest

from importer.encoding import CannotRead, decode_text

WELSH = "Ysgol Gŵyr’s head said: “Straße, naïve café, £5.”\n"
LINES = WELSH * 3


def test_every_mark_at_the_start_is_dropped() -> None:
    assert decode_text(codecs.BOM_UTF8 * 3 + WELSH.encode(), "page").text == WELSH
    assert decode_text(codecs.BOM_UTF16_LE * 2 + WELSH.encode("utf-16-le"), "page").text == WELSH


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "marked"])
def test_stray_bytes_in_utf_8_are_windows_1252_and_told_with_their_line(mark: bytes) -> None:
    decoded = decode_text(mark + LINES.encode() + "A café’s bill.\n".encode("cp1252") + LINES.encode(), "page")
    assert decoded.text == LINES + "A café’s bill.\n" + LINES
    (note,) = decoded.notes
    assert (note.line, note.is_doubt) == (4, True)
    assert note.what == "2 letters are not in UTF-8 as the rest of the text; read as Windows-1252"


def test_windows_1252_that_holds_a_letter_of_utf_8_by_chance_stays_what_it_is() -> None:
    text = "Das CAFÉ” – “AMANHÔ, said she.\n"
    assert decode_text(text.encode("cp1252"), "page").text == text


def test_a_line_of_utf_8_in_windows_1252_is_repaired_and_told() -> None:
    western = "Straße – “café”, £5 für Übergrößen\n" * 5
    decoded = decode_text(western.encode("cp1252") + "The child’s café.\n".encode(), "page")
    assert decoded.text == western + "The child’s café.\n"
    assert [(note.line, note.what) for note in decoded.notes] == [(6, "repaired broken characters “child’s”")]


def test_a_letter_cut_off_at_the_end_is_lost_and_told() -> None:
    decoded = decode_text((LINES + "It’").encode()[:-1], "page")
    assert decoded.text == f"{LINES}It\ufffd"
    assert [note.what for note in decoded.notes] == ["1 character is cut or damaged"]
    assert decoded.notes[0].line == 4


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WELSH, id="welsh"),
        pytest.param("الطفل في المدرسة\nمرحبا بكم\n", id="arabic"),
        pytest.param("保护儿童 你好\n日本語のテキスト\n", id="chinese"),
        pytest.param("Защита детей – “Привет”\n", id="russian"),
        pytest.param("Āke ļoti Ābols, Ūdens Ēd\n", id="latvian"),
    ],
)
def test_utf_16_without_a_mark_is_known_in_every_script(text: str, order: str) -> None:
    assert decode_text(text.encode(order), "page").text == text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\0\1\2\3" * 50, id="numbers"),
        pytest.param(b"ab\0cd\0ef \0" * 20, id="zeros-between-words"),
        pytest.param(b"\x7fELF\2\1\1" + b"\0" * 9 + b"\3\0>\0 \0", id="program"),
    ],
)
def test_bytes_with_zeros_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(CannotRead, match="no text document"):
        decode_text(content, "page")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", "windows-1252", id="utf-8-that-says-windows"),
        pytest.param("utf-8", "utf-16", id="utf-8-that-says-utf-16"),
        pytest.param("utf-8", "shift_jis", id="utf-8-that-says-japanese"),
        pytest.param("cp1252", "utf-8", id="windows-that-says-utf-8"),
        pytest.param("cp1252", "utf-16", id="windows-that-says-utf-16"),
        pytest.param("cp1252", "iso-8859-1", id="windows-that-says-latin-1"),
        pytest.param("cp1252", "iso-8859-15", id="windows-that-says-latin-9"),
        pytest.param("cp1252", "us-ascii", id="windows-that-says-ascii"),
        pytest.param("cp1252", "rot13", id="windows-that-says-what-is-no-encoding"),
        pytest.param("cp1252", "utf-7", id="windows-that-says-utf-7"),
    ],
)
def test_a_declaration_that_lies_is_not_believed(encoding: str, declared: str) -> None:
    text = "The child’s café – “naïve”, and then a good deal of plain text.\n" * 3
    assert decode_text(text.encode(encoding), "page", declared).text == text


def test_windows_1252_that_says_it_is_chinese_is_read_and_doubted() -> None:
    text = "A good deal of plain text about the road that is wet, with one café.\n"
    decoded = decode_text(text.encode("cp1252"), "page", "euc-jp")
    assert decoded.text == text
    assert [(note.line, note.is_doubt) for note in decoded.notes] == [(1, True)]


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        pytest.param("保护儿童，镕", "gb18030", "gb2312", id="more-letters-than-declared"),
        pytest.param("①テキスト", "cp932", "shift_jis", id="more-signs-than-declared"),
        pytest.param("Защита", "koi8-r", "koi8-r", id="russian"),
        pytest.param("Łódź", "iso-8859-2", "iso-8859-2", id="polish"),
    ],
)
def test_a_declaration_that_is_right_is_believed(text: str, encoding: str, declared: str) -> None:
    assert decode_text(text.encode(encoding), "page", declared).text == text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xc3\xa9\xe9" * 300_000, id="every-other-letter-stray"),
        pytest.param(b"\xe2\x80\x99 \xe2\x80" * 150_000, id="cut-letters"),
        pytest.param(b"\x93" * 1_000_000, id="only-strays"),
        pytest.param(b"\x93\n" * 500_000, id="lines-of-strays"),
    ],
)
def test_a_megabyte_of_mixed_bytes_is_read_in_time(content: bytes) -> None:
    assert timeit.timeit(lambda: decode_text(content, "page"), timer=time.process_time, number=1) < 5
