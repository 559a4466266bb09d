"""Makes the offline copy of the built site: what `bulletin bundle` runs, apart from the importer."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import date
from pathlib import Path

from mkdocs.config import load_config

from hooks.library.bundle import CannotBundle, publish_bundle, write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import BadDocs, read_bulletin


def main(arguments: list[str] | None = None) -> int:
    """Pack the site; print where the zip is. Give 0, or 1 and the reason on standard error."""
    parser = argparse.ArgumentParser(prog="hooks.offline_bundle", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="the mkdocs.yml of the built site")
    parser.add_argument("--site", type=Path, required=True, help="the built site")
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the day of the copy")
    parser.add_argument("--since", default="", help="only articles from this month on, for which the site was built")
    parser.add_argument("--out", type=Path, required=True, help="the zip to write")
    parser.add_argument("--publish", action="store_true", help="offer the zip on the site's offline.html")
    wanted = parser.parse_args(arguments)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(str(wanted.config))
    edition = Edition(wanted.date, config.site_name, config.site_url or "", wanted.since)
    try:
        bulletin = read_bulletin(config.docs_dir, wanted.since)
        bundle = write_bundle(wanted.site, bulletin, edition, wanted.out)
        if wanted.publish:
            publish_bundle(wanted.site, bundle, edition)
    except (CannotBundle, BadDocs) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    here = Path.cwd()
    place = bundle.path.relative_to(here) if bundle.path.is_relative_to(here) else bundle.path
    sys.stdout.write(f"{place.as_posix()}: {bundle.size_bytes / 1_000_000:.1f} MB\nSHA-256 {bundle.sha256}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
