"""The same feed every week: one page an article, whatever its feed does to headlines, addresses and names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from importer.records import Plan
from tests.importer.invented import actions, find_page, import_into, prose, read_tree


@dataclass(frozen=True)
class Entry:
    """One item of an RSS feed."""

    title: str
    text: str
    url: str = "https://greywater.example/2025/02/07/kites/"
    guid: str = "https://greywater.example/?p=101"
    day: str = "Fri, 07 Feb 2025 09:00:49 +0000"

    def __str__(self) -> str:
        paragraphs = "".join(f"<p>{part}</p>" for part in self.text.split("\n\n"))
        return (
            f"<item><title>{self.title}</title><link>{self.url}</link><guid isPermaLink='false'>{self.guid}</guid>"
            f"<pubDate>{self.day}</pubDate><content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        )


KITES = Entry("Kite club warns schools", prose(1))
BOATS = Entry(
    "Boats are to be counted",
    prose(2),
    "https://greywater.example/2025/02/06/boats/",
    "https://greywater.example/?p=100",
    "Thu, 06 Feb 2025 09:00:49 +0000",
)
LATER = Entry(
    "Lanterns for all",
    prose(3),
    "https://greywater.example/2025/02/14/lanterns/",
    "https://greywater.example/?p=110",
    "Fri, 14 Feb 2025 09:00:00 +0000",
)


def feed(path: Path, *entries: Entry, channel: str = "Greywater News") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{channel}</title><link>https://greywater.example/</link>\n"
        + "\n".join(map(str, entries))
        + "\n</channel></rss>\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def week(tmp_path: Path):
    """Imports the entries as the feed of a week, each week in a file of its own."""

    def import_week(number: int, *entries: Entry, channel: str = "Greywater News") -> Plan:
        return import_into(tmp_path / "docs", feed(tmp_path / f"week-{number}.xml", *entries, channel=channel))

    return import_week


def pages(tmp_path: Path) -> list[str]:
    return [name for name in read_tree(tmp_path / "docs") if name.endswith(".md")]


def test_items_that_stand_in_the_next_weeks_feed_too_change_nothing(week, tmp_path) -> None:
    week(1, KITES, BOATS)
    before = read_tree(tmp_path / "docs")
    assert actions(week(2, LATER, KITES)) == ["created", "unchanged"]
    after = read_tree(tmp_path / "docs")
    assert {name: after[name] for name in before if name.endswith(".md")} == {
        name: text for name, text in before.items() if name.endswith(".md")
    }


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"title": "Schools are warned of kites"}, id="headline"),
        pytest.param(
            {"url": "http://www.greywater.example/2025/02/07/kites?utm_source=rss&amp;utm_medium=feed"}, id="tracking"
        ),
        pytest.param({"guid": "http://feeds.greywater.example/?p=101"}, id="host of the guid"),
        pytest.param({"guid": "kite-club-warns-schools-2"}, id="guid that holds the headline"),
        pytest.param({"url": "https://greywater.example/news/kites/", "title": "Kites"}, id="address and headline"),
        pytest.param({"day": "Sat, 08 Feb 2025 09:00:00 +0000", "title": "Kites again"}, id="day and headline"),
        pytest.param({"text": prose(1) + " The club has said more."}, id="text"),
        pytest.param({"text": prose(77), "title": "Kites again"}, id="whole text and headline"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_a_new_file", [True, False])
def test_changed_item_makes_no_second_page(week, tmp_path, changed: dict[str, str], in_a_new_file: bool) -> None:
    week(1, KITES, BOATS)
    before = pages(tmp_path)
    plan = week(2 if in_a_new_file else 1, replace(KITES, **changed), BOATS)
    assert pages(tmp_path) == before
    assert plan.pages[0].action in {"updated", "unchanged"}
    again = week(2 if in_a_new_file else 1, replace(KITES, **changed), BOATS)
    assert {page.action for page in again.pages} == {"unchanged"}


def test_older_feed_imported_again_undoes_nothing(week, tmp_path) -> None:
    week(1, KITES)
    week(2, replace(KITES, title="Schools are warned of kites", text=prose(1) + " More."))
    before = read_tree(tmp_path / "docs")
    assert actions(week(1, KITES)) == ["duplicate"]
    assert read_tree(tmp_path / "docs") == before


def test_weeks_imported_together_or_one_by_one_give_the_same_pages(tmp_path) -> None:
    later = replace(KITES, text=prose(1) + " The club has said more.")
    weeks = [feed(tmp_path / "a.xml", KITES, BOATS), feed(tmp_path / "b.xml", LATER, later)]
    import_into(tmp_path / "together", *weeks)
    for each in weeks:
        import_into(tmp_path / "apart", each)
    assert pages_of(tmp_path / "together") == pages_of(tmp_path / "apart")


def pages_of(docs: Path) -> dict[str, bytes]:
    return {name: text for name, text in read_tree(docs).items() if name.endswith(".md")}


def test_feed_that_numbers_its_items_anew_each_week_loses_none(week, tmp_path) -> None:
    week(1, replace(KITES, guid="1", url="https://greywater.example/news"))
    plan = week(2, replace(LATER, guid="1", url="https://greywater.example/news"))
    assert len(pages(tmp_path)) == 2
    assert any("has the same address, but another text" in note.what for note in plan.pages[0].notes)
    assert actions(week(2, replace(LATER, guid="1", url="https://greywater.example/news"))) == ["unchanged"]


def test_another_publishers_feed_cannot_put_its_text_onto_a_page(tmp_path) -> None:
    docs = tmp_path / "docs"
    import_into(docs, feed(tmp_path / "news.xml", KITES))
    before = pages_of(docs)
    stranger = feed(tmp_path / "strangers.xml", replace(KITES, text=prose(4)), channel="Harbour Blog")
    plan = import_into(docs, stranger)
    assert actions(plan) == ["created"]
    assert before.items() <= pages_of(docs).items()
    assert any("has the same address, but another text" in note.what for note in plan.pages[0].notes)


def test_another_publishers_feed_that_has_the_text_is_the_same_article(tmp_path) -> None:
    docs = tmp_path / "docs"
    import_into(docs, feed(tmp_path / "news.xml", KITES))
    again = feed(tmp_path / "again.xml", replace(KITES, text=prose(1) + " More of it."), channel="Harbour Blog")
    import_into(docs, again)
    assert len(pages_of(docs)) == 1


def test_items_that_share_an_address_or_a_name_are_all_kept(week, tmp_path) -> None:
    week(
        1,
        replace(KITES, guid="x", url="https://greywater.example/all"),
        replace(BOATS, guid="x", url="https://greywater.example/all"),
    )
    assert len(pages(tmp_path)) == 2


WITHDRAWN = "This story has been removed at the request of the family."


def test_withdrawn_story_stays_until_an_editor_decides_and_says_so(week, tmp_path) -> None:
    week(1, KITES)
    plan = week(2, replace(KITES, text=WITHDRAWN))
    page = find_page(tmp_path / "docs", "kite").read_text(encoding="utf-8")
    assert prose(1).split("\n\n")[0] in page
    assert "The source has withdrawn this article" in page
    (doubt,) = (note for note in plan.pages[0].notes if "withdrawn" in note.what)
    assert doubt.is_doubt
    before = read_tree(tmp_path / "docs")
    week(2, replace(KITES, text=WITHDRAWN))
    assert read_tree(tmp_path / "docs") == before


def test_withdrawal_of_an_edited_story_leaves_the_edit(week, tmp_path) -> None:
    week(1, KITES)
    page = find_page(tmp_path / "docs", "kite")
    page.write_text(page.read_text(encoding="utf-8") + "\nAdded by an editor.\n", encoding="utf-8")
    week(2, replace(KITES, text=WITHDRAWN))
    text = page.read_text(encoding="utf-8")
    assert "Added by an editor." in text
    assert "The source has withdrawn this article" in text


def test_correction_of_a_story_is_a_doubt(week, tmp_path) -> None:
    week(1, KITES)
    plan = week(2, replace(KITES, text=f"{prose(1)}\n\nCorrection: the club has nine kites, not ten."))
    assert plan.pages[0].action == "updated"
    (doubt,) = (note for note in plan.pages[0].notes if "corrected" in note.what)
    assert doubt.is_doubt
    week(3, replace(KITES, text=f"{prose(1)}\n\nUpdated: 9 March 2025. The club has eight kites."))


def test_page_deleted_by_an_editor_stays_deleted_under_every_name(week, tmp_path) -> None:
    week(1, KITES, BOATS)
    find_page(tmp_path / "docs", "kite").unlink()
    plan = week(2, replace(KITES, title="Kites again", text=prose(9), guid="http://new.example/?p=101"), BOATS)
    assert actions(plan) == ["removed-by-editor", "unchanged"]


@pytest.mark.parametrize("excerpt", [prose(1)[:120] + " […]", "The club speaks of kites, and schools listen."])
@pytest.mark.parametrize("whole_first", [True, False])
def test_excerpt_in_another_document_never_takes_the_place_of_the_whole_text(
    tmp_path: Path, excerpt: str, whole_first: bool
) -> None:
    docs, names = tmp_path / "docs", ("a.xml", "b.xml") if whole_first else ("b.xml", "a.xml")
    whole = feed(tmp_path / names[0], replace(KITES, text=prose(1, 12)))
    feed(tmp_path / names[1], replace(KITES, text=excerpt))
    sources = sorted((tmp_path / "a.xml", tmp_path / "b.xml"))
    import_into(docs, *sources)
    assert prose(1, 12).split("\n\n")[-1] in find_page(docs, "kite").read_text(encoding="utf-8")
    before = read_tree(docs)
    for source in (*sources, whole, *reversed(sources)):
        import_into(docs, source)
        assert read_tree(docs) == before
