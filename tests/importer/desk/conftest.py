"""What the desk's tests need: a GitHub of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.importer.desk.local_github import LocalGitHub, open_local_github


@pytest.fixture
def github() -> Iterator[LocalGitHub]:
    with open_local_github() as github:
        yield github
