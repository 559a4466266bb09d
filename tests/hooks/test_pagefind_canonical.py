"""The search index in one form, whatever order Pagefind wrote it in."""

from __future__ import annotations

import gzip
import json
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks.library.pagefind import run_pagefind
from hooks.library.pagefind_canonical import (
    ENTRY,
    SIGNATURE,
    UnknownIndex,
    canonical_index,
    decode,
    encode,
    pack,
    unpack,
)


@pytest.fixture(scope="module")
def written(invented_site) -> dict[str, bytes]:
    """The files as Pagefind wrote them."""
    return run_pagefind(invented_site)


@pytest.fixture(scope="module")
def canonical(written) -> dict[str, bytes]:
    return canonical_index(written)


def meta_of(files: dict[str, bytes]) -> str:
    return next(name for name in files if name.endswith(".pf_meta"))


def shuffled(files: dict[str, bytes], seed: int) -> dict[str, bytes]:
    """The same index with everything in another order, under other names, packed otherwise."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    entry = json.loads(files[ENTRY])
    name = meta_of(files)
    contents = decode(unpack(files[name]))
    parts = {name: held for name, held in files.items() if not name.endswith((".pf_meta", ".pf_filter"))}

    def packed(value) -> bytes:
        return gzip.compress(SIGNATURE + encode(value), compresslevel=chance.randrange(10), mtime=seed)

    for number, named in enumerate(contents[3]):
        held = decode(unpack(files[f"filter/{named[1]}.pf_filter"]))
        chance.shuffle(held[1])
        named[1] = f"en_{seed}x{number}"
        parts[f"filter/{named[1]}.pf_filter"] = packed(held)
    chance.shuffle(contents[3])
    contents[4] = [["again", list(range(len(contents[1])))], *contents[4]]
    chance.shuffle(contents[4])
    parts[f"pagefind.en_{seed}.pf_meta"] = packed(contents)
    entry["languages"]["en"]["hash"] = f"en_{seed}"
    entry["languages"]["en"] = dict(chance.sample(list(entry["languages"]["en"].items()), 3))
    parts[ENTRY] = json.dumps(dict(chance.sample(list(entry.items()), 3))).encode()
    return dict(chance.sample(list(parts.items()), len(parts)))


def test_an_index_in_any_order_and_by_any_names_becomes_the_same_bytes(written):
    assert len({tuple(sorted(canonical_index(shuffled(written, seed)).items())) for seed in range(20)}) == 1


def test_what_is_in_order_stays_as_it_is(canonical):
    assert canonical_index(canonical) == canonical


def test_nothing_is_lost_and_nothing_but_the_order_is_new(written, canonical):
    def told(files):
        version, pages, words, filters, sorts, fields = decode(unpack(files[meta_of(files)]))
        values = {name: dict(decode(unpack(files[f"filter/{part}.pf_filter"]))[1]) for name, part in filters}
        return version, pages, words, values, dict(sorts), fields

    assert told(canonical) == told(written)
    assert set(told(canonical)[3]) == {"source", "topic", "year"}
    assert all(told(canonical)[3].values())
    kept = {name for name in written if not name.endswith((".pf_meta", ".pf_filter", ENTRY))}
    assert {name: canonical[name] for name in kept} == {name: written[name] for name in kept}
    assert len(canonical) == len(written)
    assert json.loads(canonical[ENTRY])["include_characters"] == json.loads(written[ENTRY])["include_characters"]


def test_pages_are_numbered_from_the_last_address_to_the_first(canonical):
    pages = decode(unpack(canonical[meta_of(canonical)]))[1]
    urls = [json.loads(unpack(canonical[f"fragment/{part}.pf_fragment"]))["url"] for part, _ in pages]
    assert urls == sorted(urls, reverse=True)
    assert len(urls) == 30


def test_a_part_says_nothing_of_the_machine_that_packed_it(canonical):
    for name in canonical:
        if name.endswith((".pf_meta", ".pf_filter")):
            assert canonical[name][:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])


# --- CBOR, by the examples of RFC 8949 (appendix A) and by any values

EXAMPLES = [
    (0, "00"), (10, "0a"), (23, "17"), (24, "1818"), (100, "1864"), (1000, "1903e8"), (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"), (18446744073709551615, "1bffffffffffffffff"),
    ("", "60"), ("a", "6161"), ("IETF", "6449455446"), ('"\\', "62225c"), ("ü", "62c3bc"), ("水", "63e6b0b4"),
    ([], "80"), ([1, 2, 3], "83010203"), ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "form"), EXAMPLES)
def test_values_have_the_form_of_the_standard(value, form):
    assert encode(value).hex() == form
    assert decode(bytes.fromhex(form)) == value


values = st.recursive(st.integers(0, 2**64 - 1) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60)


@given(values)
def test_every_value_is_read_as_it_was_written(value):
    assert decode(encode(value)) == value
    assert unpack(pack(encode(value))) == encode(value)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with suppress(UnknownIndex, UnicodeDecodeError):
        assert decode(encode(decode(content))) == decode(content)


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        pytest.param("", "is not whole", id="nothing"),
        pytest.param("8201", "is not whole", id="list-cut"),
        pytest.param("6261", "unknown kind", id="text-cut"),
        pytest.param("0000", "goes on after its end, from byte 1", id="two-values"),
        pytest.param("9f01ff", "unknown form", id="list-without-length"),
        pytest.param("a10102", "unknown kind", id="map"),
        pytest.param("20", "unknown kind", id="negative-number"),
        pytest.param("f6", "unknown kind", id="null"),
        pytest.param("4101", "unknown kind", id="bytes"),
    ],
)
def test_what_the_index_has_no_use_for_is_refused(form, complaint):
    with pytest.raises(UnknownIndex, match=complaint):
        decode(bytes.fromhex(form))


# --- An index of another form is refused, not guessed at


def without(files: dict[str, bytes], ending: str) -> dict[str, bytes]:
    gone = next(name for name in files if name.endswith(ending))
    return {name: held for name, held in files.items() if name != gone}


@pytest.mark.parametrize("ending", [ENTRY, ".pf_meta", ".pf_filter"])
def test_a_part_that_is_missing_is_named(written, ending):
    with pytest.raises(UnknownIndex, match=rf"the search index has no .*{ending}"):
        canonical_index(without(written, ending))


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        pytest.param(b"plain", "is damaged", id="not-packed"),
        pytest.param(pack(b"")[:-9], "is damaged", id="cut-short"),
        pytest.param(gzip.compress(b"something else"), "does not begin with pagefind_dcd", id="not-pagefinds"),
        pytest.param(pack(encode(["1.6.0"])), "not in the form of Pagefind", id="too-few"),
        pytest.param(pack(encode("1.6.0")), "not in the form of Pagefind", id="no-list"),
        pytest.param(
            pack(b"\x86" + encode("1.6.0") + b"\x80\x80\x80\x80\x98\x00"),
            "not in the form of Pagefind",
            id="longer-form",
        ),
        pytest.param(pack(encode(["1.6.0", [], [], ["topic"], [], []])), "without a name", id="filters-otherwise"),
        pytest.param(pack(b"\x61\xff"), "codec can't decode", id="no-text"),
    ],
)
def test_a_part_of_another_form_is_refused(written, held, complaint):
    with pytest.raises(UnknownIndex, match=complaint):
        canonical_index({**written, meta_of(written): held})


@pytest.mark.parametrize("held", [b"", b"[]", b'{"version":"1.5.2"}', b'{"languages":{"en":{}}}', b'{"languages":[]}'])
def test_an_entry_file_of_another_form_is_refused(written, held):
    with pytest.raises(UnknownIndex, match=r"pagefind-entry\.json: is not in the form of Pagefind"):
        canonical_index({**written, ENTRY: held})
