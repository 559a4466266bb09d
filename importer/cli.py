"""The `bulletin` command: arguments in, messages and exit code out; nothing else prints or exits."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import click

from importer.cage import open_cage
from importer.care_rules import read_care_rules
from importer.check import check_pages
from importer.cli_new import new
from importer.cli_withdraw import withdraw
from importer.day_of_contents import find_day
from importer.describe import make_describer
from importer.disk_rows import Names, Rows
from importer.fetch import fetch_feeds
from importer.fetch_exchange import open_network
from importer.fetch_visit import introduce_ourselves
from importer.git_history import read_changes, read_recent
from importer.limits import MOST_BYTES
from importer.pipeline import DescribedDocument, describe_content, plan_import
from importer.read import document_name, find_documents, read_content
from importer.records import CannotImport, Note, Plan
from importer.urls import web_address
from importer.vocabulary import PROJECT_DOCS, read_vocabulary
from importer.web_editor import SCRIPT, VERSION, find_years, github_backend, render_config, render_page
from importer.write import CannotWrite, replace_file, sole_import, write_plan, write_text

PROJECT = Path(__file__).resolve().parent.parent
DOCS = click.Path(file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
MONTH = click.DateTime(["%Y-%m"])
STANDARD_INPUT = "-"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The safeguarding bulletin: import sources, check pages, build the site."""


@main.command("import", epilog="Example: bulletin import seeds --dry-run")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--docs", type=DOCS, default=Path("docs"), show_default=True, help="The folder that holds articles/.")
@click.option("--dry-run", is_flag=True, help="Print the plan and write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a JSON report to this file.")
def import_command(sources: tuple[str, ...], docs: Path, *, dry_run: bool, report: Path | None) -> None:
    """Turn source documents into pages: files, folders (all files below, sorted) or - for standard input."""
    # Today is asked of the clock here alone; every stage below is handed it.
    today = date.today()
    try:
        describer = make_describer(read_vocabulary(docs), today)
        # Documents come from strangers: they are taken apart within limits, in a process of their own.
        with open_cage(partial(describe_content, describer=describer), DescribedDocument) as describe:
            described = _with_progress(list(_find_sources(sources)), describe)
            if dry_run:
                plan = plan_import(described, docs)
            else:
                with sole_import(docs):
                    plan = plan_import(described, docs)
                    write_plan(plan, docs)
        if report:
            _write_report(plan, report)
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if dry_run:
        _print_plan(plan)
    _print_summary(plan, docs, dry_run=dry_run)
    sys.exit(1 if plan.errors else 0)


@main.command(epilog="Example: bulletin fetch && bulletin import fetched")
@click.option("--docs", type=DOCS, default=Path("docs"), show_default=True, help="The folder with the editors' lists.")
@click.option("--into", type=DOCS, default=Path("fetched"), show_default=True, help="The folder for what was fetched.")
@click.option("--contact", metavar="ADDRESS", help="A web address where those we ask can read who we are.")
def fetch(docs: Path, into: Path, contact: str | None) -> None:
    """Ask the feeds listed in docs/sources.yml for news, for `import` to read.

    No other command uses the network, but for `bulletin new --from` with an address.
    """
    if contact and not (web_address(contact) and contact.isascii()):
        raise click.UsageError("--contact is a web address: let it begin with https://")
    own = docs / "sources.yml"
    list_name = document_name(own if own.is_file() else PROJECT_DOCS / "sources.yml")
    try:
        sources = read_vocabulary(docs).sources
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    count = sum(len(source.feeds) for source in sources)
    click.echo(f"Asking {count} feed{'' if count == 1 else 's'} listed in {list_name}", err=True)
    results: Counter[str] = Counter()
    for each in fetch_feeds(sources, list_name, into, date.today(), open_network(), introduce_ourselves(contact)):
        if isinstance(each, Note):
            click.echo(str(each))
            continue
        results[each.result] += 1
        told = f" → {each.file.as_posix()}" if each.result != "failed" else ""
        click.echo(f"{list_name}:{each.line}: {each.source}: {each.result}{told}")
        for note in each.notes:
            click.echo(str(note))
    if count:
        summary = ", ".join(f"{results[word]} {word}" for word in ("new", "changed", "unchanged", "failed"))
        click.echo(f"\n{summary}. Next: bulletin import {into.as_posix()}")
    else:
        click.echo("No feed is listed: add `feeds:` to a source whose owner lets you.")
    sys.exit(1 if results["failed"] else 0)


