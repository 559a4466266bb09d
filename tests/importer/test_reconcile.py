"""What an import does to each page, whatever editors and sources did since the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.describe import Description
from importer.frontmatter import parse_page, render_page
from importer.import_records import page_sha256, parse_records, render_records
from importer.page_record import MOST_SEEN
from importer.reconcile import reconcile
from importer.records import AlsoIn, Article, ImportRecord, PlannedPage, Provenance, Removal
from importer.text import fingerprint
from importer.topics import TopicChoice
from tests.examples import examples
from tests.importer.invented import prose

KITES = prose(1)
BOATS = prose(2)
MENDED = KITES.replace("1-2.", "1-2, as was said later.")
RETOLD = " ".join([*KITES.split()[:40], *prose(3).split()[:40]])
RATHER_ALIKE = " ".join([*KITES.split()[:18], *prose(4, 9).split()[:62]])


def arrival(title: str = "Kite club warns schools", text: str = KITES, **facts: str | int) -> Description:
    """An article as it comes from a document; `document`, `line` and `sha256` say from which."""
    document, line = str(facts.pop("document", "news/a.txt")), int(facts.pop("line", 5))
    sha256 = hashlib.sha256(str(facts.pop("sha256", document)).encode()).hexdigest()
    article = Article(
        title=title,
        body=text,
        source="Greywater Council",
        publisher=str(facts.pop("publisher", "Cobalt Street CIC")),
        date=str(facts.pop("date", "2023-12-05")),
        date_basis="stated",
        url=str(facts.pop("url", "")),
        topics=("schools",),
        notes=("The by-line names the wrong weekday.",),
        provenance=Provenance(document, line, sha256, fingerprint(text)),
    )
    item_sha256 = hashlib.sha256(f"{title}\n{text}\n{article.date}".encode()).hexdigest()
    return Description(article, item_sha256, (), (), TopicChoice())


@dataclass
class Bulletin:
    """The docs folder in memory: page texts by path, versions put aside, and the records as their file holds them."""

    texts: dict[str, str] = field(default_factory=dict)
    memory: str = ""
    aside: dict[str, str] = field(default_factory=dict)

    def take(self, *descriptions: Description) -> list[PlannedPage]:
        """One import, written; afterwards the same import again finds nothing to do."""
        planned = self._import(descriptions)
        before = (dict(self.texts), self.memory, dict(self.aside))
        again = self._import(descriptions)
        assert (self.texts, self.memory, self.aside) == before
        assert all(page.text == "" for page in again)
        assert {page.action for page in again} <= {"unchanged", "kept-edited", "duplicate", "removed-by-editor"}
        return planned

    def _import(self, descriptions: tuple[Description, ...]) -> list[PlannedPage]:
        texts = dict(sorted(self.texts.items()))
        done = reconcile(descriptions, texts, parse_records(self.memory.splitlines()), tuple(self.aside))
        self.texts |= {page.article.path: page.text for page in done.pages if page.text}
        self.aside |= {file.path: file.text for file in done.aside}
        self.aside = {path: text for path, text in self.aside.items() if text}
        self.memory = "".join(render_records(done.records))
        return list(done.pages)

    @property
    def path(self) -> str:
        (path,) = self.texts
        return path

    @property
    def record(self) -> ImportRecord:
        (record,) = parse_records(self.memory.splitlines())
        return record

    def page(self, path: str = "") -> Article:
        path = path or self.path
        return parse_page(self.texts[path], path)


def actions(planned: list[PlannedPage]) -> list[str]:
    return [page.action for page in planned]


@pytest.fixture
def bulletin() -> Bulletin:
    return Bulletin()


@pytest.fixture
def with_kites(bulletin: Bulletin) -> Bulletin:
    assert actions(bulletin.take(arrival())) == ["created"]
    return bulletin


# --- The source alone changes


def test_article_that_comes_again_is_unchanged(with_kites: Bulletin) -> None:
    assert actions(with_kites.take(arrival())) == ["unchanged"]


def test_page_lies_in_the_year_of_its_date_or_among_the_undated(bulletin: Bulletin) -> None:
    bulletin.take(arrival(), arrival("Boats", BOATS, date="", line=9))
    assert sorted(bulletin.texts) == ["articles/2023/kite-club-warns-schools.md", "articles/undated/boats.md"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(arrival(text=MENDED), id="text"),
        pytest.param(arrival("Kite club warns all schools"), id="headline"),
        pytest.param(arrival(date="2024-01-09"), id="date, whose year is not the page's folder"),
        pytest.param(arrival(text=BOATS), id="text wholly, on the same day"),
    ],
)
def test_page_follows_its_source_and_keeps_its_place(with_kites: Bulletin, later: Description) -> None:
    path = with_kites.path
    assert actions(with_kites.take(later)) == ["updated"]
    assert with_kites.path == path
    assert with_kites.page().title == later.article.title
    assert with_kites.page().body == later.article.body


def test_source_that_goes_back_to_its_first_text_takes_the_page_back(with_kites: Bulletin) -> None:
    first = dict(with_kites.texts)
    with_kites.take(arrival(text=MENDED))
    assert actions(with_kites.take(arrival())) == ["updated"]
    assert with_kites.texts == first


def test_lines_that_moved_down_in_the_document_change_no_page(with_kites: Bulletin) -> None:
    before = dict(with_kites.texts), with_kites.memory
    assert actions(with_kites.take(arrival(line=300, sha256="grown"))) == ["unchanged"]
    assert (with_kites.texts, with_kites.memory) == before


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"document": "a.txt"}, id="from inside the folder"),
        pytest.param({"document": "home/news/a.txt"}, id="from further up"),
        pytest.param({"document": "post/renamed.txt", "sha256": "news/a.txt"}, id="renamed, the same bytes"),
    ],
)
def test_document_under_another_name_is_the_same_document(with_kites: Bulletin, elsewhere: dict[str, str]) -> None:
    before = dict(with_kites.texts), with_kites.memory
    assert actions(with_kites.take(arrival(**elsewhere))) == ["unchanged"]
    assert (with_kites.texts, with_kites.memory) == before


def test_headline_that_returns_each_week_makes_a_page_each_week(bulletin: Bulletin) -> None:
    bulletin.take(arrival("Court News", KITES))
    assert actions(bulletin.take(arrival("Court News", BOATS, date="2023-12-12"))) == ["created"]
    assert [bulletin.page(path).body for path in sorted(bulletin.texts)] == [BOATS, KITES]


def test_two_articles_of_one_headline_in_one_document_stay_two(bulletin: Bulletin) -> None:
    both = arrival("Court News", KITES, line=5), arrival("Court News", BOATS, line=50)
    assert actions(bulletin.take(*both)) == ["created", "created"]
    assert sorted(bulletin.texts) == ["articles/2023/court-news-2.md", "articles/2023/court-news.md"]
    changed = arrival("Court News", MENDED, line=5), both[1]
    assert actions(bulletin.take(*changed)) == ["updated", "unchanged"]
    assert {page.body for page in map(bulletin.page, bulletin.texts)} == {MENDED, BOATS}


# --- Web addresses


def test_changed_article_is_found_by_its_address_also_in_another_document(bulletin: Bulletin) -> None:
    bulletin.take(arrival(url="http://www.westmere.example/kites/"))
    later = arrival("Kites: a warning", MENDED, url="https://westmere.example/kites#top", document="news/b.txt")
    assert actions(bulletin.take(later)) == ["updated"]
    assert bulletin.page().body == MENDED


def test_record_of_a_page_that_changes_every_day_does_not_grow_for_ever(with_kites: Bulletin) -> None:
    for number in range(MOST_SEEN + 20):
        with_kites.take(arrival(text=f"{KITES} And on day {number} more."))
    assert len(with_kites.record.seen) == MOST_SEEN
    assert actions(with_kites.take(arrival(text=f"{KITES} And on day 0 more."))) == ["updated"]


def test_older_document_imported_again_does_not_undo_what_a_newer_one_brought(bulletin: Bulletin) -> None:
    older = arrival(url="https://westmere.example/kites")
    newer = arrival(text=MENDED, url="https://westmere.example/kites", document="news/b.txt")
    assert actions(bulletin.take(older, newer)) == ["created", "updated"]
    for documents in ([older], [newer], [newer, older], [older, newer]):
        assert set(actions(bulletin.take(*documents))) <= {"unchanged", "duplicate"}
    assert bulletin.page().body == MENDED


@pytest.mark.parametrize("document", ["news/a.txt", "news/b.txt"])
def test_two_articles_that_credit_one_address_are_both_kept(bulletin: Bulletin, document: str) -> None:
    first = arrival("Kites", KITES, url="https://westmere.example/news")
    second = arrival("Boats", BOATS, url="https://westmere.example/news", document=document, line=40)
    assert actions(bulletin.take(first, second)) == ["created", "created"]
    assert actions(bulletin.take(second)) == ["unchanged"]


def test_headline_and_address_that_return_each_week_make_a_page_each_week_and_a_doubt(bulletin: Bulletin) -> None:
    bulletin.take(arrival("Court News", KITES, url="https://westmere.example/courts"))
    later = arrival("Court News", BOATS, url="https://westmere.example/courts", date="2023-12-12")
    planned = bulletin.take(later)
    assert (actions(planned), len(bulletin.texts)) == (["created"], 2)
    assert "docs/articles/2023/court-news.md has the same address" in planned[0].notes[0].what


def test_home_page_of_a_site_is_no_ones_address(bulletin: Bulletin) -> None:
    first = arrival("Kites", KITES, url="https://westmere.example/")
    second = arrival("Kites", BOATS, url="https://westmere.example/", document="news/b.txt")
    assert actions(bulletin.take(first, second)) == ["created", "created"]


def test_another_publishers_version_at_one_address_is_a_page_of_its_own(bulletin: Bulletin) -> None:
    url = "https://westmere.example/kites"
    second = arrival(text=MENDED, url=url, document="post/b.txt", publisher="Fernhill Notes")
    assert actions(bulletin.take(arrival(url=url), second)) == ["created", "created"]
    assert [bulletin.page(path).related != () for path in bulletin.texts] == [True, True]


# --- An editor changed the page

# What an editor may do to a page, and whether its fields can still be told apart afterwards
FIELD_EDITS: list[object] = [
    pytest.param(lambda text: text.replace("topics: [schools]", "topics: [schools, training]"), id="only topics"),
    pytest.param(
        lambda text: text.replace("notes:\n  - The by-line names the wrong weekday.\n", ""), id="only a note deleted"
    ),
    pytest.param(lambda text: text.replace("topics:", "# chosen by Robin\ntopics:"), id="only a comment in the header"),
    pytest.param(lambda text: text.replace("title: Kite club warns schools", "title: Kites"), id="headline"),
    pytest.param(lambda text: "\ufeff" + text, id="byte-order mark"),
    pytest.param(lambda text: text + "\n", id="one empty line more"),
    pytest.param(lambda text: text.replace("source:", "review_by: 2030-01-01\nsource:"), id="a key of their own"),
]
TEXT_EDIT = pytest.param(lambda text: text.replace("1-1.", "1-1 (mended)."), id="text")
WHOLE_EDITS: list[object] = [
    pytest.param(lambda text: text.replace("---", "----", 1), id="header broken"),
    pytest.param(lambda text: text.replace("title:", "title: [:", 1), id="header not YAML"),
    pytest.param(lambda text: text[: text.index("import:")] + "---\nAll new.\n", id="import block taken out"),
]
EDITS = [TEXT_EDIT, *FIELD_EDITS, *WHOLE_EDITS]
LATER_SOURCES: list[object] = [
    pytest.param(arrival(text=MENDED), id="text changed"),
    pytest.param(arrival(date="2024-01-09"), id="date changed"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_edit_stays_when_the_source_is_unchanged(with_kites: Bulletin, edit: Callable[[str], str]) -> None:
    edited = {path: edit(text) for path, text in with_kites.texts.items()}
    assert edited != with_kites.texts
    with_kites.texts = dict(edited)
    planned = with_kites.take(arrival())
    assert actions(planned) == ["kept-edited"]
    assert planned[0].notes == ()
    assert with_kites.texts == edited


@pytest.mark.parametrize(
    ("edit", "later"),
    [
        *(pytest.param(*edit.values, *later.values, id=f"{edit.id}, {later.id}")
          for edit in WHOLE_EDITS for later in LATER_SOURCES),
        pytest.param(*TEXT_EDIT.values, arrival(text=MENDED), id="text, text changed"),
    ],
)  # fmt: skip
def test_edit_in_the_way_of_the_source_stays_and_what_came_is_put_aside(
    with_kites: Bulletin, edit: Callable[[str], str], later: Description
) -> None:
    path = with_kites.path
    edited = {path: edit(with_kites.texts[path])}
    with_kites.texts = dict(edited)
    planned = with_kites.take(later)
    assert actions(planned) == ["kept-edited"]
    assert with_kites.texts == edited
    (doubt,) = planned[0].notes
    assert (doubt.path, doubt.line, doubt.is_doubt) == ("news/a.txt", 5, True)
    assert path in doubt.what
    ((aside, text),) = with_kites.aside.items()
    assert aside == "articles/.incoming/kite-club-warns-schools.md"
    assert aside in doubt.mend
    assert all(line in text for line in render_page(later.article).splitlines() if "fingerprint" not in line)


@pytest.mark.parametrize(
    ("edit", "later"),
    [
        *(pytest.param(*edit.values, *later.values, id=f"{edit.id}, {later.id}")
          for edit in FIELD_EDITS for later in LATER_SOURCES),
        pytest.param(*TEXT_EDIT.values, arrival(date="2024-01-09"), id="text, date changed"),
    ],
)  # fmt: skip
def test_page_keeps_the_edited_fields_and_follows_the_source_in_the_others(
    with_kites: Bulletin, edit: Callable[[str], str], later: Description
) -> None:
    path, before = with_kites.path, with_kites.texts[with_kites.path]
    with_kites.texts[path] = edit(before)
    planned = with_kites.take(later)
    assert (actions(planned), planned[0].notes, with_kites.aside) == (["updated"], (), {})
    # The same edit, made on the page as the source has it now, gives the same page.
    untouched = Bulletin({path: before}, with_kites.memory.replace('"edited": true, ', ""))
    untouched.memory = "".join(
        render_records([replace(untouched.record, page_sha256=page_sha256(before), item_sha256="")])
    )
    untouched.take(later)
    assert with_kites.texts[path].rstrip("\n") == edit(untouched.texts[path]).rstrip("\n")


def test_field_that_both_changed_stays_the_editors_and_what_came_is_put_aside(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = with_kites.texts[path].replace("date: 2023-12-05", "date: 2023-12-04  # asked them")
    planned = with_kites.take(arrival(date="2024-01-09", text=MENDED))
    assert actions(planned) == ["updated"]
    assert (with_kites.page().date, with_kites.page().body) == ("2023-12-04", MENDED)
    assert "date: 2023-12-04  # asked them\n" in with_kites.texts[path]
    (doubt,) = planned[0].notes
    assert "date:" in doubt.what
    assert list(with_kites.aside) == ["articles/.incoming/kite-club-warns-schools.md"]
    assert "date: 2024-01-09" in with_kites.aside["articles/.incoming/kite-club-warns-schools.md"]


def test_doubt_that_an_editor_settled_stays_settled_and_a_new_one_comes(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = with_kites.texts[path].replace(
        "  - The by-line names the wrong weekday.\n", "  # settled, but:\n  - Ask them.\n"
    )
    later = arrival(text=MENDED)
    notes = ("The by-line names the wrong weekday.", "Out of order.")
    assert actions(with_kites.take(replace(later, article=replace(later.article, notes=notes)))) == ["updated"]
    assert with_kites.page().notes == ("Ask them.", "Out of order.")
    assert "  # settled, but:\n" in with_kites.texts[path]


def test_version_put_aside_goes_when_the_editor_takes_its_text_over(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = with_kites.texts[path].replace("1-1.", "1-1 (mended).")
    with_kites.take(arrival(text=MENDED, date="2024-01-09"))
    assert with_kites.aside
    with_kites.texts[path] = with_kites.texts[path].replace(with_kites.page().body, MENDED)
    assert actions(with_kites.take(arrival(text=MENDED, date="2024-01-09"))) == ["updated"]
    assert (with_kites.aside, with_kites.page().date, with_kites.page().body) == ({}, "2024-01-09", MENDED)


def test_version_put_aside_that_the_editor_deleted_is_settled(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = edited = with_kites.texts[path].replace("1-1.", "1-1 (mended).")
    with_kites.take(arrival(text=MENDED))
    with_kites.aside.clear()
    planned = with_kites.take(arrival(text=MENDED))
    assert (actions(planned), planned[0].notes, with_kites.aside) == (["kept-edited"], (), {})
    assert with_kites.texts[path] == edited
    # The next change of another field comes, the next change of the text is put aside again.
    assert actions(with_kites.take(arrival(text=MENDED, date="2024-01-09"))) == ["updated"]
    assert (with_kites.page().date, "1-1 (mended)." in with_kites.page().body) == ("2024-01-09", True)
    assert actions(with_kites.take(arrival(text=RETOLD, date="2024-01-09"))) == ["kept-edited"]
    assert with_kites.aside


def test_version_put_aside_goes_with_its_page(with_kites: Bulletin) -> None:
    with_kites.texts[with_kites.path] += "\nAdded.\n"
    with_kites.take(arrival(text=MENDED))
    with_kites.texts.clear()
    assert actions(with_kites.take(arrival(text=MENDED))) == ["removed-by-editor"]
    assert with_kites.aside == {}


def test_edit_of_the_days_before_fields_were_remembered_stays_whole(with_kites: Bulletin) -> None:
    with_kites.memory = "".join(render_records([replace(with_kites.record, base={})]))
    with_kites.texts[with_kites.path] = edited = with_kites.texts[with_kites.path].replace("[schools]", "[training]")
    assert actions(with_kites.take(arrival(text=MENDED))) == ["kept-edited"]
    assert with_kites.texts == {with_kites.path: edited}
    assert with_kites.aside


def test_edit_stays_also_when_the_source_changed_twice_or_went_back(with_kites: Bulletin) -> None:
    with_kites.texts[with_kites.path] += "\nAdded by an editor.\n"
    edited = dict(with_kites.texts)
    for text in (MENDED, RETOLD, MENDED):
        assert actions(with_kites.take(arrival(text=text))) == ["kept-edited"]
        assert with_kites.texts == edited
    with_kites.take(arrival(text=KITES))
    assert (with_kites.aside, "Added by an editor." in with_kites.page().body) == ({}, True)


def test_editor_who_brings_the_sources_change_over_has_an_untouched_page_again(with_kites: Bulletin) -> None:
    other = Bulletin(dict(with_kites.texts), with_kites.memory)
    other.take(arrival(text=MENDED))
    with_kites.texts[with_kites.path] += "\nAdded by an editor.\n"
    with_kites.take(arrival(text=MENDED))
    with_kites.texts = dict(other.texts)
    assert actions(with_kites.take(arrival(text=MENDED))) == ["unchanged"]
    with_kites.take(arrival(text=MENDED, date="2024-01-09"))
    assert with_kites.page().date == "2024-01-09"


def test_page_moved_and_renamed_is_found_and_not_doubled(with_kites: Bulletin) -> None:
    moved = "articles/2024/the-kites.md"
    with_kites.texts = {moved: with_kites.texts[with_kites.path]}
    assert actions(with_kites.take(arrival())) == ["unchanged"]
    assert actions(with_kites.take(arrival(text=MENDED))) == ["updated"]
    assert (with_kites.path, with_kites.page().body) == (moved, MENDED)


def test_page_moved_and_edited_is_found_when_the_source_changed_since(with_kites: Bulletin) -> None:
    edited = with_kites.texts[with_kites.path] + "\nAdded by an editor.\n"
    with_kites.texts = {with_kites.path: edited}
    with_kites.take(arrival(text=MENDED))
    with_kites.texts = {"articles/2024/the-kites.md": edited}
    for text in (MENDED, KITES):
        assert actions(with_kites.take(arrival(text=text))) == ["kept-edited"]
    assert with_kites.texts == {"articles/2024/the-kites.md": edited}


def test_page_moved_with_a_broken_header_is_found(with_kites: Bulletin) -> None:
    broken = with_kites.texts[with_kites.path].replace("title: ", "title: [")
    with_kites.texts = {"articles/2024/the-kites.md": broken}
    assert actions(with_kites.take(arrival())) == ["kept-edited"]
    assert with_kites.texts == {"articles/2024/the-kites.md": broken}


@pytest.mark.parametrize("moved", [False, True])
def test_two_pages_of_one_article_are_both_left_and_reported(with_kites: Bulletin, moved: bool) -> None:
    text = with_kites.texts[with_kites.path]
    with_kites.texts["articles/2024/copy.md"] = text
    if moved:
        with_kites.texts = {"articles/2024/other.md": text, "articles/2024/copy.md": text}
    before = dict(with_kites.texts)
    planned = with_kites.take(arrival(text=MENDED))
    assert actions(planned) == ["kept-edited"]
    assert all(path in planned[0].notes[0].what for path in before)
    assert with_kites.texts == before


# --- An editor deleted the page


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(arrival(), id="unchanged"),
        pytest.param(arrival(text=MENDED), id="changed"),
        pytest.param(arrival("Kites: a warning"), id="another headline"),
        pytest.param(arrival(document="post/b.txt", publisher="Fernhill Notes"), id="in another document"),
        pytest.param(
            arrival("Kites", MENDED, url="https://westmere.example/kites", document="post/b.txt"), id="by its address"
        ),
    ],
)
def test_deleted_page_stays_deleted(bulletin: Bulletin, later: Description) -> None:
    bulletin.take(arrival(url="https://westmere.example/kites"))
    bulletin.texts.clear()
    for _ in range(3):
        assert actions(bulletin.take(later)) == ["removed-by-editor"]
    assert bulletin.texts == {}


def test_page_that_an_editor_brings_back_is_known_again(with_kites: Bulletin) -> None:
    texts = dict(with_kites.texts)
    with_kites.texts.clear()
    with_kites.take(arrival())
    with_kites.texts = texts
    assert actions(with_kites.take(arrival(text=MENDED))) == ["updated"]


def test_name_of_a_deleted_page_is_given_to_no_other(with_kites: Bulletin) -> None:
    with_kites.texts.clear()
    with_kites.take(arrival(text=BOATS, document="news/b.txt"))
    assert list(with_kites.texts) == ["articles/2023/kite-club-warns-schools-2.md"]


def test_other_articles_of_a_document_come_though_one_is_deleted(with_kites: Bulletin) -> None:
    with_kites.texts.clear()
    planned = with_kites.take(arrival(), arrival("Boats", BOATS, line=40))
    assert actions(planned) == ["removed-by-editor", "created"]


# --- What was left out is remembered with the page


def without_caption(description: Description, line: int = 7) -> Description:
    """The arrival, with a caption taken out of it on this line."""
    return replace(
        description, removed=(Removal("news/a.txt", line, "left out a picture's caption {}", "Robin Sparrow"),)
    )


CAPTION = ("line 7: left out a picture's caption",)


def test_what_was_left_out_is_remembered_without_its_words(bulletin: Bulletin) -> None:
    bulletin.take(without_caption(arrival()))
    assert bulletin.record.left_out == CAPTION
    assert "Sparrow" not in bulletin.memory + "".join(bulletin.texts.values())


def test_record_that_does_not_say_what_was_left_out_learns_it_and_no_page_changes(with_kites: Bulletin) -> None:
    before = dict(with_kites.texts)
    assert actions(with_kites.take(without_caption(arrival()))) == ["unchanged"]
    assert (with_kites.record.left_out, with_kites.texts) == (CAPTION, before)


@pytest.mark.parametrize("edit", EDITS)
def test_record_of_an_edited_page_learns_what_was_left_out(with_kites: Bulletin, edit: Callable[[str], str]) -> None:
    edited = {path: edit(text) for path, text in with_kites.texts.items()}
    with_kites.texts = dict(edited)
    assert actions(with_kites.take(without_caption(arrival()))) == ["kept-edited"]
    assert (with_kites.record.left_out, with_kites.texts) == (CAPTION, edited)


def test_record_of_a_deleted_page_learns_nothing(with_kites: Bulletin) -> None:
    with_kites.texts.clear()
    before = with_kites.memory
    with_kites.take(without_caption(arrival()))
    assert with_kites.memory == before


def test_page_that_follows_its_source_says_what_is_left_out_now(bulletin: Bulletin) -> None:
    bulletin.take(without_caption(arrival()))
    assert actions(bulletin.take(without_caption(arrival(text=MENDED), 9))) == ["updated"]
    assert bulletin.record.left_out == ("line 9: left out a picture's caption",)
    assert actions(bulletin.take(arrival(text=BOATS))) == ["updated"]
    assert bulletin.record.left_out == ()


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(arrival(line=300, sha256="grown"), id="lines moved down"),
        pytest.param(arrival(document="post/b.txt", publisher="Fernhill Notes"), id="in another document"),
    ],
)
def test_lines_of_what_was_left_out_stay_those_of_the_place_that_the_page_names(
    bulletin: Bulletin, later: Description
) -> None:
    bulletin.take(without_caption(arrival()))
    bulletin.take(without_caption(later, 302))
    assert bulletin.record.left_out == CAPTION


def test_edited_page_that_did_not_take_the_new_text_does_not_say_what_that_lacks(bulletin: Bulletin) -> None:
    bulletin.take(without_caption(arrival()))
    bulletin.texts = {path: text + "Added by Robin.\n" for path, text in bulletin.texts.items()}
    assert actions(bulletin.take(without_caption(arrival(text=MENDED), 9))) == ["kept-edited"]
    assert bulletin.record.left_out == CAPTION


# --- An editor wrote a page by hand

BY_HAND = Article(title="Kite club warns schools", source="Greywater Council", topics=("schools",), body=BOATS)


@pytest.mark.parametrize(
    ("page", "path", "action"),
    [
        pytest.param(BY_HAND, "articles/2023/kite-club-warns-schools.md", "created", id="same headline and path"),
        pytest.param(BY_HAND, "articles/undated/Kite-Club-Warns-Schools.md", "created", id="same name in capitals"),
        pytest.param(replace(BY_HAND, body=KITES), "articles/2023/kites.md", "created", id="same text"),
        pytest.param(
            replace(BY_HAND, url="https://westmere.example/kites"),
            "articles/2023/kites.md",
            "kept-edited",
            id="same address and headline",
        ),
        pytest.param(
            replace(BY_HAND, title="Boats", url="https://westmere.example/kites"),
            "articles/2023/boats.md",
            "created",
            id="same address, another story",
        ),
    ],
)
def test_page_written_by_hand_is_never_touched(bulletin: Bulletin, page: Article, path: str, action: str) -> None:
    text = render_page(page)
    bulletin.texts[path] = text
    for source in (KITES, MENDED):
        planned = bulletin.take(arrival(text=source, url="https://westmere.example/kites"))
        assert bulletin.texts[path] == text
        assert planned[0].action in {action, "updated"}
    names = [name.rsplit("/", 1)[-1].casefold() for name in bulletin.texts]
    assert len(set(names)) == len(names)


def test_deleting_a_page_written_by_hand_lets_the_imported_one_in(bulletin: Bulletin) -> None:
    bulletin.texts["articles/2023/kites.md"] = render_page(replace(BY_HAND, url="https://westmere.example/kites"))
    kites = arrival(url="https://westmere.example/kites")
    assert actions(bulletin.take(kites)) == ["kept-edited"]
    bulletin.texts.clear()
    assert actions(bulletin.take(kites)) == ["created"]


# --- The records were lost


def test_pages_without_records_are_known_as_ours_where_nothing_differs(bulletin: Bulletin) -> None:
    articles = arrival(), arrival("Retold", RETOLD, line=40), arrival(document="post/b.txt")
    bulletin.take(*articles)
    texts, memory = dict(bulletin.texts), bulletin.memory
    bulletin.memory = ""
    assert actions(bulletin.take(*articles)) == ["unchanged", "unchanged", "duplicate"]
    assert (bulletin.texts, bulletin.memory) == (texts, memory)


@pytest.mark.parametrize("edit", [TEXT_EDIT, *FIELD_EDITS])
def test_edited_page_without_record_is_kept(with_kites: Bulletin, edit: Callable[[str], str]) -> None:
    edited = {path: edit(text) for path, text in with_kites.texts.items()}
    with_kites.texts, with_kites.memory = dict(edited), ""
    assert actions(with_kites.take(arrival())) == ["kept-edited"]
    assert with_kites.texts == edited


def test_edited_page_without_record_keeps_its_edits_when_the_source_changes(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = with_kites.texts[path].replace("[schools]", "[schools, training]")
    with_kites.memory = ""
    with_kites.take(arrival())
    assert actions(with_kites.take(arrival(text=MENDED))) == ["updated"]
    assert (with_kites.page().topics, with_kites.page().body) == (("schools", "training"), MENDED)


# --- The same text again

AGAIN = arrival(document="post/b.txt", line=12, publisher="Fernhill Notes")
PLACE = AlsoIn("Fernhill Notes", "post/b.txt", 12)


@pytest.mark.parametrize("together", [True, False])
def test_same_text_in_another_document_is_named_on_the_page(bulletin: Bulletin, together: bool) -> None:
    if together:
        assert actions(bulletin.take(arrival(), AGAIN)) == ["created", "duplicate"]
    else:
        bulletin.take(arrival())
        planned = bulletin.take(AGAIN)
        assert [(page.action, page.document) for page in planned] == [
            ("duplicate", "post/b.txt"),
            ("updated", "news/a.txt"),
        ]
    assert bulletin.page().also_in == (PLACE,)
    for order in ([arrival(), AGAIN], [AGAIN, arrival()], [AGAIN], [arrival()]):
        assert set(actions(bulletin.take(*order))) <= {"unchanged", "duplicate"}
    assert bulletin.page().also_in == (PLACE,)


def test_importing_together_and_one_by_one_gives_the_same_pages(bulletin: Bulletin) -> None:
    together = Bulletin()
    articles = arrival(), AGAIN, arrival("Retold", RETOLD, document="post/c.txt"), arrival("Boats", BOATS, line=40)
    together.take(*articles)
    for article in articles:
        bulletin.take(article)
    assert (bulletin.texts, bulletin.memory) == (together.texts, together.memory)


def test_same_text_twice_in_one_document_is_one_page(bulletin: Bulletin) -> None:
    twice = arrival(), arrival(line=90)
    assert actions(bulletin.take(*twice)) == ["created", "duplicate"]
    assert bulletin.page().also_in == (AlsoIn("Cobalt Street CIC", "news/a.txt", 90),)
    moved = arrival(line=7), arrival(line=92)
    assert actions(bulletin.take(*moved)) == ["unchanged", "duplicate"]


def test_second_place_whose_lines_move_is_not_named_twice(bulletin: Bulletin) -> None:
    bulletin.take(arrival(), AGAIN)
    before = dict(bulletin.texts)
    bulletin.take(arrival(document="post/b.txt", line=77, publisher="Fernhill Notes"))
    assert bulletin.texts == before


def test_second_place_of_an_edited_page_is_a_doubt_until_it_is_added(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = edited = with_kites.texts[path] + "\nAdded by an editor.\n"
    planned = with_kites.take(AGAIN)
    assert (actions(planned), planned[0].notes[0].line, with_kites.texts[path]) == (["duplicate"], 12, edited)
    assert path in planned[0].notes[0].what
    with_kites.texts[path] = render_page(replace(with_kites.page(), also_in=(PLACE,)))
    assert with_kites.take(AGAIN)[0].notes == ()


def test_second_place_is_kept_when_only_the_facts_of_the_article_change(bulletin: Bulletin) -> None:
    bulletin.take(arrival(), AGAIN)
    assert actions(bulletin.take(arrival(date="2024-01-09"))) == ["updated"]
    assert bulletin.page().also_in == (PLACE,)


def test_place_that_still_has_the_old_text_makes_no_second_page(bulletin: Bulletin) -> None:
    bulletin.take(arrival(), AGAIN)
    assert actions(bulletin.take(arrival(text=MENDED), AGAIN)) == ["updated", "duplicate"]
    assert (bulletin.page().body, bulletin.page().also_in) == (MENDED, (PLACE,))


# --- The same story in other words


def test_two_versions_of_a_story_name_each_other_whichever_comes_first(bulletin: Bulletin) -> None:
    first, second = arrival(), arrival("Retold", RETOLD, document="post/b.txt")
    for articles in ([first, second], [second, first]):
        bulletin = Bulletin()
        for article in articles:
            bulletin.take(article)
        pages = [bulletin.page(path) for path in sorted(bulletin.texts)]
        assert [page.related for page in pages] == [("retold",), ("kite-club-warns-schools",)]


def test_new_version_of_an_edited_page_is_a_doubt_and_leaves_it(with_kites: Bulletin) -> None:
    path = with_kites.path
    with_kites.texts[path] = edited = with_kites.texts[path] + "\nAdded by an editor.\n"
    planned = with_kites.take(arrival("Retold", RETOLD, document="post/b.txt"))
    assert (actions(planned), with_kites.texts[path]) == (["created"], edited)
    (doubt,) = planned[0].notes
    assert (doubt.path, path in doubt.what, "retold" in doubt.mend) == ("post/b.txt", True, True)
    assert with_kites.page("articles/2023/retold.md").related == ("kite-club-warns-schools",)


def test_new_version_of_a_page_written_by_hand_leaves_it(bulletin: Bulletin) -> None:
    bulletin.texts["articles/2023/kites.md"] = text = render_page(replace(BY_HAND, title="Kites", body=KITES))
    bulletin.take(arrival("Retold", RETOLD))
    assert bulletin.texts["articles/2023/kites.md"] == text
    assert bulletin.page("articles/2023/retold.md").related == ("kites",)


def test_articles_that_are_rather_alike_are_both_kept_with_a_note(with_kites: Bulletin) -> None:
    planned = with_kites.take(arrival("Rather alike", RATHER_ALIKE, document="post/b.txt"))
    assert actions(planned) == ["created"]
    (doubt,) = planned[0].notes
    assert doubt.what == "This may be another version of “kite-club-warns-schools”."
    page = with_kites.page("articles/2023/rather-alike.md")
    assert (doubt.what in page.notes, page.related) == (True, ())


def test_what_other_articles_added_to_a_page_outlives_its_update(bulletin: Bulletin) -> None:
    bulletin.take(arrival(), arrival("Retold", RETOLD, document="post/b.txt"))
    bulletin.take(arrival(date="2024-01-09"))
    assert bulletin.page("articles/2023/kite-club-warns-schools.md").related == ("retold",)


# --- Whatever editors and sources do

UPSTREAM = st.sampled_from([KITES, MENDED, RETOLD, BOATS])
STEP = st.one_of(
    st.tuples(st.just("import"), st.lists(st.tuples(st.sampled_from(["a.txt", "b.txt"]), UPSTREAM), max_size=3)),
    st.tuples(st.just("edit"), st.integers(0, 9)),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("move"), st.integers(0, 9)),
    st.tuples(st.just("write"), st.integers(0, 9)),
)


@given(st.lists(STEP, max_size=12))
@settings(max_examples=examples(300))
def test_no_edit_is_ever_lost_and_no_page_doubled(steps: list[tuple[str, object]]) -> None:
    bulletin, edited = Bulletin(), {}
    for number, (step, what) in enumerate(steps):
        paths = sorted(bulletin.texts)
        path = paths[int(str(what)) % len(paths)] if paths and isinstance(what, int) else ""
        if step == "import" and isinstance(what, list):
            titles = {KITES: "Kites", MENDED: "Kites", RETOLD: "Retold", BOATS: "Boats"}
            bulletin.take(
                *(arrival(titles[text], text, document=name, line=at) for at, (name, text) in enumerate(what, 1))
            )
        elif step == "write":
            bulletin.texts[f"articles/2023/by-hand-{number}.md"] = edited[f"articles/2023/by-hand-{number}.md"] = (
                render_page(replace(BY_HAND, title=f"By hand {number}", body=prose(100 + number)))
            )
        elif path and step == "edit":
            bulletin.texts[path] = edited[path] = bulletin.texts[path] + f"\nEdited in step {number}.\n"
        elif path and step == "delete":
            del bulletin.texts[path]
            edited.pop(path, None)
        elif path and step == "move":
            moved = f"articles/2024/moved-{number}.md"
            bulletin.texts[moved] = bulletin.texts.pop(path)
            if path in edited:
                edited[moved] = edited.pop(path)
        assert {path: bulletin.texts[path] for path in edited} == edited
        fingerprints = [page.provenance.fingerprint for page in map(bulletin.page, bulletin.texts) if page.provenance]
        assert len(set(fingerprints)) == len(fingerprints)
