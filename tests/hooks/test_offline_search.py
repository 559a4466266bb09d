from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from hooks.library.offline_search import CannotPack, pack_search

ENTRY = {"version": "1.5.2", "languages": {"en": {"hash": "en_aa", "wasm": "en", "page_count": 3}}}
FILES = {
    "pagefind.js": b"export const x = 1;",
    "pagefind-entry.json": json.dumps(ENTRY).encode(),
    "pagefind.en_aa.pf_meta": b"\x1f\x8bmeta",
    "wasm.en.pagefind": b"\x00wasm",
    "wasm.unknown.pagefind": b"\x00other",
    "pagefind-worker.js": b"worker",
    "index/en_11aa.pf_index": b"one",
    "index/en_22bb.pf_index": b"two",
    "filter/en_33cc.pf_filter": b"three",
    "fragment/en_a1.pf_fragment": b"four",
    "fragment/en_a2.pf_fragment": b"five",
    "fragment/en_b1.pf_fragment": b"six",
}


@pytest.fixture
def index(tmp_path):
    def write(files):
        for name, content in files.items():
            path = tmp_path / "pagefind" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path / "pagefind"

    return write


def unpack(script: bytes):
    """The name, hash and files that a shard's script hands in."""
    arguments = re.fullmatch(rb"bulletin\.shard\((.*)\);\n", script, re.DOTALL)[1]
    return json.loads(b"[" + arguments + b"]")


def test_everything_a_first_search_needs_is_in_one_shard_and_the_rest_by_its_use(index):
    shards = pack_search(index(FILES))
    assert {name: sorted(unpack(script)[2]) for name, script in shards.items()} == {
        "core.js": ["digits", "pagefind-entry.json", "pagefind.en_aa.pf_meta", "pagefind.js", "wasm.en.pagefind"],
        "index-11aa.js": ["index/en_11aa.pf_index"],
        "index-22bb.js": ["index/en_22bb.pf_index"],
        "filter-33cc.js": ["filter/en_33cc.pf_filter"],
        "fragment-a.js": ["fragment/en_a1.pf_fragment", "fragment/en_a2.pf_fragment"],
        "fragment-b.js": ["fragment/en_b1.pf_fragment"],
    }


def test_the_files_arrive_unmodified_under_a_hash_that_tells_damage(index):
    for name, script in pack_search(index(FILES)).items():
        shard, sha256, files = unpack(script)
        assert f"{shard}.js" == name
        assert hashlib.sha256("\n".join(part for pair in files.items() for part in pair).encode()).hexdigest() == sha256
        assert {file: base64.b64decode(text) for file, text in files.items() if file != "digits"} == {
            file: FILES[file] for file in files if file != "digits"
        }


def test_many_articles_are_spread_over_more_shards(index):
    entry = {**ENTRY, "languages": {"en": {**ENTRY["languages"]["en"], "page_count": 1501}}}
    others = {name: content for name, content in FILES.items() if not name.startswith("fragment/")}
    texts = {f"fragment/en_{number:04x}ff.pf_fragment": b"text" for number in range(1501)}
    shards = pack_search(index({**others, **texts, "pagefind-entry.json": json.dumps(entry).encode()}))
    assert sorted(name for name in shards if name.startswith("fragment")) == [
        "fragment-00.js", "fragment-01.js", "fragment-02.js", "fragment-03.js", "fragment-04.js", "fragment-05.js",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "missing", ["pagefind.js", "pagefind-entry.json", "pagefind.en_aa.pf_meta", "wasm.en.pagefind"]
)
def test_an_index_that_is_not_whole_is_refused_by_name(index, missing):
    folder = index({name: content for name, content in FILES.items() if name != missing})
    with pytest.raises(CannotPack, match=rf"has no {re.escape(missing)}"):
        pack_search(folder)


@pytest.mark.parametrize("lost", ["fragment/en_a2.pf_fragment", "index/"])
def test_an_index_that_lost_texts_or_words_is_refused(index, lost):
    folder = index({name: content for name, content in FILES.items() if not name.startswith(lost)})
    with pytest.raises(CannotPack, match="of 3 texts"):
        pack_search(folder)


def test_a_damaged_entry_is_refused(index):
    with pytest.raises(CannotPack, match="is damaged"):
        pack_search(index({**FILES, "pagefind-entry.json": b"{"}))


def test_a_site_without_an_index_has_no_shards(tmp_path):
    assert pack_search(tmp_path / "pagefind") == {}
