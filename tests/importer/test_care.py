"""The rules of care: what a flag says, how it is cleared, and what reading docs/care.yml refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.care import TEXT_CHANGED, find_flags, find_open_flags, may_have_flags
from importer.care_rules import CareRules, read_care_rules
from importer.list_files import BadList
from importer.records import Article, Clearance, Withdrawal
from importer.vocabulary import PROJECT_DOCS

CARE = read_care_rules(PROJECT_DOCS)
SCHOOL = "Police say that girls as young as 13 at Fernhill Academy were groomed by older men."
JAILED = "Robin Sparrow, 48, was jailed for two years."


def page(body: str, **fields: object) -> Article:
    values = {"title": "News", "source": "The Harbour Gazette", **fields}
    return Article(body=body, **values)


def cleared(*rules: str) -> tuple[Clearance, ...]:
    return (Clearance("Safeguarding editor", "2026-11-21", "The school closed in 1950.", rules),)


def flagging(article: Article, care: CareRules = CARE) -> list[str]:
    return [flag.rule.name for flag in find_open_flags(article, care)]


@pytest.mark.parametrize("rule", CARE.rules, ids=lambda rule: rule.name)
def test_every_rule_explains_itself_and_flags_its_own_example(rule):
    assert rule.name in flagging(page(rule.example))
    assert all((rule.flags, rule.reason, rule.law, rule.decide))
    assert rule.link.startswith("https://")
    assert any(character.isdigit() for character in rule.law), "the section or clause of the law is named"


def test_the_list_says_that_it_is_no_legal_advice():
    top = (PROJECT_DOCS / "care.yml").read_text(encoding="utf-8").split("\nwords:")[0]
    assert "not legal advice" in " ".join(top.split("\n# "))


def test_a_flag_has_the_line_in_its_part_and_quotes_only_words_of_the_list():
    article = page(f"One.\n\n## Westmere\n\nTwo.\n{SCHOOL}", summary=JAILED)
    first, second = find_flags(article, CARE)
    assert (first.rule.name, first.part, first.line) == ("court-report-without-review", "summary", 1)
    # the school stands in the paragraph that begins on line 5
    assert (second.rule.name, second.part, second.line) == ("school-of-a-child", "text", 5)
    told = " ".join((*first.signs, *second.signs))
    assert told == "“was jailed” a person’s name and age a school’s name a child’s age “groomed”"


@given(st.lists(st.sampled_from([rule.example for rule in CARE.rules] + ["Kites fly.", "## News", ""]), max_size=6))
def test_no_flag_tells_a_name_an_age_a_school_or_an_address(lines):
    known = {phrase for each in CARE.words for phrase in each.phrases}
    for flag in find_flags(page("\n\n".join(lines)), CARE):
        assert all(sign.strip("“”") in known for sign in flag.signs if sign.startswith("“"))
        assert not {"Robin", "Sparrow", "Fernhill", "Mill", "Lane", "13", "48"} & set(" ".join(flag.signs).split())


def test_sentences_and_paragraphs_keep_their_lines_in_soft_wrapped_text_lists_and_quotations():
    body = "Kites fly.\nThe boy was found\nhanged. All grieve.\n\n- Kites.\n- He took an overdose.\n\n> Lines.\n"
    body += "> She drowned\n> herself. 5 > 4."
    found = [(flag.rule.name, flag.line) for flag in find_flags(page(body), CARE)]
    assert found == [("suicide-method", 1), ("suicide-method", 6), ("suicide-method", 8)]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(SCHOOL.replace("were groomed", "were **groomed**"), id="emphasis"),
        pytest.param(SCHOOL.replace("Fernhill Academy", "[Fernhill Academy](https://fernhill.example/)"), id="link"),
        pytest.param(SCHOOL.replace("Fernhill Academy", "Fernhill&#32;Academy"), id="reference"),
        pytest.param(SCHOOL.replace(" at ", "\u00a0at\u00a0"), id="no-break space"),
        pytest.param(SCHOOL.replace("groomed", "groo\u00admed"), id="soft hyphen"),
        pytest.param(SCHOOL.replace("Fernhill Academy", "Fernhill\nAcademy"), id="line end"),
        pytest.param(SCHOOL.upper().replace("FERNHILL ACADEMY", "Fernhill Academy"), id="capitals"),
    ],
)
def test_marks_in_the_text_hide_nothing(hidden):
    assert "school-of-a-child" in flagging(page(hidden))


@given(st.text(alphabet=st.sampled_from("Ab .,!?\n#>-*[]()|1&;’\u00ad“"), max_size=200))
def test_any_text_is_read_and_the_quick_look_misses_no_flag(text):
    article = page(f"{text}\n\n{SCHOOL}")
    assert may_have_flags(article.body, CARE)
    assert flagging(page(text)) == []


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param("A " * 250_000, id="capitals"),
        pytest.param("Of " * 170_000 + "School", id="words with capitals"),
        pytest.param("14 " * 170_000, id="numbers"),
        pytest.param("a. " * 170_000, id="sentences"),
        pytest.param("[" * 500_000, id="brackets"),
        pytest.param("> " * 250_000, id="quotation marks"),
        pytest.param("groomed\n" * 60_000, id="lines"),
        pytest.param("Fernhill Academy girl, 14, " * 20_000, id="signs"),
    ],
)
def test_floods_are_read_in_a_time_that_grows_with_their_length(flood):
    # Each is refused by the limits of an import; a page written by hand could still hold it.
    find_flags(page(f"{flood}\n{SCHOOL}"), CARE)


def test_a_rule_that_an_editor_cleared_is_open_no_more():
    article = page(f"{SCHOOL}\n\n{JAILED}")
    assert flagging(article) == ["school-of-a-child", "court-report-without-review"]
    assert flagging(replace(article, cleared=cleared("school-of-a-child"))) == ["court-report-without-review"]
    assert flagging(replace(article, cleared=cleared())) == []


def test_nothing_counts_as_cleared_once_the_text_has_changed():
    note = f"{TEXT_CHANGED}: read it again."
    assert flagging(page(SCHOOL, cleared=cleared(), notes=(note,))) == ["school-of-a-child"]
    assert flagging(page(SCHOOL, cleared=cleared(), notes=("Another doubt.",))) == []


def test_a_withdrawn_page_has_nothing_to_decide():
    assert flagging(page(SCHOOL, withdrawn=Withdrawal("2026-11-21", "It named a child."))) == []


def test_a_day_of_review_settles_the_rule_that_asks_for_it_and_no_other():
    assert flagging(page(JAILED, review_by="2030-01-01")) == []
    assert flagging(page(SCHOOL, review_by="2030-01-01")) == ["school-of-a-child"]


RULES = """\
words:
  - name: kites
    means: Kites.
    phrases: [kite]
    unless: [kite club]
