"""Which page somebody means: named by its path, by its file name, or by its address as readers see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from importer.records import CannotImport, ImportRecord, Note
from importer.spelling import find_closest
from importer.text import quote

_ADDRESS = re.compile(r"(?:^|/)(?P<path>articles/[^/?#]+/[^/?#]+?)(?:\.html|\.md)?(?:[?#].*)?$")


class NoSuchPage(CannotImport):
    """No article page, or more than one, is meant."""


def find_asked_page(asked: str, docs: Path, pages: Mapping[str, str], records: Iterable[ImportRecord]) -> str:
    """The path of the article page below the docs folder; an address that the page had earlier does too.

    Raises:
        NoSuchPage: there is none, or several have this name; the note says which are there.
    """
    plain = unquote(asked.strip()).replace("\\", "/")
    by_spelling = {path.casefold(): path for path in pages}
    moved = {old.casefold(): record.page for record in records for old in record.was if record.page in pages}
    candidates: list[str] = []
    if not re.match(r"https?://", plain):
        absolute, folder = Path(plain).absolute(), docs.absolute()
        if absolute.is_relative_to(folder):
            candidates.append(absolute.relative_to(folder).as_posix())
    if found := _ADDRESS.search(plain):
        candidates.append(f"{found['path']}.md")
    for candidate in candidates:
        for path in (by_spelling.get(candidate.casefold()), moved.get(candidate.casefold())):
            if path:
                return path
    slug = plain.rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".html").casefold()
    named = sorted(path for path in pages if _slug(path).casefold() == slug) if "/" not in plain else []
    if len(named) == 1:
        return named[0]
    raise NoSuchPage(_refusal(asked, docs, candidates, slug, named, pages))


def _refusal(
    asked: str, docs: Path, candidates: list[str], slug: str, named: list[str], pages: Mapping[str, str]
) -> Note:
    name = docs.as_posix()
    if len(named) > 1:
        listed = ", ".join(f"{name}/{path}" for path in named)
        return Note(asked, 0, "several pages have this name", f"Name one of them by its path: {listed}.")
    elsewhere = [path for path in candidates if not path.startswith("articles/")]
    if elsewhere and (docs / elsewhere[0]).exists():
        mend = f"Only pages below {name}/articles can be withdrawn. Change or delete this file by hand."
        return Note(asked, 0, "this is no article", mend)
    closest = find_closest(slug, [_slug(path) for path in pages])
    hint = f"Did you mean {quote(closest)}? " if closest else ""
    mend = (
        f"{hint}Name it by its path ({name}/articles/2023/some-name.md), by its file name, or by its address on the "
        "site. If the page was deleted, bring it back first (git checkout COMMIT -- PATH): only then it is known again."
    )
    return Note(asked, 0, "there is no such page", mend)


def _slug(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
