"""A web server on this computer that plays every site of the tests of `bulletin fetch`: nothing leaves the machine."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from importer.fetch_addresses import is_public
from importer.fetch_exchange import Network

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Westmere News</title><link>https://westmere.example/</link>
<description>News</description><item><title>Kites are up</title><link>https://westmere.example/kites</link>
<description>The kite club warned schools.</description></item></channel></rss>
"""


@dataclass(frozen=True)
class Reply:
    """What the server says to one request; `raw` is written as it stands instead."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass(frozen=True)
class Request:
    """What the server was asked: host and path, the header lines in lower case, and how (GET or HEAD)."""

    host: str
    path: str
    headers: dict[str, str]
    method: str = "GET"

    def __str__(self) -> str:
        return self.host + self.path


@dataclass
class LocalWeb:
    """The sites by host and path, a network that leads to them alone, and what was asked of them.

    `numbers` are those that hosts have; any other host is not found. What is called with which number is in `called`,
    each wait in `waited`.
    """

    port: int = 0
    tls_port: int = 0
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    pages: dict[str, Reply | Callable[[Request], Reply]] = field(default_factory=dict)
    numbers: dict[str, Sequence[str]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    called: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def network(self) -> Network:
        return Network(self._resolve, self._connect, is_public, self.tls, time.monotonic, self.waited.append)

    def _resolve(self, host: str, _port: int, _seconds: float) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.numbers:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return self.numbers[host]

    def _connect(self, number: str, port: int, seconds: float) -> socket.socket:
        self.called.append((number, port))
        if number == "203.0.114.99":
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.tls_port if port == 443 else self.port), timeout=seconds)

    def feed_requests(self) -> list[str]:
        return [str(request) for request in self.asked if request.path != "/robots.txt"]


@contextmanager
def open_local_web(folder: Path) -> Iterator[LocalWeb]:
    """Servers with and without encryption, until the end of the block."""
    web = LocalWeb()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.headers.get("Host", ""), self.path, headers, self.command)
            web.asked.append(request)
            page = web.pages.get(str(request), Reply(404))
            reply = page if isinstance(page, Reply) else page(request)
            self.close_connection = True
            if reply.raw:
                reply.raw(self)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.content)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(reply.content)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """Say nothing: the other side may hang up, and is tested to."""

    certificate, key = _make_certificate(folder)
    open_server, tls_server = Server(("127.0.0.1", 0), Handler), Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    tls_server.socket = context.wrap_socket(tls_server.socket, server_side=True, do_handshake_on_connect=False)
    web.port, web.tls_port = open_server.server_port, tls_server.server_port
    web.tls = ssl.create_default_context(cafile=str(certificate))
    threads = [threading.Thread(target=each.serve_forever, args=(0.02,)) for each in (open_server, tls_server)]
    for thread in threads:
        thread.start()
    try:
        yield web
    finally:
        for server, thread in zip((open_server, tls_server), threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for westmere.example, good for a day, by the hand of its own key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "1", "-subj", "/CN=westmere.example", "-addext", "subjectAltName=DNS:westmere.example",
                "-keyout", str(key), "-out", str(certificate),
            ],
            check=True, capture_output=True,
        )  # fmt: skip
    return certificate, key
