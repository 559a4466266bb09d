"""The five source documents: evidence, so not one byte of them may change."""

import hashlib
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
SHA256 = {
    "000_828383f98ce670e8.txt": "2b4ca06d64099333dcddc93da1aa8f9d6ade3a67fcc9f132fd93c469fee2d41a",
    "001_f48810db798c8e03.txt": "c45198dae1e3ae3fb43b599e6b37fb26c7fc9338c5b0c7ad51d4bdf175fe7005",
    "002_e4083cd65479d511.txt": "b9280d1a67725b43f3f109c946e096ba000395136b9b5caa37836706a88ce5f3",
    "003_7eb426333b50f001.txt": "5ae886fcdf017ef086599bc20af4623e9a8e42166ff7705825b2f51bdb6f3511",
    "004_30d5ef8d6dc70ede.txt": "49bbbf7c35c3ce910027af2c5e4390074812b9e98b6eea45b41951232471bb7d",
}


def test_the_seeds_are_byte_for_byte_as_they_were_received():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.iterdir()}
    assert {name: found.get(name) for name in SHA256} == SHA256
