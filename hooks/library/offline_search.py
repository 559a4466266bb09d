"""Pagefind's files as classic scripts: what a page that is opened from a disk can still load.

Browsers let such a page fetch nothing, but run scripts that lie beside it. So every file goes into a script as base64,
and `hooks/theme/assets/pagefind-loader.js` hands Pagefind its files from there. Pagefind's own code stays as it is.

    core           pagefind.js, the entry, the list of words' places and the engine: read once, before the first search
    index-…        one part of the index of words each, read when a word asks for it
    filter-…       one filter each
    fragment-…     the texts of some articles, read when one of them is shown
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

# A shard of fragments holds about a hundred articles at most, so that showing ten results reads little.
MOST_PAGES_FOR_ONE_DIGIT = 1500


class CannotPack(Exception):
    """The search index lacks a part that no search can do without."""


def pack_search(folder: Path) -> dict[str, bytes]:
    """The scripts that stand for `site/pagefind/` in an offline copy, by their file names; empty without an index.

    Raises:
        CannotPack: the index is not whole; the message says what is missing.
    """
    if not folder.is_dir():
        return {}
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    entry = _read_entry(files)
    pages = sum(language["page_count"] for language in entry["languages"].values())
    digits = 1 if pages <= MOST_PAGES_FOR_ONE_DIGIT else 2
    texts = sum(name.startswith("fragment/") for name in files)
    if texts != pages or not any(name.startswith("index/") for name in files):
        raise CannotPack(f"the search index has {texts} of {pages} texts. Build the site again: bulletin build")
    shards: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in sorted({"pagefind.js", "pagefind-entry.json", *_engines(entry), *_word_places(entry, files)}):
        if name not in files:
            raise CannotPack(f"the search index has no {name}. Build the site again: bulletin build")
        shards["core"][name] = _base64(files[name])
    for name, path in files.items():
        kind, _, rest = name.partition("/")
        if kind in {"index", "filter", "fragment"}:
            file_hash = rest.partition("_")[2].partition(".")[0]
            shard = f"{kind}-{file_hash[:digits]}" if kind == "fragment" else f"{kind}-{file_hash}"
            shards[shard][name] = _base64(path)
    return {f"{name}.js": _render_shard(name, held, digits) for name, held in sorted(shards.items())}


def _read_entry(files: Mapping[str, Path]) -> dict[str, dict[str, dict[str, int]]]:
    if "pagefind-entry.json" not in files:
        raise CannotPack("the search index has no pagefind-entry.json. Build the site again: bulletin build")
    try:
        entry: dict[str, dict[str, dict[str, int]]] = json.loads(files["pagefind-entry.json"].read_bytes())
    except ValueError as error:
        raise CannotPack("pagefind-entry.json is damaged. Build the site again: bulletin build") from error
    return entry


def _engines(entry: Mapping[str, Mapping[str, Mapping[str, object]]]) -> set[str]:
    return {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in entry["languages"].values()}


def _word_places(entry: Mapping[str, Mapping[str, Mapping[str, object]]], files: Mapping[str, Path]) -> set[str]:
    """The list of each language's index parts: `pagefind.<hash of the language>.pf_meta`."""
    return {f"pagefind.{language['hash']}.pf_meta" for language in entry["languages"].values()} | {
        name for name in files if name.endswith(".pf_meta")
    }


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode("ascii")


def _render_shard(name: str, files: Mapping[str, str], digits: int) -> bytes:
    """The script of one shard; the loader holds the hash against the files, so that a damaged shard is noticed."""
    held = {**files, "digits": str(digits)} if name == "core" else dict(files)
    sha256 = hashlib.sha256("\n".join(part for pair in held.items() for part in pair).encode()).hexdigest()
    return f"bulletin.shard({json.dumps(name)},{json.dumps(sha256)},{json.dumps(held, indent=0)});\n".encode()
