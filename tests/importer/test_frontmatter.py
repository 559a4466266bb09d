"""A page is read as it was written, by us and by MkDocs."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta

from importer.frontmatter import BadPage, parse_header, parse_page, render_page
from importer.page_keys import KEYS
from importer.records import AlsoIn, Article, Clearance, Provenance, Withdrawal
from tests.examples import examples

PATH = "articles/2023/taxi-rules.md"
REST = "source: B\ntopics: []\n"
PLAIN = Article(title="Taxi rules change", source="Marsh Council", path=PATH)

MISREAD = [
    "yes", "No", "on", "OFF", "null", "~", "y", "12:30", "1:2:3", "2023", "2023-07-19", "0x1F", "1e3",
    "0o7", "007", "1_000",
    ".inf", "NaN", "- a", "-", "--- a", "---", "...", "? a", ": a", "a: b", "a:", "a #b", "#a", "[a]",
    "{a: b}", "&a", "*a",
    "!a", "!!str a", "|", ">-", "%a", "@a", "`a`", "'a'", '"a"', "“a”", 'a "b" c', "it's", "a\\nb",
    "\\", "a\\", "C:\\Users",
    "<<", "=", " a", "a ", "\ta", "a\tb", "a\u00a0b", "a\u0085b", "a\u2028b", "a\u2029b", "\ufeffa",
    "a\u200bb", "\u202ea",
    "😀", "👩\u200d👧", "\U0001fffe", "e\u0301", "a\x00b", "a\x1bb", "a\x7fb", "a\x9fb", "a\nb",
    "a\r\nb", "a\n---\nb",
    "x" * 1000, "two words " * 400, "ends in colon:", "Źdźbło", "العربية", "中文", ", ", "a, b", "]",
    "}", "a]b", "{{ a }}",
]  # fmt: skip

any_text = st.one_of(st.sampled_from(MISREAD), st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
telling_text = any_text.filter(lambda text: any(each.isalnum() for each in text))
filled_text = any_text.filter(lambda text: text.strip() != "")
slug = st.text(st.sampled_from("abcxyz019-"), min_size=1, max_size=20)
iso_dates = st.one_of(
    st.just(""),
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.integers(1, 9999).map(lambda year: f"{year:04}"),
)
# “no” is Norwegian, and false to YAML; “on” and “off” would be languages too if they were any
languages = st.one_of(
    st.sampled_from(["", "cy", "no", "on", "off", "gd", "pt-BR"]), st.from_regex(r"[a-z]{2,3}", fullmatch=True)
)
bodies = st.one_of(
    st.just(""),
    st.lists(filled_text, max_size=4)
    .map("\n\n".join)
    .map(lambda text: text.replace("\r", "").strip())
    .filter(lambda text: not text.startswith("\ufeff")),
)
provenances = st.builds(Provenance, filled_text, st.integers(0, 10**6), slug, slug)
articles = st.builds(
    Article,
    title=filled_text,
    source=filled_text,
    body=bodies,
    date=iso_dates,
    date_basis=st.sampled_from(["", "stated", "inferred"]),
    date_evidence=any_text,
    updated=iso_dates,
    publisher=filled_text,
    author=any_text,
    url=any_text,
    topics=st.lists(st.one_of(slug, any_text), max_size=4).map(tuple),
    summary=any_text,
    lang=languages,
    content_note=any_text,
    review_by=st.dates().map(str),
    cleared=st.lists(
        st.builds(
            Clearance, telling_text, st.dates().map(str), telling_text, st.lists(filled_text, max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
    withdrawn=st.none() | st.builds(Withdrawal, st.dates().map(str), telling_text),
    also_in=st.lists(st.builds(AlsoIn, any_text, any_text, st.integers(0, 10**6)), max_size=2).map(tuple),
    related=st.lists(st.one_of(slug, any_text), max_size=2).map(tuple),
    moved_from=st.lists(st.one_of(slug, any_text), max_size=2).map(tuple),
    notes=st.lists(any_text, max_size=3).map(tuple),
    provenance=st.none() | provenances,
    path=st.just(PATH),
)


@given(articles)
@settings(max_examples=examples(400))
def test_an_article_is_read_as_it_was_written(article: Article) -> None:
    assert parse_page(render_page(article), PATH) == article


@given(articles)
@settings(max_examples=examples(200))
def test_mkdocs_reads_the_same_header_and_body(article: Article) -> None:
    text = render_page(article)
    body, header = meta.get_data(text)
    assert list(header) == list(parse_header(text, PATH).values)
    for key in ("title", "source", "date_evidence", "publisher", "author", "url", "summary", "lang", "content_note"):
        assert header.get(key, "") == getattr(article, key)
    assert header["topics"] == list(article.topics)
    assert header.get("notes", []) == list(article.notes)
    assert body.strip("\n") == article.body


@given(articles)
@settings(max_examples=examples(100))
def test_other_programs_read_the_same_keys_and_body(article: Article) -> None:
    text = render_page(article)
    read = frontmatter.loads(text)
    assert set(read.keys()) == set(parse_header(text, PATH).values)
    assert (read["title"], read.content.strip()) == (article.title, article.body.strip())


@given(articles)
@settings(max_examples=examples(100))
def test_a_page_is_written_the_same_again(article: Article) -> None:
    text = render_page(article)
    assert render_page(parse_page(text, PATH)) == text


@pytest.mark.parametrize("text", MISREAD)
def test_a_text_that_yaml_misreads_comes_back(text: str) -> None:
    article = replace(PLAIN, title=text, summary=text, topics=(text,), notes=(text,))
    assert parse_page(render_page(article), PATH) == article


def test_keys_stand_in_the_order_of_the_contract_and_empty_ones_are_left_out() -> None:
    article = replace(
        PLAIN,
        date="2023-07-19",
        date_basis="stated",
        publisher="Marsh Paper",
        topics=("transport", "schools"),
        lang="no",
        also_in=(AlsoIn("Harbour Paper", "seeds/a.txt", 7),),
        notes=("By-line says Tuesday: it was a Wednesday.",),
        provenance=Provenance("seeds/b.txt", 12, "aa", "bb"),
        body="The road is wet.",
    )
    assert render_page(article) == (
        "---\n"
        "title: Taxi rules change\n"
        "date: 2023-07-19\n"
        "date_basis: stated\n"
        "source: Marsh Council\n"
        "publisher: Marsh Paper\n"
        "topics: [transport, schools]\n"
        'lang: "no"\n'
        "also_in:\n"
        '  - {publisher: "Harbour Paper", document: "seeds/a.txt", line: 7}\n'
        "notes:\n"
        '  - "By-line says Tuesday: it was a Wednesday."\n'
        "import:\n"
        "  document: seeds/b.txt\n"
        "  line: 12\n"
        "  sha256: aa\n"
        "  fingerprint: bb\n"
        "---\n"
        "\n"
        "The road is wet.\n"
    )
    assert [key for key in KEYS if key in parse_header(render_page(article), PATH).values] == list(
        parse_header(render_page(article), PATH).values
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\r\ntitle: A\r\nsource: B\r\ntopics: []\r\n---\r\n\r\nText.\r\n", id="crlf"),
        pytest.param("\ufeff---\ntitle: A\nsource: B\ntopics: []\n---\nText.", id="byte-order-mark"),
        pytest.param(
            "---  \ntitle: 'A'\nsource: \"B\"\ntopics: []\n---  \n\n\nText.\n\n", id="blanks-behind-the-marks"
        ),
        pytest.param("---\n# a comment\ntopics:\nsource: B # here too\ntitle: A\n---\nText.", id="comments"),
    ],
)
def test_pages_that_editors_save_are_read_alike(text: str) -> None:
    assert parse_page(text, PATH) == Article(title="A", source="B", body="Text.", path=PATH)


@pytest.mark.parametrize("typed", ["no", '"no"', "'no'", "no  # Norwegian"])
def test_norwegian_is_a_language_and_not_false(typed: str) -> None:
    page = f"---\ntitle: A\nsource: B\ntopics: []\nlang: {typed}\n---\nText."
    assert parse_page(page, PATH).lang == "no"


@pytest.mark.parametrize(
    "lang", ["Welsh", "CY", "c", "cy-gb", "cy_GB", "welsh", "cy-GBR", "12", "false", "cy GB", '"cy\\n"']
)
def test_what_names_no_language_is_refused_with_its_mend(lang: str) -> None:
    with pytest.raises(BadPage) as refusal:
        parse_page(f"---\ntitle: A\nsource: B\ntopics: []\nlang: {lang}\n---\nText.", PATH)
    [note] = refusal.value.notes
    assert (note.line, "is not the short name of a language" in note.what) == (5, True)
    assert "`lang: cy` for Welsh" in note.mend


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Text.", [(1, "the page has no header")], id="no-header"),
        pytest.param("", [(1, "the page has no header")], id="empty-page"),
        pytest.param(
            "---\ntitle: A\n",
            [(1, "“source:” is missing"), (1, "“topics:” is missing"), (2, "the header does not end")],
            id="no-end",
        ),
        pytest.param("---\n---\nText.", [(1, "the header is empty")], id="empty-header"),
        pytest.param("---\n# only a comment\n---\n", [(1, "the header is empty")], id="only-a-comment"),
        pytest.param("---\n- a\n---\n", [(2, "the header is not a list of `key: value` lines")], id="list"),
        pytest.param(f"---\ntitle: A: B\n{REST}---\n", [(2, "a colon stands in the value of “title:”")], id="colon"),
        pytest.param(f"---\ntitle: [A\n{REST}---\n", [(2, "the bracket of “title:” is not closed")], id="open-bracket"),
        pytest.param(f"---\ntitle: A\n{REST}title: C\n---\n", [(5, "“title:” stands twice")], id="twice"),
        pytest.param(
            f"---\ntitle: A\n[b]: c\n{REST}---\n", [(3, "a key of the header begins with [")], id="list-for-a-key"
        ),
        pytest.param(
            f"---\ntitle: A\n{REST}{{{{ a }}}}: b\n---\n",
            [(5, "a key of the header begins with [")],
            id="braces-for-a-key",
        ),
        pytest.param(f"---\ntitle: *a\n{REST}---\n", [(2, "“title:” begins with “*”")], id="alias"),
        pytest.param(f"---\ntitle: A\x07\n{REST}---\n", [(2, "the character U+0007")], id="control-character"),
        pytest.param(
            f"---\ntitle: {'[' * 10_000}\n{REST}---\n", [(2, "the bracket of “title:” is not closed")], id="too-deep"
        ),
        pytest.param(
            "---\ndate: 31 June\n---\n",
            [
                (1, "“title:” is missing"),
                (1, "“source:” is missing"),
                (1, "“topics:” is missing"),
                (2, "“31 June” is not a date"),
            ],
            id="every-complaint-at-once",
        ),
        pytest.param(
            "---\ntitle: [A]\nsource: {b: c}\ntopics: a\nnotes: {a: b}\nupdated: 2023-02-31\ndate_basis: guess\n---\n",
            [
                (2, "“title:” holds a list"),
                (3, "“source:” holds a record"),
                (4, "“topics:” is not a list"),
                (5, "“notes:” is not a list"),
                (6, "“2023-02-31” is not a date"),
                (7, "“guess” is not a basis"),
            ],
            id="wrong-kinds",
        ),
        pytest.param(
            "---\ntitle: A\nsource: B\ntopics: []\nalso_in: [{publisher: C}]\nimport: {document: a, line: x}\n---\n",
            [
                (1, "“publisher:” is missing"),
                (5, "“also_in:” is not a list of places"),
                (6, "“import:” is not complete"),
            ],
            id="broken-places",
        ),
        pytest.param(
            "---\ntitle:\nsource: ' '\ntopics: []\n---\n", [(2, "“title:”"), (3, "“source:”")], id="empty-values"
        ),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    with pytest.raises(BadPage) as refusal:
        parse_page(text, PATH)
    notes = refusal.value.notes
    assert [(note.path, note.line) for note in notes] == [(PATH, line) for line, _ in expected]
    for note, (_, what) in zip(notes, expected, strict=True):
        assert what in note.what
        assert note.mend


header_lines = st.sampled_from(
    ["---", "title: A", "source: B", "topics: []", "- a", "a: [", "", "&a *a", "!x", "[a]: b", "\x07"]
)


@given(st.text() | st.lists(header_lines).map("\n".join))
@settings(max_examples=examples(300))
def test_any_text_is_a_page_or_refused_with_a_reason(text: str) -> None:
    with contextlib.suppress(BadPage):
        parse_page(text, PATH)


# --- What only editors write


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        pytest.param("review_by: soon", "“soon” is not a day", id="review_by in words"),
        pytest.param("review_by: 2027-07", "“2027-07” is not a day", id="review_by without a day"),
        pytest.param("cleared: yes", "“cleared:” does not say by and on and reason", id="cleared without saying why"),
        pytest.param(
            "cleared: {by: Editor, on: 2026-11-21}", "“cleared:” has no “reason:”", id="cleared without reason"
        ),
        pytest.param(
            "cleared: [{by: Editor, on: today, reason: Public}]", "“today” is not a day", id="cleared on no day"
        ),
        pytest.param(
            "cleared: {by: Editor, on: 2026-11-21, reason: Public, rules: home-address}",
            "“rules:” is not a list of texts",
            id="one rule without a list",
        ),
        pytest.param("withdrawn: true", "“withdrawn:” does not say on and reason", id="withdrawn without saying why"),
        pytest.param("withdrawn: {on: 2026-11-21}", "“withdrawn:” has no “reason:”", id="withdrawn without a reason"),
        pytest.param(
            "withdrawn: [{on: 2026-11-21, reason: Asked to}]", "“withdrawn:” holds a list", id="withdrawn in a list"
        ),
    ],
)
def test_a_decision_that_does_not_say_enough_is_told(lines: str, what: str) -> None:
    with pytest.raises(BadPage) as refused:
        parse_page(f"---\ntitle: A\nsource: B\ntopics: []\n{lines}\n---\n", PATH)
    assert [(note.line, note.what) for note in refused.value.notes] == [(5, what)]


def test_one_decision_or_several_clear_a_page() -> None:
    one = "{by: Editor, on: 2026-11-21, reason: Public, rules: [home-address]}"
    clearance = Clearance("Editor", "2026-11-21", "Public", ("home-address",))
    for written, count in ((one, 1), (f"[{one}]", 1), (f"\n  - {one}\n  - {one}", 2)):
        page = parse_page(f"---\ntitle: A\nsource: B\ntopics: []\ncleared: {written}\n---\n", PATH)
        assert page.cleared == (clearance,) * count


@pytest.mark.parametrize("key", ["Withdrawn", "withdrwan", "WITHDRAWN", "withdrawn\u200b"])
def test_a_page_whose_withdrawal_is_misspelt_is_not_read(key: str) -> None:
    withdrawn = f"{key}: {{on: 2026-01-01, reason: It named a child.}}"
    text = f"---\ntitle: Kites\nsource: Ofsted\ntopics: []\n{withdrawn}\n---\n\nKites.\n"
    with pytest.raises(BadPage, match="is not a key of the header, so the page would be published"):
        parse_page(text, "articles/2023/kites.md")
