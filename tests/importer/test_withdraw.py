"""`bulletin withdraw`: the page, what the importer keeps of it, what other pages say of it, and what comes again."""

from __future__ import annotations

import html
import json
import os
import random
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from importer.check import check_pages
from importer.cli import main
from importer.frontmatter import parse_page, render_page
from importer.import_records import parse_records
from importer.mentions import drop_mentions
from importer.passages import Passages
from importer.records import Article, Withdrawal
from importer.similar import sample_runs
from importer.text import words
from importer.withdrawn_marks import FILE_NAME, BadMarks, parse_marks, render_marks, sketch_text
from importer.write import sole_import
from tests.importer.invented import TODAY, Story, actions, import_into, prose, read_tree, save
from tests.importer.office_files import docx, par
from tests.traces import find_traces

# Its file name holds the first words only; the others stand nowhere else
TITLE = "Quarterly neighbourhood safeguarding correspondence on zorblatt lanterns at the plimsweb jetty"
PAGE = "articles/2023/quarterly-neighbourhood-safeguarding-correspondence-on.md"
BODY = (
    "The vexmoor kettle was found by nine pupils behind the old market hall on a cold morning. Their teacher, Wending "
    "Quorn, told the warden at once and wrote down what each of them had seen.\n\nNobody asked the children twice. The "
    "council of Greywater said that a kettle of that kind must never again be left where a child can reach it, and "
    "that the market will be locked after dusk from the first of May.\n\nParents who are worried may come to the "
    "school on any weekday between three and five. The jaskolt committee will meet there once a month until the report "
    "is out."
)
UNHEARD_OF = ("zorblat", "plimsweb", "vexmoor", "quorn", "jaskolt")
KETTLE = Story(TITLE, BODY)
OTHER = Story("Boats are to be counted", prose(2), "Monday 4 December 2023")
REASON = "A family asked for it."
SOURCES = """\
- name: Greywater Council
- name: Cobalt Street CIC
"""
TOPICS = """\
- slug: schools
  label: Schools
  description: News for schools.
"""


def passages() -> Passages:
    return Passages([BODY], [TITLE])


