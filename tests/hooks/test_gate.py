"""Nothing is published that our templates and Markdown do not write: each planted fault is found, and no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hooks.gate.own import read_own_files
from hooks.gate.published import Published
from hooks.gate.site import describe_copy, describe_site, files_below, find_faults, find_site_faults
from hooks.library.bundle import CannotBundle, publish_bundle, write_bundle
from hooks.library.offline_pages import Edition, render_offline_page
from hooks.library.read_docs import read_bulletin
from importer.records import Note
from tests.hooks.conftest import SITE_ADDRESS
from tests.hooks.planted_faults import (
    ARTICLE,
    DRAWING,
    FAULTS_OF_COPIES,
    FAULTS_OF_FILES,
    FAULTS_OF_PAGES,
    ICON,
    REL,
    TEXT,
)

REPOSITORY = Path(__file__).resolve().parent.parent.parent
EDITION = Edition(date(2026, 11, 5), "The Bulletin", "https://bulletin.example/")
MOVED, MOVED_TO = "articles/2019/bus-plan.html", "articles/2020/bus-plan.html"
MOVES = {"articles/2019/bus-plan.md": "articles/2020/bus-plan.md"}


@pytest.fixture(scope="module")
def files(published_site) -> dict[str, bytes]:
    """The invented site as it is published at an address, with a page that has moved."""
    content = {name: (published_site / name).read_bytes() for name in files_below(published_site)}
    article = content[ARTICLE].decode()
    refresh = f'<meta http-equiv="refresh" content="0; url=../2020/bus-plan.html">{ICON}'
    content[MOVED] = (
        article.replace(ICON, refresh).replace(f"{SITE_ADDRESS}{ARTICLE}", f"{SITE_ADDRESS}{MOVED}").encode()
    )
    return content


@pytest.fixture(scope="module")
def site(files) -> Published:
    return describe_site(files, SITE_ADDRESS, MOVES, read_own_files())


@pytest.fixture(scope="module")
def copy_files(tmp_path_factory, invented_site, write_docs, articles) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("copy")
    bulletin = read_bulletin(write_docs(folder / "docs", articles))
    out = write_bundle(invented_site, bulletin, EDITION, folder / "copy.zip").path
    shutil.unpack_archive(out, folder)
    return {name: (folder / "bulletin" / name).read_bytes() for name in files_below(folder / "bulletin")}


@pytest.fixture(scope="module")
def copy(copy_files) -> Published:
    return describe_copy(copy_files, EDITION, {}, read_own_files())


def faults_of(name: str, content: bytes, site: Published) -> list[Note]:
    return list(find_faults([name], {name: content}.__getitem__, replace(site, files=site.files | {name})))


@pytest.mark.parametrize(("planted", "told"), FAULTS_OF_PAGES.values(), ids=FAULTS_OF_PAGES)
def test_a_fault_in_a_page_is_told_with_file_line_and_what_is_wrong(files, site, planted, told):
    before, after = planted
    page = files[ARTICLE].decode()
    assert before in page
    faulty = page.replace(before, after, 1)
    notes = faults_of(ARTICLE, faulty.encode(), site)
    assert told in "\n".join(note.what for note in notes)
    assert all(note.path == ARTICLE and 0 < note.line <= faulty.count("\n") + 1 and note.mend for note in notes)


def test_the_line_and_the_element_are_those_of_the_fault(files, site):
    page = files[ARTICLE].decode()
    line = page[: page.index(TEXT)].count("\n") + 2
    (note,) = faults_of(
        ARTICLE, page.replace(TEXT, f"{TEXT}\n<x-evil></x-evil>").replace("</x-evil>", "").encode(), site
    )[:1]
    assert (note.line, note.what) == (
        line,
        "“<x-evil>” is not written as our tags are: small letters, values in double quotes, no odd signs",
    )


def test_a_page_in_another_encoding_is_told(files, site):
    (note,) = faults_of(ARTICLE, files[ARTICLE].decode().encode("utf-16"), site)
    assert note.what == "the page is not in UTF-8"


@pytest.mark.parametrize(
    "refresh",
    [
        pytest.param("0; url=https://evil.example/", id="another-website"),
        pytest.param("0; url=//evil.example/", id="no-scheme"),
        pytest.param("0; url=javascript:ran=1", id="script"),
        pytest.param("0; url=../../help.html", id="another-page"),
        pytest.param("5; url=../2020/bus-plan.html", id="later"),
    ],
)
def test_a_moved_page_leads_to_where_it_is_now_and_nowhere_else(files, site, refresh):
    page = files[MOVED].decode()
    assert faults_of(MOVED, page.encode(), site) == []
    (note,) = faults_of(MOVED, page.replace("0; url=../2020/bus-plan.html", refresh).encode(), site)
    assert "sends the reader on" in note.what


def test_a_moved_page_that_leads_nowhere_is_told(files, site):
    page = files[MOVED].decode().replace('<meta http-equiv="refresh" content="0; url=../2020/bus-plan.html">', "")
    assert [note.what for note in faults_of(MOVED, page.encode(), site)] == ["the page has moved, but does not lead on"]


@pytest.mark.parametrize(("planted", "told"), FAULTS_OF_FILES.values(), ids=FAULTS_OF_FILES)
def test_a_fault_in_another_file_is_told_with_the_file(files, site, planted, told):
    name, change = planted
    notes = faults_of(name, change(files), site)
    assert told in "\n".join(note.what for note in notes)
    assert {note.path for note in notes} == {name}


@pytest.mark.parametrize(("planted", "told"), FAULTS_OF_COPIES.values(), ids=FAULTS_OF_COPIES)
def test_a_fault_in_an_offline_copy_is_told_with_the_file(copy_files, copy, planted, told):
    name, change = planted
    notes = faults_of(name, change(copy_files), copy)
    assert told in "\n".join(note.what for note in notes)
    assert {note.path for note in notes} == {name}


def test_there_are_many_kinds_of_faults():
    assert len(FAULTS_OF_PAGES) + len(FAULTS_OF_FILES) + len(FAULTS_OF_COPIES) > 200


# --- what is sound


def test_nothing_is_found_in_the_invented_site(files, site):
    assert list(find_faults(files, files.__getitem__, site)) == []


def test_nothing_is_found_in_the_site_of_the_projects_own_pages(own_site):
    moves = read_bulletin(REPOSITORY / "docs").moves
    assert find_site_faults(own_site, "", moves, read_own_files()) == []


def test_nothing_is_found_in_an_offline_copy(copy_files, copy):
    names = copy_files.keys() - {"MANIFEST.txt"}
    assert list(find_faults(names, copy_files.__getitem__, copy)) == []


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>5 &lt; 6 &amp;amp; 7 &gt; 2 &#38;lt;script&#62; &copy;</p>", id="references"),
        pytest.param(
            '<p><a href="https://westmere.example/a?b=1&amp;c=%20#d"' + REL + ' title="a">b</a></p>', id="link"
        ),
        pytest.param(
            '<p><a href="mailto:&#97;@b.example">a</a> <a href="tel:0800-1111">b</a></p>', id="mail-and-telephone"
        ),
        pytest.param(
            '<p><a href="../2020/bus-plan.html#a">a</a> <a href="#what-to-do">b</a><br />c</p>\n<hr />', id="within"
        ),
        pytest.param('<ol start="3">\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>', id="lists"),
        pytest.param(
            "<pre><code>a\n</code></pre>\n<blockquote>\n<p>a <em>b <strong>c</strong></em></p>\n</blockquote>",
            id="quotation",
        ),
        pytest.param('<p><img alt="A map" src="../../assets/social-card.png" /></p>', id="picture"),
        pytest.param('<pre><code class="language-c++">a\n</code></pre>', id="code-with-its-language"),
        pytest.param("<p>👩\u200d🏫 می\u200cخواهم ❤️</p>", id="joiners-where-they-belong"),
        pytest.param(
            '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>\n<thead>\n<tr>\n<td></td>\n'
            '<th align="right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n<td align="right">c</td>\n</tr>\n'
            "</tbody>\n</table></div>",
            id="table",
        ),
    ],
)
def test_what_markdown_makes_of_a_text_is_let_through(files, site, html):
    page = files[ARTICLE].decode().replace(TEXT, html)
    assert faults_of(ARTICLE, page.encode(), site) == []


def test_a_page_takes_little_time(files, site):
    pages = [name for name in files if name.endswith(".html")]
    before = time.process_time()
    assert list(find_faults(pages, files.__getitem__, site)) == []
    assert (time.process_time() - before) / len(pages) < 0.02  # measured: 0.001


# --- builds and copies


def test_a_build_with_something_else_in_it_fails_and_leaves_nothing(tmp_path, write_docs, run_ungated, articles):
    docs = write_docs(tmp_path / "docs", articles[2:3])
    (docs / "assets").mkdir()
    (docs / "assets" / "evil.svg").write_bytes(DRAWING)
    done = run_ungated(docs, tmp_path / "site")
    assert done.returncode != 0
    assert "1 thing was built that may not be published:\nassets/evil.svg: is of a kind" in done.stderr
    assert "so that it is not published" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "site").iterdir()) == []


def test_bulletin_build_fails_too_and_names_a_configuration_by_a_relative_path(tmp_path, write_docs, articles):
    docs = write_docs(tmp_path / "docs", articles[2:3])
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").replace("  - hooks/page_gate.py\n", "")
    text = text.replace("hooks/", f"{REPOSITORY.as_posix()}/hooks/")
    (tmp_path / "mkdocs.yml").write_text(
        text.replace("- hooks\n", f"- {REPOSITORY.as_posix()}/hooks\n"), encoding="utf-8"
    )

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "", "PYTHONPATH": str(REPOSITORY)}
        return subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    sound = run("-m", "mkdocs", "build", "--config-file", "mkdocs.yml")
    assert sound.returncode == 0, sound.stderr
    assert (tmp_path / "site" / "assets" / "bulletin.css").is_file()
    (docs / "articles" / "2020" / "a.png").write_bytes(b"<script>ran=1</script>")
    done = run("-c", "from importer.cli import main; main()", "build")
    assert done.returncode == 1
    assert "articles/2020/a.png: is no picture of the kind that its name says" in done.stderr
    assert not (tmp_path / "site" / "index.html").exists()


def test_a_copy_of_a_site_with_something_else_in_it_is_not_packed(tmp_path, invented_site, write_docs, articles):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    page = site / ARTICLE
    page.write_text(page.read_text(encoding="utf-8").replace(TEXT, f"{TEXT}<script>ran=1</script>"), encoding="utf-8")
    bulletin = read_bulletin(write_docs(tmp_path / "docs", articles))
    with pytest.raises(
        CannotBundle, match=f"{ARTICLE}:[0-9]+: “<script>” may not stand|{ARTICLE}:[0-9]+: “<script>” stands"
    ):
        write_bundle(site, bulletin, EDITION, tmp_path / "copy.zip")
    assert not (tmp_path / "copy.zip").exists()


def test_a_site_that_offers_its_copy_is_still_sound(tmp_path, invented_site, write_docs, articles):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    bulletin = read_bulletin(write_docs(tmp_path / "docs", articles))
    publish_bundle(site, write_bundle(site, bulletin, EDITION, tmp_path / "copy.zip"), EDITION)
    assert find_site_faults(site, "", {}, read_own_files()) == []


def test_a_heading_with_the_name_of_a_part_of_ours_gets_another(build, articles):
    text = "## Bulletin search\n\na [b](#text-bulletin-search)\n\n## Bulletin\n\nc\n\n## Bulletin citation\n\nd"
    site = build([replace(articles[2], body=text)])
    page = (site / "articles" / "2020" / "bus-plan.html").read_text(encoding="utf-8")
    assert '<h2 id="text-bulletin-search">' in page
    assert '<a href="#text-bulletin-citation">Bulletin citation</a>' in page
    assert find_site_faults(site, "", {}, read_own_files()) == []


def test_a_link_of_a_text_to_another_website_passes_nothing_on(build, articles):
    text = '[a](https://westmere.example/a?b=1&c=2 "d") <https://westmere.example/> [e](../../help.md)'
    site = build([replace(articles[2], body=text)])
    page = (site / "articles" / "2020" / "bus-plan.html").read_text(encoding="utf-8")
    assert f'<a href="https://westmere.example/a?b=1&amp;c=2" title="d"{REL}>a</a>' in page
    assert f'<a href="https://westmere.example/"{REL}>' in page
    assert '<a href="../../help.html">e</a>' in page


def test_the_pages_of_a_copy_are_those_of_the_site_for_the_gate_too(files, copy_files):
    """What stands in a comment of the website's pages was looked at as it stands in the copy."""
    page = files["help.html"].decode()
    assert page.count("<!--offline:") == page.count("-->") - page.count("online-->") > 3
    assert "<iframe" in render_offline_page(page, EDITION)
