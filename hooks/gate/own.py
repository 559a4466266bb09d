"""What is ours among a site's files: the theme's scripts, styles and drawings, and what only an offline copy has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hooks.library.pagefind import read_programs

HOOKS = Path(__file__).resolve().parent.parent
THEME = HOOKS / "theme"
OFFLINE_COPY = HOOKS / "offline_copy"
MAIL_STYLE = THEME / "digest_mail.css"
# An inline script of a template, if it has one: a hash can only be foretold where nothing is filled in
_INLINE_SCRIPT = re.compile(r"<script>(?P<text>[^<{]+)</script>")


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The bytes of our files by their places on the site, and the texts of inline scripts and styles.

    `inline` gives the element that each text stands in. `copy_only` are the files that only an offline copy has, and
    `search_programs` what Pagefind puts beside its index, whose pinned package is trusted.
    """

    assets: Mapping[str, bytes]
    inline: Mapping[str, str]
    copy_only: Mapping[str, bytes]
    search_programs: Mapping[str, bytes]


def read_own_files(theme: Path = THEME, offline_copy: Path = OFFLINE_COPY) -> OwnFiles:
    """Our own files, as they lie in hooks/theme/ and hooks/offline_copy/, and Pagefind's.

    Raises:
        CannotIndex: Pagefind does not run.
    """
    inline = {(theme / MAIL_STYLE.name).read_text(encoding="utf-8"): "style"}
    for template in sorted(theme.rglob("*.html")):
        for found in _INLINE_SCRIPT.finditer(template.read_text(encoding="utf-8")):
            inline[found["text"]] = "script"
    return OwnFiles(
        assets=MappingProxyType(_read_folder(theme / "assets", theme)),
        inline=MappingProxyType(inline),
        copy_only=MappingProxyType(_read_folder(offline_copy, offline_copy)),
        search_programs=MappingProxyType(read_programs()),
    )


def _read_folder(folder: Path, root: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
