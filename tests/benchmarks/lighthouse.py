"""Lighthouse's scores for the bulletin's main pages, on a phone and on a desk, with every audit that fails.

    python -m tests.benchmarks.lighthouse [--lighthouse PROGRAM] [--node PROGRAM] [--site FOLDER --port PORT]

Lighthouse comes from npm and needs a recent Node; `--lighthouse` is its program or its cli/index.js, found as
`lighthouse` otherwise. Without `--site` the project's own pages are built for the address at which they are served
here, as a published site is built for its own. Performance needs a quiet machine; the other scores do not. CHROME_PATH
names the browser. pytest does not run this.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.built_site import find_pages, own_pages_built
from tests.browser.conftest import CHROMIUM, LOCAL
from tests.browser.web_host import host_site

PAGES = ("home", "article", "topic", "timeline", "search")
DEVICES = {"phone": [], "desk": ["--preset=desktop"]}
CATEGORIES = ("accessibility", "best-practices", "seo", "performance")
BROWSER_OPTIONS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
TIME_LIMIT_SECONDS = 180
# The figures that make up the score for performance
TIMINGS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


class Report(NamedTuple):
    """What Lighthouse says of a page: its scores of 100, its timings in words, and the audits that fail."""

    scores: dict[str, int]
    timings: str
    failures: list[str]


def run_lighthouse(program: list[str], address: str, options: list[str]) -> dict[str, Any]:
    """Lighthouse's whole report on a page."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *program, address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={BROWSER_OPTIONS}", *options,
        ]  # fmt: skip
        environment = {"CHROME_PATH": str(CHROMIUM), **os.environ}
        subprocess.run(command, env=environment, check=True, timeout=TIME_LIMIT_SECONDS)
        return json.loads(report.read_text(encoding="utf-8"))


def read_report(report: dict[str, Any]) -> Report:
    """Its scores, and every audit with less than full marks that counts towards one."""
    scores, failures = {}, []
    for name in CATEGORIES:
        category = report["categories"][name]
        scores[name] = round(100 * (category["score"] or 0))
        counting = [reference["id"] for reference in category["auditRefs"] if reference["weight"] > 0]
        failures += [
            describe_failure(report["audits"][each]) for each in counting if is_failure(report["audits"][each])
        ]
    timings = ", ".join(f"{each} {report['audits'][each]['displayValue']}" for each in TIMINGS)
    return Report(scores, timings, failures)


def is_failure(audit: dict[str, Any]) -> bool:
    return audit["score"] is not None and audit["score"] < 1


def describe_failure(audit: dict[str, Any]) -> str:
    """An audit's name and where it found the fault."""
    items = (audit.get("details") or {}).get("items") or []
    places = [
        item.get("node", {}).get("selector") or item.get("description") or item.get("url") or "" for item in items
    ]
    told = f" ({'; '.join(filter(None, places))})" if any(places) else ""
    return f"{audit['id']} {audit.get('displayValue') or audit['score']}{told}"


def find_program(lighthouse: str, node: str) -> list[str]:
    """The command that starts Lighthouse; a script of its own is run by Node."""
    program = shutil.which(lighthouse) or lighthouse
    if not Path(program).exists():
        sys.exit(
            f"{lighthouse}: there is no such program. Install it (npm install lighthouse) and name it: --lighthouse …"
        )
    return [node or "node", program] if node or program.endswith(".js") else [program]


def find_port() -> int:
    """A port that nobody uses: the site is built for its address before it is served there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(program: list[str], site: Path, port: int) -> Iterator[tuple[str, str, Report]]:
    pages = find_pages(site)
    with host_site(site, port) as host:
        for page in PAGES:
            for device, options in DEVICES.items():
                yield page, device, read_report(run_lighthouse(program, host.url + pages[page], options))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lighthouse", default="lighthouse", help="the program, or its cli/index.js")
    parser.add_argument("--node", default="", help="the Node that runs it")
    parser.add_argument("--site", type=Path, help="a built site, built with BULLETIN_SITE_URL=http://127.0.0.1:PORT/")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    program = find_program(arguments.lighthouse, arguments.node)
    port = arguments.port or find_port()
    with ExitStack() as stack:
        site = arguments.site or stack.enter_context(own_pages_built(f"{LOCAL}{port}/"))
        sys.stdout.write(f"{'':<10}{'':<7}" + "".join(f"{name:>16}" for name in CATEGORIES) + "\n")
        for page, device, report in measure(program, site, port):
            sys.stdout.write(f"{page:<10}{device:<7}" + "".join(f"{report.scores[name]:>16}" for name in CATEGORIES))
            sys.stdout.write(f"   {report.timings}\n" + "".join(f"    {failure}\n" for failure in report.failures))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
