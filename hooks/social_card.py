"""Publishes the picture that other sites show beside a link to the bulletin."""

from __future__ import annotations

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from hooks.library.social_card import draw_social_card
from hooks.library.whole_site import SOCIAL_CARD


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Adds the picture to the files that MkDocs is about to copy; one that editors put into docs/assets/ stays."""
    if files.get_file_from_path(SOCIAL_CARD) is None:
        picture = draw_social_card(config.site_name, config.site_description or "")
        files.append(File.generated(config, SOCIAL_CARD, content=picture, inclusion=InclusionLevel.INCLUDED))
    return env
