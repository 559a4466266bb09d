"""A page that no file stands for: made from the articles in every build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page to be: its place in the docs folder, the template that renders it, its headline and what it shows."""

    path: str
    template: str
    title: str
    shows: Mapping[str, object]
    description: str = ""
    robots: str = ""

    @property
    def text(self) -> str:
        """What stands in for the page's file: the name of its template, and whether search engines are to keep out."""
        return f"---\ntemplate: {self.template}\n" + (f"robots: {self.robots}\n" if self.robots else "") + "---\n"
