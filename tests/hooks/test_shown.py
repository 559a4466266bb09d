from __future__ import annotations

import pytest

from hooks.library.bulletin import assemble_bulletin
from importer.records import Article
from importer.vocabulary import ContentWarning, Source, Topic, Vocabulary

VOCABULARY = Vocabulary(
    topics=(
        Topic("schools", "Schools", "Schools."),
        Topic("courts", "Courts", "Courts.", exit="yes"),
        Topic("statutory-guidance", "Guidance", "Guidance."),
    ),
    sources=(
        Source("Open Weekly", show="full"),
        Source("Brief Herald", show="excerpt"),
        Source("Closed Times", show="link"),
    ),
    helplines=(),
    content_warnings=(ContentWarning("storms", 1, ("shipwreck",)),),
)


def show(**fields):
    values = {"title": "A", "source": "Open Weekly", "path": "articles/2023/a.md", "summary": "A summary.", **fields}
    return assemble_bulletin([Article(**values)], VOCABULARY).articles[0]


@pytest.mark.parametrize(
    ("source", "publisher", "expected"),
    [
        pytest.param("Open Weekly", "", "full", id="source-alone"),
        pytest.param("Open Weekly", "Brief Herald", "excerpt", id="publisher-is-stricter"),
        pytest.param("Closed Times", "Brief Herald", "link", id="source-is-stricter"),
        pytest.param("Unlisted", "", "full", id="unlisted"),
        pytest.param("Unlisted", "Closed Times", "link", id="unlisted-found-on-a-strict-page"),
    ],
)
def test_the_stricter_of_source_and_publisher_counts(source, publisher, expected):
    shown = show(source=source, publisher=publisher)
    assert (shown.show, shown.is_whole) == (expected, expected == "full")
    assert shown.summary == ("" if expected == "link" else "A summary.")


@pytest.mark.parametrize(
    ("fields", "calm"),
    [
        pytest.param({}, "A summary.", id="no-note"),
        pytest.param({"content_note": "Describes storms."}, "A summary.", id="note-and-calm-summary"),
        pytest.param({"content_note": "Describes storms.", "summary": "Two shipwrecks."}, "", id="graphic-summary"),
        pytest.param({"summary": "Two shipwrecks."}, "Two shipwrecks.", id="nothing-to-warn-of"),
    ],
)
def test_lists_leave_out_a_summary_that_tells_what_the_content_note_warns_of(fields, calm):
    shown = show(**fields)
    assert shown.calm_summary == calm
    assert "shipwreck" not in shown.description or "content_note" not in fields


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        pytest.param({}, "A summary.", id="summary"),
        pytest.param({"summary": "", "date": "2023-12"}, "From Open Weekly. December 2023.", id="none"),
        pytest.param({"summary": ""}, "From Open Weekly. Date not known.", id="no-date"),
        pytest.param({"summary": "A shipwreck.", "content_note": "Describes storms."}, "Describes storms.", id="note"),
    ],
)
def test_every_article_describes_itself_without_graphic_words(fields, description):
    assert show(**fields).description == description


def test_an_article_has_the_way_out_if_one_of_its_topics_asks_for_it():
    assert show(topics=("schools", "courts")).exit
    assert not show(topics=("schools",)).exit


def test_law_policy_and_guidance_are_changes():
    assert show(topics=("schools", "statutory-guidance")).is_change
    assert not show(topics=("schools",)).is_change


def test_the_language_is_named_for_readers():
    assert [show(lang=lang).language_name for lang in ("cy", "cy-GB", "")] == ["Welsh (Cymraeg)", "Welsh (Cymraeg)", ""]


def test_neighbours_are_the_next_in_time_within_the_most_telling_topic():
    def article(slug, date, *topics):
        return Article(slug, "Open Weekly", date=date, topics=topics, path=f"articles/x/{slug}.md")

    bulletin = assemble_bulletin(
        [
            article("first", "2020-01-01", "courts"),
            article("second", "2021-01-01", "courts", "schools"),
            article("of-schools", "2021-06-01", "schools", "courts"),
            article("undated", "", "courts"),
            article("alone", "2022-01-01", "statutory-guidance"),
        ],
        VOCABULARY,
    )
    second, of_schools = (bulletin.neighbours[f"articles/x/{slug}.md"] for slug in ("second", "of-schools"))
    assert (second.topic.slug, second.earlier.title, second.later.title) == ("courts", "first", "of-schools")
    assert (of_schools.topic.slug, of_schools.earlier.title, of_schools.later) == ("schools", "second", None)
    assert not {"articles/x/undated.md", "articles/x/alone.md"} & bulletin.neighbours.keys()


@pytest.mark.parametrize(
    ("notes", "doubts"),
    [
        pytest.param((), (), id="none"),
        pytest.param(
            ("By-line says Monday 24 September 2023, which was a Sunday.", "This may be another version of “a”."),
            ("By-line says Monday 24 September 2023, which was a Sunday.",),
            id="weekday",
        ),
        pytest.param(
            ("“Yesterday (14 September)” does not fit the date 24 September 2023.",),
            ("“Yesterday (14 September)” does not fit the date 24 September 2023.",),
            id="another-day",
        ),
    ],
)
def test_a_printed_date_that_cannot_be_right_is_told_to_readers(notes, doubts):
    shown = show(date="2023-09-24", notes=notes)
    assert shown.date_doubts == doubts
    assert shown.date_sign == (" (in doubt)" if doubts else "")


def test_machines_are_told_no_day_that_was_worked_out():
    assert show(date="2023-09-24", date_basis="stated").is_day_known
    assert not show(date="2023-09-24", date_basis="inferred").is_day_known
    assert not show(date="2023-09", date_basis="stated").is_day_known