def run(*arguments: str | Path, docs: Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--docs", str(docs)])


def withdraw(docs: Path, *options: str, page: str = PAGE) -> Result:
    return run("withdraw", page, "--reason", REASON, "--on", "2026-11-20", *options, docs=docs)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two imported pages, one of them edited and with a version put aside, and pages by hand that name it."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "topics.yml").write_text(TOPICS, encoding="utf-8")
    (folder / "sources.yml").write_text(SOURCES, encoding="utf-8")
    news = tmp_path / "news" / "a.txt"
    import_into(folder, save(news, KETTLE, OTHER))
    page = folder / PAGE
    edited = page.read_text(encoding="utf-8").replace("topics: []", "topics: [schools]")
    page.write_text(
        edited + "\nSee ![the kettle](kettle.png) and ![the hall](../../assets/hall.png).\n", encoding="utf-8"
    )
    import_into(folder, save(news, replace(KETTLE, text=f"{BODY} The vexmoor kettle is in a museum now."), OTHER))
    assert (folder / "articles/.incoming" / page.name).exists()
    (folder / "articles/2023/kettle.png").write_bytes(b"a picture")
    (folder / "assets").mkdir()
    (folder / "assets/hall.png").write_bytes(b"a picture")
    by_hand = Article(
        title="What became of it", source="Greywater Council", date="2024-01-02", date_basis="stated",
        topics=("schools",), related=(page.stem, "boats-are-to-be-counted"),
        notes=(f"This may be another version of “{page.stem}”.", "Ask the council."),
        body=f"Read [the first report](../2023/{page.name}#why), [{TITLE}](../2023/{page.name} \"x\") and\n"
        "[the boats](../2023/boats-are-to-be-counted.md).",
    )  # fmt: skip
    (folder / "articles/2024").mkdir()
    (folder / "articles/2024/later.md").write_text(render_page(by_hand), encoding="utf-8")
    (folder / "about.md").write_text(f"---\ntitle: About\n---\n\nSee [it]({PAGE}).\n", encoding="utf-8")
    return folder


def test_nothing_of_the_article_is_left_below_docs(docs):
    assert find_traces(docs, passages(), UNHEARD_OF)
    done = withdraw(docs)
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert find_traces(docs, passages(), UNHEARD_OF) == {}
    assert not (docs / "articles/.incoming").exists()
    assert not (docs / "articles/2023/kettle.png").exists()


def test_the_tombstone_says_only_that_it_is_one_and_the_check_passes_it(docs):
    withdraw(docs)
    assert (docs / PAGE).read_text(encoding="utf-8") == (
        "---\ntitle: Withdrawn article\nsource: Greywater Council\ntopics: [schools]\n"
        f'withdrawn: {{on: 2026-11-20, reason: "{REASON}"}}\n---\n'
    )
    assert [note for note in check_pages((docs / PAGE,), docs, TODAY) if PAGE in note.path] == []


def test_what_it_was_imported_from_is_forgotten_but_for_hashes(docs):
    withdraw(docs)
    records = parse_records((docs / "articles/.imports.jsonl").read_text(encoding="utf-8").splitlines())
    assert [record.page for record in records] == ["articles/2023/boats-are-to-be-counted.md"]
    (line,) = (docs / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {"page", "on", "marks", "one_in", "runs"}


def test_other_pages_lose_only_what_names_it(docs):
    boats = docs / "articles/2023/boats-are-to-be-counted.md"
    before = boats.read_bytes()
    withdraw(docs)
    page = parse_page((docs / "articles/2024/later.md").read_text(encoding="utf-8"), "articles/2024/later.md")
    assert (page.related, page.notes) == (("boats-are-to-be-counted",), ("Ask the council.",))
    assert page.body == (
        "Read the first report, an article that was withdrawn and\n[the boats](../2023/boats-are-to-be-counted.md)."
    )
    assert (docs / "about.md").read_text(encoding="utf-8") == "---\ntitle: About\n---\n\nSee it.\n"
    assert boats.read_bytes() == before


def test_an_imported_page_that_named_it_is_no_edited_page_afterwards(tmp_path):
    docs, news = tmp_path / "docs", tmp_path / "news"
    again = Story("Retold", f"{BODY} {prose(4)}")
    import_into(docs, save(news / "a.txt", KETTLE), save(news / "b.txt", again))
    retold = docs / "articles/2023/retold.md"
    assert "related:" in retold.read_text(encoding="utf-8")
    withdraw(docs)
    assert "related:" not in retold.read_text(encoding="utf-8")
    changed = import_into(docs, save(news / "b.txt", replace(again, text=f"{again.text} And more.")))
    assert actions(changed) == ["updated"]


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(PAGE, id="path below docs"),
        pytest.param("DOCS/" + PAGE, id="path"),
        pytest.param("quarterly-neighbourhood-safeguarding-correspondence-on", id="file name"),
        pytest.param(f"https://news.example/bulletin/{PAGE[:-3]}.html?from=feed#top", id="address"),
        pytest.param(PAGE.replace("/", "\\"), id="path as Windows has it"),
    ],
)
def test_a_page_is_named_by_path_file_name_or_address(docs, named):
    done = withdraw(docs, "--dry-run", page=named.replace("DOCS", str(docs)))
    assert done.exit_code == 0
    assert f"{PAGE}: withdrawn on 20 November 2026" in done.stdout