@main.command(epilog="Example: bulletin check docs/articles/2024")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--docs", type=DOCS, default=Path("docs"), show_default=True, help="The folder with the editors' lists.")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True)
@click.option("--publish", is_flag=True, help="Fail also while a page waits for an editor's decision (docs/care.yml).")
@click.option("--since", metavar="REF", help="Only what changed since a branch, tag or commit, and what it touches.")
def check(paths: tuple[Path, ...], docs: Path, form: str, since: str | None, *, publish: bool) -> None:
    """Say everything that is wrong with pages and lists: path:line, what, and how to mend it.

    Then which pages wait for an editor's decision: until it is made they are not on the site.
    """
    try:
        history = read_recent(docs) if since is None else read_changes(docs, since)
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    notes = [_printable(note) for note in check_pages(paths or (docs / "articles",), docs, date.today(), history)]

    def fails(note: Note) -> bool:
        # What time alone brought is no fault of a change that is asked about.
        return publish if note.care_rule else not (since and note.is_reminder)

    if form == "json":
        click.echo(json.dumps([_complaint_json(note) for note in notes], ensure_ascii=False, indent=2))
    elif form == "github":
        for note in notes:
            click.echo(_github_annotation(note, "error" if fails(note) and not note.is_reminder else "warning"))
    else:
        for note in notes:
            if not note.care_rule:
                click.echo(str(note))
        _print_waiting([note for note in notes if note.care_rule])
        click.echo(_check_summary(notes), err=True)
    sys.exit(1 if any(map(fails, notes)) else 0)


def _print_waiting(waiting: Sequence[Note]) -> None:
    """One list of all that an editor has to decide, and then for each rule once what that is."""
    if not waiting:
        return
    click.echo("\nWaiting for an editor's decision; until then these pages are not on the site:\n")
    for note in waiting:
        click.echo(str(replace(note, mend="")))
    click.echo("")
    for rule, mend in {note.care_rule: note.mend for note in waiting}.items():
        click.echo(f"{rule}:\n    {mend}")


def _check_summary(notes: Sequence[Note]) -> str:
    waiting = len({note.path for note in notes if note.care_rule})
    reminders = sum(note.is_reminder for note in notes)
    count = sum(not (note.care_rule or note.is_reminder) for note in notes)
    told = [f"{count} complaint{'' if count == 1 else 's'}." if count else "Nothing to complain about."]
    if reminders:
        told.append(f"{reminders} reminder{'' if reminders == 1 else 's'} of what is due for another look.")
    if waiting:
        told.append(f"{waiting} page{' waits' if waiting == 1 else 's wait'} for an editor's decision.")
    return " ".join(told)


main.add_command(new)
main.add_command(withdraw)


