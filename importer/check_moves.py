"""Addresses that readers have and that lead nowhere any more: pages moved or deleted without a redirect."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from importer.header import Header, read_header
from importer.records import ImportRecord, Note
from importer.similar import SAME_STORY, shared_part
from importer.text import fold, quote
from importer.withdrawn_marks import WithdrawnMarks, page_mark

ARTICLE = re.compile(r"articles/[\w-][\w.-]{0,80}/[\w-][\w.-]{0,80}")


@dataclass(frozen=True, slots=True)
class PageNow:
    """A page as it is now: its path as messages name it, its path below the docs folder, and its header."""

    name: str
    own_path: str
    header: Header


def check_moved_from(header: Header, own_path: str, pages: Collection[str], claimed: dict[str, str]) -> Iterator[Note]:
    """What is wrong with the earlier addresses that a page claims; `claimed` says which page has each already."""
    for where, entry in header.entries("moved_from"):
        path = f"{entry}.md"
        other = claimed.setdefault(entry.casefold(), header.path)
        if not ARTICLE.fullmatch(entry) or entry.endswith((".md", ".html")):
            plain = entry.removesuffix(".md").removesuffix(".html").strip("/").removeprefix("docs/")
            hint = f"Did you mean “{plain}”?" if ARTICLE.fullmatch(plain) else "Write it as “articles/2023/old-name”."
            yield header.note_at(where, f"{quote(entry)} is not an earlier address of a page", hint)
        elif path == own_path:
            yield header.note_at(where, "“moved_from:” names the page itself", "Take it out.")
        elif path in pages:
            what = f"“moved_from:” names {quote(entry)}, but a page is there"
            yield header.note_at(where, what, "Take it out, or delete that page if this one takes its place.")
        elif other != header.path:
            what = f"{other} says as well that it was {quote(entry)}"
            yield header.note_at(where, what, "An address can lead to one page only: keep one of the two.")


def check_gone(
    gone: Mapping[str, str],
    added: Sequence[PageNow],
    claimed: Collection[str],
    records: Iterable[ImportRecord],
    withdrawals: Iterable[WithdrawnMarks],
    docs_name: str,
) -> Iterator[Note]:
    """Each page that was there and is not: where it went without a redirect, or how to take it out of the bulletin.

    `gone` has the earlier text of each by its path; `added` are the pages that it may have become, and `claimed` the
    earlier addresses that any page names. An imported page that was moved is found by the import records (`was`), and
    its old address leads on without more. Nor is anything wrong where a page was withdrawn with its
    address.
    """
    taken_out = {each.page for each in withdrawals}
    led_on = {path.casefold() for record in records for path in record.was if record.page != path}
    led_on |= {f"{entry}.md" for entry in claimed}
    for path, text in sorted(gone.items()):
        if path.casefold() in led_on or page_mark(path) in taken_out:
            continue
        old = path.removesuffix(".md")
        if now := _find_page_now(text, added):
            what = f"the page was {docs_name}/{path}, and that address now leads nowhere"
            known = [entry for _, entry in now.header.entries("moved_from")]
            entries = ", ".join([*known, old])
            mend = f"Add `moved_from: [{entries}]` to its header: the old address then leads on."
            yield Note(now.name, 1, what, mend)
        else:
            what = "the page is gone, and links to it lead nowhere"
            mend = (
                "Bring the file back and write `withdrawn: {on: …, reason: …}` into its header: then its address says "
                f"so, without its text. If another page takes its place, write there `moved_from: [{old}]`."
            )
            yield Note(f"{docs_name}/{path}", 0, what, mend)


def _find_page_now(text: str, pages: Iterable[PageNow]) -> PageNow | None:
    """The page that a page became: of the same import, of the same headline, or with much of its text."""
    before = read_header(text, "")
    source = before.values.get("import")
    fingerprint = source.get("fingerprint") if isinstance(source, dict) else None
    title = fold(before.text("title")).casefold()
    best: tuple[float, PageNow | None] = (SAME_STORY, None)
    for page in pages:
        here = page.header.values.get("import")
        if fingerprint and isinstance(here, dict) and here.get("fingerprint") == fingerprint:
            return page
        share = shared_part(before.body, page.header.body)
        if title and fold(page.header.text("title")).casefold() == title:
            share += 1
        if share > best[0]:
            best = share, page
    return best[1]