@pytest.mark.parametrize(
    ("named", "reason", "said"),
    [
        pytest.param("articles/2023/boat.md", REASON, "there is no such page", id="no such page"),
        pytest.param("boats-are-to-be-countd", REASON, "Did you mean “boats-are-to-be-counted”?", id="misspelt"),
        pytest.param("DOCS/about.md", REASON, "this is no article", id="no article"),
        pytest.param(PAGE, " … ", "this says nothing", id="empty reason"),
        pytest.param(PAGE, "x" * 301, "at most 300 are shown", id="long reason"),
        pytest.param(PAGE, f"It said: {BODY[:90]}", "repeats the article's own words", id="reason quotes the text"),
        pytest.param(PAGE, f"{TITLE} was wrong.", "repeats the article's own words", id="reason quotes the headline"),
    ],
)
def test_what_cannot_be_withdrawn_is_told_and_nothing_changes(docs, named, reason, said):
    before = read_tree(docs)
    done = run("withdraw", named.replace("DOCS", str(docs)), "--reason", reason, docs=docs)
    assert (done.exit_code, read_tree(docs)) == (2, before)
    assert said in done.stderr


def test_a_day_to_come_is_refused(docs):
    done = run("withdraw", PAGE, "--reason", REASON, "--on", "2999-01-01", docs=docs)
    assert done.exit_code == 2
    assert "lies in the future" in done.stderr


def test_a_name_that_two_pages_have_is_not_guessed(docs):
    shutil.copy(docs / PAGE, docs / "articles/2024" / Path(PAGE).name)
    done = withdraw(docs, page=Path(PAGE).stem)
    assert done.exit_code == 2
    assert "several pages have this name" in done.stderr


def test_a_second_time_changes_nothing_and_another_reason_changes_only_that(docs):
    withdraw(docs)
    before = read_tree(docs)
    again = run("withdraw", PAGE, "--reason", REASON, docs=docs)
    assert (again.exit_code, read_tree(docs)) == (0, before)
    run("withdraw", PAGE, "--reason", "It was wrong.", docs=docs)
    page = parse_page((docs / PAGE).read_text(encoding="utf-8"), PAGE)
    assert page.withdrawn == Withdrawal("2026-11-20", "It was wrong.")
    assert {path for path, now in read_tree(docs).items() if before.get(path) != now} == {PAGE}


def test_a_page_withdrawn_by_its_header_alone_loses_its_text_and_keeps_its_day(docs):
    page = docs / PAGE
    header = 'withdrawn: {on: 2026-10-05, reason: "Wait."}\nimport:'
    page.write_text(page.read_text(encoding="utf-8").replace("import:", header), encoding="utf-8")
    assert run("withdraw", PAGE, "--reason", REASON, docs=docs).exit_code == 0
    assert find_traces(docs, passages(), UNHEARD_OF) == {}
    assert parse_page(page.read_text(encoding="utf-8"), PAGE).withdrawn == Withdrawal("2026-10-05", REASON)