@main.command(
    "web-editor",
    epilog="Example: bulletin web-editor --out admin --repository owner/bulletin --sign-in https://sign-in.example.org",
)
@click.option("--out", type=DOCS, required=True, help="The folder to write, best one that is not part of the site.")
@click.option(
    "--repository", metavar="OWNER/NAME", required=True, help="The repository on GitHub that holds the pages."
)
@click.option("--branch", default="main", show_default=True, help="The branch that pull requests are for.")
@click.option("--sign-in", metavar="ADDRESS", required=True, help="The service that signs editors in to GitHub.")
@click.option("--docs", type=DOCS, default=Path("docs"), show_default=True, help="The folder that holds articles/.")
def web_editor(out: Path, repository: str, branch: str, sign_in: str, docs: Path) -> None:
    """Write a form for pages in the web browser (Decap CMS), made from the header's rules. The site is not changed."""
    service = urlsplit(web_address(sign_in))
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository, re.ASCII):
        raise click.UsageError("--repository is written as owner/name.")
    if service.scheme != "https":
        raise click.UsageError("--sign-in is a web address: let it begin with https://")
    origin = f"https://{service.netloc}"
    try:
        vocabulary = read_vocabulary(docs)
        backend = github_backend(repository, branch, origin)
        years = find_years(docs, date.today())
        write_text(out / "config.yml", render_config(vocabulary, read_care_rules(docs).names, years, backend))
        write_text(out / "index.html", render_page(origin))
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{out.as_posix()}/index.html\n{out.as_posix()}/config.yml\nNow put Decap CMS beside them:")
    click.echo(f"    npm pack decap-cms@{VERSION}")
    click.echo(f"    tar -xzf decap-cms-{VERSION}.tgz -C {out.as_posix()} --strip-components=2 package/dist/{SCRIPT}")


@main.command(epilog="Example: bulletin build --strict")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
def build(*, strict: bool) -> None:
    """Build the whole site into site/, search index included."""
    sys.exit(_run_mkdocs("build", "--clean", *(["--strict"] if strict else [])))


@main.command(epilog="Example: bulletin serve")
def serve() -> None:
    """Show the site on this computer and renew it while pages are edited."""
    sys.exit(_run_mkdocs("serve", "--livereload"))


@main.command(epilog="Example: bulletin bundle --months 12")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The zip to write, instead of one in dist/."
)
@click.option("--date", "day", type=DAY, help="The day of the copy. Otherwise that of the last change to docs/.")
@click.option("--since", type=MONTH, metavar="YYYY-MM", help="A small edition: only articles from this month on.")
@click.option("--months", type=click.IntRange(1, 1200), help="A small edition: only articles of so many months.")
def bundle(out: Path | None, day: datetime | None, since: datetime | None, months: int | None) -> None:
    """Pack the built site into one zip that works from a disk, without internet."""
    if since and months:
        raise click.UsageError("--since and --months both say how far the edition goes back: give one of them.")
    copy_day = day.date() if day else _day_of_contents()
    month = since.strftime("%Y-%m") if since else _month_before(copy_day, months) if months else ""
    suffix = f"-since-{month}" if month else ""
    zip_path = out or _config_path().parent / "dist" / f"safeguarding-bulletin-{copy_day.isoformat()}{suffix}.zip"
    if zip_path.suffix != ".zip":
        raise click.UsageError("--out names a zip: let it end in .zip")
    if not month:
        # Only the copy in dist/ is offered for download; one made for somebody else is nobody's business.
        sys.exit(_pack(_config_path().parent / "site", zip_path, copy_day, *([] if out else ["--publish"])))
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        failed = _run_mkdocs("build", "--quiet", "--site-dir", str(site), BULLETIN_SINCE=month)
        sys.exit(failed or _pack(site, zip_path, copy_day, "--since", month))


def _day_of_contents() -> date:
    """The day of what the copy holds; the clock would make each copy of the same contents another."""
    try:
        found = find_day(_config_path().parent / "docs", os.environ.get("SOURCE_DATE_EPOCH", ""))
    except ValueError as error:
        raise click.UsageError("SOURCE_DATE_EPOCH is no number of seconds: correct it or give --date") from error
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if not found:
        raise click.UsageError("neither git nor any page tells the day of the contents: give --date")
    return found


def _month_before(day: date, months: int) -> str:
    """The month with which an edition of so many months begins, the day's own month counted in."""
    first = day.year * 12 + day.month - months
    return f"{first // 12:04}-{first % 12 + 1:02}"


