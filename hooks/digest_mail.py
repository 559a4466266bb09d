"""Makes a second form of each month's digest: one file without scripts, to attach to an e-mail."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from hooks.library.digest import SIGNATURE_ROWS, digests
from hooks.library.shown import FIRST_HELPLINES

STYLE = Path(__file__).resolve().parent / "theme" / "digest_mail.css"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Adds `digest/2024-03-mail.html` and its like to the files that MkDocs is about to copy.

    The style stands in the file; the page's own security policy allows exactly that text and nothing else.
    """
    template, style = env.get_template("digest_mail.html"), STYLE.read_text(encoding="utf-8")
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    bulletin = config.extra["bulletin"]
    for digest in digests(bulletin):
        page = template.render(
            config=config,
            digest=digest,
            style=style,
            style_hash=style_hash,
            website=config.site_url or "",
            signature_rows=SIGNATURE_ROWS,
            helplines=bulletin.helplines[:FIRST_HELPLINES],
        )
        files.append(File.generated(config, digest.mail_url, content=page, inclusion=InclusionLevel.INCLUDED))
    return env
