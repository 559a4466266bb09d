"""Builds a site as `mkdocs build` does, but for the gates before and after: whatever they would stop is let through.

`python -m tests.browser.ungated_build DOCS SITE`
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from os import environ
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.importer.rendered import Loader

REPOSITORY = Path(__file__).resolve().parents[2]
MOST_SECONDS = 600
# What judges pages before the build, judges them after it, or forbids what is on them
GATES = {"hooks/page_gate.py", "hooks/site_gate.py", "hooks/security_policy.py"}


def build_without_gates(docs: Path, site: Path, settings: Mapping[str, str]) -> None:
    """Build the docs folder in a process of its own."""
    command = [sys.executable, "-m", "tests.browser.ungated_build", str(docs), str(site)]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**environ, **settings}, capture_output=True, text=True, encoding="utf-8",
        timeout=MOST_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _hooks_without_gates() -> list[str]:
    config = yaml.load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
    assert GATES & set(config["hooks"])
    return [hook for hook in config["hooks"] if hook not in GATES]


if __name__ == "__main__":
    build(load_config("mkdocs.yml", hooks=_hooks_without_gates(), docs_dir=sys.argv[1], site_dir=sys.argv[2]))
