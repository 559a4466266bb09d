"""The lists that editors own: what reading them gives and refuses, and that the project's own lists hold together."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from importer.topics import choose_topics, compile_topics
from importer.vocabulary import (
    LICENCES,
    PROJECT_DOCS,
    SHOWN,
    BadList,
    Helpline,
    Source,
    Topic,
    read_vocabulary,
    source_key,
)

VOCABULARY = read_vocabulary(PROJECT_DOCS)
# As the contract names them; pages already published carry them.
FIRST_TOPICS = {
    "online-safety",
    "sextortion",
    "grooming",
    "child-sexual-abuse",
    "child-sexual-exploitation",
    "criminal-exploitation",
    "domestic-abuse",
    "mental-health",
    "trauma",
    "mandatory-reporting",
    "law-and-policy",
    "statutory-guidance",
    "inquiries",
    "case-reviews",
    "courts",
    "inspection",
    "safer-recruitment",
    "multi-agency",
    "social-care",
    "care-experienced",
    "schools",
    "home-education",
    "transport",
    "workforce",
    "training",
    "research",
}


def write_lists(folder: Path, **lists: str) -> Path:
    for name, text in lists.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_that_lacks_a_list_uses_the_projects_own(tmp_path: Path) -> None:
    docs = write_lists(tmp_path, topics="- {slug: taxis, label: Taxis, description: About taxis., phrases: [taxi]}\n")
    vocabulary = read_vocabulary(docs)
    assert [topic.slug for topic in vocabulary.topics] == ["taxis"]
    assert vocabulary.topics[0].phrases == ("taxi",)
    assert vocabulary.sources == VOCABULARY.sources
    assert vocabulary.helplines == VOCABULARY.helplines


def test_numbers_and_yes_or_no_words_are_read_as_written(tmp_path: Path) -> None:
    text = "- slug: norway\n  label: No\n  description: On\n  phrases: [2020, no, 1.0]\n"
    [topic] = read_vocabulary(write_lists(tmp_path, topics=text)).topics
    assert (topic.label, topic.description, topic.phrases) == ("No", "On", ("2020", "no", "1.0"))


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param(
            "- slug: a\n  lable: A\n  description: A.\n", 2, "“lable” is not a key of this list", id="misspelt"
        ),
        pytest.param("- slug: a\n  description: A.\n", 1, "an entry has no “label:”", id="key-missing"),
        pytest.param("- slug: a\n  label:\n  description: A.\n", 1, "an entry has no “label:”", id="key-empty"),
        pytest.param(
            "- {slug: a, label: A, description: A.}\n\n- {slug: b, label: B, description: B., phrases: taxi}\n",
            3,
            "“phrases:” is not a list",
            id="one-phrase-not-in-a-list",
        ),
        pytest.param(
            "- slug: a\n  label: A\n  description: A.\n  phrases:\n    - taxi\n    - [cab]\n", 5,
            "“phrases:” is not a list of texts", id="list-in-a-list",
        ),
        pytest.param("- slug: a\n  label: [A]\n", 2, "“label:” holds a list", id="list-for-a-text"),
        pytest.param("- slug: a\n  label: A\n  label: B\n", 3, "“label:” stands twice", id="key-twice"),
        pytest.param("- slug: a\n  [b]: c\n", 2, "is not a key of this list", id="key-is-a-list"),
        pytest.param("- &a\n  slug: *a\n", 1, "a value begins with “&”", id="entry-within-itself"),
        pytest.param("- taxis\n", 1, "an entry is not `key: value` lines", id="entry-is-a-word"),
        pytest.param("taxis: yes\n", 1, "the list has no entries", id="no-list"),
        pytest.param("", 1, "the list has no entries", id="empty"),
        pytest.param("- slug: a\n  label: [\n", 3, "the list cannot be read", id="bracket-left-open"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(BadList) as refusal:
        read_vocabulary(write_lists(tmp_path, topics=text))
    note = refusal.value.note
    assert (note.path, note.line) == (str(tmp_path / "topics.yml"), line)
    assert what in note.what
    assert note.mend


@pytest.mark.parametrize(
    ("name", "entry", "what", "mend"),
    [
        pytest.param(
            "sources", "name: Kite Club\n  show: exerpt", "“show: exerpt” is not allowed",
            "Did you mean “excerpt”? Write one of: full, excerpt, link.", id="show-misspelt",
        ),
        pytest.param(
            "sources", "name: Kite Club\n  show: Full", "“show: Full” is not allowed", "Did you mean “full”?",
            id="show-in-capitals",
        ),
        pytest.param(
            "sources", "name: Kite Club\n  show:", "“show:” is empty", "Write one of: full, excerpt, link.",
            id="show-empty",
        ),
        pytest.param(
            "sources", "name: Kite Club\n  licence: OGL", "“licence: OGL” is not allowed",
            "Did you mean “OGL-3.0”? Write one of: OGL-3.0, all-rights-reserved, own.", id="licence",
        ),
        pytest.param(
            "sources", "name: Kite Club\n  sohw: link", "“sohw” is not a key of this list", "Did you mean “show”? Use",
            id="key-misspelt",
        ),
        pytest.param(
            "topics", "slug: kites\n  exit: true\n  label: Kites\n  description: News.",
            "“exit: true” is not allowed", "Write one of: yes, no.", id="exit",
        ),
    ],
)  # fmt: skip
def test_an_unknown_value_never_passes_for_the_usual_one(
    tmp_path: Path, name: str, entry: str, what: str, mend: str
) -> None:
    with pytest.raises(BadList) as refusal:
        read_vocabulary(write_lists(tmp_path, **{name: f"# A list\n\n- {entry}\n"}))
    note = refusal.value.note
    assert (note.path, note.line) == (str(tmp_path / f"{name}.yml"), 4)
    assert what in note.what
    assert mend in note.mend


def test_a_number_that_is_none_is_refused_at_its_entry(tmp_path: Path) -> None:
    text = "# Notes\n\n- {note: kites, least: three, phrases: [kite]}\n"
    with pytest.raises(BadList, match=r"content_notes\.yml:3: “least: three” is not a whole number"):
        read_vocabulary(write_lists(tmp_path, content_notes=text))


def test_a_source_says_why_its_texts_may_be_shown(tmp_path: Path) -> None:
    text = "- {name: Kite Club, show: excerpt, permission: It asked us to.}\n- {name: Boat Club}\n"
    [kites, boats] = read_vocabulary(write_lists(tmp_path, sources=text)).sources
    assert (kites.show, kites.permission) == ("excerpt", "It asked us to.")
    assert (boats.show, boats.permission) == ("full", "")


def test_a_topic_whose_readers_may_have_to_leave_fast_says_so(tmp_path: Path) -> None:
    entry = "- {{slug: {0}, label: News, description: News.{1}}}\n"
    text = "".join([entry.format("a", ", exit: yes"), entry.format("b", ", exit: no"), entry.format("c", "")])
    assert [topic.exit for topic in read_vocabulary(write_lists(tmp_path, topics=text)).topics] == ["yes", "no", "no"]


def test_topics_that_victims_are_likely_to_read_can_be_left_fast() -> None:
    left_fast = {topic.slug for topic in VOCABULARY.topics if topic.exit == "yes"}
    assert left_fast >= {
        "domestic-abuse",
        "child-sexual-abuse",
        "child-sexual-exploitation",
        "criminal-exploitation",
        "sextortion",
        "grooming",
    }


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "topics.yml").write_bytes("- slug: caf\u00e9\n".encode("cp1252"))
    with pytest.raises(BadList, match="not YAML in UTF-8"):
        read_vocabulary(tmp_path)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        pytest.param("Safer Internet Centre (SIC)", "Safer Internet Centre", id="initials-in-brackets"),
        pytest.param("UK Safer Internet Centre", "Safer Internet Centre", id="another-spelling"),
        pytest.param("Commons Library Parliament UK ", "UK Parliament House Commons Library", id="space-at-the-end"),
        pytest.param("the Independent Safeguarding Service", "Independent Safeguarding Service", id="leading-the"),
        pytest.param("Mirror", "The Mirror", id="the-left-out"),
        pytest.param("NATIONAL CRIME AGENCY", "National Crime Agency", id="capitals"),
        pytest.param("Barnardo’s", "Barnardo's", id="curly-apostrophe"),
        pytest.param("communitycare.co.uk", "Community Care", id="web-address"),
        pytest.param("DfE", "Department for Education", id="initials"),
    ],
)
def test_find_source(printed: str, name: str) -> None:
    found = VOCABULARY.find_source(printed)
    assert found is not None
    assert found.name == name


def test_find_source_knows_nobody_by_a_name_that_is_not_listed() -> None:
    assert VOCABULARY.find_source("Gazette of Nowhere") is None


def test_the_first_topics_are_all_there_and_none_twice() -> None:
    slugs = [topic.slug for topic in VOCABULARY.topics]
    assert set(slugs) >= FIRST_TOPICS
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("topic", [pytest.param(topic, id=topic.slug) for topic in VOCABULARY.topics])
def test_a_topic_of_the_list_holds_together(topic: Topic) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", topic.slug)
    assert topic.description.endswith(".")
    listed = [" ".join(phrase.casefold().split()) for phrase in (*topic.phrases, *topic.strong, *topic.unless)]
    assert sorted(set(listed)) == sorted(listed), "a phrase stands twice"
    for slug in topic.helplines:
        assert slug in {helpline.slug for helpline in VOCABULARY.helplines}


@pytest.mark.parametrize("topic", [pytest.param(topic, id=topic.slug) for topic in VOCABULARY.topics if topic.unless])
def test_every_unless_phrase_of_the_list_keeps_a_phrase_from_counting(topic: Topic) -> None:
    without = compile_topics([replace(topic, unless=())])
    for unless in topic.unless:
        assert choose_topics(unless, [unless], [unless], without).slugs, f"“{unless}” holds no phrase of its topic"


def test_no_two_sources_share_a_spelling() -> None:
    owner: dict[str, str] = {}
    for source in VOCABULARY.sources:
        for key in {source_key(name) for name in (source.name, *source.spellings)}:
            assert owner.setdefault(key, source.name) == source.name, f"“{key}” stands in two entries"


@pytest.mark.parametrize("source", [pytest.param(source, id=source.name) for source in VOCABULARY.sources])
def test_a_source_of_the_list_holds_together(source: Source) -> None:
    assert source.licence in LICENCES
    assert source.show in SHOWN
    assert source.home == "" or source.home.startswith("https://")
    assert source.description.endswith(".")
    assert source.permission == "" or source.permission.endswith(".")
    keys = [source_key(name) for name in (source.name, *source.spellings)]
    assert all(keys)
    assert sorted(set(keys)) == sorted(keys), "a spelling says no more than another"


@pytest.mark.parametrize("helpline", [pytest.param(one, id=one.slug) for one in VOCABULARY.helplines])
def test_a_helpline_can_be_reached(helpline: Helpline) -> None:
    assert helpline.phone or helpline.url
    assert re.fullmatch(r"[\d ]*", helpline.phone)
    assert helpline.url == "" or helpline.url.startswith("https://")
    assert helpline.purpose.endswith(".")


def test_helplines_are_listed_once() -> None:
    slugs = [helpline.slug for helpline in VOCABULARY.helplines]
    assert len(set(slugs)) == len(slugs)


def test_an_entry_knows_its_line_and_is_equal_to_itself_on_another(tmp_path: Path) -> None:
    entry = "- {slug: harbour-line, name: Harbour Line, purpose: For all., checked: 2026-11-21}\n"
    [first] = read_vocabulary(write_lists(tmp_path, helplines=f"# Help\n\n{entry}")).helplines
    [second] = read_vocabulary(write_lists(tmp_path, helplines=entry)).helplines
    assert (first.line, second.line, first.checked) == (3, 1, "2026-11-21")
    assert first == second


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        pytest.param(
            "helplines", "- {slug: a, name: A, purpose: For all.}\n- {slug: a, name: B, purpose: For all.}\n",
            "“a” stands in the entry on line 1 too", id="help line",
        ),
        pytest.param(
            "topics", "- {slug: a, label: A, description: A.}\n- {slug: a, label: B, description: B.}\n",
            "“a” stands in the entry on line 1 too", id="topic",
        ),
        pytest.param(
            "sources", "- {name: Harbour Gazette}\n- {name: Marsh Paper, spellings: [the harbour gazette]}\n",
            "“the harbour gazette” stands in the entry on line 1 too", id="spelling of another source",
        ),
    ],
)  # fmt: skip
def test_a_name_in_two_entries_is_refused(tmp_path: Path, name: str, text: str, what: str) -> None:
    with pytest.raises(BadList) as refused:
        read_vocabulary(write_lists(tmp_path, **{name: text}))
    assert (refused.value.note.line, refused.value.note.what) == (2, what)


def test_an_editor_cannot_write_the_line_of_an_entry(tmp_path: Path) -> None:
    text = "- slug: harbour-line\n  name: Harbour Line\n  purpose: For all.\n  line: 7\n"
    with pytest.raises(BadList, match="“line” is not a key of this list"):
        read_vocabulary(write_lists(tmp_path, helplines=text))


def test_a_helpline_that_nobody_checked_says_so(tmp_path: Path) -> None:
    text = "- {slug: harbour-line, name: Harbour Line, purpose: For all.}\n"
    [helpline] = read_vocabulary(write_lists(tmp_path, helplines=text)).helplines
    assert helpline.checked == ""
