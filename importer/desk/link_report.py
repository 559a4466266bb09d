"""The weekly report on links that lead nowhere: `python -m importer.desk.link_report`. It uses the network for that.

It is no command of `bulletin`, because no editor waits for it: it takes its time, a workflow runs it, and the result
is an issue (`importer.desk.keep_issue`). Whoever likes can run it by hand: it prints what it found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from importer.dates import british
from importer.desk.dead_links import Asked, NoWayOut, find_dead_links
from importer.desk.inert import render_inert
from importer.desk.issue import Report, render_report_file
from importer.desk.links import Link, Place, find_links
from importer.fetch_exchange import open_network
from importer.fetch_visit import VISITOR
from importer.records import CannotImport
from importer.urls import web_address

LABEL = "dead-links"
TITLE = "Links that lead nowhere"
MOST_SHOWN = 150  # an issue may have 65,536 characters
MENDS: Mapping[Place, str] = {
    "original": "If the original has a new address, write it into `url:`; if it is gone, leave the address and say so "
    "under `notes:`.",
    "text": "If the same document has a new address, put that in; else take the link out and leave its words.",
    "list": "Find the service's or publisher's new address and put it in.",
}
HINT = """\
Only what a server itself calls gone is listed, and names that nobody knew at two tries. Before you change anything, \
open the address in your browser. Of a page that is gone there may be an archived copy: for the government's pages \
look in the UK Government Web Archive of the National Archives, for others in the Wayback Machine of the Internet \
Archive. An archived copy is what was said then, not what holds now.

This report stands in nobody's way: pages are published whatever it says.
"""


def make_report(links: Sequence[Link], asked: Asked, today: date) -> Report:
    """The report of what asking told, by file and line."""
    dead = [link for link in links if link.url in asked.dead]
    lines = [f"Looked at on {british(today)}: {_figures(asked)}.", "", HINT]
    for link in dead[:MOST_SHOWN]:
        lines += [
            f"- {render_inert(link.path)}, line {link.line}  ",
            f"  {render_inert(link.url, 2000)}: {asked.dead[link.url]}  ",
            f"  {MENDS[link.place]}",
        ]
    if (more := len(dead) - MOST_SHOWN) > 0:
        lines.append(f"- … and {more} more: mend these first.")
    if not dead:
        lines.append("No link is known to be dead.")
    state = "\n".join(f"{link.path} {link.url}" for link in dead)
    return Report(LABEL, TITLE, "\n".join(lines) + "\n", len(dead), state)


def _figures(asked: Asked) -> str:
    told = [f"{len(asked.dead)} dead", f"{asked.alive} alive", f"{asked.unclear} that would not say"]
    return ", ".join([*told, f"{asked.left_over} left for another week"] if asked.left_over else told)


def main(arguments: Sequence[str]) -> int:
    """Ask, print the report, and write it for `importer.desk.keep_issue` if that is wanted; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m importer.desk.link_report", description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with pages and lists (docs)")
    parser.add_argument("--contact", required=True, help="a web address where those we ask can read who we are")
    parser.add_argument("--out", type=Path, help="a file for the report, from which its issue is kept")
    given = parser.parse_args(arguments)
    if not (web_address(given.contact) and given.contact.isascii()):
        parser.error("--contact is a web address: let it begin with https://")
    today = date.today()
    try:
        links = find_links(given.docs)
        agent = f"{VISITOR} link report (+{given.contact})"
        report = make_report(links, find_dead_links((link.url for link in links), open_network(), agent, today), today)
    except NoWayOut:
        sys.stderr.write("No server was found at all: is this computer on the internet? Nothing was reported.\n")
        return 1
    except CannotImport as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(report.text)
    if given.out:
        given.out.write_text(render_report_file(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
