"""The site as a whole, as machines are told of it: its name, its address, and the picture that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

SOCIAL_CARD = "assets/social-card.png"
SOCIAL_CARD_SIZE = (1200, 630)  # what the large networks ask for: https://ogp.me names no size


@dataclass(frozen=True, slots=True)
class Site:
    """The site as machines know it. Its address is empty where nobody has said where it will be published."""

    name: str
    description: str = ""
    address: str = ""

    def in_full(self, target: str) -> str:
        """The full address of a page or file, named from the site's root; empty where the site's is not known."""
        return urljoin(self.address, target) if self.address else ""
