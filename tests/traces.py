"""Everything that a folder says, whatever it is packed in: files, hidden ones too, zips, gzip, base64 in scripts."""

from __future__ import annotations

import base64
import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from importer.passages import Passages

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def texts_below(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every file below a folder, and of all that is packed in it, by a name that says where it is."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from texts_in(path.relative_to(folder).as_posix(), path.read_bytes())


def texts_in(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The text of one file, and of what is packed in it."""
    if content.startswith(b"\x1f\x8b"):
        yield from texts_in(f"{name} unpacked", gzip.decompress(content))
        return
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name} → name", member
                yield from texts_in(f"{name} → {member}", archive.read(member))
        return
    text = content.decode("utf-8", errors="replace")
    yield name, text
    if "&" in text or "\\u" in text:
        plain = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
        yield f"{name} without codes", html.unescape(html.unescape(plain))
    if name.endswith(".js"):
        for number, packed in enumerate(_BASE64.findall(content)):
            if len(packed) % 4 == 0:
                yield from texts_in(f"{name} shard {number}", base64.b64decode(packed))


def find_traces(folder: Path, passages: Passages, unheard_of: tuple[str, ...]) -> dict[str, list[str]]:
    """Where any run of words is found, or a word that stands nowhere else, by the place where it is."""
    found: dict[str, list[str]] = {}
    for name, text in texts_below(folder):
        folded = text.casefold()
        here = [word for word in unheard_of if word in folded]
        if passages.find_in(text):
            here.append("a run of words")
        if here:
            found.setdefault(name, here)
    return found
