"""One question to one server and its answer, within limits of time and size that no server can stretch."""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, quote, urlsplit

from importer.fetch_addresses import is_public
from importer.limits import MOST_ANSWER_HEAD_BYTES, MOST_CONNECT_SECONDS, MOST_GZIP_MEMBERS, MOST_RATIO, MOST_SERVERS

_PORTS = {"http": 80, "https": 443}
_CHUNK = 64 * 1024
_SMALL = 1024 * 1024  # no bomb, however well it is packed
# “There is no such name”, and “there is, but no computer has it”; anything else may be better tomorrow
_UNKNOWN_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
# What may stand in a path or a query as it is; the rest is written as %XX (RFC 3986, 3.3 and 3.4)
_PLAIN = "/?:@!$&'()*+,;=-._~%[]"
_TRY_LATER = "Try again later. If it stays so, open the address in a browser and correct it."
_CHECK_ADDRESS = "Open the address in a browser and correct it in the list."


class NoAnswer(Exception):
    """A question that was not asked, or got no answer that can be used: what happened, and what an editor can do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


class NoSuchHost(NoAnswer):
    """The name of the server is not known to anybody: those who keep the names of the web say so."""


@dataclass(frozen=True, slots=True)
class Network:
    """The way to other computers, and the clock. `open_network` gives the real one.

    `resolve` gives the numbers of a host, `connect` calls one of them; both take a port and the seconds allowed.
    `is_public` says which numbers may be called; `now` is a clock in seconds that never goes back, `wait` sleeps.
    """

    resolve: Callable[[str, int, float], Sequence[str]]
    connect: Callable[[str, int, float], socket.socket]
    is_public: Callable[[str], bool]
    tls: ssl.SSLContext
    now: Callable[[], float]
    wait: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: its number, its header lines by lower-case name, and its content, unpacked.

    `is_cut` says that there was more than allowed.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    is_cut: bool = False


def open_network() -> Network:
    """The internet, through this computer's own settings for certificates; proxies are not used."""
    return Network(_resolve, _connect, is_public, ssl.create_default_context(), time.monotonic, time.sleep)


def ask(
    url: str,
    headers: Mapping[str, str],
    network: Network,
    deadline: float,
    most_bytes: int,
    method: Literal["GET", "HEAD"] = "GET",
) -> Answer:
    """Ask a server for an address, and no other server for anything: redirects are only told.

    `HEAD` asks only whether there is something. The host is looked up once, and exactly the number that was found to be
    public is called. `deadline` is a time of the network's clock. Of an answer larger than `most_bytes` the beginning
    is given, marked `is_cut`.

    Raises:
        NoAnswer: the host is not public, does not answer in time, or answers with what is not HTTP.
    """
    parts = urlsplit(url)
    timer = _Timer(network, deadline)
    try:
        with _call(parts, network, timer) as line:
            return _converse(method, parts, headers, line, timer, most_bytes)
    except TimeoutError as error:
        raise NoAnswer("the server did not answer in time", _TRY_LATER) from error
    except ssl.SSLCertVerificationError as error:
        what = f"the server's certificate is not good: {error.verify_message}"
        raise NoAnswer(what, "Do not go around it: ask who runs the site. Nothing was read.") from error
    except http.client.HTTPException as error:
        raise NoAnswer(f"the server's answer is broken ({type(error).__name__})", _TRY_LATER) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NoAnswer(f"the connection failed: {reason}", _TRY_LATER) from error


class _Timer:
    """How much of the time for an answer is left."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._now = network.now
        self._deadline = deadline

    def left(self) -> float:
        """The seconds left, more than none.

        Raises:
            TimeoutError: there are none.
        """
        left = self._deadline - self._now()
        if left <= 0:
            raise TimeoutError
        return left


def _call(parts: SplitResult, network: Network, timer: _Timer) -> socket.socket:
    """A connection to the host of an address, encrypted where it begins with https.

    Raises:
        NoAnswer: the host is not known, or not public.
        OSError: nobody answers.
    """
    host = _host(parts)
    port = parts.port or _PORTS[parts.scheme]
    try:
        numbers = network.resolve(host, port, min(timer.left(), MOST_CONNECT_SECONDS))
    except socket.gaierror as error:
        if error.errno in _UNKNOWN_NAME:
            raise NoSuchHost(f"there is no server “{host}”", _CHECK_ADDRESS) from error
        raise NoAnswer(f"the name “{host}” cannot be looked up now", _TRY_LATER) from error
    public = [number for number in dict.fromkeys(numbers) if network.is_public(number)]
    if not public:
        raise NoAnswer(f"“{host}” is not on the public internet, so it is not asked", _CHECK_ADDRESS)
    line = _call_first(public[:MOST_SERVERS], port, network, timer)
    if parts.scheme == "http":
        return line
    try:
        line.settimeout(timer.left())
        return network.tls.wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def _call_first(numbers: Sequence[str], port: int, network: Network, timer: _Timer) -> socket.socket:
    """A connection to the first of a host's numbers that takes the call."""
    for number in numbers[:-1]:
        try:
            return network.connect(number, port, min(timer.left(), MOST_CONNECT_SECONDS))
        except OSError:
            continue  # the next may do; what the last one says is told
    return network.connect(numbers[-1], port, min(timer.left(), MOST_CONNECT_SECONDS))


