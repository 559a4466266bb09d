"""`bulletin withdraw`: a page taken out of everything, and the list of what only people can do.

Part of the command line, as `cli.py` is: here, too, messages are printed and exit codes chosen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from importer.asked_page import NoSuchPage, find_asked_page
from importer.cage import open_cage
from importer.care import find_open_flags
from importer.care_rules import read_care_rules
from importer.dates import british
from importer.describe import make_describer
from importer.git_history import CannotCompare, find_repository, list_files
from importer.left_behind import LeftBehind, find_left_behind
from importer.limits import MOST_BYTES
from importer.mentions import find_mentions
from importer.pipeline import DescribedDocument, describe_content
from importer.read import document_name, read_folder
from importer.records import Article, CannotImport, Note
from importer.vocabulary import Vocabulary, read_vocabulary
from importer.withdraw import (
    CannotWithdraw,
    PlannedWithdrawal,
    day_of_withdrawal,
    judge_reason,
    plan_withdrawal,
    shared_names,
)
from importer.withdrawn_marks import FILE_NAME as MARKS_NAME
from importer.write import sole_import, write_withdrawal

_MOST_SHOWN = 40
_BUILT = ("site", "dist")
HOW_TO_GO_ON = "SECURITY.md, “Take a text out of everything”"


@click.command(
    epilog='Example: bulletin withdraw docs/articles/2023/some-name.md --reason "It named a child." '
    "Instead of the path, the file name or the page's address on the site will do."
)
@click.argument("page")
@click.option("--reason", required=True, help="What readers are told, in one sentence and without what did harm.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the withdrawal. Otherwise today.")
@click.option(
    "--without-address", is_flag=True, help="Leave nothing at the page's address: where the file name itself does harm."
)
@click.option(
    "--docs", type=click.Path(file_okay=False, path_type=Path), default=Path("docs"), show_default=True,
    help="The folder that holds articles/.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
def withdraw(page: str, reason: str, day: datetime | None, docs: Path, *, without_address: bool, dry_run: bool) -> None:
    """Take a page out of everything: text, headline, pictures, what was put aside, what other pages say of it.

    Its address then says only that it was withdrawn, when and why. No import brings it back. At the end stands what is
    left to do by hand.
    """
    today = date.today()
    on = day.date() if day else None
    if on and on > today:
        raise click.UsageError("--on lies in the future: give the day of the withdrawal.")
    try:
        vocabulary = _lists(docs)
        with nullcontext() if dry_run else sole_import(docs):
            folder = read_folder(docs)
            path = find_asked_page(page, docs, folder.pages, folder.records)
            text = folder.pages[path]
            plan = plan_withdrawal(
                path,
                folder,
                vocabulary,
                judge_reason(reason),
                on.isoformat() if on else day_of_withdrawal(text, today.isoformat()),
                keeps_address=not without_address,
            )
            if not dry_run:
                write_withdrawal(plan, docs)
    except (NoSuchPage, CannotWithdraw) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except CannotImport as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    _tell_done(plan, docs, dry_run=dry_run)
    _tell_left(plan, text, docs, vocabulary, today)


def _lists(docs: Path) -> Vocabulary:
    """The editors' lists; empty ones where they are broken, since that must keep nobody from taking a page down."""
    if not docs.is_dir():
        mend = "Change into the folder of the bulletin, or name its docs folder with --docs."
        raise CannotImport(Note(str(docs), 0, "there is no such folder", mend))
    try:
        return read_vocabulary(docs)
    except CannotImport as error:
        click.echo(f"{error}\nThe page is withdrawn all the same; its topics are left out.", err=True)
        return Vocabulary((), (), ())


def _tell_done(plan: PlannedWithdrawal, docs: Path, *, dry_run: bool) -> None:
    def said(path: str, what: str) -> None:
        click.echo(f"{(docs / path).as_posix()}: {what}")

    if dry_run:
        click.echo("This is a dry run, nothing is written. It would come to this:\n")
    if plan.page.text:
        said(
            plan.page.path, f"withdrawn on {_british(plan.withdrawal.on)}; nothing of the article is left in this file"
        )
    else:
        said(plan.page.path, "deleted; nothing stands at its address any more")
    for path in plan.removed:
        said(path, "deleted")
    for page in plan.changed:
        said(page.path, "does not name the page any more; nothing else was changed")
    if plan.is_known_again:
        said(MARKS_NAME, "has hashes by which an import knows the article again and leaves it out")
    else:
        said(plan.page.path, "was empty already, so an import cannot know the article again")


