"""Injected advertising is told by what it does; an article's own words stay, whatever their script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.records import Item, Line, Piece
from importer.spam import Injections, find_advertisements, find_injections, strip_injections, strip_runs
from importer.text import fold
from tests.examples import examples

BODY = "The council of Marsh said that it would mend the road."


def make_item(title: str, body: str = BODY, url: str = "", excerpt: str = "") -> Item:
    return Item("feed.txt", 1, title, (Line(2, body),), url=url, excerpt=excerpt)


def stripped_titles(*items: Item) -> list[str]:
    injections = find_injections(items)
    return [strip_injections(item, injections)[0] for item in items]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(
            ["极速赛车开奖 Taxi rules change", "极速赛车开奖 Boats are mended"],
            ["Taxi rules change", "Boats are mended"],
            id="chinese-before-every-headline",
        ),
        pytest.param(
            ["Taxi rules change | казино вулкан", "Boats are mended | казино вулкан"],
            ["Taxi rules change", "Boats are mended"],
            id="russian-behind-every-headline",
        ),
        pytest.param(
            ["Taxi オンラインカジノ rules change", "Boats オンラインカジノ are mended"],
            ["Taxi rules change", "Boats are mended"],
            id="japanese-in-the-middle",
        ),
        pytest.param(
            ["Deneme bonusu veren siteler: Taxi rules", "Deneme bonusu veren siteler: Boats", "Roads are wet"],
            ["Taxi rules", "Boats", "Roads are wet"],
            id="turkish-before-most",
        ),
        pytest.param(
            ["슬롯 사이트 Taxi rules change", "Boats are mended"],
            ["Taxi rules change", "Boats are mended"],
            id="another-script-in-one-headline",
        ),
        pytest.param(
            ["Taxi rules buy viagra online change", "Boats are mended"],
            ["Taxi rules change", "Boats are mended"],
            id="advertising-words-in-one-headline",
        ),
    ],
)
def test_injected_text_comes_out_of_the_headlines(titles: list[str], expected: list[str]) -> None:
    items = [make_item(title) for title in titles]
    assert stripped_titles(*items) == expected
    injections = find_injections(items)
    removed = [strip_injections(item, injections)[1] for item in items]
    assert [bool(runs) for runs in removed] == [title != short for title, short in zip(titles, expected, strict=True)]


@pytest.mark.parametrize(
    "items",
    [
        pytest.param([make_item("Ysgol Gŵyr yn agor", "Mae’r ysgol yn agor."), make_item("Boats")], id="welsh"),
        pytest.param([make_item("Łódź: żółte łodzie", "Łodzie są żółte."), make_item("Boats")], id="polish"),
        pytest.param([make_item("مركب جديد", "المركب جديد."), make_item("Boats are mended")], id="all-arabic-headline"),
        pytest.param(
            [make_item("保护儿童 at school", "保护儿童 means to protect children.")], id="the-text-says-it-too"
        ),
        pytest.param([make_item("Children greet with “你好吗” at school")], id="in-quotation-marks"),
        pytest.param([make_item("Children learn Greek (Ελληνικά)")], id="in-brackets"),
        pytest.param([make_item("Parents of 山田 ask")], id="two-foreign-letters"),
        pytest.param(
            [make_item("Casino harms teenagers", "A casino took their money."), make_item("Boats")], id="about-gambling"
        ),
        pytest.param(
            [make_item("Online casino fined", url="https://example.org/2024/online-casino-fined/"), make_item("Boats")],
            id="the-address-says-it-too",
        ),
        pytest.param(
            [
                make_item("Council of Marsh: taxis", "The council of Marsh said so."),
                make_item("Council of Marsh: boats", "The council of Marsh said so too."),
            ],
            id="the-publishers-own-prefix",
        ),
        pytest.param([make_item("极速赛车"), make_item("极速赛车")], id="never-an-empty-headline"),
        pytest.param([], id="no-items"),
    ],
)
def test_an_articles_own_words_stay(items: list[Item]) -> None:
    assert stripped_titles(*items) == [item.title for item in items]


def test_a_run_comes_out_of_the_text_too() -> None:
    injections = Injections(("极速赛车",), "LATIN")
    assert strip_runs("极速赛车 The road is wet.", injections) == ("The road is wet.", ("极速赛车",))
    assert strip_runs("The road is wet.", injections) == ("The road is wet.", ())


def test_a_run_is_no_part_of_a_longer_word() -> None:
    injections = Injections(("slot online",), "LATIN")
    assert strip_runs("A timeslot online", injections) == ("A timeslot online", ())


def test_a_run_goes_where_the_addresses_know_nothing_of_it_even_if_the_texts_do() -> None:
    spam = "best online casino uk no deposit"
    items = [
        make_item(
            f"{spam} Guardians for every child",
            f"{BODY} Play at the best online casino.",
            "https://a.org/guardians-child/",
        ),
        make_item(
            f"{spam} Gambling and children",
            "An online casino took it, no deposit asked.",
            "https://a.org/gambling-children/",
        ),
        make_item(f"{spam} Boats are mended", BODY, "https://a.org/boats-mended/"),
    ]
    assert stripped_titles(*items) == ["Guardians for every child", "Gambling and children", "Boats are mended"]


def find_in_lines(*lines: str, title: str = "Guardians for every child") -> tuple[list[int], list[tuple[int, str]]]:
    item = Item("feed.txt", 1, title, tuple(Line(at, text) for at, text in enumerate(lines)))
    left_out, doubted = find_advertisements(item, title, [Piece(line.number, line.text) for line in item.body])
    return sorted(left_out), list(doubted)


@pytest.mark.parametrize(
    "line",
    [
        "best online casino uk | real money slots | betting sites not on gamstop | https://spin.example/bonus",
        "Buy cheap viagra online without prescription – fast delivery to the UK – cialis 20mg generic",
        "kamagra oral jelly kaufen levitra ohne rezept",
    ],
)
def test_a_line_that_strings_advertisements_together_goes(line: str) -> None:
    assert find_in_lines(BODY, line, BODY) == ([1], [])


def test_a_sentence_that_urges_to_gamble_is_only_doubted() -> None:
    sentence = "Play at the best online casino and claim 200 free spins today!"
    assert find_in_lines(BODY, f"{BODY} {sentence}") == ([], [(1, sentence)])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Mr Kumar: a pragmatic escort"], id="words-of-everyday"),
        pytest.param([BODY, "He spent his pay on an online casino, poker and slots."], id="a-court-report"),
        pytest.param(["Online casinos, slots and poker", "An online casino took his rent."], id="about-gambling"),
        pytest.param(["“Online casino, free spins, poker”"], id="a-quotation"),
        pytest.param(["• online casinos, slots and poker"], id="an-entry-of-a-list"),
        pytest.param([BODY], id="no-advertisement"),
    ],
)
def test_lines_of_an_article_stay(lines: list[str]) -> None:
    assert find_in_lines(*lines) == ([], [])


words_of_titles = st.lists(
    st.sampled_from(
        [
            "Taxi",
            "rules",
            "for",
            "boats",
            "casino",
            "online",
            "slot",
            "极速赛车",
            "казино",
            "–",
            ":",
            "|",
            "“",
            "Gŵyr",
            "88",
        ]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@given(st.lists(st.builds(make_item, words_of_titles, words_of_titles), min_size=1, max_size=4))
@settings(max_examples=examples(300))
def test_stripping_twice_changes_nothing_more(items: list[Item]) -> None:
    injections = find_injections(items)
    for item in items:
        title, removed = strip_injections(item, injections)
        again = make_item(title, item.body[0].text)
        assert strip_injections(again, injections) == (title, ())
        assert title
        assert removed or title == fold(item.title)
        text, _ = strip_runs(item.body[0].text, injections)
        assert strip_runs(text, injections) == (text, ())


@given(st.lists(st.builds(make_item, st.text(min_size=1), st.text()), max_size=4))
def test_any_headlines_are_judged_without_a_fault(items: list[Item]) -> None:
    for item, title in zip(items, stripped_titles(*items), strict=True):
        assert title or not fold(item.title)
