"""The gate itself: every file of a built site or of an offline copy, each held to the rules for its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from hooks.gate.feeds import find_feed_faults, find_json_feed_faults, find_sitemap_faults
from hooks.gate.files import find_file_faults
from hooks.gate.own import OwnFiles
from hooks.gate.pages import PageGate
from hooks.gate.published import Published
from hooks.library.feeds import ATOM_FEED, JSON_FEED
from hooks.library.offline_pages import Edition, fill_in
from hooks.library.security_policy import HEADERS, offline_policy, online_policy, render_headers, write_policies
from importer.records import Note

MOST_TOLD = 40
Describe = Callable[[Iterable[str], str, Mapping[str, str], OwnFiles], Published]
_TOPIC_FEED = re.compile(r"topics/[\w-]+\.xml")
_CONTACTS = "local/contacts.html"


class UnsafeSite(Exception):
    """Something was built that may not be published; the message says what and where."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self.notes = tuple(notes)
        count = len(self.notes)
        things = "1 thing was" if count == 1 else f"{count} things were"
        told = [str(note) for note in self.notes[:MOST_TOLD]]
        if count > MOST_TOLD:
            told.append(f"… and {count - MOST_TOLD} more.")
        super().__init__("\n".join([f"{things} built that may not be published:", *told]))


def describe_site(files: Iterable[str], address: str, moves: Mapping[str, str], own: OwnFiles) -> Published:
    """A site as it was built. `moves` are the pages that have moved and where they are now, as in `Bulletin.moves`."""
    return Published(
        files=frozenset(files),
        address=address,
        moves=_as_html(moves),
        own=own,
        policy=partial(online_policy, own_inline=own.inline),
        offline_policy=partial(offline_policy, own_inline=own.inline),
        rendered=MappingProxyType({HEADERS: render_headers(own.inline).encode()}),
    )


def describe_preview(files: Iterable[str], address: str, moves: Mapping[str, str], own: OwnFiles) -> Published:
    """The same for a preview, whose pages have no policy: the script of MkDocs that reloads them stands inline."""
    return replace(describe_site(files, address, moves, own), policy=None, offline_policy=None)


def describe_copy(files: Iterable[str], edition: Edition, moves: Mapping[str, str], own: OwnFiles) -> Published:
    """An offline copy. What only it has must be that of hooks/offline_copy/, with the day of the copy filled in."""
    rendered = {
        name: write_policies(fill_in(content.decode("utf-8"), edition), own.inline).encode()
        for name, content in own.copy_only.items()
    }
    return Published(
        files=frozenset(files),
        address=edition.website,
        moves=_as_html(moves),
        own=own,
        policy=partial(offline_policy, own_inline=own.inline),
        offline_policy=None,
        rendered=MappingProxyType(rendered),
        is_copy=True,
    )


def find_faults(names: Iterable[str], read: Callable[[str], bytes], site: Published) -> Iterator[Note]:
    """Everything in these files that may not be published, file by file in the order of their names."""
    pages = PageGate(site)
    for name in sorted(names):
        yield from _faults_of(name, read(name), site, pages)


def find_site_faults(
    folder: Path, address: str, moves: Mapping[str, str], own: OwnFiles, describe: Describe = describe_site
) -> list[Note]:
    """The same for a folder that holds a built site, or a preview of it."""
    names = files_below(folder)
    site = describe(names, address, moves, own)
    return list(find_faults(names, lambda name: (folder / name).read_bytes(), site))


def files_below(folder: Path) -> list[str]:
    """The path of every file, from the folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _faults_of(name: str, content: bytes, site: Published, pages: PageGate) -> Iterator[Note]:
    is_feed = not site.is_copy and (name == ATOM_FEED or _TOPIC_FEED.fullmatch(name))
    if name.endswith(".html") and name != _CONTACTS and not name.startswith("pagefind/"):
        yield from pages.find_faults(name, content)
        if name in site.rendered:
            yield from find_file_faults(name, content, site)
    elif is_feed:
        yield from find_feed_faults(name, content, site, pages)
    elif name == JSON_FEED and not site.is_copy:
        yield from find_json_feed_faults(name, content, site, pages)
    elif name == "sitemap.xml" and not site.is_copy:
        yield from find_sitemap_faults(name, content, site)
    else:
        yield from find_file_faults(name, content, site)


def _as_html(moves: Mapping[str, str]) -> Mapping[str, str]:
    return {f"{old.removesuffix('.md')}.html": f"{new.removesuffix('.md')}.html" for old, new in moves.items()}