def _tell_left(plan: PlannedWithdrawal, text: str, docs: Path, vocabulary: Vocabulary, today: date) -> None:
    """What only people can do, in the order in which it is to be done."""
    number = 0

    def tell(what: str, lines: Iterable[str] = ()) -> None:
        nonlocal number
        number += 1
        click.echo(f"\n{number}. {what}")
        for line in lines:
            click.echo(f"   {line}")

    click.echo("\nLeft to do by hand:")
    tell("Read once more what readers are told. Nobody may be found out by it:", _about_reason(plan, text, docs))
    if not len(plan.passages):
        tell(
            "The article's words are gone from here, so they were not looked for. Which documents still hold it, an "
            "import tells: bulletin import FOLDER --dry-run"
        )
    found = list(_find_left(plan, docs, vocabulary, today))
    texts = [each for each in found if isinstance(each, LeftBehind) and each.is_much]
    phrases = [each for each in found if isinstance(each, LeftBehind) and not each.is_much]
    unread = [each for each in found if isinstance(each, Note)]
    if texts:
        tell(
            "These files still hold the text. Take it out of documents; withdraw pages that tell the same as well:",
            _shown(texts),
        )
    if phrases:
        tell("These share some words with it. Look whether they give anything away:", _shown(phrases))
    if unread:
        tell("These cannot be looked into. Open them:", _shown(unread))
    missing = [
        name for name in plan.documents if not any(isinstance(each, LeftBehind) and each.path == name for each in texts)
    ]
    if missing:
        tell("The text came from these documents. Where they are still kept, take it out of them too:", missing)
    if plan.pictures_left:
        tell(
            "No page shows these pictures any more. Delete them if they belong to it:", _below(docs, plan.pictures_left)
        )
    mentions = list(_find_mentions(plan, docs))
    if mentions:
        tell("These lines still name the page:", _shown(mentions))
    if plan.page.text:
        address = plan.page.path.removesuffix(".md")
        tell(
            f"The page's address stays: {address}.html. If its words do harm, run this command again with "
            "--without-address. Readers who follow a link then find nothing, and feed readers keep what they have."
        )
    built = [name for name in _BUILT if (docs.parent / name).exists()]
    if built:
        names = " and ".join(f"{(docs.parent / name).as_posix()}/" for name in built)
        tell(f"{names} were built before. Build them anew: make clean, then make site.")
    tell("Commit and push; the published site has the text until it has been deployed.")
    tell(
        f"The repository's history, forks, search engines and copies on other computers hold it still: {HOW_TO_GO_ON}."
    )


def _about_reason(plan: PlannedWithdrawal, text: str, docs: Path) -> Iterator[str]:
    yield f"“{plan.withdrawal.reason}”"
    if names := shared_names(plan.withdrawal.reason, text):
        yield f"It has words that stand in the article with a capital letter, perhaps a name: {', '.join(names)}."
    tombstone = Article(title="", source="", withdrawn=plan.withdrawal)
    try:
        if find_open_flags(tombstone, read_care_rules(docs)):
            yield "A rule of docs/care.yml flags it: until you word it otherwise, the site tells no reason."
    except CannotImport as error:
        yield str(error)


def _find_left(plan: PlannedWithdrawal, docs: Path, vocabulary: Vocabulary, today: date) -> Iterator[LeftBehind | Note]:
    """Every file of the repository, or of the docs folder, that still has words of the article."""
    planned = {docs / page.path: page.text for page in (plan.page, *plan.changed)}
    planned |= {docs / path: "" for path in plan.removed}
    if not len(plan.passages):
        return
    files = _files(docs)
    click.echo(f"Looking for its words in {len(files)} files", err=True)
    describer = make_describer(vocabulary, today)
    with open_cage(partial(describe_content, describer=describer), DescribedDocument) as describe:
        for path in files:
            name = document_name(path)
            if path in planned:
                content = planned[path].encode()
            else:
                try:
                    if path.stat().st_size > MOST_BYTES:
                        yield Note(name, 0, f"the file has more than {MOST_BYTES:,} bytes")
                        continue
                    content = path.read_bytes()
                except OSError as error:
                    yield Note(name, 0, f"the file cannot be read: {error.strerror}")
                    continue
            if found := find_left_behind(content, name, plan.passages, describe):
                yield found


def _find_mentions(plan: PlannedWithdrawal, docs: Path) -> Iterator[Note]:
    """The lines of pages and lists that still name the page."""
    planned = {page.path: page.text for page in (plan.page, *plan.changed)}
    planned |= dict.fromkeys(plan.removed, "")
    for path in sorted(each for each in docs.rglob("*") if each.suffix in {".md", ".yml"} and each.is_file()):
        name = path.relative_to(docs).as_posix()
        if name != plan.page.path:
            text = planned[name] if name in planned else path.read_bytes().decode("utf-8", "replace")
            yield from find_mentions(text, path.as_posix(), plan.gone)


def _files(docs: Path) -> list[Path]:
    repository = find_repository(docs)
    if repository:
        try:
            return [_as_named(path, docs) for path in list_files(repository)]
        except CannotCompare as error:
            click.echo(str(error), err=True)
    return sorted(path for path in docs.rglob("*") if path.is_file())


def _as_named(path: Path, docs: Path) -> Path:
    """The same file, named from the docs folder as it was given, where it lies below that."""
    folder = docs.resolve()
    return docs / path.resolve().relative_to(folder) if path.resolve().is_relative_to(folder) else path


def _shown(found: Sequence[object]) -> Iterator[str]:
    yield from map(str, found[:_MOST_SHOWN])
    if len(found) > _MOST_SHOWN:
        yield f"… and {len(found) - _MOST_SHOWN} more"


def _below(docs: Path, paths: Iterable[str]) -> Iterator[str]:
    return ((docs / path).as_posix() for path in paths)


def _british(day: str) -> str:
    return british(date.fromisoformat(day))
