"""Decap CMS itself for the tests: fetched once with npm, into a folder of the user's caches, and known by its hash."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from importer.web_editor import INTEGRITY, SCRIPT, VERSION

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "safeguarding-bulletin-tests"
FETCH_SECONDS = 300


class NoDecap(Exception):
    """Decap CMS is not here and cannot be fetched."""


def find_decap() -> Path:
    """The script of Decap CMS, in the version that `bulletin web-editor` is made for.

    Raises:
        NoDecap: it is neither kept from an earlier run nor to be had.
    """
    kept = CACHE / f"decap-cms-{VERSION}.js"
    if not kept.is_file():
        script = _fetch()
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=CACHE, delete=False) as file:
            file.write(script)
        Path(file.name).replace(kept)
    if integrity(kept.read_bytes()) != INTEGRITY:
        kept.unlink()
        raise NoDecap(f"what npm gives as Decap CMS {VERSION} is not what it was: do not use it")
    return kept


def integrity(content: bytes) -> str:
    """The hash by which a browser knows a script."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _fetch() -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise NoDecap("npm is not installed, which fetches Decap CMS for its test")
    with tempfile.TemporaryDirectory() as scratch:
        # Packed, not installed: nothing of the package is run here.
        command = [npm, "pack", "--silent", f"decap-cms@{VERSION}"]
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
        if done.returncode:
            raise NoDecap(f"npm could not fetch Decap CMS: {done.stderr.strip()[-300:]}")
        with tarfile.open(Path(scratch) / f"decap-cms-{VERSION}.tgz") as package:
            member = package.extractfile(f"package/dist/{SCRIPT}")
            if member is None:
                raise NoDecap(f"Decap CMS {VERSION} has no dist/{SCRIPT}")
            return member.read()
