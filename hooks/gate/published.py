"""What the gate knows of the site that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hooks.gate.own import OwnFiles


@dataclass(frozen=True, slots=True)
class Published:
    """A built site or an offline copy of it: its files, its address if it has one, and where moved pages lead.

    `policy` gives the policy that a page must have; a preview has none. `offline_policy` is what the part of a page
    that only a copy shows must say; a copy itself has no such parts. `rendered` are files whose bytes are foreknown.
    """

    files: frozenset[str]
    address: str
    moves: Mapping[str, str]
    own: OwnFiles
    policy: Callable[[str], str] | None
    offline_policy: Callable[[str], str] | None
    rendered: Mapping[str, bytes]
    is_copy: bool = False

    @property
    def is_preview(self) -> bool:
        """Is this what `bulletin serve` shows? It has pages that wait for an editor, without the pictures of them."""
        return self.policy is None
