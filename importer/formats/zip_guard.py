"""The members of a zip, unpacked in memory within limits: names are only names, and nothing is written anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from importer.encoding import CannotRead
from importer.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED_BYTES
from importer.records import Note

_MEMBER_SIGN = b"PK\x01\x02"  # opens each entry of a zip's list of contents
_CHUNK = 64 * 1024
_SMALL = 1024 * 1024  # below this any ratio is harmless: a form of many like paragraphs packs very well
_SAVE_AGAIN = "Open it, save it again under another name, and import that."


def read_members(content: bytes, path: str, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The contents of the wanted members by their names; the others are never unpacked, zips in the zip among them.

    Raises:
        CannotRead: the zip is broken or locked, or unpacks to more than `importer/limits.py` allows.
    """
    if content.count(_MEMBER_SIGN) > MOST_MEMBERS:
        raise _refusal(path, f"it packs more than {MOST_MEMBERS:,} files", "Import its text as a .txt file.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpack(archive, path, is_wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, LookupError) as error:
        raise _refusal(path, "the file is damaged: it cannot be unpacked", _SAVE_AGAIN) from error


def _unpack(archive: zipfile.ZipFile, path: str, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    total = 0
    for info in archive.infolist():
        if not is_wanted(info.filename):
            continue
        if info.flag_bits & 1:
            raise _refusal(path, "it is locked with a password", "Open it, take the password off, and save it again.")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _refusal(path, "it is packed in a way that Word does not use", _SAVE_AGAIN)
        chunks: list[bytes] = []
        size = 0
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                total += len(chunk)
                if total > MOST_UNPACKED_BYTES:
                    what = f"it unpacks to more than {MOST_UNPACKED_BYTES:,} bytes"
                    raise _refusal(path, what, "Split it into several documents.")
                if size > _SMALL and size > MOST_RATIO * max(1, info.compress_size):
                    what = f"it unpacks to more than {MOST_RATIO} times its size, as no real document does"
                    raise _refusal(path, what, "Ask its sender for the text.")
        members[info.filename] = b"".join(chunks)
    return members


def _refusal(path: str, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(path, 0, what, mend))
