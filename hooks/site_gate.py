"""The last step of every build: nothing may be in the site that our templates and Markdown do not write."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import clean_directory

from hooks.gate.site import UnsafeSite, describe_preview, describe_site, find_site_faults

IS_PREVIEW = "is_preview"  # under this key of `extra`


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> Environment:
    """Only templates are told whether this is a preview: see hooks/page_templates.py."""
    config.extra[IS_PREVIEW] = env.globals[IS_PREVIEW]
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """What may not be published does not stay where somebody or some workflow would publish it."""
    folder = Path(config.site_dir)
    describe = describe_preview if config.extra[IS_PREVIEW] else describe_site
    moves = config.extra["bulletin"].moves
    faults = find_site_faults(folder, config.site_url or "", moves, config.extra["own_files"], describe)
    if faults:
        clean_directory(str(folder))
        raise PluginError(f"{UnsafeSite(faults)}\nNothing is left in {folder.as_posix()}, so that it is not published.")