BREAKS: dict[str, Callable[[str], str]] = {
    "no end": lambda text: text.replace("\n---\n", "\n", 1),
    "no beginning": lambda text: text.removeprefix("---\n"),
    "not YAML": lambda text: text.replace("source:", "source: ["),
    "a tag": lambda text: text.replace("source: ", "source: !!python/name:os.system "),
    "conflict": lambda text: text.replace("topics:", "<<<<<<< ours\ntopics:"),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_a_page_with_a_broken_header_is_withdrawn_all_the_same(docs, tmp_path, broken):
    page = docs / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(broken(text), encoding="utf-8")
    assert withdraw(docs).exit_code == 0
    assert find_traces(docs, passages(), UNHEARD_OF) == {}
    assert parse_page(page.read_text(encoding="utf-8"), PAGE).withdrawn
    assert "removed-by-editor" in actions(import_into(docs, tmp_path / "news"))


def test_bytes_that_are_no_text_keep_nobody_from_withdrawing(docs):
    (docs / PAGE).write_bytes((docs / PAGE).read_bytes() + b"\xff\xfe vexmoor")
    assert withdraw(docs).exit_code == 0
    assert find_traces(docs, passages(), UNHEARD_OF) == {}


def test_broken_lists_keep_nobody_from_withdrawing(docs):
    (docs / "topics.yml").write_text("- {slug", encoding="utf-8")
    done = withdraw(docs)
    assert done.exit_code == 0
    assert "The page is withdrawn all the same" in done.stderr


def test_a_file_that_may_only_be_read_is_withdrawn_where_its_folder_may_be_written(docs):
    (docs / PAGE).chmod(stat.S_IRUSR)
    assert withdraw(docs).exit_code == 0
    assert find_traces(docs, passages(), UNHEARD_OF) == {}


def test_a_folder_that_refuses_is_told_and_a_second_run_completes_it(docs, monkeypatch):
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == Path(PAGE).name:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    done = withdraw(docs)
    assert done.exit_code == 1
    assert f"{PAGE}: the file cannot be written: Permission denied" in done.stderr
    assert "Run" not in done.stdout
    monkeypatch.setattr(Path, "replace", real)
    assert withdraw(docs).exit_code == 0
    assert find_traces(docs, passages(), UNHEARD_OF) == {}


class Killed(BaseException):
    """Stands for the end of the process."""


def test_killed_at_any_moment_it_is_completed_by_the_next_run(docs, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    shutil.copytree(docs, kept)
    for stop_at in range(1, 100):
        shutil.rmtree(docs)
        shutil.copytree(kept, docs)
        with monkeypatch.context() as patch:
            asked = 0

            def guard(call: Callable[..., object], at: int) -> Callable[..., object]:
                def guarded(*arguments: object, **named: object) -> object:
                    nonlocal asked
                    asked += 1
                    if asked >= at:
                        raise Killed
                    return call(*arguments, **named)

                return guarded

            for owner, name in ((Path, "replace"), (Path, "unlink"), (os, "fsync"), (Path, "rmdir")):
                patch.setattr(owner, name, guard(getattr(owner, name), stop_at))
            try:
                withdraw(docs)
                break
            except Killed:
                pass
        assert withdraw(docs).exit_code == 0
        assert find_traces(docs, passages(), UNHEARD_OF) == {}
        assert actions(import_into(docs, tmp_path / "news")) == ["removed-by-editor", "unchanged"]
    assert 8 < stop_at < 99


def test_a_dry_run_writes_nothing_and_says_what_would_be(docs):
    before = read_tree(docs)
    done = withdraw(docs, "--dry-run")
    assert (done.exit_code, read_tree(docs)) == (0, before)
    assert "This is a dry run, nothing is written." in done.stdout
    assert f"{PAGE}: withdrawn on 20 November 2026" in done.stdout


def test_without_its_address_nothing_stays_of_the_page_at_all(docs, tmp_path):
    done = withdraw(docs, "--without-address")
    assert done.exit_code == 0, done.output
    assert not (docs / PAGE).exists()
    assert find_traces(docs, Passages([BODY], [TITLE, Path(PAGE).stem]), (*UNHEARD_OF, "correspondence")) == {}
    assert "correspondence" not in "".join(path for path in read_tree(docs))
    plan = import_into(docs, tmp_path / "news")
    assert actions(plan) == ["removed-by-editor", "unchanged"]
    assert plan.pages[0].path == ""


def test_the_check_finds_nothing_wrong_where_a_page_went_with_its_address(docs):
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", docs, "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments], check=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "pages")
    withdraw(docs, "--without-address")
    told = run("check", docs / "articles", "--since", "HEAD", docs=docs).stdout
    assert "lead nowhere" not in told


def test_pages_that_were_moved_say_the_same_at_their_earlier_addresses(docs, tmp_path):
    moved = docs / "articles/2022/moved-away.md"
    moved.parent.mkdir()
    (docs / PAGE).rename(moved)
    import_into(docs, tmp_path / "news")
    done = withdraw(docs, page=f"https://news.example/{PAGE[:-3]}.html")
    assert done.exit_code == 0, done.output
    assert parse_page(moved.read_text(encoding="utf-8"), "").moved_from == (PAGE[:-3],)
    assert actions(import_into(docs, tmp_path / "news")) == ["removed-by-editor", "unchanged"]


