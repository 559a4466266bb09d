"""The offline copy as a zip: what is in it, and that the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from hooks.library.bundle import CannotBundle, path_complaints, publish_bundle, write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import read_bulletin

EDITION = Edition(date(2026, 11, 5), "The Bulletin", "https://bulletin.example/")


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory, write_docs, articles):
    return read_bulletin(write_docs(tmp_path_factory.mktemp("docs") / "docs", articles))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, invented_site, bulletin):
    return write_bundle(invented_site, bulletin, EDITION, tmp_path_factory.mktemp("dist") / "copy.zip")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory, bundle):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(bundle.path) as archive:
        archive.extractall(folder)
    return folder / "bulletin"


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_input_gives_the_same_bytes(tmp_path, invented_site, bulletin, bundle):
    again = write_bundle(invented_site, bulletin, EDITION, tmp_path / "again.zip")
    assert again.sha256 == bundle.sha256


def test_the_start_comes_first_and_everything_lies_in_one_folder(bundle):
    names = zipfile.ZipFile(bundle.path).namelist()
    assert names[0] == "bulletin/START-HERE.html"
    assert names[1:] == sorted(names[1:])
    assert all(name.startswith("bulletin/") and len(name) <= 100 for name in names)


def test_times_and_rights_are_fixed(bundle):
    infos = zipfile.ZipFile(bundle.path).infolist()
    assert {(info.date_time, info.external_attr >> 16, info.create_system) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644, 3)
    }


def test_the_pages_are_those_of_the_site_at_the_same_addresses(invented_site, unpacked):
    site = {name for name in files_below(invented_site) if name.endswith(".html")} - {"404.html"}
    assert {name for name in files_below(unpacked) if name.endswith(".html")} == site | {
        "START-HERE.html", "local/contacts.html",
    }  # fmt: skip


def test_nothing_of_online_use_only_is_in_the_copy(unpacked):
    names = files_below(unpacked)
    strange = [
        name for name in names if re.search(r"feed\.|\.xml|robots|sitemap|404|social-card|\.map$|pf_|wasm", name)
    ]
    assert strange == []


def test_unzip_gives_the_same_files(tmp_path, bundle, unpacked):
    if shutil.which("unzip") is None:
        pytest.skip("there is no unzip here")
    subprocess.run(["unzip", "-q", bundle.path, "-d", tmp_path], check=True)
    assert files_below(tmp_path / "bulletin") == files_below(unpacked)


def test_every_link_within_the_copy_leads_to_a_file_of_it(unpacked):
    dead = []
    for name, content in files_below(unpacked).items():
        if not name.endswith(".html"):
            continue
        page = re.sub(r"<!--.*?-->", "", content.decode("utf-8"), flags=re.DOTALL)
        for link in re.findall(r"(?:href|src|action)=\"([^\"]*)\"", page):
            target = urlsplit(urljoin(f"http://copy/{name}", html.unescape(link)))
            if target.netloc == "copy" and not (unpacked / unquote(target.path).lstrip("/")).is_file():
                dead.append(f"{name}: {link}")
    assert dead == []


def test_every_page_says_the_day_of_the_copy_and_may_fetch_nothing(unpacked):
    for name, content in files_below(unpacked).items():
        page = content.decode("utf-8", errors="replace")
        if not name.endswith(".html") or re.search(r"times-tables|local/", name):
            continue
        assert 'This copy is from <time datetime="2026-11-05">5 November 2026</time>' in page, name
        assert "<!--online-->" not in page, name
        assert "<!--offline" not in page, name
        if name != "START-HERE.html" and not name.endswith("-mail.html"):
            assert page.count("Content-Security-Policy") == 1, name
            assert "content=\"default-src 'none'; " in page, name
            assert "connect-src" not in page, name


def test_a_page_inside_the_zip_viewer_says_to_unpack_first(unpacked):
    page = (unpacked / "index.html").read_text(encoding="utf-8")
    assert page.index("First unpack the whole zip.") < page.index("Skip to main content")
    assert ".extract-first, .script-missing { display: none; }" in (unpacked / "assets" / "offline.css").read_text(
        encoding="utf-8"
    )


def test_the_way_out_leads_to_a_page_of_the_copy(unpacked):
    page = (unpacked / "help.html").read_text(encoding="utf-8")
    assert re.findall(r'<a [^>]*href="([^"]*)"[^>]*data-exit ', page) == ["times-tables.html"] * 2


def test_the_schools_own_contacts_are_shown_with_the_help_lines(unpacked):
    assert '<iframe src="local/contacts.html"' in (unpacked / "help.html").read_text(encoding="utf-8")


def test_the_manifest_says_what_the_copy_is_and_lets_it_be_checked(unpacked):
    manifest = (unpacked / "MANIFEST.txt").read_text(encoding="utf-8")
    for line in (
        "Date: 5 November 2026", "Contents: all articles", "Articles: 30", "Website: https://bulletin.example/",
        "  Westmere Council: Published under the Open Government Licence, version 3.0.",
        "  An Unlisted Bulletin: Nos. 1–3: terms not known to us",
    ):  # fmt: skip
        assert line in manifest.splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in manifest.splitlines() if re.match(r"[0-9a-f]{64}  ", line))
    files = {name: content for name, content in files_below(unpacked).items() if name != "MANIFEST.txt"}
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_checksum_stands_beside_the_zip(bundle):
    sums = (bundle.path.parent / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == f"{hashlib.sha256(bundle.path.read_bytes()).hexdigest()}  copy.zip\n"


def test_the_site_offers_the_zip_with_size_and_checksum_and_the_copy_stays_the_same(
    tmp_path, invented_site, bulletin, bundle
):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    for _ in range(2):
        publish_bundle(site, bundle, EDITION)
    page = (site / "offline.html").read_text(encoding="utf-8")
    assert page.count(bundle.sha256) == 1
    assert f"{bundle.size_bytes / 1_000_000:.1f} MB, of 5 November 2026" in page
    assert (site / "download" / "copy.zip").read_bytes() == bundle.path.read_bytes()
    assert write_bundle(site, bulletin, EDITION, tmp_path / "again.zip").sha256 == bundle.sha256


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        pytest.param("articles/2023/" + "a" * 90 + ".html", "at most 100", id="long"),
        pytest.param("articles/2023/été.html", "not plain letters", id="not-ascii"),
        pytest.param("articles/2023/aux.html", "for a device", id="device"),
        pytest.param("con/a.html", "for a device", id="device-folder"),
        pytest.param("articles/a:b.html", "cannot hold this name", id="colon"),
        pytest.param("articles/dot./a.html", "cannot hold this name", id="ends-in-a-dot"),
        pytest.param("articles/conin$.html", "for a device", id="console"),
        pytest.param("articles/aux .html", "for a device", id="device-and-blank"),
        pytest.param(".git/config", "hidden file", id="hidden"),
    ],
)
def test_a_path_that_windows_cannot_unpack_is_named(name, complaint):
    (told,) = path_complaints([name, "index.html"])
    assert told.startswith(f"bulletin/{name}: ")
    assert complaint in told


def test_folders_that_differ_only_in_capitals_are_named():
    (told,) = path_complaints(["A/one.html", "a/two.html"])
    assert told == "bulletin/a/two.html: differs from bulletin/A only in capitals. Rename one of the two."


def test_paths_that_differ_only_in_capitals_are_named():
    (told,) = path_complaints(["a/B.html", "a/b.html"])
    assert told == "bulletin/a/b.html: differs from bulletin/a/B.html only in capitals. Rename one of the two."


def test_a_path_that_cannot_be_unpacked_fails_the_copy(tmp_path, invented_site, bulletin):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    (site / "assets" / "nul.png").write_bytes(b"")
    with pytest.raises(CannotBundle, match=r"bulletin/assets/nul\.png: Windows keeps this name for a device"):
        write_bundle(site, bulletin, EDITION, tmp_path / "copy.zip")
    assert not (tmp_path / "copy.zip").exists()


def test_a_site_that_is_not_built_or_not_of_these_pages_is_refused(tmp_path, invented_site, bulletin):
    with pytest.raises(CannotBundle, match="there is no built site"):
        write_bundle(tmp_path, bulletin, EDITION, tmp_path / "copy.zip")
    fewer = replace(bulletin, articles=bulletin.articles[1:])
    with pytest.raises(CannotBundle, match="not built from the pages as they are now"):
        write_bundle(invented_site, fewer, EDITION, tmp_path / "copy.zip")
    later = replace(bulletin, version="other contents")
    with pytest.raises(CannotBundle, match="not built from the pages as they are now"):
        write_bundle(invented_site, later, EDITION, tmp_path / "copy.zip")


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        pytest.param("assets/search.js", "lacks assets/search.js", id="script"),
        pytest.param("help.html", "lacks help.html", id="page"),
        pytest.param("pagefind", "has no search index", id="index"),
        pytest.param("pagefind/fragment", "of 30 texts", id="texts"),
    ],
)
def test_a_site_that_lost_something_is_refused_by_name(tmp_path, invented_site, bulletin, lost, told):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    if (site / lost).is_dir():
        shutil.rmtree(site / lost)
    else:
        (site / lost).unlink()
    with pytest.raises(CannotBundle, match=told):
        write_bundle(site, bulletin, EDITION, tmp_path / "copy.zip")


def test_what_leads_out_of_the_site_is_refused(tmp_path, invented_site, bulletin):
    site = tmp_path / "site"
    shutil.copytree(invented_site, site)
    (site / "assets" / "passwords.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(CannotBundle, match=r"passwords\.txt: leads out of the site"):
        write_bundle(site, bulletin, EDITION, tmp_path / "copy.zip")


def test_a_place_that_cannot_be_written_is_named_and_nothing_half_made_stays(tmp_path, invented_site, bulletin):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(CannotBundle, match="cannot be written"):
        write_bundle(invented_site, bulletin, EDITION, tmp_path / "file" / "copy.zip")
    assert list(tmp_path.rglob("*.part")) == []


def test_the_checksums_of_other_files_stay(tmp_path, invented_site, bulletin):
    (tmp_path / "SHA256SUMS").write_text("00  other.bin\n11  copy.zip\n", encoding="utf-8")
    made = write_bundle(invented_site, bulletin, EDITION, tmp_path / "copy.zip")
    sums = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == f"00  other.bin\n{made.sha256}  copy.zip\n"


def test_marks_of_the_copy_in_a_text_are_not_obeyed(tmp_path, write_docs, run_ungated, articles):
    text = (
        "Before.\n\n<!--online-->\n\nBetween.\n\n<!--/online-->\n\n<!--offline:<i>ran</i>-->\n\n"
        "After {copy-day} <!--online--> it."
    )
    docs = write_docs(tmp_path / "docs", [replace(articles[2], body=text)])
    done = run_ungated(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    write_bundle(tmp_path / "site", read_bulletin(docs), EDITION, tmp_path / "copy.zip")
    page = zipfile.ZipFile(tmp_path / "copy.zip").read("bulletin/articles/2020/bus-plan.html").decode()
    assert "Between." in page
    assert "<i>ran</i>" not in page
    assert "After {copy-day}" in page
    assert "Is a child in danger now?" in page


def test_a_small_edition_holds_only_articles_known_to_be_recent_enough(tmp_path, write_docs, articles):
    docs = write_docs(tmp_path / "docs", articles)
    assert {shown.year for shown in read_bulletin(docs, "2022-01").articles} == {"2022", "2023"}
    assert {shown.year for shown in read_bulletin(docs, "2023-12").articles} == {"2023"}
    assert "2020" in {shown.year for shown in read_bulletin(docs, "2020-01").articles}  # a bare year begins in January
    assert "2020" not in {shown.year for shown in read_bulletin(docs, "2020-02").articles}


def test_bulletin_bundle_makes_small_editions_and_names_them(tmp_path):
    command = [sys.executable, "-c", "from importer.cli import main; main()", "bundle", "--since", "2025-01"]
    out = tmp_path / "small.zip"
    done = subprocess.run([*command, "--date", "2026-11-05", "--out", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = zipfile.ZipFile(out).namelist()
    articles = [name for name in names if name.startswith("bulletin/articles/")]
    assert articles
    assert all(name.startswith("bulletin/articles/2025/") for name in articles)
    assert "SHA-256" in done.stdout