rules:
  - name: kite-near-a-name
    flags: A kite.
    reason: It may fall.
    law: Kites Act 1900, section 1
    example: Robin Sparrow flew a kite.
    decide: Is it tied?
    looks_for:
      - within: sentence
        all_of: [kites]
        any_of: [person-name]
        none_of: [child-age]
        page_has: [kites]
        page_lacks: [review-by]
"""


def rules_of(text: str, folder: Path) -> CareRules:
    (folder / "care.yml").write_text(text, encoding="utf-8")
    return read_care_rules(folder)


@pytest.mark.parametrize(
    ("body", "fields", "is_flagged"),
    [
        pytest.param("Robin Sparrow flew a kite.", {}, True, id="all there"),
        pytest.param("Robin Sparrow came. A kite flew.", {}, False, id="not in one sentence"),
        pytest.param("Robin Sparrow, and a girl of 9, flew a kite.", {}, False, id="what must not be there"),
        pytest.param("Robin Sparrow has a kite club.", {}, False, id="inside an exception"),
        pytest.param("Robin Sparrow flew a kite.", {"review_by": "2030-01-01"}, False, id="what the page must lack"),
        pytest.param("Nobody flew a kite.", {}, False, id="none of those of which one is needed"),
    ],
)
def test_a_way_asks_for_all_of_one_list_one_of_another_and_none_of_a_third(tmp_path, body, fields, is_flagged):
    assert bool(find_flags(page(body, **fields), rules_of(RULES, tmp_path))) == is_flagged


@pytest.mark.parametrize(
    ("within", "body", "is_flagged"),
    [
        ("paragraph", "Robin Sparrow came. A kite flew.", True),
        ("paragraph", "Robin Sparrow came.\n\nA kite flew.", False),
        ("section", "Robin Sparrow came.\n\nA kite flew.", True),
        ("section", "Robin Sparrow came.\n\n## Other news\n\nA kite flew.", False),
        ("page", "Robin Sparrow came.\n\n## Other news\n\nA kite flew.", True),
    ],
)
def test_how_near_things_must_stand_is_the_rules_say(tmp_path, within, body, is_flagged):
    care = rules_of(RULES.replace("within: sentence", f"within: {within}"), tmp_path)
    assert bool(find_flags(page(body), care)) == is_flagged


def test_the_headline_stands_over_every_section(tmp_path):
    care = rules_of(RULES.replace("within: sentence", "within: section"), tmp_path)
    assert find_flags(page("One.\n\n## Two\n\nA kite flew.", title="Robin Sparrow"), care)


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        pytest.param(RULES, "", 1, "there are no “words:” and “rules:”", "Begin the one list with", id="empty"),
        pytest.param(RULES, "words: [", 1, "the list cannot be read", "Mend the line.", id="no YAML"),
        pytest.param("rules:\n", "ruls:\n", 6, "“ruls:” is no part of this file", "Did you mean “rules”?", id="part"),
        pytest.param("rules:\n", "words:\n", 6, "“words:” stands twice", "", id="part twice"),
        pytest.param(RULES[RULES.index("rules:") :], "", 1, "there is no “rules:”", "", id="part missing"),
        pytest.param("    law: Kites Act 1900, section 1\n", "", 7, "an entry has no “law:”", "Add", id="key missing"),
        pytest.param("    law:", "    lav:", 10, "“lav” is not a key", "Did you mean “law”?", id="key"),
        pytest.param("sentence", "sentense", 14, "“within: sentense” is not allowed", "“sentence”", id="within"),
        pytest.param(
            "[kites]\n        any", "[kits]\n        any", 14, "asks for “kits”", "Did you mean “kites”?", id="list"
        ),
        pytest.param("person-name", "persons-name", 14, "“persons-name”, which is no sign", "“person-name”", id="sign"),
        pytest.param(
            "        all_of: [kites]\n        any_of: [person-name]\n", "", 14, "looks for nothing", "Add", id="nothing"
        ),
        pytest.param("all_of: [kites]", "all_of: kites", 15, "“all_of:” is not a list", "Write it as", id="no list"),
        pytest.param(
            "- name: kites", "- name: child-age", 2, "is a sign that the program knows", "another", id="taken"
        ),
    ],
)
def test_what_is_wrong_with_the_list_is_told_at_its_line(tmp_path, old, new, line, what, mend):
    with pytest.raises(BadList) as error:
        rules_of(RULES.replace(old, new), tmp_path)
    note = error.value.note
    assert (note.line, what in note.what, mend in note.mend) == (line, True, True), str(note)


def test_two_rules_of_one_name_are_refused(tmp_path):
    twice = RULES + RULES[RULES.index("  - name: kite-near") :]
    with pytest.raises(BadList, match="two entries have the name “kite-near-a-name”"):
        rules_of(twice, tmp_path)


def test_a_folder_without_the_list_has_the_projects_own(tmp_path):
    assert read_care_rules(tmp_path).rules == CARE.rules