def test_a_page_written_by_hand_is_known_by_its_address_headline_and_text(tmp_path):
    docs = tmp_path / "docs"
    page = docs / PAGE
    page.parent.mkdir(parents=True)
    page.write_text(
        render_page(Article(title="Short", source="Ofsted", body=BODY, url="https://news.example/kettle")),
        encoding="utf-8",
    )
    assert withdraw(docs).exit_code == 0
    feed = tmp_path / "feed.xml"
    feed.write_text(
        rss("New words", f"<p>{prose(9)}</p>", "http://www.news.example/kettle/?utm_source=x"), encoding="utf-8"
    )
    assert actions(import_into(docs, feed)) == ["removed-by-editor"]
    assert actions(import_into(docs, save(tmp_path / "b.txt", Story("Another", BODY)))) == ["removed-by-editor"]


def test_what_is_left_to_do_names_documents_with_their_lines_and_never_quotes(docs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("/fetched/\n", encoding="utf-8")
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched/feed.xml").write_text(rss("Other", f"<p>{BODY}</p>", ""), encoding="utf-8")
    (tmp_path / "news/b.docx").write_bytes(
        docx(par("A headline here", style="Heading1"), *map(par, BODY.split("\n\n")))
    )
    (tmp_path / "news/c.pdf").write_bytes(b"%PDF-1.4 broken")
    done = run("withdraw", PAGE, "--reason", "Wending Quorn of Greywater asked.", docs=Path("docs"))
    assert done.exit_code == 0, done.output
    assert "news/a.txt:5: holds the text" in done.stdout
    assert "fetched/feed.xml:" in done.stdout
    assert "news/b.docx:" in done.stdout
    assert "news/c.pdf" in done.stdout
    assert "perhaps a name: Greywater, Quorn." in done.stdout
    assert "docs/assets/hall.png" in done.stdout
    assert "--without-address" in done.stdout
    assert "SECURITY.md" in done.stdout
    assert not passages().find_in(done.stdout)


def test_one_withdrawal_waits_for_an_import(docs):
    with sole_import(docs):
        done = withdraw(docs)
    assert done.exit_code == 1
    assert "another import is at work" in done.stderr


# --- It comes again


def rss(title: str, description: str, link: str, guid: str = "urn:x:1") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Cobalt Street CIC</title>'
        f"<item><title>{html.escape(title)}</title><link>{html.escape(link)}</link><guid>{guid}</guid>"
        f"<pubDate>Tue, 05 Dec 2023 09:00:00 GMT</pubDate><description>{html.escape(description)}</description></item>"
        "</channel></rss>\n"
    )


def web_page(title: str, text: str, address: str = "") -> str:
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in text.split("\n\n"))
    link = f'<link rel="canonical" href="{html.escape(address)}">' if address else ""
    return (
        f"<!doctype html><html lang=en><head><title>{html.escape(title)}</title>{link}</head><body><nav>Home</nav>"
        f"<main><article><h1>{html.escape(title)}</h1>{paragraphs}</article></main><footer>About us</footer></body>"
        "</html>"
    )


