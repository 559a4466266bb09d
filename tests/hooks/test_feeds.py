"""The feeds hold to RFC 4287 and JSON Feed 1.1, tell no day that is not known and no more than may be shown."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks.library.bulletin import Bulletin, assemble_bulletin
from hooks.library.feeds import (
    DAY_NOT_KNOWN,
    NEWEST,
    absolute_or_relative,
    entry_id,
    render_content,
    render_feeds,
)
from hooks.library.whole_site import Site
from importer.records import Article
from importer.vocabulary import ContentWarning, Source, Topic, Vocabulary

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HERE = Site("Kite Bulletin", "News of kites.")
PUBLISHED = Site("Kite Bulletin", "News of kites.", "https://bulletin.example/kites/")
VOCABULARY = Vocabulary(
    topics=(Topic("schools", "Schools & colleges", "News for schools."), Topic("courts", "Courts", "Cases.")),
    sources=(
        Source("Westmere Council", licence="OGL-3.0", home="https://westmere.example/"),
        Source("Excerpt Gazette", show="excerpt"),
        Source("Headline Times", show="link"),
    ),
    helplines=(),
    content_warnings=(ContentWarning("Tells of rain.", 1, ("puddle",)),),
)
# RFC 3339 as RFC 4287 wants it: `T` and `Z` in capitals
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def article(slug: str = "kites", date: str = "2023-12-05", **fields: object) -> Article:
    values = {
        "title": f"About {slug}",
        "source": "Westmere Council",
        "topics": ("schools",),
        "summary": f"In short about {slug}.",
        "path": f"articles/{date[:4] or 'undated'}/{slug}.md",
        **fields,
    }
    return Article(date=date, **values)


def feeds_of(*articles: Article, body: str = "<p>All about it.</p>", site: Site = HERE) -> dict[str, bytes]:
    bulletin = bulletin_of(articles)
    return render_feeds(bulletin, dict.fromkeys(bulletin.by_path, body), site)


def bulletin_of(articles: Iterable[Article]) -> Bulletin:
    return assemble_bulletin(articles, VOCABULARY)


def entries_of(*articles: Article, **options: object) -> list[ET.Element]:
    return ET.fromstring(feeds_of(*articles, **options)["feed.xml"]).findall(f"{ATOM}entry")  # noqa: S314 - our own


def items_of(*articles: Article, **options: object) -> list[dict[str, object]]:
    return json.loads(feeds_of(*articles, **options)["feed.json"])["items"]


def text_of(element: ET.Element, tag: str) -> str | None:
    return element.findtext(ATOM + tag)


def links_of(element: ET.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def faults_of(atom: bytes) -> list[str]:
    """What RFC 4287 forbids or misses in a feed, sections 4.1.1 and 4.1.2; empty if nothing."""
    assert re.search(rb"\bns\d|xmlns:", atom) is None
    root = ET.fromstring(atom)  # noqa: S314 - our own
    found = [f"the root is {root.tag}"] if root.tag != f"{ATOM}feed" else []
    entries = root.findall(f"{ATOM}entry")
    ids = [text_of(entry, "id") for entry in entries]
    found += [f"the id {name} stands twice" for name in set(ids) if ids.count(name) > 1]
    for element in (root, *entries):
        for tag in ("id", "title", "updated"):
            if len(element.findall(ATOM + tag)) != 1 or not (text_of(element, tag) or "").strip():
                found.append(f"{tag} is not there exactly once")
        for tag in ("content", "summary", "published", "rights", "subtitle", "generator", "logo", "icon"):
            if len(element.findall(ATOM + tag)) > 1:
                found.append(f"{tag} is there more than once")
        times = [text_of(element, "updated") or "", *(one.text or "" for one in element.findall(f"{ATOM}published"))]
        found += [f"{time} is no time" for time in times if not (TIME.fullmatch(time) and datetime.fromisoformat(time))]
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        if len(alternates) != 1 or not all(link.get("href") for link in element.findall(f"{ATOM}link")):
            found.append("its page is not linked exactly once")
        if urlsplit(text_of(element, "id") or "").scheme != "urn":
            found.append("an id is not absolute")
        found += ["a category without a term" for one in element.findall(f"{ATOM}category") if not one.get("term")]
    for entry in entries:
        names = [person.findtext(f"{ATOM}name") for person in entry.findall(f"{ATOM}author")]
        if not names or not all(names):
            found.append("an entry without an author")
        if not (text_of(entry, "title") or "").strip():
            found.append("an entry without a title")
    return found


def json_faults_of(text: bytes) -> list[str]:
    """What JSON Feed 1.1 misses in a feed; empty if nothing."""
    feed = json.loads(text)
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["the version"]
    found += [] if isinstance(feed["title"], str) and isinstance(feed["items"], list) else ["title or items"]
    ids = [item["id"] for item in feed["items"]]
    found += [] if len(set(ids)) == len(ids) else ["an id stands twice"]
    for item in feed["items"]:
        found += [] if isinstance(item["id"], str) and item["id"] else ["an item without id"]
        found += [] if item.get("content_html") or item.get("content_text") else [f"{item['id']} has no content"]
        times = [item[name] for name in ("date_published", "date_modified") if name in item]
        found += [f"{time} is no time" for time in times if not (TIME.fullmatch(time) and datetime.fromisoformat(time))]
        found += [] if all(author.get("name") for author in item["authors"]) else ["an author without a name"]
        found += [] if all(isinstance(tag, str) for tag in item["tags"]) else ["a tag that is no text"]
    return found


# --- whole sites


@pytest.fixture(params=["invented_site", "own_site", "published_site"])
def site(request) -> Path:
    return request.getfixturevalue(request.param)


def atom_feeds(site: Path) -> list[Path]:
    return [site / "feed.xml", *sorted((site / "topics").glob("*.xml"))]


def test_every_feed_of_a_site_is_valid(site):
    assert len(atom_feeds(site)) > 2
    for path in atom_feeds(site):
        assert faults_of(path.read_bytes()) == [], path.name
        parsed = feedparser.parse(path.read_bytes())
        assert (parsed.bozo, parsed.version) == (0, "atom10"), path.name
        assert parsed.entries
    assert json_faults_of((site / "feed.json").read_bytes()) == []


def test_every_link_of_a_feed_to_its_site_leads_to_a_page(site):
    root = "https://bulletin.example/kites/"
    for path in [*atom_feeds(site), site / "feed.json"]:
        place = urljoin(root, path.relative_to(site).as_posix())
        text = path.read_text(encoding="utf-8")
        found = re.findall(r'rel="alternate"[^>]* href="([^"]+)"|"(?:url|home_page_url)": "([^"]+)"', text)
        targets = [urljoin(place, atom or json_feed) for atom, json_feed in found]
        assert len(targets) > 1
        missing = [link for link in targets if not (site / unquote(link.removeprefix(root))).is_file()]
        assert missing == [], path.name


def test_a_site_with_a_known_address_writes_every_link_of_its_feeds_in_full(published_site):
    for path in atom_feeds(published_site):
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own
        place = f"https://bulletin.example/kites/{path.relative_to(published_site).as_posix()}"
        assert links_of(root)["self"] == place
        for link in root.iter(f"{ATOM}link"):
            assert link.get("href").startswith("https://")
    feed = json.loads((published_site / "feed.json").read_bytes())
    assert feed["feed_url"] == "https://bulletin.example/kites/feed.json"
    assert all(item["url"].startswith("https://bulletin.example/kites/articles/") for item in feed["items"])


def test_a_site_without_a_known_address_invents_none(invented_site):
    for path in atom_feeds(invented_site):
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own
        assert "self" not in links_of(root)
        for element in (root, *root.findall(f"{ATOM}entry")):
            assert urlsplit(links_of(element)["alternate"])[:2] == ("", "")


def test_a_page_offers_only_feeds_that_there_are(site):
    for page in site.glob("**/*.html"):
        for link in re.findall(r'<(?:a|link) [^>]*href="([^"]+\.(?:xml|json))"', page.read_text(encoding="utf-8")):
            where = site if link.startswith("/") else page.parent
            assert (where / link.removeprefix("/kites").lstrip("/")).is_file(), (page, link)


def test_the_feed_of_a_topic_is_offered_on_its_page(invented_site):
    page = (invented_site / "topics" / "courts.html").read_text(encoding="utf-8")
    assert re.search(
        r'<link rel="alternate" type="application/atom\+xml" title="[^"]+: Courts" href="courts.xml">', page
    )
    assert not (invented_site / "topics" / "transport.xml").exists()  # its one article is of “2020”
    assert "transport.xml" not in (invented_site / "topics" / "transport.html").read_text(encoding="utf-8")


def test_every_topic_with_a_feed_offers_it_to_readers_and_to_programs(site):
    feeds = sorted((site / "topics").glob("*.xml"))
    assert feeds
    for feed in feeds:
        page = feed.with_suffix(".html").read_text(encoding="utf-8")
        assert re.search(rf'<link [^>]*href="{feed.name}"', page), feed.name
        assert re.search(rf'<a [^>]*href="{feed.name}"', page), feed.name


def test_two_builds_of_the_same_pages_give_the_same_feeds(build, invented_site, articles):
    again = build(articles)
    for path in [*atom_feeds(invented_site), invented_site / "feed.json"]:
        assert (again / path.relative_to(invented_site)).read_bytes() == path.read_bytes(), path.name


def test_a_hostile_headline_is_plain_text_in_every_feed(invented_site, hostile_title):
    titles = [
        text_of(entry, "title")
        for entry in ET.parse(invented_site / "feed.xml").getroot().findall(f"{ATOM}entry")  # noqa: S314 - our own
    ]
    assert hostile_title in titles
    parsed = feedparser.parse((invented_site / "feed.xml").read_bytes(), sanitize_html=False)
    (detail,) = [entry.title_detail for entry in parsed.entries if entry.title == hostile_title]
    assert detail.type == "text/plain"
    assert hostile_title in [item["title"] for item in json.loads((invented_site / "feed.json").read_bytes())["items"]]


def test_no_feed_holds_a_script_from_a_header(invented_site):
    for entry in ET.parse(invented_site / "feed.xml").getroot().findall(f"{ATOM}entry"):  # noqa: S314 - our own
        assert "<script" not in (text_of(entry, "content") or "")
        assert [link for link in links_of(entry).values() if re.search(r"javascript:|[<>\"]", link)] == []


# --- which articles, in which order, with which times


def test_the_newest_come_first_and_there_are_no_more_than_thirty():
    articles = [article(f"kite-{day:02}", f"2023-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 29)]
    articles = [replace(one, path=f"articles/2023/{one.date}.md") for one in articles]
    times = [text_of(entry, "updated") for entry in entries_of(*articles)]
    assert times == sorted((f"{one.date}T00:00:00Z" for one in articles), reverse=True)[:NEWEST]


def test_an_article_of_unknown_day_is_in_no_atom_feed_and_the_feed_says_so():
    feeds = feeds_of(article("day"), article("month", "2023-12"), article("year", "2023"), article("none", ""))
    for place in ("feed.xml", "topics/schools.xml"):
        root = ET.fromstring(feeds[place])  # noqa: S314 - our own
        assert [text_of(entry, "title") for entry in root.findall(f"{ATOM}entry")] == ["About day"]
        assert text_of(root, "subtitle").endswith(DAY_NOT_KNOWN)


def test_a_known_day_of_revision_is_day_enough_but_no_day_of_publication():
    (entry,) = entries_of(article("month", "2023-12", updated="2024-01-09"))
    assert (text_of(entry, "updated"), text_of(entry, "published")) == ("2024-01-09T00:00:00Z", None)


@pytest.mark.parametrize(
    ("revised", "updated"),
    [
        pytest.param("", "2023-12-05T00:00:00Z", id="never"),
        pytest.param("2024-01-09", "2024-01-09T00:00:00Z", id="day-known"),
        pytest.param("2024-01", "2023-12-05T00:00:00Z", id="only-month-known"),
    ],
)
def test_an_entry_was_updated_when_its_text_says_it_was(revised, updated):
    (entry,) = entries_of(article(updated=revised))
    assert text_of(entry, "updated") == updated
    assert text_of(entry, "published") == "2023-12-05T00:00:00Z"


def test_a_feed_was_updated_when_the_latest_of_its_entries_was():
    feeds = feeds_of(article("revised", "2021-05-01", updated="2024-02-02"), article("new", "2023-12-05"))
    assert text_of(ET.fromstring(feeds["feed.xml"]), "updated") == "2024-02-02T00:00:00Z"  # noqa: S314 - our own


def test_a_topic_none_of_whose_articles_has_a_day_has_no_feed():
    assert set(feeds_of(article("day"), article("year", "2023", topics=("courts",)))) == {
        "feed.json", "feed.xml", "topics/schools.xml",
    }  # fmt: skip


def test_a_bulletin_without_articles_has_an_empty_json_feed_and_no_atom_feed():
    feeds = feeds_of()
    assert set(feeds) == {"feed.json"}
    assert json_faults_of(feeds["feed.json"]) == []


def test_the_json_feed_ends_with_the_articles_of_unknown_day_however_many_others_there_are():
    many = [article(f"kite-{number}", f"2023-01-{number % 28 + 1:02}") for number in range(NEWEST + 5)]
    items = items_of(*many, article("month", "2024-12"), article("none", ""))
    assert len(items) == NEWEST + 2
    assert [item["title"] for item in items[NEWEST:]] == ["About month", "About none"]
    assert [("date_published" in item) for item in items] == [True] * NEWEST + [False] * 2


def test_the_json_feed_tells_each_day_that_is_known():
    (item,) = items_of(article("month", "2023-12", updated="2024-01-09"))
    assert (item.get("date_published"), item["date_modified"]) == (None, "2024-01-09T00:00:00Z")
    (item,) = items_of(article("day", updated="2024-01"))
    assert (item["date_published"], item.get("date_modified")) == ("2023-12-05T00:00:00Z", None)


# --- ids


def test_an_articles_id_outlives_a_new_date_folder_title_and_host():
    before = article()
    after = replace(before, path="articles/2024/kites.md", date="2024-01-01", title="New", topics=("courts",))
    (first,) = entries_of(before)
    (second,) = entries_of(after, site=PUBLISHED)
    assert text_of(first, "id") == text_of(second, "id") == items_of(after)[0]["id"]


def test_the_ids_that_feed_readers_already_know_stay():
    (shown,) = bulletin_of([article()]).articles
    assert entry_id(shown) == "urn:uuid:08a9a1d9-ce3d-53c3-b7e8-2fd7375c438d"
    roots = {place: ET.fromstring(text) for place, text in feeds_of(article()).items() if place.endswith("xml")}  # noqa: S314
    assert {place: text_of(root, "id") for place, root in roots.items()} == {
        "feed.xml": "urn:uuid:9c2af4c1-a0ab-5a12-92fc-de4d12ddd605",
        "topics/schools.xml": "urn:uuid:8c31be5c-9e67-59d1-a120-98ce63176836",
    }


# --- what an entry holds


def test_an_entry_names_its_writer_source_topics_terms_and_original():
    (entry,) = entries_of(article(author="Robin Sparrow", url="https://westmere.example/kites?a=1&b=2"))
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Robin Sparrow"
    assert entry.findtext(f"{ATOM}contributor/{ATOM}name") == "Westmere Council"
    (category,) = entry.findall(f"{ATOM}category")
    assert category.attrib == {"term": "schools", "label": "Schools & colleges"}
    assert text_of(entry, "rights") == "Published under the Open Government Licence, version 3.0."
    assert links_of(entry)["via"] == "https://westmere.example/kites?a=1&b=2"


def test_without_a_credited_writer_the_source_is_the_author():
    (entry,) = entries_of(article())
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Westmere Council"
    assert entry.find(f"{ATOM}contributor") is None


def test_nothing_is_said_of_the_terms_of_a_source_that_no_list_knows():
    (entry,) = entries_of(article(source="An Unlisted Bulletin"))
    assert text_of(entry, "rights") is None


@pytest.mark.parametrize(
    ("source", "summary", "content"),
    [
        pytest.param("Westmere Council", "In short about kites.", "<p>All about it.</p>", id="full"),
        pytest.param("Excerpt Gazette", "In short about kites.", None, id="excerpt"),
        pytest.param("Headline Times", None, None, id="link"),
    ],
)
def test_a_feed_holds_no_more_of_an_article_than_may_be_shown(source, summary, content):
    one = article(source=source, url="https://elsewhere.example/kites")
    (entry,) = entries_of(one)
    assert text_of(entry, "summary") == summary
    assert (text_of(entry, "content") or "").startswith(content or "")
    assert (entry.find(f"{ATOM}content") is None) == (content is None)
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == source
    assert links_of(entry)["via"] == "https://elsewhere.example/kites"
    (item,) = items_of(one)
    assert item.get("summary") == summary
    assert ("All about it." in json.dumps(item)) == (content is not None)
    assert ("In short" in json.dumps(item)) == (summary is not None)
    assert f"From {source}." in item.get("content_html", item.get("content_text"))


def test_a_publisher_that_allows_less_than_the_source_is_heeded():
    (entry,) = entries_of(article(publisher="Headline Times"))
    assert (text_of(entry, "summary"), text_of(entry, "content")) == (None, None)


def test_the_content_note_comes_first_and_the_source_last():
    content = text_of(
        entries_of(article(content_note="Tells of <rain>.", url="https://westmere.example/a?b=1&c=2"))[0], "content"
    )
    assert content.splitlines() == [
        "<p><strong>Content note:</strong> Tells of &lt;rain&gt;.</p>",
        "<p>All about it.</p>",
        '<p>From Westmere Council. <a href="https://westmere.example/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">'
        "Read the original on westmere.example</a>.</p>",
    ]


def test_an_original_of_which_only_the_home_page_is_known_is_not_passed_off_as_the_article():
    one = article(url="https://www.westmere.example/")
    assert "Of the original only the home page is known" in text_of(entries_of(one)[0], "content")
    assert "external_url" not in items_of(one)[0]


def test_a_summary_that_tells_what_the_content_note_warns_of_gives_way_to_the_note():
    one = article(content_note="Tells of rain.", summary="A kite fell into a puddle.")
    assert text_of(entries_of(one)[0], "summary") == "Content note: Tells of rain."
    assert items_of(one)[0]["summary"] == "Content note: Tells of rain."


def test_the_note_stands_before_a_summary_that_may_stay():
    one = article(content_note="Tells of rain.", source="Excerpt Gazette")
    assert text_of(entries_of(one)[0], "summary") == "Content note: Tells of rain. In short about kites."


def test_a_text_in_another_language_says_which():
    one = article(lang="cy", content_note="Tells of rain.")
    (entry,) = entries_of(one)
    assert entry.get(LANG) == "cy"
    assert entry.find(f"{ATOM}category").get(LANG) == entry.find(f"{ATOM}rights").get(LANG) == "en-GB"
    assert '<div lang="cy"><p>All about it.</p></div>' in text_of(entry, "content")
    root = ET.fromstring(feeds_of(one)["feed.xml"])  # noqa: S314 - our own
    assert root.get(LANG) == "en-GB"
    assert items_of(one)[0]["language"] == "cy"


# --- links in the text


@pytest.mark.parametrize(
    ("link", "moved", "in_full"),
    [
        pytest.param("../2020/bus.html#why", "../articles/2020/bus.html#why", "articles/2020/bus.html#why", id="page"),
        pytest.param("#why", "../articles/2023/kites.html#why", "articles/2023/kites.html#why", id="own-heading"),
        pytest.param("../../search.html?q=a&amp;b", "../search.html?q=a&amp;b", "search.html?q=a&amp;b", id="query"),
    ],
)
def test_a_link_of_the_text_leads_to_the_same_page_from_a_feed(link, moved, in_full):
    (shown,) = bulletin_of([article()]).articles
    body = f'<p><a href="{link}">there</a></p>'
    assert f'<a href="{moved}">' in render_content(shown, body, "topics/schools.xml", "")
    assert f'<a href="{PUBLISHED.address}{in_full}">' in render_content(shown, body, "feed.xml", PUBLISHED.address)


@pytest.mark.parametrize("link", ["https://elsewhere.example/a?b=1&amp;c", "mailto:kites@westmere.example", "tel:999"])
def test_a_link_to_elsewhere_stays(link):
    (shown,) = bulletin_of([article()]).articles
    assert f'<a href="{link}">' in render_content(shown, f'<a href="{link}">x</a>', "feed.xml", PUBLISHED.address)


@pytest.mark.parametrize("link", ["javascript:x()", "JavaScript&#58;x()", " java&#10;script:x()", "data:text/html,x"])
def test_a_link_that_runs_something_loses_its_address(link):
    (shown,) = bulletin_of([article()]).articles
    assert "<a>x</a>" in render_content(shown, f'<a href="{link}">x</a>', "feed.xml", "")


def test_text_that_only_looks_like_a_link_stays():
    (shown,) = bulletin_of([article()]).articles
    body = '<p>Write &lt;a href="../page.html"&gt; or href="x" like this.</p>'
    assert body in render_content(shown, body, "feed.xml", PUBLISHED.address)


def test_a_page_is_named_from_the_feeds_own_place():
    assert absolute_or_relative("topics/a.html", "topics/a.xml", "") == "a.html"
    assert absolute_or_relative("articles/2023/a.html", "topics/a.xml", "") == "../articles/2023/a.html"
    assert absolute_or_relative("index.html", "feed.xml", "https://a.example/b/") == "https://a.example/b/index.html"


# --- any text


@given(st.text(min_size=1), st.text(), st.text())
def test_any_title_summary_and_text_make_a_feed_that_can_be_read(title, summary, body):
    feeds = feeds_of(article(title=title + "x", summary=summary, author=title), body=body)
    assert [fault for fault in faults_of(feeds["feed.xml"]) if "author" not in fault] == []
    assert json_faults_of(feeds["feed.json"]) == []


def test_characters_that_xml_cannot_hold_are_left_out():
    one = article(title="Kites\x00\x0b\ufffe\ud800 & clouds", url="https://westmere.example/\x01a")
    (entry,) = entries_of(one, body="<p>Wind\x1f</p>")
    assert text_of(entry, "title") == "Kites & clouds"
    assert "<p>Wind</p>" in text_of(entry, "content")
    assert links_of(entry)["via"] == "https://westmere.example/%01a"
    assert items_of(one)
