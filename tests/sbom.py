"""What built the offline copy: a bill of materials (CycloneDX, JSON) of the packages that `requirements.txt` pins.

    python -m tests.sbom --time 1795219200 --out dist/sbom.cdx.json dist/safeguarding-bulletin-2026-11-21.zip

Each package with its version, its licence where it states one, and the hashes of which `pip` accepts one. The same
pins, zips and time give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License, LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*(?:\\|$)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LICENCE = "License :: OSI Approved :: "
_LONGEST_LICENCE = 60  # characters: some packages state the whole text


@dataclass(frozen=True)
class Pin:
    """One package as `requirements.txt` pins it; `marker` says on which systems, where that is not all."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_pins(text: str) -> list[Pin]:
    """The packages of a requirements file, in its order."""
    pins: list[Pin] = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        found = _PIN.match(entry)
        if found is None:
            raise ValueError(f"this is no pinned package: {entry[:60]}")
        marker = (found["marker"] or "").strip()
        pins.append(Pin(found["name"], found["version"], marker, tuple(_HASH.findall(entry))))
    return pins


def make_bill(pins: Sequence[Pin], zips: Sequence[Path], version: str, made: datetime) -> str:
    """The bill of materials as JSON text."""
    bom = Bom()
    bom.metadata.timestamp = made
    bulletin = Component(
        type=ComponentType.APPLICATION, name="safeguarding-bulletin", version=version, bom_ref="safeguarding-bulletin",
        licenses=[LicenseFactory().make_from_string("MIT")], components=[_file(path) for path in zips],
    )  # fmt: skip
    bom.metadata.component = bulletin
    parts = {f"{pin.name} {pin.version}": _component(pin) for pin in pins}
    for part in parts.values():
        bom.components.add(part)
    by_name: dict[str, list[Component]] = {}
    for pin in pins:
        by_name.setdefault(canonicalize_name(pin.name), []).append(parts[f"{pin.name} {pin.version}"])
    bom.register_dependency(bulletin, [each for name in _asked_by_the_project() for each in by_name[name]])
    for pin in pins:
        needed = [each for name in _asked_by(pin) for each in by_name.get(name, ())]
        bom.register_dependency(parts[f"{pin.name} {pin.version}"], needed)
    contents = "\n".join([version, made.isoformat(), *map(repr, pins), *(_sha256(path).content for path in zips)])
    bom.serial_number = uuid5(NAMESPACE_URL, hashlib.sha256(contents.encode()).hexdigest())
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _file(path: Path) -> Component:
    return Component(type=ComponentType.FILE, name=path.name, bom_ref=path.name, hashes=[_sha256(path)])


def _component(pin: Pin) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        name=pin.name,
        version=pin.version,
        purl=PackageURL("pypi", name=canonicalize_name(pin.name), version=pin.version),
        bom_ref=BomRef(f"pypi:{pin.name}@{pin.version}"),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
        licenses=list(_licences(pin)),
        properties=[Property(name="bulletin:marker", value=pin.marker)] if pin.marker else [],
    )


def _licences(pin: Pin) -> Iterator[License]:
    """The licence that a package states of itself; none for one that is not installed on this system."""
    try:
        said = metadata.metadata(pin.name)
    except metadata.PackageNotFoundError:
        return
    if said["Version"] != pin.version:
        return
    named = [each.removeprefix(_LICENCE) for each in said.get_all("Classifier") or () if each.startswith(_LICENCE)]
    short = (said["License"] or "").removeprefix("UNKNOWN")
    text = said["License-Expression"] or (short if len(short) <= _LONGEST_LICENCE else "") or " and ".join(named)
    if text and "\n" not in text:
        yield LicenseFactory().make_from_string(text, license_acknowledgement=LicenseAcknowledgement.DECLARED)


def _asked_by(pin: Pin) -> list[str]:
    try:
        requirements = metadata.requires(pin.name) or []
    except metadata.PackageNotFoundError:
        return []
    return _names(requirements)


def _asked_by_the_project() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return _names([*project["project"]["dependencies"], *project["build-system"]["requires"]])


def _names(requirements: Sequence[str]) -> list[str]:
    """The packages that are needed on this system, without extras."""
    found: set[str] = set()
    for each in requirements:
        try:
            requirement = Requirement(each)
        except InvalidRequirement as error:
            raise ValueError(f"a package asks for what nobody can read: {each}") from error
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found.add(canonicalize_name(requirement.name))
    return sorted(found)


def _sha256(path: Path) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())


def project_version() -> str:
    """The version in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="tests.sbom", description=__doc__)
    parser.add_argument("--time", type=int, required=True, help="seconds since 1970, as SOURCE_DATE_EPOCH has them")
    parser.add_argument("--release", default=project_version(), help="the release's name, if not that of the project")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("zips", nargs="*", type=Path, help="the offline copies that were built")
    wanted = parser.parse_args(arguments)
    pins = read_pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    bill = make_bill(pins, wanted.zips, wanted.release, datetime.fromtimestamp(wanted.time, tz=UTC))
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(bill, encoding="utf-8")
    sys.stdout.write(f"{wanted.out.as_posix()}: {len(pins)} packages\n")


if __name__ == "__main__":
    main()
