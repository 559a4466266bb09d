"""A document's format is told by its first bytes, whatever its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.formats.recognise import Unsupported, recognise


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(b"Safe newsfeed\n\nA headline\n", "text", id="text"),
        pytest.param(b"<3 is a heart, 5 < 6", "text", id="text-with-a-bracket"),
        pytest.param(b"From: the head teacher\nDate: Friday\n\nDear all,", "text", id="letter"),
        pytest.param(b"Source: NCA\nDate: 3 May\n\nText", "text", id="text-with-labels"),
        pytest.param(b"<rss version='2.0'>", "feed", id="rss"),
        pytest.param(b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'>", "feed", id="rss-2"),
        pytest.param("\ufeff<?xml version='1.0'?><rss>".encode("utf-16-le"), "feed", id="rss-in-utf-16"),
        pytest.param(b"<?xml version='1.0'?><rdf:RDF xmlns='x'>", "feed", id="rss-1"),
        pytest.param(b"<?xml version='1.0'?><!DOCTYPE rss PUBLIC 'x' 'y'><rss>", "feed", id="rss-091"),
        pytest.param(
            b"Warning: x in /y.php on line 3\n<?xml version='1.0'?>\n<rss version='2.0'>", "feed", id="junk-above"
        ),
        pytest.param(b"<?xml version='1.0'?><feed xmlns='x'>", "feed", id="atom"),
        pytest.param(b"<?xml version='1.0'?><a:feed xmlns:a='x'>", "feed", id="atom-with-prefix"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1"}', "json_feed", id="json-feed"),
        pytest.param(b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "json_feed", id="json-feed-escaped"),
        pytest.param(b"<!DOCTYPE html><p>The road", "web_page", id="html"),
        pytest.param(b"<!-- saved from url=(0022)https://example.org/ -->\n<html>", "web_page", id="saved-page"),
        pytest.param(b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html>", "web_page", id="xhtml"),
        pytest.param(b"<div class='x'><p>A piece", "web_page", id="fragment"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "pdf", id="pdf"),
        pytest.param(b"PK\x03\x04....word/document.xml", "word", id="docx"),
        pytest.param(b"Received: from x\nFrom: a@example.org\nSubject: News\n\nText", "mail", id="eml"),
        pytest.param(b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "mail", id="mhtml"),
        pytest.param(b"From a@example.org Fri Feb  7 09:00:00 2025\nFrom: x\n", "mail", id="mbox"),
    ],
)
def test_the_format_of_a_document(content: bytes, form: str) -> None:
    assert recognise(content) == form


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word", id="doc"),
        pytest.param(b"{\\rtf1\\ansi", "RTF", id="rtf"),
        pytest.param(b"PK\x03\x04....[Content_Types].xml xl/workbook.xml", "Excel", id="xlsx"),
        pytest.param(b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.x", "OpenDocument", id="odt"),
        pytest.param(b"PK\x03\x04notes.txt", "packed", id="zip"),
        pytest.param(b"\x1f\x8b\x08", "packed", id="gzip"),
        pytest.param(b"<?xml version='1.0'?><invoice>", "invoice", id="other-xml"),
        pytest.param(b"\xff\xd8\xff\xe0", "picture", id="jpeg"),
    ],
)
def test_what_we_do_not_read_is_named_with_a_way_out(content: bytes, what: str) -> None:
    found = recognise(content)
    assert isinstance(found, Unsupported)
    assert what in found.what
    assert found.mend


@given(st.binary(max_size=300))
def test_any_bytes_have_a_format(content: bytes) -> None:
    assert recognise(content)