def variations(chance: random.Random, count: int) -> Iterator[tuple[str, bytes]]:
    """The withdrawn article as it may come again: other formats, headlines, addresses, some words more or fewer."""
    headlines = [TITLE, TITLE.upper(), "Something quite different", f"UPDATED: {TITLE}", "Kettle found"]
    links = [
        "", "https://greywater.example/kettle", "http://www.greywater.example/kettle/?utm_source=mail&utm_medium=x",
        "https://mirror.example/2023/12/another-name",
    ]  # fmt: skip
    changes: list[Callable[[str], str]] = [
        lambda text: text,
        lambda text: f"{text} {prose(chance.randrange(1000), 1)}",
        lambda text: f"{prose(chance.randrange(1000), 1)}\n\n{text}",
        lambda text: "\n\n".join(text.split("\n\n")[:2]),
        lambda text: "\n\n".join(reversed(text.split("\n\n"))),
        lambda text: text.replace(" nine ", " ten ").replace("cold", "bitterly cold"),
        lambda text: text.replace(". ", ".  ").replace("'", "’"),
        lambda text: text.upper(),
        lambda text: f"{prose(chance.randrange(1000), 12)}\n\n{text}\n\n{prose(chance.randrange(1000), 12)}",
    ]
    for number in range(count):
        title, link = chance.choice(headlines), chance.choice(links)
        text = changes[number % len(changes)](BODY)
        kind = chance.choice(["newsfeed", "feed", "page", "word", "plain"])
        if kind == "newsfeed":
            yield f"{number}.txt", f"Cobalt Street CIC\n\nCobalt Street Newsfeed\n\n{Story(title, text)}\n".encode()
        elif kind == "feed":
            said = "".join(f"<p>{html.escape(each)}</p>" for each in text.split("\n\n"))
            yield f"{number}.xml", rss(title, said, link or "https://a.example/x", f"urn:x:{number}").encode()
        elif kind == "page":
            yield f"{number}.html", web_page(title, text, link).encode()
        elif kind == "word":
            yield f"{number}.docx", docx(par(title, style="Heading1"), *map(par, text.split("\n\n")))
        else:
            yield f"{number}", f"{title}\n\n{text}\n".encode()


def come_again(docs: Path, folder: Path, count: int) -> None:
    """Import so many variations, and hold what there is afterwards against what there was."""
    before = read_tree(docs)
    report = folder / "report.json"
    for name, content in variations(random.Random(7), count):  # noqa: S311
        path = folder / "again" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        plan = import_into(docs, path)
        assert set(actions(plan)) == {"removed-by-editor"}, (name, actions(plan))
        assert read_tree(docs) == before, name
        told = [note for document in plan.documents for note in document.notes if "was withdrawn on" in note.what]
        assert told, name
        assert all(note.is_doubt and PAGE in note.what for note in told)
        assert [page.title for page in plan.pages] == ["Withdrawn article"] * len(plan.pages)
        path.unlink()
    whole = folder / "again" / "all"
    for name, content in variations(random.Random(7), 9):  # noqa: S311
        whole.mkdir(exist_ok=True)
        (whole / name).write_bytes(content)
    done = run("import", whole, "--report", report, docs=docs)
    assert done.exit_code == 0, done.output
    assert read_tree(docs) == before
    for said in (done.output, report.read_text(encoding="utf-8")):
        assert "was withdrawn on 20 November 2026" in said
        assert not passages().find_in(said)


def test_a_hundred_imports_do_not_bring_it_back_and_an_editor_is_told_each_time(docs, tmp_path):
    withdraw(docs)
    come_again(docs, tmp_path, 100)


def test_other_articles_come_in_as_ever(docs, tmp_path):
    withdraw(docs)
    stories = [Story(f"Story number {number}", prose(100 + number)) for number in range(60)]
    assert actions(import_into(docs, save(tmp_path / "c.txt", *stories))) == ["created"] * 60
    same_words = Story("Another headline", f"{BODY.split('. ')[0]}. {prose(77)}")
    assert actions(import_into(docs, save(tmp_path / "d.txt", same_words))) == ["created"]


def test_another_version_that_has_a_page_of_its_own_is_still_kept_up_to_date(tmp_path):
    docs, news = tmp_path / "docs", tmp_path / "news"
    retold = Story("Retold", f"{BODY} {prose(4)}")
    import_into(docs, save(news / "a.txt", KETTLE), save(news / "b.txt", retold))
    withdraw(docs)
    again = import_into(
        docs, save(news / "a.txt", KETTLE), save(news / "b.txt", replace(retold, text=f"{retold.text} So."))
    )
    assert actions(again) == ["removed-by-editor", "updated"]


