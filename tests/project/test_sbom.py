"""The bill of materials: CycloneDX's own schema passes it, it names every pinned package, and is always the same."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.sbom import ROOT, main, make_bill, project_version, read_pins

PINS = read_pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
MADE = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dist") / "safeguarding-bulletin-2026-11-21.zip"
    path.write_bytes(b"an offline copy")
    return path


@pytest.fixture(scope="module")
def text(copy: Path) -> str:
    return make_bill(PINS, [copy], "v1", MADE)


def complaint(text: str) -> object:
    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)


def test_it_is_what_the_schema_of_cyclonedx_asks_for(text):
    assert complaint(text) is None
    assert complaint(text.replace('"type": "library"', '"type": "kite"', 1)) is not None


def test_it_names_every_pinned_package_with_its_version_hashes_and_address(text):
    listed = json.loads(text)["components"]
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted((each["name"], each["version"]) for each in listed) == sorted(pinned)
    for each, pin in zip(
        sorted(listed, key=lambda part: (part["name"], part["version"])),
        sorted(PINS, key=lambda pin: (pin.name, pin.version)),
        strict=True,
    ):
        assert each["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
        assert {one["content"] for one in each["hashes"]} == set(pin.hashes)
        assert {one["alg"] for one in each["hashes"]} == {"SHA-256"}
        assert [one["value"] for one in each.get("properties", [])] == ([pin.marker] if pin.marker else [])


def test_every_package_that_is_installed_here_states_its_licence(text):
    for each in json.loads(text)["components"]:
        try:
            is_here = metadata.version(each["name"]) == each["version"]
        except metadata.PackageNotFoundError:
            is_here = False
        assert bool(each.get("licenses")) == is_here, each["name"]
    licences = {each["name"]: each["licenses"][0] for each in json.loads(text)["components"] if "licenses" in each}
    assert licences["click"]["license"]["id"] == "BSD-3-Clause"
    assert "UNKNOWN" not in json.dumps(licences)


def test_it_says_what_was_built_and_what_that_stands_on(text, copy):
    bill = json.loads(text)
    built = bill["metadata"]["component"]
    assert (built["name"], built["version"]) == ("safeguarding-bulletin", "v1")
    assert [part["name"] for part in built["components"]] == [copy.name]
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    assert any(each.startswith("pypi:pagefind-bin@") for each in needs["safeguarding-bulletin"])
    (jinja,) = (each for each in needs if each.startswith("pypi:jinja2@"))
    assert any(each.startswith("pypi:markupsafe@") for each in needs[jinja])


def test_the_same_pins_zips_and_time_give_the_same_bytes(text, copy):
    assert make_bill(PINS, [copy], "v1", MADE) == text
    bill = json.loads(text)
    assert bill["metadata"]["timestamp"] == "2026-11-21T00:00:00+00:00"
    assert make_bill(PINS, [copy], "v2", MADE) != text


def test_the_command_writes_it_beside_the_copy(copy, tmp_path, capsys):
    out = tmp_path / "dist" / "sbom.cdx.json"
    main(["--time", "1795219200", "--out", str(out), str(copy)])
    assert complaint(out.read_text(encoding="utf-8")) is None
    assert json.loads(out.read_text(encoding="utf-8"))["metadata"]["component"]["version"] == project_version()
    assert capsys.readouterr().out.endswith(f"{len(PINS)} packages\n")


def test_what_is_no_pinned_package_is_refused():
    with pytest.raises(ValueError, match="this is no pinned package: kites>=1"):
        read_pins("kites>=1")


def test_it_holds_no_address_of_a_package_index_and_no_path_of_this_machine(text):
    assert "http" not in text.replace("http://cyclonedx.org/schema", "")
    assert str(ROOT) not in text
