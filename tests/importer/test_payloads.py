"""Whatever a text would do, it is shown as the text it is, on pages, in their headers and beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import markdown
import pytest

from importer.frontmatter import parse_header, parse_page
from importer.inert_text import inert_name, inert_text
from importer.markdown import escape_text, render_blocks, render_links
from importer.pipeline import describe_documents
from importer.read import parse_document
from importer.records import Article, Block, CannotImport, Cell, Document, Link, Note
from importer.shown_addresses import shows_another_address
from importer.text import fold
from importer.unsafe_pages import find_sources_of_site, find_unsafe
from importer.urls import link_target, resolve_link, web_address
from tests.fuzz.properties import article_faults, describer
from tests.importer.invented import import_into
from tests.importer.rendered import OUR_TAGS, extensions, render
from tests.payloads.corpus import FOLDER, all_payloads, payloads, some_payloads
from tests.payloads.documents import documents, write_documents
from tests.payloads.random_texts import random_addresses, random_texts

CLASSES = list(payloads())
ADDRESS = "https://westmere.example/a?b=1&c=2"
BASES = ("", "https://westmere.example/news/", "http://westmere.example", "javascript:ran()//")
OTHER_EXTENSIONS = (
    "extra", "admonition", "legacy_attrs", "wikilinks", "pymdownx.betterem", "pymdownx.blocks.details",
    "pymdownx.blocks.html", "pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji", "pymdownx.keys",
    "pymdownx.mark", "pymdownx.progressbar", "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tasklist",
)  # fmt: skip
SEED = 20261121
A_DAY, ALL = 2_000, 120_000
_BRACKETS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})


def test_there_are_hundreds_of_payloads_of_every_class() -> None:
    assert len(set(all_payloads())) > 700
    assert len(CLASSES) == 14
    assert min(map(len, payloads().values())) >= 25
    ours = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")).replace("\n", "")
    assert ours.isprintable()  # what does not show is written as {U+…}


def _faults_shown(text: str) -> Iterator[str]:
    """What is wrong with how a line is shown in each kind of block; all are on one page, as in an article."""
    line = fold(text)
    if not line:
        return
    alone = render(escape_text(line))
    if (alone.blocks, alone.tags) != ([("paragraph", line)], {"p"}):
        yield f"{line!r} alone is shown as {alone.blocks} with {alone.tags}"
    linked = render(render_links(line, (Link(line, ADDRESS),)))
    links = [] if shows_another_address(line, ADDRESS) else [(line, ADDRESS)]
    if (linked.blocks, linked.links) != ([("paragraph", line)], links):
        yield f"{line!r} as the words of a link is shown as {linked.blocks} with {linked.links}"
    kinds = ("paragraph", "heading", "bullet", "bullet", "continuation", "quote", "reference", "picture", "number")
    blocks = [Block(kind, line, 1, number=1) for kind in kinds]
    rows = ((Cell(line), Cell("b")), (Cell("c"), Cell(line, (Link(line, ADDRESS),))))
    page = render(render_blocks([*blocks, Block("table", "x", 1, rows=rows)]))
    wanted = [inert_text(line) if kind == "heading" else line for kind in kinds if kind != "continuation"]
    wanted[3] = f"{line} {line}"
    if [shown for _, shown in page.blocks] != [*wanted, line, "b", "c", line] or not page.tags <= OUR_TAGS:
        yield f"{line!r} is shown as {page.blocks} with {page.tags}"


def _all_faults(texts: Iterable[str]) -> list[str]:
    return [fault for text in texts for fault in _faults_shown(text)]


@pytest.mark.parametrize("name", CLASSES)
def test_a_payload_shows_as_it_is_in_every_kind_of_block(name: str) -> None:
    assert _all_faults(payloads()[name]) == []


def test_a_payload_shows_as_it_is_with_extensions_that_we_do_not_have_too() -> None:
    """Numeric references are read alike by nearly all. None of those that change plain marks are among these.

    They are: smarty and smartsymbols (quotation marks, fractions), magiclink (bare addresses), arithmatex and tilde.
    """
    names, settings = extensions()
    converter = markdown.Markdown(extensions=[*names, *OTHER_EXTENSIONS], extension_configs=settings)
    faults = []
    for line in filter(None, map(fold, all_payloads())):
        shown = converter.reset().convert(f"Kites.\n\n{escape_text(line)}\n\nKites.")
        if (inner := re.fullmatch(r"<p>Kites\.</p>\n<p>([^<]*)</p>\n<p>Kites\.</p>", shown)) is None:
            faults.append((line, shown))
        elif unescape(inner[1]) != line:
            faults.append((line, inner[1]))
    assert faults == []


def test_random_texts_show_as_they_are() -> None:
    assert _all_faults(random_texts(A_DAY, SEED)) == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_more_than_a_hundred_thousand_random_texts_show_as_they_are(part: int) -> None:
    assert _all_faults(random_texts(ALL // 4, SEED + part + 1)) == []


# --- Addresses


def _address_faults(text: str) -> Iterator[str]:
    outputs = {resolve_link(text, base) for base in BASES} | {web_address(text)}
    for url in outputs - {""}:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and "@" not in parts.netloc
        is_mail = parts.scheme == "mailto" and re.fullmatch(r"[\w.+-]+@[\w.-]+", parts.path) and not parts.query
        if not (is_web or is_mail) or re.search(r"[\s<>\"'`\\\x00-\x20\x7f-\x9f]", url) or url != fold(url):
            yield f"{text!r} gives {url!r}"
        if resolve_link(url) != url:
            yield f"{text!r} gives {url!r}, and that {resolve_link(url)!r}"
        wanted = [("kites", url.translate(_BRACKETS))]
        if render(render_links("kites", (Link("kites", url),))).links != wanted:
            yield f"{url!r} leads elsewhere: {link_target(url)!r}"


@pytest.mark.parametrize("name", CLASSES)
def test_of_a_payload_as_an_address_stays_a_clean_one_or_none(name: str) -> None:
    assert [fault for text in payloads()[name] for fault in _address_faults(text)] == []


def test_of_any_text_as_an_address_stays_a_clean_one_or_none() -> None:
    texts = [*random_addresses(A_DAY, SEED), *random_texts(A_DAY // 4, SEED)]
    assert [fault for text in texts for fault in _address_faults(text)] == []


# --- Whole documents


def _decoded_for_good(text: str) -> str:
    while (plain := unescape(text)) != text:
        text = plain
    return text


def _page_faults(article: Article) -> Iterator[str]:
    yield from article_faults(article)
    page = render(article.body)
    if not page.tags <= OUR_TAGS:
        yield f"the tags {page.tags - OUR_TAGS}"
    yield from (f"a link to {url!r}" for _, url in page.links if not url.startswith(("http://", "https://", "mailto:")))
    if "<" in article.body:
        yield f"markup in {article.body!r:.200}"
    # Whatever fields there are, or come to be; the body, the address and the place in the document are judged above
    for name, value in asdict(replace(article, body="", url="", provenance=None)).items():
        told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if set("<>") & set(_decoded_for_good(told)):
            yield f"angle brackets in {name}: {told!r}"
    yield from (f"angle brackets in the heading {text!r}" for text in page.texts("heading") if set("<>") & set(text))
    if '"' in article.title:
        yield f"a straight quotation mark in {article.title!r}"


def _faults_of_pages(texts: Sequence[str]) -> Iterator[str]:
    """What is wrong with the pages that documents of these texts give; what gives none is refused with a mend."""
    count = 0
    for name, content in documents(texts).items():
        # As `document_name` names every document
        (described,) = describe_documents([_parse(content, inert_name(name))], describer())
        if isinstance(described, Note):
            yield from () if described.mend else [f"{name} is refused without a mend"]
            continue
        for each in described.descriptions:
            count += 1
            yield from (f"{name}: {fault}" for fault in _page_faults(each.article))
    if count < 4 * len(texts):
        yield f"only {count} pages"


def _parse(content: bytes, name: str) -> Document | Note:
    try:
        return parse_document(content, name)
    except CannotImport as error:
        return error.note


@pytest.mark.parametrize("name", CLASSES)
def test_a_page_made_of_a_payload_has_nothing_that_acts(name: str) -> None:
    assert list(_faults_of_pages(payloads()[name][::6])) == []  # `make test-long` has them all


@pytest.mark.long
@pytest.mark.parametrize("name", CLASSES)
def test_no_page_made_of_any_payload_has_anything_that_acts(name: str) -> None:
    assert list(_faults_of_pages(payloads()[name])) == []


def test_the_pages_made_of_payloads_pass_the_gate_of_every_build(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    plan = import_into(docs, write_documents(tmp_path / "in", some_payloads(1)))
    assert len(plan.pages) > 4 * len(CLASSES)
    assert list(find_unsafe(find_sources_of_site(docs), str)) == []


def test_what_is_written_beside_the_pages_has_nothing_that_acts_either(tmp_path: Path) -> None:
    """Pages, records, and versions put aside, which are text in an indented block whatever they say."""
    texts = some_payloads(1)
    docs, source = tmp_path / "docs", write_documents(tmp_path / "in", texts)
    import_into(docs, source)
    pages = list((docs / "articles").rglob("*.md"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace("\n---\n", "\nlang: cy\n---\n", 1) + "\nAn editor's own words.\n", encoding="utf-8"
        )
    for path in source.iterdir():
        path.write_bytes(path.read_bytes().replace(b"Kites ", b"Kites <q>&lt;i&gt; "))
    import_into(docs, source)
    aside = list((docs / "articles/.incoming").iterdir())
    assert len(aside) > len(texts)
    for path in aside:
        lines = path.read_text(encoding="utf-8").split("\n")
        own = [re.sub("`[^`]*`", "", line) for line in lines if line and not line.startswith("    ")]
        assert [line for line in own if set("<>&`") & set(line)] == []
        assert "" in {lines[at - 1] for at, line in enumerate(lines) if line.startswith("    ---")}
    for page in pages:
        header = parse_header(page.read_text(encoding="utf-8"), page.name)
        assert "<" not in json.dumps(header.values) + header.body
        assert parse_page(page.read_text(encoding="utf-8"), page.name).lang == "cy"
    for line in (docs / "articles/.imports.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["page"].startswith("articles/")
