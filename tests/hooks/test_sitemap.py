"""What search engines are told: every page that may be found, with the day of its last change where that is known."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from tests.hooks.conftest import SITE_ADDRESS

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries_of(site: Path) -> dict[str, str | None]:
    """The day of the last change, or None, by the address of the page."""
    root = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314 - our own
    assert root.tag == f"{SITEMAPS}urlset"
    pairs = [(entry.findtext(f"{SITEMAPS}loc"), entry.findtext(f"{SITEMAPS}lastmod")) for entry in root]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_the_sitemap_names_every_page_that_may_be_found_and_no_other(published_site):
    pages = {path.relative_to(published_site).as_posix() for path in published_site.glob("**/*.html")}
    hidden = {name for name in pages if "noindex" in (published_site / name).read_text(encoding="utf-8")}
    assert {"404.html", "times-tables.html"} <= hidden
    assert set(entries_of(published_site)) == {SITE_ADDRESS + name for name in pages - hidden}


@pytest.mark.parametrize(
    ("page", "day"),
    [
        pytest.param("articles/2023/kite-club-warning.html", "2024-01-09", id="revised"),
        pytest.param("articles/2022/hostile-header.html", "2022-03-01", id="published"),
        pytest.param("articles/2023/kite-club-second-report.html", None, id="only-month-known"),
        pytest.param("articles/2020/bus-plan.html", None, id="only-year-known"),
        pytest.param("articles/undated/harbour-swimming.html", None, id="no-date"),
        pytest.param("index.html", None, id="no-article"),
    ],
)
def test_a_page_has_the_day_of_its_last_change_only_where_it_is_known(published_site, page, day):
    assert entries_of(published_site)[SITE_ADDRESS + page] == day


def test_without_a_known_address_there_is_no_sitemap(invented_site):
    assert list(invented_site.glob("sitemap*")) == []
    assert "Sitemap:" not in (invented_site / "robots.txt").read_text(encoding="utf-8")


def test_the_sitemap_does_not_tell_when_it_was_built(build, published_site, articles, monkeypatch):
    monkeypatch.setenv("BULLETIN_SITE_URL", SITE_ADDRESS)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    again = build(articles)
    assert (again / "sitemap.xml").read_bytes() == (published_site / "sitemap.xml").read_bytes()
    assert [path.name for path in again.glob("sitemap*")] == ["sitemap.xml"]


def test_a_page_can_ask_not_to_be_found(tmp_path, write_docs, run_mkdocs, monkeypatch):
    monkeypatch.setenv("BULLETIN_SITE_URL", SITE_ADDRESS)
    docs = write_docs(tmp_path / "docs", [])
    (docs / "private.md").write_text("---\ntitle: Private\nrobots: noindex\n---\n\nText\n", encoding="utf-8")
    done = run_mkdocs(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert SITE_ADDRESS + "private.html" not in entries_of(tmp_path / "site")
    page = (tmp_path / "site" / "private.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(("site", "sitemaps"), [("invented_site", None), ("published_site", ["sitemap.xml"])])
def test_every_robot_may_read_everything(request, site, sitemaps):
    robots = RobotFileParser()
    robots.parse((request.getfixturevalue(site) / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.can_fetch("AnyRobot", SITE_ADDRESS + "articles/2023/kite-club-warning.html")
    assert robots.site_maps() == (sitemaps and [SITE_ADDRESS + name for name in sitemaps])