def _pack(site: Path, zip_path: Path, day: date, *options: str) -> int:
    command = [
        sys.executable, "-m", "hooks.offline_bundle", "--config", str(_config_path()), "--site", str(site),
        "--date", day.isoformat(), "--out", str(zip_path), *options,
    ]  # fmt: skip
    return subprocess.run(command, env=_quiet_environment(), check=False).returncode  # noqa: S603


def _run_mkdocs(*arguments: str, **settings: str) -> int:
    command = [sys.executable, "-m", "mkdocs", *arguments, "--config-file", str(_config_path())]
    return subprocess.run(command, env={**_quiet_environment(), **settings}, check=False).returncode  # noqa: S603


def _config_path() -> Path:
    return (Path("mkdocs.yml") if Path("mkdocs.yml").is_file() else PROJECT / "mkdocs.yml").resolve()


def _quiet_environment() -> dict[str, str]:
    # Material announces its own end of life and that of MkDocs 1 on every run: nothing an editor can act on.
    # Only our command silences it; `mkdocs build` on its own says what its makers want said.
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@dataclass(frozen=True, slots=True)
class _Source:
    """A document still to be read: its path as given (“-” for standard input), what messages call it, or why not."""

    path: str
    name: str
    problem: Note | None = None


def _find_sources(sources: Sequence[str]) -> Rows[_Source]:
    """What the sources name, each file once; of a source that is not there its problem."""
    found, known = Rows(_Source), Names()
    for source in dict.fromkeys(sources):
        if source == STANDARD_INPUT:
            found.append(_Source(source, "standard-input"))
            continue
        try:
            for path in find_documents([Path(source)]):
                whole = str(path.resolve())
                if whole not in known:
                    known.add(whole)
                    found.append(_Source(path.as_posix(), document_name(path)))
        except CannotImport as error:
            found.append(_Source(source, error.note.path, error.note))
    return found


def _with_progress(
    found: Sequence[_Source], describe: Callable[[bytes, str], DescribedDocument | Note]
) -> Iterator[DescribedDocument | Note]:
    """Describe the documents one by one: a bar on a terminal, a plain line each otherwise, on standard error."""
    if sys.stderr.isatty():
        with click.progressbar(found, label="Importing", file=sys.stderr, show_pos=True) as bar:
            for each in bar:
                yield _describe_source(each, describe)
        return
    for number, each in enumerate(found, 1):
        shown = each.name if each.path == STANDARD_INPUT else _shown(each.path)
        click.echo(f"Importing {number} of {len(found)}: {shown}", err=True)
        yield _describe_source(each, describe)


def _describe_source(
    source: _Source, describe: Callable[[bytes, str], DescribedDocument | Note]
) -> DescribedDocument | Note:
    if source.problem:
        return source.problem
    try:
        is_piped = source.path == STANDARD_INPUT
        content = sys.stdin.buffer.read(MOST_BYTES + 1) if is_piped else read_content(Path(source.path))
    except CannotImport as error:
        return error.note
    return describe(content, source.name)


def _print_plan(plan: Plan) -> None:
    for page in plan.pages:
        where = f" → {page.path}" if page.path else ""
        click.echo(_shown(f"{page.document}:{page.line}: {page.action}{where}"))
        click.echo(_shown(f"    {page.title}"))
        if page.why_topics is not None:
            for topic in page.why_topics or ["no topic"]:
                click.echo(f"    {topic}")


