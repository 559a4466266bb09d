"""Writes into every page what a browser may do on it, and publishes the headers for hosts that send them."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from hooks.gate.own import read_own_files
from hooks.library.pagefind import CannotIndex
from hooks.library.security_policy import HEADERS, render_headers, write_policies

OWN_FILES = "own_files"  # under this key of `extra`


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read anew for each build, so that a preview follows a changed style."""
    try:
        config.extra[OWN_FILES] = read_own_files()
    except CannotIndex as error:
        raise PluginError(str(error)) from error
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds `_headers` to the files that MkDocs is about to copy."""
    text = render_headers(config.extra[OWN_FILES].inline)
    files.append(File.generated(config, HEADERS, content=text, inclusion=InclusionLevel.INCLUDED))
    return files


def on_post_page(output: str, config: MkDocsConfig, **_: object) -> str:
    return write_policies(output, config.extra[OWN_FILES].inline)


def on_post_template(output_content: str, config: MkDocsConfig, **_: object) -> str:
    """The same for the pages that are templates alone, such as 404.html."""
    return write_policies(output_content, config.extra[OWN_FILES].inline)
