"""Everything that is published and is no page: only kinds that we publish, and each must be what its name says."""

from __future__ import annotations

import json
import posixpath
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from hooks.gate.published import Published
from importer.limits import MOST_UNPACKED_BYTES
from importer.records import Note

_PAGEFIND_DATA = re.compile(
    r"pagefind\.\w+\.pf_meta|index/\w+\.pf_index|filter/\w+\.pf_filter|fragment/\w+\.pf_fragment"
)
_PAGEFIND_SIGN = b"pagefind_dcd"
_SHARD_NAME = re.compile(r"(core|(index|filter|fragment)-[0-9a-z]+)\.js")
# The one call that hooks/library/offline_search.py writes: names, a hash and base64, all in plain letters
_SHARD = re.compile(rb'bulletin\.shard\("[\w-]+","[0-9a-f]{64}",\{[\w"/.+=:,\s-]*\}\);\n')
_STARTS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBPVP8", re.DOTALL),
}
_ROBOTS = re.compile(r"User-agent: \*\nAllow: /\n(Sitemap: (?P<sitemap>\S+)\n?)?")
_DOWNLOAD = re.compile(r"download/([\w.-]+\.zip|SHA256SUMS)")
_MEND = "Take it out of docs/. Only pages, and pictures in PNG, JPEG or WebP, are published from there."


def find_file_faults(name: str, content: bytes, site: Published) -> Iterator[Note]:
    """Everything wrong with a file that is no page and no feed."""
    folder, _, rest = name.partition("/")
    if name in site.rendered:
        if content != site.rendered[name]:
            yield Note(name, 0, "is not the file that we wrote", "Build again; in docs/ nothing may be of that name.")
    elif name in site.own.assets:
        if content != site.own.assets[name]:
            yield Note(
                name, 0, "is not the file of that name in hooks/theme/assets/", "Take the other one out of docs/."
            )
    elif folder == "pagefind":
        yield from _shard_faults(name, rest, content) if site.is_copy else _index_faults(name, rest, content, site)
    elif start := _STARTS.get(posixpath.splitext(name)[1]):
        if not start.match(content):
            yield Note(name, 0, "is no picture of the kind that its name says", "Save it anew as PNG, JPEG or WebP.")
    elif name == "robots.txt":
        yield from _robots_faults(name, content, site)
    elif name == "article.schema.json":
        yield from _json_faults(name, content)
    elif site.is_copy or not _DOWNLOAD.fullmatch(name):
        yield Note(name, 0, "is of a kind that we do not publish", _MEND)


def _index_faults(name: str, rest: str, content: bytes, site: Published) -> Iterator[Note]:
    mend = "Build again; in docs/ there must be no folder “pagefind”."
    if rest in site.own.search_programs:
        if content != site.own.search_programs[rest]:
            yield Note(name, 0, "is not the program of the Pagefind that is installed here", mend)
    elif rest == "pagefind-entry.json":
        yield from _json_faults(name, content)
    elif not _PAGEFIND_DATA.fullmatch(rest):
        yield Note(name, 0, "is no file of Pagefind's", mend)
    else:
        plain = _unpack(content)
        if not plain.startswith(_PAGEFIND_SIGN):
            yield Note(name, 0, "is not what Pagefind writes", mend)
        elif rest.startswith("fragment/"):
            yield from _fragment_faults(name, plain.removeprefix(_PAGEFIND_SIGN), site)


def _unpack(content: bytes) -> bytes:
    """The data of a packed file; nothing where it is damaged or swells beyond reason."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(content, MOST_UNPACKED_BYTES)
    except zlib.error:
        return b""
    return plain if unpacking.eof and not unpacking.unused_data else b""


def _fragment_faults(name: str, data: bytes, site: Published) -> Iterator[Note]:
    try:
        address = str(json.loads(data)["url"])
    except (ValueError, KeyError, TypeError):
        yield Note(name, 0, "is not what Pagefind writes", "Build again.")
        return
    page = unquote(address).removeprefix("/")
    if page not in site.files or not page.startswith("articles/"):
        yield Note(name, 0, "leads a search to what is no article of the site", "Build again.")


def _shard_faults(name: str, rest: str, content: bytes) -> Iterator[Note]:
    if not _SHARD_NAME.fullmatch(rest) or not _SHARD.fullmatch(content):
        yield Note(
            name, 0, "is no part of the search index as a copy has it", "Run `bulletin build`, then bundle again."
        )


def _robots_faults(name: str, content: bytes, site: Published) -> Iterator[Note]:
    found = _ROBOTS.fullmatch(content.decode("utf-8", errors="replace"))
    if not found or (found["sitemap"] and found["sitemap"] != f"{site.address}sitemap.xml"):
        yield Note(name, 0, "is not what hooks/theme/robots.txt writes", "Build again.")


def _json_faults(name: str, content: bytes) -> Iterator[Note]:
    try:
        json.loads(content)
    except ValueError:
        yield Note(name, 0, "is no JSON", "Build again.")
