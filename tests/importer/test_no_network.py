"""An import asks no other computer for anything, however a document tries to make it; nor does `new --from` a file."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.importer.invented import prose
from tests.importer.office_files import docx, par, run
from tests.importer.test_write import write_short_lists


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it was asked for."""
    found: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", found
    server.shutdown()
    server.server_close()
    thread.join()


def web_page(server: str) -> bytes:
    return f"""<?xml version="1.0"?><?xml-stylesheet href="{server}/sheet.xsl" type="text/xsl"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{server}/strict.dtd">
<html><head><title>Kites</title><base href="{server}/base/"><link rel="stylesheet" href="{server}/a.css">
<link rel="canonical" href="{server}/canonical"><meta property="og:image" content="{server}/card.png">
<script src="{server}/a.js"></script></head><body><article><h1>Kites</h1><p>{prose(1)}</p>
<img src="{server}/a.png" srcset="{server}/b.png 2x" alt="A red kite over the harbour">
<iframe src="{server}/frame"></iframe><object data="{server}/object"></object><video src="{server}/v.mp4"></video>
<p><a href="{server}/page">More</a></p></article></body></html>""".encode()


def feed(server: str) -> bytes:
    return f"""<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{server}/rss.dtd">
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>
<title>Kite News</title><link>{server}/</link><image><url>{server}/logo.png</url></image>
<xi:include href="{server}/include.xml"/><item><title>Kites</title><link>{server}/kites</link>
<description>&lt;p&gt;{prose(1)}&lt;/p&gt;&lt;img src="{server}/a.png" alt="A kite"&gt;</description>
<enclosure url="{server}/a.mp3" type="audio/mpeg"/><media:content url="{server}/m.png"/></item>
</channel></rss>""".encode()


def feed_with_entity(server: str) -> bytes:
    return f"""<?xml version="1.0"?><!DOCTYPE rss [
<!ENTITY e SYSTEM "{server}/entity"><!ENTITY % p SYSTEM "{server}/p"> %p;]>
<rss version="2.0"><channel><title>News</title><item><title>Kites</title><description>&e;</description></item>
</channel></rss>""".encode()


def mail(server: str) -> bytes:
    return (
        "From: Kite News <news@kites.example>\r\nSubject: Kites\r\nDate: Fri, 7 Feb 2025 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f'<p>{prose(1)}</p><img src="{server}/pixel.gif" width="1" height="1" alt="">'
        f'<img src="{server}/a.png" alt="Kite">'
    ).encode()


def word(server: str) -> bytes:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="A kite"/></wp:inline></w:drawing></w:r>'
        f'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDEPICTURE "{server}/a.png"</w:instrText></w:r>'
    )
    return docx(par(run("Kites"), style="Title"), par(run(prose(1))), par(picture), links={"rId9": f"{server}/page"})


@pytest.mark.parametrize("command", [("import",), ("new", "--from")], ids=["import", "new"])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("page.html", web_page, id="web page"),
        pytest.param("feed.xml", feed, id="feed"),
        pytest.param("entity.xml", feed_with_entity, id="feed with an external entity"),
        pytest.param("news.eml", mail, id="e-mail"),
        pytest.param("news.docx", word, id="Word file"),
    ],
)
def test_nothing_is_asked_for(
    tmp_path: Path, asked: tuple[str, list[str]], name: str, make: Callable[[str], bytes], command: tuple[str, ...]
) -> None:
    server, found = asked
    docs, source = tmp_path / "docs", tmp_path / name
    write_short_lists(docs)
    source.write_bytes(make(server))
    done = run_bulletin(*command, str(source), "--docs", str(docs))
    assert found == []
    # What an external entity holds is refused, everything else is read.
    refused = 2 if "new" in command else 1
    assert done == (refused if name == "entity.xml" else 0)


def run_bulletin(*arguments: str) -> int:
    """The command itself, its caged process included."""
    command = [sys.executable, "-c", "from importer.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode
