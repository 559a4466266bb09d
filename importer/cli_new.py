"""`bulletin new`: the questions, the answers given as options, and what is said when the page is there.

Part of the command line, as `cli.py` is: here, too, messages are printed and exit codes chosen.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from click.shell_completion import CompletionItem

from importer.cage import open_cage
from importer.check import check_pages
from importer.describe import make_describer
from importer.fetch_document import fetch_document
from importer.fetch_exchange import open_network
from importer.fetch_visit import introduce_ourselves
from importer.new_answers import (
    NO_TOPIC,
    BadAnswer,
    find_meant,
    judge_date,
    judge_language,
    judge_related,
    judge_source,
    judge_summary,
    judge_title,
    judge_topics,
    judge_url,
)
from importer.new_from import write_one_article
from importer.new_page import write_new_page
from importer.pipeline import DescribedDocument, describe_content
from importer.read import document_name, read_content, read_page_texts
from importer.records import Article, CannotImport, Note, Plan
from importer.slugs import plain_slug
from importer.text import fold
from importer.urls import web_address
from importer.vocabulary import Vocabulary, read_vocabulary

Answer = TypeVar("Answer")

_MOST_LISTED = 100  # articles of a document


def _complete_topics(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(each.slug, help=each.label)
        for vocabulary in _lists_of(context)
        for each in vocabulary.topics
        if each.slug.startswith(incomplete)
    ]


def _complete_sources(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The short forms: names have spaces, which shells take for the end of a word."""
    return [
        CompletionItem(plain_slug(each.name), help=each.name)
        for vocabulary in _lists_of(context)
        for each in vocabulary.sources
        if plain_slug(each.name).startswith(plain_slug(incomplete))
    ]


def _lists_of(context: click.Context) -> Iterator[Vocabulary]:
    """The editors' lists, as far as they can be read: whoever is typing a command is told of no fault."""
    try:
        yield read_vocabulary(context.params.get("docs") or Path("docs"))
    except CannotImport:
        return


@click.command(
    epilog="Example: bulletin new --title 'Safer buses' --date 2024-03-12 --source Ofsted --topic transport. "
    "Or: bulletin new --from https://www.gov.uk/government/news/example"
)
@click.option("--title", help="The headline, as the source prints it.")
@click.option("--date", "day", help="The date that the source prints: 2024-03-12, 2024-03, 2024 or “12 March 2024”.")
@click.option("--date-evidence", metavar="WORDS", help="The source's own words that prove the date.")
@click.option("--date-inferred", is_flag=True, help="The words of --date-evidence prove the date only indirectly.")
@click.option(
    "--source", metavar="NAME", shell_complete=_complete_sources, help="Whose story it is, as in docs/sources.yml."
)
@click.option("--url", metavar="ADDRESS", help="The web address of the original.")
@click.option(
    "--topic", "topics", multiple=True, metavar="TOPIC", shell_complete=_complete_topics,
    help="A topic of docs/topics.yml; up to four times, the most telling first. “none” if you cannot tell.",
)  # fmt: skip
@click.option(
    "--publisher", metavar="NAME", shell_complete=_complete_sources, help="On whose page you found it, if elsewhere."
)
@click.option("--related", multiple=True, metavar="PAGE", help="The file name of another version of the story.")
@click.option("--summary", metavar="TEXT", help="What is new, in at most 300 characters.")
@click.option("--lang", metavar="cy", help="The short name of the text's language, if it is not English.")
@click.option("--from", "origin", metavar="ADDRESS-OR-FILE", help="Make the page from this document, as import does.")
@click.option("--number", type=click.IntRange(1), help="With --from: which of the document's articles.")
@click.option("--contact", metavar="ADDRESS", help="With --from: where those we ask can read who we are.")
@click.option(
    "--docs", type=click.Path(file_okay=False, path_type=Path), default=Path("docs"), show_default=True,
    help="The folder that holds articles/.",
)  # fmt: skip
def new(
    title: str | None,
    day: str | None,
    date_evidence: str | None,
    source: str | None,
    url: str | None,
    topics: tuple[str, ...],
    publisher: str | None,
    related: tuple[str, ...],
    summary: str | None,
    lang: str | None,
    origin: str | None,
    number: int | None,
    contact: str | None,
    docs: Path,
    *,
    date_inferred: bool,
) -> None:
    """Begin a page: write its header, which `bulletin check` passes, for you to add the text.

    What the page needs and no option says is asked for, when you run it in a terminal. No page is ever written over.
    """
    given = {
        "--title": title, "--date": day, "--date-evidence": date_evidence, "--source": source, "--url": url,
        "--topic": topics, "--publisher": publisher, "--summary": summary, "--lang": lang,
        "--related": related, "--date-inferred": date_inferred,
    }  # fmt: skip
    try:
        if origin:
            if any(given.values()):
                said = ", ".join(name for name, value in given.items() if value)
                raise click.UsageError(f"--from takes all that from the document: leave out {said}.")
            _write_from(origin, number, contact, docs)
            return
        if number or contact:
            raise click.UsageError("--number and --contact belong to --from.")
        path = write_new_page(_answered(given, docs, date.today()), docs)
    except CannotImport as error:
        _stop(str(error))
    except click.Abort:
        _stop("\nStopped; no page was written.")
    _tell_next(docs / path, docs, "Write the text below the header and take its note out; then run")


def _lists(docs: Path) -> Vocabulary:
    """The editors' lists of a docs folder that is there.

    Raises:
        CannotImport: it is not, or a list is broken.
    """
    if not docs.is_dir():
        mend = "Change into the folder of the bulletin, or name its docs folder with --docs."
        raise CannotImport(Note(str(docs), 0, "there is no such folder", mend))
    return read_vocabulary(docs)


def _answered(given: Mapping[str, object], docs: Path, today: date) -> Article:
    """The article that the options describe, and the answers to what they leave open.

    Raises:
        click.UsageError: something is missing and nobody is there to ask, or an option cannot be used.
    """
    vocabulary, problems = _lists(docs), list[str]()

    def judged(option: str, judge: Callable[[str], Answer], otherwise: Answer) -> Answer:
        value = given[option]
        try:
            return judge(str(value)) if value is not None else otherwise
        except BadAnswer as error:
            problems.append(f"{option}: {error}")
            return otherwise

    def judged_all(option: str, judge: Callable[[Sequence[str]], tuple[str, ...]]) -> tuple[str, ...]:
        values = given[option]
        try:
            return judge(values) if isinstance(values, tuple) and values else ()
        except BadAnswer as error:
            problems.append(f"{option}: {error}")
            return ()

    is_source = partial(judge_source, vocabulary=vocabulary)
    title = judged("--title", judge_title, "")
    day = judged("--date", partial(judge_date, today=today), "")
    source = judged("--source", is_source, "")
    url = judged("--url", judge_url, "")
    publisher = judged("--publisher", is_source, "")
    summary, lang = judged("--summary", judge_summary, ""), judged("--lang", judge_language, "")
    evidence, basis = fold(str(given["--date-evidence"] or "")), "inferred" if given["--date-inferred"] else "stated"
    topics = judged_all("--topic", partial(judge_topics, vocabulary=vocabulary))
    related = judged_all("--related", partial(judge_related, slugs=[Path(path).stem for path in read_page_texts(docs)]))
    if (evidence or given["--date-inferred"]) and given["--date"] is None:
        problems.append("--date-evidence and --date-inferred say something of a date: give it with --date.")
    elif given["--date-inferred"] and not evidence:
        problems.append("--date-inferred: Quote the words that prove the date with --date-evidence.")
    if problems:
        raise click.UsageError("\n".join(problems))
    missing = [option for option in ("--title", "--source", "--topic") if not given[option]]
    if missing and not _is_terminal():
        raise click.UsageError(f"Missing: {', '.join(missing)}. Nobody is there to ask: say it with these options.")
    if missing:
        title = title or _ask("Title, as the source prints it", judge_title)
        if given["--date"] is None:
            day, basis, evidence = _ask_date(today)
        source = source or _ask_source(vocabulary)
        if given["--url"] is None:
            url = _ask_perhaps("Web address of the original (Enter if there is none)", judge_url)
        topics = topics if given["--topic"] else _ask_topics(vocabulary)
    return Article(
        title=title, date=day, date_basis=basis if day else "", date_evidence=evidence if day else "", source=source,
        publisher=publisher, url=url, topics=topics, summary=summary, lang=lang,
        related=related,
    )  # fmt: skip


# --- Questions


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(question: str, judge: Callable[[str], Answer], *, suggested: str | None = None) -> Answer:
    """The answer to a question, asked again until it can be used. Questions go to standard error, as progress does."""

    def value_of(text: str) -> Answer:
        try:
            return judge(text)
        except BadAnswer as error:
            raise click.UsageError(str(error)) from error

    answer: Answer = click.prompt(question, default=suggested, show_default=False, value_proc=value_of, err=True)
    return answer


def _ask_perhaps(question: str, judge: Callable[[str], str]) -> str:
    """The answer to a question that may stay open: empty for Enter alone."""
    return _ask(question, lambda text: judge(text) if text.strip() else "", suggested="")


def _ask_date(today: date) -> tuple[str, str, str]:
    """The date, its basis and the words that prove it; all empty where it is not known."""
    question = "Date, such as 2024-03-12 or 12 March 2024 (Enter if it is not known)"
    day = _ask_perhaps(question, partial(judge_date, today=today))
    if not day:
        return "", "", ""
    if click.confirm("Does the source itself print this date?", default=True, err=True):
        return day, "stated", ""
    return day, "inferred", _ask("Which words of the source prove it?", _judge_evidence)


def _judge_evidence(text: str) -> str:
    if not fold(text):
        raise BadAnswer("A date needs its proof", "Quote the words, or stop with Ctrl-C and leave the date out.")
    return fold(text)


def _ask_source(vocabulary: Vocabulary) -> str:
    names = [source.name for source in vocabulary.sources]
    _show_list("The sources of docs/sources.yml:", names)
    return _ask(
        "Source: whose story is it? (number, name or its beginning)",
        lambda answer: judge_source(find_meant(answer, names), vocabulary),
    )


def _ask_topics(vocabulary: Vocabulary) -> tuple[str, ...]:
    slugs = [topic.slug for topic in vocabulary.topics]
    _show_list("The topics of docs/topics.yml:", slugs)

    def judge(answer: str) -> tuple[str, ...]:
        parts = answer.replace(",", " ").split() or [NO_TOPIC]
        return judge_topics([find_meant(part, [*slugs, NO_TOPIC]) for part in parts], vocabulary)

    question = "Topics: one to four, the most telling first (numbers, names or their beginnings; Enter if unsure)"
    return _ask(question, judge, suggested="")


def _show_list(heading: str, names: Sequence[str]) -> None:
    click.echo(heading, err=True)
    for number, name in enumerate(names, 1):
        click.echo(f"{number:>4}  {name}", err=True)


# --- From a document


def _write_from(origin: str, number: int | None, contact: str | None, docs: Path) -> None:
    if contact and not (web_address(contact) and contact.isascii()):
        raise click.UsageError("--contact is a web address: let it begin with https://")
    today = date.today()
    describer = make_describer(_lists(docs), today)
    if origin.casefold().startswith(("http://", "https://")):
        fetched = fetch_document(origin, open_network(), introduce_ourselves(contact))
        content, name = fetched.content, fetched.name
    else:
        content, name = read_content(Path(origin)), document_name(Path(origin))
    # Documents come from strangers: they are taken apart within limits, in a process of their own.
    with open_cage(partial(describe_content, describer=describer), DescribedDocument) as describe:
        described = describe(content, name)
    if isinstance(described, Note):
        raise CannotImport(described)
    _tell_outcome(write_one_article(described, _choose(described, name, number), docs), docs, today)


def _choose(described: DescribedDocument, name: str, number: int | None) -> int:
    """Which of a document's articles is meant.

    Raises:
        CannotImport: it has none.
        click.UsageError: that is not said, and nobody is there to ask; or it has no such number.
    """
    articles = [each.article for each in described.descriptions]
    if not articles:
        raise CannotImport(Note(name, 0, "no article was found in it", "Write the page by hand: bulletin new"))
    if number and number > len(articles):
        raise click.UsageError(f"--number {number}: {name} has {len(articles)} articles.")
    if number or len(articles) == 1:
        return number or 1
    titles = [f"{article.title} ({article.date or 'no date'})" for article in articles[:_MOST_LISTED]]
    more = f" Only the first {_MOST_LISTED} are shown." if len(articles) > _MOST_LISTED else ""
    _show_list(f"{name} has {len(articles)} articles.{more}", titles)
    if not _is_terminal():
        raise click.UsageError("Say which one with --number, or import them all: bulletin import FILE")
    return int(click.prompt("Which one?", type=click.IntRange(1, len(articles)), err=True))


def _tell_outcome(plan: Plan, docs: Path, today: date) -> None:
    page = plan.pages[0]
    path = docs / page.path
    for document in plan.documents:
        for note in document.notes:
            if note.is_doubt and page.action != "unchanged":
                click.echo(str(note), err=True)
    if page.action == "removed-by-editor":
        mend = "Write it by hand if it is to come back: bulletin new"
        deed = "deleted the page of this article" if page.why_topics is not None else "withdrew this article"
        _stop(str(Note(path.as_posix(), 0, f"an editor {deed}; it was not made again", mend)))
    if page.action not in {"created", "updated"}:
        click.echo("The bulletin has this article already; nothing was written.", err=True)
    elif notes := check_pages((path,), docs, today):
        for note in notes:
            click.echo(str(note), err=True)
    _tell_next(path, docs, "Compare the page with its source and settle its notes; then run")


# --- What is said at the end


def _tell_next(path: Path, docs: Path, what: str) -> None:
    click.echo(path.as_posix())
    elsewhere = "" if docs == Path("docs") else f" --docs {_as_typed(docs.as_posix())}"
    click.echo(f"{what}\n    {_own_name()} check {_as_typed(path.as_posix())}{elsewhere}")


def _own_name() -> str:
    """How this command is called here: in a copy that was only just set up, `bulletin` alone is not found."""
    called = Path(sys.argv[0])
    found = shutil.which("bulletin")
    is_found = found is not None and Path(found).resolve() == called.resolve()
    return "bulletin" if is_found or called.stem != "bulletin" else _as_typed(str(document_name(called)))


def _as_typed(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)