def _print_summary(plan: Plan, docs: Path, *, dry_run: bool) -> None:
    """Doubts with file and line, then the short table; removals are in the report."""
    counts: Counter[str] = Counter(page.action for page in plan.pages)
    for document in plan.documents:
        counts["articles"] += document.articles
        for note in document.notes:
            if note.is_doubt:
                click.echo(str(_printable(note)))
            counts["doubts" if note.is_doubt else "removed"] += 1
    for note in plan.errors:
        click.echo(str(_printable(note)))
    rows = [
        ("documents", len(plan.documents)),
        ("articles", counts["articles"]),
        ("created", counts["created"]),
        ("updated", counts["updated"]),
        ("unchanged", counts["unchanged"]),
        ("kept, edited by hand", counts["kept-edited"]),
        ("put aside for you", sum(bool(record.aside) for record in plan.records)),
        ("removed by an editor", counts["removed-by-editor"]),
        ("same text again", counts["duplicate"]),
        ("lines left out", counts["removed"]),
        ("doubts to settle", counts["doubts"]),
        ("documents not read", len(plan.errors)),
    ]
    click.echo("")
    for name, count in rows:
        click.echo(f"{name:<22}{count:>6}")
    changed = counts["created"] + counts["updated"]
    if dry_run:
        click.echo("\nThis was a dry run: nothing was written.")
    elif changed:
        click.echo(f"\n{changed} page{'' if changed == 1 else 's'} written below {docs.as_posix()}/articles.")
    else:
        click.echo("\nNothing changed: every page is as it was.")


def _write_report(plan: Plan, path: Path) -> None:
    documents = (
        {
            "path": document.path,
            "sha256": document.sha256,
            "layout": document.layout,
            "articles": document.articles,
            "notes": [_note_json(note) for note in document.notes],
        }
        for document in plan.documents
    )
    unread = (
        {"path": note.path, "sha256": "", "layout": "", "articles": 0, "notes": [_note_json(note)]}
        for note in plan.errors
    )
    pages = (
        {"path": page.path, "action": page.action, "title": page.title, "document": page.document, "line": page.line}
        for page in plan.pages
    )
    pieces = chain(
        ['{\n  "documents": '], _json_list(chain(documents, unread)), [',\n  "pages": '], _json_list(pages), ["\n}\n"]
    )
    # Half of a character, which a document may hold, is written as JSON writes it
    content = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
    try:
        if path.exists() and not path.is_file():  # /dev/stdout
            with path.open("wb") as file:
                file.writelines(content)
        elif not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "there is no such folder")
        else:
            replace_file(path, content)
    except (OSError, CannotWrite) as error:
        reason = getattr(error.__cause__ if isinstance(error, CannotWrite) else error, "strerror", "")
        what = f"the report cannot be written: {reason or 'the disk refused'}"
        note = Note(str(path), 0, what, "Name a file in a folder you may write to.")
        raise CannotImport(note) from error


def _json_list(entries: Iterable[object]) -> Iterator[str]:
    """A list of a report entry by entry, since all of them may not fit into memory, as `json.dumps` indents it."""
    opening = "["
    for entry in entries:
        yield f"{opening}\n{json.dumps(entry, ensure_ascii=False, indent=2)}".replace("\n", "\n    ")
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"


def _note_json(note: Note) -> dict[str, object]:
    return {"line": note.line, "what": note.what, "mend": note.mend}


def _complaint_json(note: Note) -> dict[str, object]:
    """A complaint, a reminder of what time brought, or a decision to be made and the rule that asks for it."""
    kind = "decision" if note.care_rule else "reminder" if note.is_reminder else "complaint"
    told = {"path": note.path, "column": note.column, **_note_json(note), "kind": kind}
    return {**told, "rule": note.care_rule} if note.care_rule else told


def _printable(note: Note) -> Note:
    """A note whose lines are ours alone: a file's name or a page's words may hold line ends and other controls."""
    return replace(note, path=_shown(note.path), what=_shown(note.what), mend=_shown(note.mend))


def _shown(text: str) -> str:
    """A text that does nothing to the terminal on which it is printed."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _github_annotation(note: Note, level: str) -> str:
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    # Properties end at a comma or a colon, what is said only at the end of the line
    where = f"file={escaped(note.path).replace(',', '%2C').replace(':', '%3A')},line={max(note.line, 1)}"
    where += f",col={note.column}" if note.column else ""
    return f"::{level} {where}::{escaped(note.what)}. {escaped(note.mend)}"
