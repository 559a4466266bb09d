"""Makes a second form of each month's digest: one file without scripts, to attach to an e-mail."""

from __future__ import annotations

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from hooks.gate.own import MAIL_STYLE
from hooks.library.digest import SIGNATURE_ROWS, digests
from hooks.library.security_policy import write_policies
from hooks.library.shown import FIRST_HELPLINES


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Adds `digest/2024-03-mail.html` and its like to the files that MkDocs is about to copy.

    The style stands in the file; the page's own security policy allows exactly that text and nothing else.
    """
    template, style = env.get_template("digest_mail.html"), MAIL_STYLE.read_text(encoding="utf-8")
    bulletin = config.extra["bulletin"]
    for digest in digests(bulletin):
        page = template.render(
            config=config,
            digest=digest,
            style=style,
            website=config.site_url or "",
            signature_rows=SIGNATURE_ROWS,
            helplines=bulletin.helplines[:FIRST_HELPLINES],
        )
        page = write_policies(page, {style: "style"})
        files.append(
            File.generated(
                config,
                digest.mail_url,
                content=page,
                inclusion=InclusionLevel.INCLUDED,
            )
        )
    return env
