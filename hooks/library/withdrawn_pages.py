"""What stands at the address of an article that was withdrawn: that it was, when and why."""

from __future__ import annotations

from hooks.library.bulletin import Bulletin
from hooks.library.generated_page import GeneratedPage

HEADLINE = "This article was withdrawn"


def withdrawn_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """A page at each such address; search engines are asked to forget it."""
    return [
        GeneratedPage(page.path, "withdrawn.html", HEADLINE, {"withdrawn": page}, f"{HEADLINE}.", robots="noindex")
        for page in bulletin.withdrawn
    ]
