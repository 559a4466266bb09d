"""A web host as the bulletin may have one: text goes compressed, browsers keep what they got for a while, and an
address that leads nowhere gets 404.html. It notes what each answer weighed, with its headers."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from tests.browser.conftest import LOCAL, SECURITY_POLICY, Server

COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
    "+json",
    "+xml",
)
TYPES = {".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm"}
KEEP_SECONDS = 600
CHARSET = "; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What went over the wire for one address."""

    path: str
    status: int
    size_bytes: int


@dataclass
class WebHost:
    """A served folder; `late` says by the ends of names which files keep the browser waiting, and for how long."""

    folder: Path
    url: str = ""
    late: dict[str, float] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def find(self, path: str) -> Path | None:
        """The file at an address of the site."""
        file = (self.folder / path.lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        return file if file.is_file() and file.is_relative_to(self.folder.resolve()) else None

    def take_answers(self) -> list[Answer]:
        """All answers since it was last asked."""
        taken, self.answers[:] = list(self.answers), []
        return taken


class _CountingFile:
    """Counts what is written on its way to the browser."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        self.size_bytes += len(data)
        return self.file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host: WebHost

    def setup(self) -> None:
        super().setup()
        self.wfile: Any = _CountingFile(self.wfile)

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        time.sleep(next((seconds for end, seconds in self.host.late.items() if path.endswith(end)), 0))
        before = self.wfile.size_bytes
        status = self.answer(path)
        self.host.answers.append(Answer(path, status, self.wfile.size_bytes - before))

    def answer(self, path: str) -> HTTPStatus:
        file = self.host.find(path)
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or self.host.find("404.html")
        content = file.read_bytes() if file else b""
        kind = TYPES.get(file.suffix) if file else "text/plain"
        kind = kind or mimetypes.guess_type(file.name if file else "")[0] or "application/octet-stream"
        self.send_response(status)
        if kind.startswith(COMPRESSED) or kind.endswith(COMPRESSED):
            content = gzip.compress(content, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind + CHARSET if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", f"max-age={KEEP_SECONDS}")
        self.send_header("Content-Security-Policy", SECURITY_POLICY)
        self.end_headers()
        self.wfile.write(content)
        return status

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is about the test."""


@contextmanager
def host_site(folder: Path, port: int = 0) -> Iterator[WebHost]:
    """Serves a built site on this machine only."""
    host = WebHost(folder)
    handler = type("Handler", (_Handler,), {"host": host})
    server = Server(("127.0.0.1", port), handler)
    host.url = f"{LOCAL}{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
