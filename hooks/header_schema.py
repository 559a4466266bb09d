"""Publishes the schema of a page's header at the fixed address article.schema.json, for editors' programs."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from importer.care_rules import read_care_rules
from importer.schema import render_schema
from importer.vocabulary import read_vocabulary

PLACE = "article.schema.json"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the schema of the site's own lists."""
    docs = Path(config.docs_dir)
    text = render_schema(read_vocabulary(docs), read_care_rules(docs).names)
    files.append(File.generated(config, PLACE, content=text, inclusion=InclusionLevel.INCLUDED))
    return files
