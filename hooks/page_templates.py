"""Makes the templates safe and small: every field is escaped, and Material's own scripts and styles stay out."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from hooks.library.addresses import is_web_address
from hooks.library.british_dates import render_date

_started_as: list[str] = []
THEME = Path(__file__).resolve().parent / "theme"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what only Material's pages use (3 MB): our page shell, theme/base.html, asks for none of it."""
    # Named as `mkdocs build --config-file mkdocs.yml` names them, the folders may be relative
    unused = {Path(folder).resolve() for folder in config.theme.dirs} - {THEME}
    for file in list(files):
        if file.src_dir and Path(file.src_dir).resolve() in unused:
            files.remove(file)
    return files


def on_startup(command: str, **_: object) -> None:
    """MkDocs names its command here only, before there is a configuration to keep it in."""
    _started_as.append(command)


def on_env(env: Environment, **_: object) -> Environment:
    """MkDocs does not escape: a headline with `<script>` in it would run on every page that lists it."""
    env.autoescape = True
    env.globals["is_preview"] = _started_as[-1:] == ["serve"]
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["british_date"] = render_date
    env.tests["web_address"] = is_web_address
    return env