def test_a_page_that_an_editor_brought_back_counts(docs, tmp_path):
    page = (docs / PAGE).read_bytes()
    withdraw(docs)
    (docs / PAGE).write_bytes(page)
    assert "removed-by-editor" not in actions(import_into(docs, save(tmp_path / "news" / "a.txt", KETTLE, OTHER)))


# --- What is kept


def test_the_sketch_of_a_text_has_fewer_bits_than_its_words_need():
    for count in (40, 400, 4000, 40000):
        text = " ".join(f"w{number}" for number in range(count))
        sketch = sketch_text(text)
        assert 16 * len(sketch.runs) <= 5 * count  # a word of English takes about ten
        assert len(sketch.runs) <= 4096
        assert sketch.runs <= {run >> 16 for run in sample_runs(text)}


def test_the_marks_hold_no_word_and_no_name(docs):
    withdraw(docs)
    text = (docs / FILE_NAME).read_text(encoding="utf-8")
    values = json.loads(text)
    hashes = {values["page"], values["runs"], *values["marks"]}
    assert set("".join(hashes)) <= set("0123456789abcdef")
    assert set(words(text)) == {"page", "on", "2026", "11", "20", "marks", "one", "in", "4", "runs", *hashes}


def test_the_lines_are_read_as_they_were_written(docs):
    withdraw(docs)
    lines = (docs / FILE_NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    assert [render_marks(each) for each in parse_marks(lines)] == lines


@pytest.mark.parametrize("line", ["{", "[]", '{"page": "x"}', '{"page":"a","on":"no","marks":[],"one_in":4,"runs":""}'])
def test_a_damaged_line_stops_the_import_rather_than_let_something_back(docs, tmp_path, line):
    withdraw(docs)
    with (docs / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadMarks, match=r"withdrawn\.jsonl:2: this line tells of no withdrawal"):
        import_into(docs, tmp_path / "news")


def test_two_withdrawals_stand_in_one_order_whichever_came_first(tmp_path):
    def both(folder: Path, *pages: str) -> bytes:
        import_into(folder / "docs", save(folder / "a.txt", KETTLE, OTHER))
        for page in pages:
            assert withdraw(folder / "docs", page=page).exit_code == 0
        return (folder / "docs" / FILE_NAME).read_bytes()

    first, second = Path(PAGE).stem, "boats-are-to-be-counted"
    assert both(tmp_path / "a", first, second) == both(tmp_path / "b", second, first)


def test_the_day_is_today_if_none_is_given(docs):
    done = run("withdraw", PAGE, "--reason", REASON, docs=docs)
    assert done.exit_code == 0
    withdrawn = parse_page((docs / PAGE).read_text(encoding="utf-8"), PAGE).withdrawn
    assert withdrawn.on == date.today().isoformat()


@pytest.mark.parametrize("piece", ["[", "[a](", "[a](<", "<", "<a", "&lt;", "\\[", "a ", "![x](y", "]("])
def test_floods_of_marks_hold_nobody_up(piece):
    flood = f"---\ntitle: some-name\n---\n\n{piece * (1_000_000 // len(piece))}"
    began = time.process_time()
    assert drop_mentions(flood, "articles/2023/a.md", ["articles/2023/some-name.md"], lambda _: False) == flood
    assert passages().find_in(flood) is None
    assert time.process_time() - began < 20  # a pattern that grows with the square takes hours


def test_a_page_begun_from_a_document_that_was_withdrawn_is_not_made(docs, tmp_path):
    withdraw(docs)
    before = read_tree(docs)
    done = run("new", "--from", tmp_path / "news" / "a.txt", "--number", "1", docs=docs)
    assert (done.exit_code, read_tree(docs)) == (2, before)
    assert "was withdrawn on 20 November 2026" in done.stderr
    assert "an editor withdrew this article; it was not made again" in done.stderr
