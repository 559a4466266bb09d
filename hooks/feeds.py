"""Publishes the feeds, once every article's text is HTML."""

from __future__ import annotations

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from hooks.library.feeds import render_feeds
from hooks.library.whole_site import Site


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Adds the feeds to the files that MkDocs is about to copy, so that `mkdocs serve` has them too.

    Templates find under `feeds` the places of those that there are: a topic none of whose articles has a day has none.
    """
    bulletin = config.extra["bulletin"]
    pages = {file.src_uri: file.page for file in files.documentation_pages()}
    bodies = {path: page.content or "" for path in bulletin.by_path if (page := pages.get(path))}
    site = Site(config.site_name, config.site_description or "", config.site_url or "")
    feeds = render_feeds(bulletin, bodies, site)
    for place, content in feeds.items():
        files.append(File.generated(config, place, content=content, inclusion=InclusionLevel.INCLUDED))
    env.globals["feeds"] = frozenset(feeds)
    return env
