"""What several tests of the built site need besides: the invented site as it is published at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from importer.records import Article

SITE_ADDRESS = "https://bulletin.example/kites/"


@pytest.fixture(scope="session")
def published_site(build: Callable[[Iterable[Article]], Path], articles: list[Article]) -> Path:
    """The folder of the invented site, built for the address https://bulletin.example/kites/."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BULLETIN_SITE_URL", SITE_ADDRESS)
        return build(articles)
