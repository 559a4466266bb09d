"""What a line looks like, whatever it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.shapes import (
    breaks_off,
    bullet_text,
    ends_in_colon,
    is_colon_heading,
    is_furniture,
    is_headline_like,
    is_image_file,
    is_link_label,
    is_list_item,
    is_prose,
    is_whole_quotation,
    name_before_role,
    number_text,
    opens_quotation,
    weak_bullet_text,
)


@pytest.mark.parametrize(
    ("is_so", "text"),
    [
        pytest.param(is_image_file, "alert.png", id="picture"),
        pytest.param(is_image_file, "Marsh_Review_-_Cover.jpeg", id="picture-underscores"),
        pytest.param(is_image_file, "dbs check (2).JPG\u00a0", id="picture-spaces"),
        pytest.param(is_furniture, "LOG IN", id="furniture"),
        pytest.param(is_furniture, "ACCOUNT   log in | register   basket (0)", id="menu"),
        pytest.param(is_headline_like, "Taxi rules change", id="headline"),
        pytest.param(is_headline_like, "Will taxi rules change?", id="headline-asks"),
        pytest.param(is_headline_like, "‘Rules for taxis in the U.K.", id="headline-ends-in-initials"),
        pytest.param(is_headline_like, "“We must do more”", id="headline-quotes"),
        pytest.param(is_prose, "The council of Marsh said that it would mend the road.", id="sentence"),
        pytest.param(is_prose, "a " * 26, id="long-line"),
        pytest.param(opens_quotation, "“We must do more,” she said", id="opens-quotation"),
        pytest.param(is_whole_quotation, "“We must do more.”", id="whole-quotation"),
        pytest.param(breaks_off, "Tens of thousands of children and", id="breaks-off"),
        pytest.param(ends_in_colon, "These include:\u00a0", id="colon"),
        pytest.param(is_colon_heading, "Tweet of the Week:", id="colon-heading"),
        pytest.param(is_link_label, "Please see the full article here", id="link"),
        pytest.param(is_link_label, "The full standards can be accessed here.", id="link-sentence"),
        pytest.param(is_link_label, "You can watch episode one here.", id="link-offered"),
        pytest.param(is_link_label, "To read the report in full, click here", id="link-with-its-purpose"),
        pytest.param(is_link_label, "Access the links below to book a place", id="links-below"),
        pytest.param(is_link_label, "Read more", id="read-more"),
        pytest.param(is_list_item, "  12) soap", id="list-item"),
    ],
)
def test_a_line_is_so(is_so: Callable[[str], bool], text: str) -> None:
    assert is_so(text)


@pytest.mark.parametrize(
    ("is_so", "text"),
    [
        pytest.param(is_image_file, "photo.jpg is attached", id="names-a-picture"),
        pytest.param(is_image_file, "rules.docx", id="other-file"),
        pytest.param(is_furniture, "Log in to the service before noon.", id="sentence-of-furniture"),
        pytest.param(is_furniture, "", id="nothing"),
        pytest.param(is_headline_like, "Taxi rules change.", id="full-stop"),
        pytest.param(is_headline_like, "• Taxi rules change", id="bullet"),
        pytest.param(is_headline_like, "taxi " * 26, id="too-long"),
        pytest.param(is_headline_like, "", id="empty"),
        pytest.param(is_prose, "Taxi rules change", id="headline"),
        pytest.param(is_whole_quotation, "“We must do more,” she said", id="half-quotation"),
        pytest.param(breaks_off, "Something to look out For", id="capital"),
        pytest.param(is_colon_heading, "These include:", id="lead-in"),
        pytest.param(is_colon_heading, "Ann Marsh, said:", id="somebody-said"),
        pytest.param(is_link_label, "See the guidance on the Harbour website.", id="names-where-to-look"),
        pytest.param(is_link_label, "He said that more could be done here", id="here-is-a-place"),
        pytest.param(is_link_label, "We found that children were not safe here.", id="found-something-here"),
        pytest.param(is_link_label, "A boat was found here.", id="a-boat-found-here"),
        pytest.param(is_link_label, "The children of Marsh read here.", id="children-read-here"),
        pytest.param(is_link_label, "Children of all ages can join and play here.", id="children-join-here"),
        pytest.param(is_list_item, "1986. A great year", id="year"),
    ],
)
def test_a_line_is_not_so(is_so: Callable[[str], bool], text: str) -> None:
    assert not is_so(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("• soap", (0, "soap"), id="bullet"),
        pytest.param("\u00a0\u00a0•\u00a0soap", (2, "soap"), id="nbsp"),
        pytest.param("\uf0b7 soap", (0, "soap"), id="pasted-from-word"),
        pytest.param("- soap", None, id="dash-is-weak"),
        pytest.param("•soap", None, id="no-space"),
        pytest.param("• ", None, id="no-text"),
    ],
)
def test_bullet_text(text: str, expected: tuple[int, str] | None) -> None:
    assert bullet_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- soap", (0, "soap"), id="dash"),
        pytest.param("  o soap", (2, "soap"), id="lone-o"),
        pytest.param("• soap", None, id="bullet-is-sure"),
        pytest.param("-5 degrees", None, id="minus"),
        pytest.param("once upon", None, id="word"),
    ],
)
def test_weak_bullet_text(text: str, expected: tuple[int, str] | None) -> None:
    assert weak_bullet_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  1. soap", (2, "1", "soap"), id="number"),
        pytest.param("12) soap", (0, "12", "soap"), id="bracket"),
        pytest.param("(a) soap", (0, "a", "soap"), id="letter"),
        pytest.param("iv. soap", (0, "iv", "soap"), id="roman"),
        pytest.param("100. soap", None, id="three-digits"),
        pytest.param("1.5 litres", None, id="decimal"),
        pytest.param("mix. soap", None, id="word"),
    ],
)
def test_number_text(text: str, expected: tuple[int, str, str] | None) -> None:
    assert number_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Vicky, parent", "Vicky", id="first-name"),
        pytest.param("Ann Marsh, head of safety at Harbour School", "Ann Marsh", id="name"),
        pytest.param("Ann Marsh, Head", None, id="capital-after-comma"),
        pytest.param("Ann Marsh, head of safety. She left.", None, id="sentence"),
        pytest.param("the council, which met", None, id="lower-case"),
    ],
)
def test_name_before_role(text: str, expected: str | None) -> None:
    assert name_before_role(text) == expected


QUESTIONS = (
    is_image_file, is_furniture, is_headline_like, is_prose, is_whole_quotation, breaks_off, is_colon_heading,
    is_link_label, is_list_item, opens_quotation, ends_in_colon, name_before_role,
)  # fmt: skip


@given(st.text())
def test_every_question_has_an_answer_for_any_line(text: str) -> None:
    assert len([question(text) for question in QUESTIONS]) == len(QUESTIONS)


@pytest.mark.parametrize("question", [*QUESTIONS, bullet_text, weak_bullet_text, number_text], ids=lambda q: q.__name__)
@pytest.mark.parametrize(
    "flood",
    [" " * 200_000, "a, " * 60_000, "A " * 100_000, "\u00a0|" * 90_000],
    ids=["blanks", "commas", "words", "menu"],
)
def test_a_flood_is_answered_at_once(question: Callable[[str], object], flood: str) -> None:
    question(flood)