def _host(parts: SplitResult) -> str:
    """The host as the network knows it: lower case, other alphabets in Punycode."""
    try:
        return (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NoAnswer("the name of the server cannot be right", _CHECK_ADDRESS) from error


def _converse(
    method: str, parts: SplitResult, headers: Mapping[str, str], line: socket.socket, timer: _Timer, most_bytes: int
) -> Answer:
    connection = http.client.HTTPConnection(_host(parts))
    # All reading goes through a file that keeps the time and counts; the connection itself is made already.
    connection.sock = _TimedSocket(line, timer, most_bytes + MOST_ANSWER_HEAD_BYTES)
    target = quote(parts.path or "/", safe=_PLAIN) + (f"?{quote(parts.query, safe=_PLAIN)}" if parts.query else "")
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    is_usual = parts.port in (None, _PORTS[parts.scheme])
    connection.putheader("Host", _host(parts) if is_usual else f"{_host(parts)}:{parts.port}")
    for name, value in {**headers, "Accept-Encoding": "gzip", "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    with connection.getresponse() as response:
        told = {name.lower(): value for name, value in response.getheaders()}
        if response.status != http.client.OK:
            return Answer(response.status, told, b"")  # what it says beyond its number helps nobody
        packed, is_cut = _read(response, most_bytes)
    content, more = _unpack(packed, told.get("content-encoding", ""), most_bytes, is_whole=not is_cut)
    return Answer(response.status, told, content, is_cut or more)


def _read(response: http.client.HTTPResponse, most_bytes: int) -> tuple[bytes, bool]:
    """The content as it came over the line, at most so much, and whether there is more.

    Raises:
        IncompleteRead: it is shorter than the server said.
    """
    parts, size = [], 0
    while size <= most_bytes and (part := response.read(_CHUNK)):
        parts.append(part)
        size += len(part)
    content = b"".join(parts)
    if size > most_bytes:
        return content[:most_bytes], True
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return content, False


def _unpack(packed: bytes, encoding: str, most_bytes: int, *, is_whole: bool) -> tuple[bytes, bool]:
    """The content without the packing of the transport, at most so much, and whether there is more.

    Raises:
        NoAnswer: it is packed in a way we do not know, is damaged, or swells too much.
    """
    kind = encoding.strip().casefold()
    if kind in {"", "identity"} or not packed:
        return packed, False
    if kind not in {"gzip", "x-gzip", "deflate"}:
        raise NoAnswer("the answer is packed in a way that was not asked for", _TRY_LATER)
    content, rest = bytearray(), packed
    for _ in range(MOST_GZIP_MEMBERS):
        # 32: the header of gzip or zlib is told apart; some servers send deflate without any
        unpacker = zlib.decompressobj(-15 if kind == "deflate" and rest[0] & 0x0F != 8 else 32 + 15)
        try:
            content += unpacker.decompress(rest, most_bytes + 1 - len(content))
        except zlib.error as error:
            raise NoAnswer("the packed answer is damaged", _TRY_LATER) from error
        if len(content) > max(_SMALL, len(packed) * MOST_RATIO):
            raise NoAnswer(f"the answer unpacks to more than {MOST_RATIO} times its size", _CHECK_ADDRESS)
        if len(content) > most_bytes:
            return bytes(content[:most_bytes]), True
        if not unpacker.eof:
            if is_whole:
                raise NoAnswer("the packed answer is cut off", _TRY_LATER)
            break
        rest = unpacker.unused_data.lstrip(b"\0")
        if not rest:
            break
    else:
        raise NoAnswer("the answer is packed in too many pieces", _TRY_LATER)
    return bytes(content), False


class _TimedSocket:
    """The part of a socket that `http.client` uses, kept to the time left and to so many bytes received."""

    def __init__(self, line: socket.socket, timer: _Timer, most_bytes: int) -> None:
        self._line = line
        self._timer = timer
        self._bytes_left = most_bytes

    def sendall(self, content: bytes) -> None:
        self._line.settimeout(self._timer.left())
        self._line.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedFile(self), _CHUNK)

    def receive_into(self, buffer: memoryview) -> int:
        self._line.settimeout(self._timer.left())
        size = self._line.recv_into(buffer[: max(self._bytes_left, 1)])
        self._bytes_left -= size
        if self._bytes_left < 0:
            return 0
        return size

    def close(self) -> None:
        """Leave it open: the connection is closed here as soon as headers are read, and the content still comes."""


class _TimedFile(io.RawIOBase):
    def __init__(self, source: _TimedSocket) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._source.receive_into(buffer)


def _resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """The numbers of a host. The system's own look-up knows no time limit, so it is left behind when it takes too long.

    Raises:
        gaierror: it has none.
        TimeoutError: nobody said so in time.
    """
    found: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put([str(answer[4][0]) for answer in answers])
        except OSError as error:
            found.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        result = found.get(timeout=seconds)
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(result, OSError):
        raise result
    return result


def _connect(number: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((number, port), timeout=seconds)
