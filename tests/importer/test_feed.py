"""RSS, Atom and WordPress exports become Items that say what the feed prints, and nothing is lost or invented."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from importer.describe import Description, make_describer
from importer.formats import feed
from importer.formats.feed_mend import TooBroken, mend_xml
from importer.limits import MOST_ELEMENTS, MOST_ITEM_CHARACTERS, MOST_ITEMS, MOST_LINES
from importer.pipeline import describe_document
from importer.read import parse_document
from importer.records import CannotImport, Document, Item, Note, Split
from importer.text import fold
from importer.vocabulary import read_vocabulary
from tests.examples import examples
from tests.importer.invented import TODAY, prose

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
LONG = prose(7, 12)


def read(content: str | bytes) -> Split:
    """A feed taken apart, recognised by its first bytes as `import` does."""
    data = content.encode() if isinstance(content, str) else content
    document = parse_document(data, "feed.xml")
    assert document.format == "feed"
    return feed.find_items(document)


def rss(*items: str, site: str = "https://rowan.example/", title: str = "Rowan Trust") -> str:
    inside = "\n".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel><title>{title}</title>\n'
        f"<link>{site}</link>\n{inside}\n</channel></rss>\n"
    )


def atom(*entries: str, head: str = "") -> str:
    inside = "\n".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Activity of Tern Council</title>\n'
        f'<link rel="alternate" href="https://tern.example/"/>{head}\n{inside}\n</feed>'
    )


def one(content: str | bytes) -> Item:
    (item,) = read(content).items
    return item


def text_of(item: Item) -> str:
    return "\n".join(line.text for line in item.body)


def doubts(split: Split) -> str:
    of_items = (note for item in split.items for note in item.doubts)
    return "\n".join(note.what for note in (*split.notes, *of_items) if note.is_doubt)


def told(split: Split) -> str:
    return "\n".join(str(note) for note in split.notes)


def described(content: str) -> list[Description]:
    describer = make_describer(read_vocabulary(DOCS), TODAY)
    return list(describe_document(parse_document(content.encode(), "feed.xml"), describer).descriptions)


# --- What each kind of feed calls its fields


def test_an_item_of_wordpress() -> None:
    split = read(
        rss(
            """<title>New guidance on &#8216;county lines&#8217; &amp;amp; more</title>
            <link>https://rowan.example/2025/02/07/lines/?utm_source=rss&#038;utm_medium=rss</link>
            <dc:creator><![CDATA[Marta Quill]]></dc:creator><pubDate>Fri, 07 Feb 2025 23:59:49 -0500</pubDate>
            <category><![CDATA[Criminal exploitation]]></category><category><![CDATA[Uncategorized]]></category>
            <guid isPermaLink="false">https://rowan.example/?p=12</guid>
            <description><![CDATA[<p>Schools have new guidance on children who [&#8230;]</p>
            <p>The post <a href="x">New guidance</a> appeared first on <a href="y">Rowan Trust</a>.</p>]]></description>
            <content:encoded><![CDATA[<p>Schools have new guidance on children who carry drugs.</p>

            <h2>Signs</h2><ul><li>New phones</li></ul><p>See the <a href="/guide.pdf?utm_source=x">guide</a>.</p>]]>
            </content:encoded>"""
        )
    )
    (item,) = split.items
    assert item.title == "New guidance on ‘county lines’ & more"
    assert item.url == "https://rowan.example/2025/02/07/lines/"
    assert item.guid == "https://rowan.example/?p=12"
    assert item.categories == ("Criminal exploitation",)
    assert item.publishers == ("Rowan Trust",)
    assert item.credits[0].text == "pubDate: Fri, 07 Feb 2025 23:59:49 -0500"
    assert [credit.author for credit in item.credits if credit.author] == ["Marta Quill"]
    assert item.excerpt == "Schools have new guidance on children who […]"
    assert [line.text for line in item.body if line.text] == [
        "Schools have new guidance on children who carry drugs.", "Signs", "New phones", "See the guide.",
    ]  # fmt: skip
    links = [link for line in item.body if line.markup for link in line.markup.links]
    assert [link.url for link in links] == ["https://rowan.example/guide.pdf"]
    assert not item.republished
    assert not split.notes


def test_items_and_their_lines_have_the_numbers_of_the_source() -> None:
    content = rss(
        "<title>One</title>\n<description><![CDATA[\n<p>First words.</p>\n\n\n<p>Second words.</p>]]></description>",
        f"\n<title>Two</title><description>{LONG}</description>",
    )
    items = read(content).items
    source = content.split("\n")
    assert [item.line for item in items] == [4, 10]
    assert source[3].startswith("<item><title>One")
    for line in items[0].body:
        assert line.text in source[line.number - 1]


def test_lines_are_right_beyond_the_65535th() -> None:
    content = rss(
        "<title>One</title><description>x y z</description>" + "\n" * 70_000, f"<title>Two</title>{'<a/>' * 3}"
    )
    assert [item.line for item in read(content).items] == [4, 70_005]


def test_rss_1() -> None:
    item = one(
        """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://lib.example/f"><title>Tern Library</title>
<link>https://lib.example/</link></channel>
<item rdf:about="https://lib.example/1"><title>Kinship care</title><link>https://lib.example/1</link>
<description>A report on kinship.</description><dc:creator>Dr. Ana de Souza</dc:creator><dc:date>2024-11-03</dc:date>
<dc:subject>Kinship</dc:subject><dc:source>Tern Journal</dc:source></item></rdf:RDF>"""
    )
    assert (item.title, item.url, item.guid) == ("Kinship care", "https://lib.example/1", "https://lib.example/1")
    assert item.categories == ("Kinship",)
    assert [credit.date_text for credit in item.credits if credit.date_text] == ["2024-11-03"]
    assert [credit.source for credit in item.credits if credit.source] == ["Tern Journal"]
    assert item.republished


def test_rss_091_with_its_document_type_and_entities_of_html() -> None:
    item = one(
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n<rss version="0.91"><channel><title>Old Mill</title>'
        "<link>http://oldmill.example/</link><item><title>Caf&eacute; \x96 open</title><link>/news/a.html</link>"
        "<description>&pound;2 each&nbsp;&amp; tea</description></item></channel></rss>".encode("latin-1").decode(
            "latin-1"
        )
    )
    assert item.url == "http://oldmill.example/news/a.html"
    assert fold(item.title).startswith("Café")
    assert fold(text_of(item)) == "£2 each & tea"


def test_atom() -> None:
    split = read(
        atom(
            """<id>tag:tern.example,2024:1</id><published>2024-04-20T23:50:00-05:00</published>
            <updated>2024-04-30T10:00:00Z</updated><link href="/news/b" xml:base="https://www.tern.example/x/"/>
            <link rel="replies" href="/no"/><author><name>Marta Quill</name></author>
            <title type="html">Ofsted &amp;amp; the &amp;lt;b&amp;gt;new&amp;lt;/b&amp;gt; framework</title>
            <category term="inspection" label="Inspection"/><summary>What will be inspected.</summary>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ofsted has <em>set</em> out a
            <a href="../c">plan</a>.</p><ul><li>One</li></ul></div></content>"""
        )
    )
    (item,) = split.items
    assert item.title == "Ofsted & the new framework"
    assert (item.url, item.guid) == ("https://www.tern.example/news/b", "tag:tern.example,2024:1")
    assert [line.text for line in item.body if line.text] == ["Ofsted has set out a plan.", "One"]
    assert item.body[0].markup is not None
    assert item.body[0].markup.links[0].url == "https://www.tern.example/c"
    assert item.excerpt == "What will be inspected."
    assert [credit.updated_text for credit in item.credits if credit.updated_text] == ["2024-04-30T10:00:00Z"]
    assert not any(credit.inferred_text for credit in item.credits)


def test_an_entry_taken_over_from_another_feed_names_it() -> None:
    entry = "<title>A</title><content>Text.</content><source><id>y</id><title>Harbour Police</title></source>"
    item = one(atom(entry))
    assert [credit.source for credit in item.credits] == ["Harbour Police"]
    assert item.republished
    own = "<title>A</title><source url='https://rowan.example/'>Rowan Trust</source><description>Text.</description>"
    assert not one(rss(own)).republished


def test_the_name_of_a_channel_loses_what_only_says_that_it_is_one() -> None:
    content = rss("<title>A</title><link>/a</link><description>Text.</description>", title="Tern Council: Latest news")
    assert described(content)[0].article.publisher == "Tern Council"


def test_atom_03_and_prefixes_of_their_own() -> None:
    item = one(
        """<?xml version="1.0"?><a:feed version="0.3" xmlns:a="http://purl.org/atom/ns#"><a:title>Tern</a:title>
        <a:entry><a:title mode="escaped" type="text/html">A &amp;amp; B</a:title>
        <a:issued>2004-05-06T10:00:00Z</a:issued>
        <a:link rel="alternate" type="text/html" href="https://tern.example/1"/><a:id>x</a:id>
        <a:content type="text/html" mode="escaped">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</a:content></a:entry>
        </a:feed>"""
    )
    assert (item.title, item.url, item.guid) == ("A & B", "https://tern.example/1", "x")
    assert [line.text for line in item.body if line.text] == ["One.", "Two."]
    assert item.credits[0].date_text == "2004-05-06T10:00:00Z"


def test_an_entry_that_says_only_when_it_was_updated_has_an_inferred_date() -> None:
    content = atom(
        "<title>Register</title><updated>2024-05-01T10:00:00+01:00</updated><summary>Councils keep it.</summary>"
    )
    (made,) = described(content)
    article = made.article
    assert (article.date, article.date_basis, article.updated) == ("2024-05-01", "inferred", "2024-05-01")
    assert article.date_evidence == "updated 2024-05-01T10:00:00+01:00"
    assert "only when the entry was last updated" in " ".join(article.notes)


def test_an_entry_updated_on_its_own_day_was_not_updated() -> None:
    entry = "<title>A</title><published>2024-05-01T01:00:00Z</published><updated>2024-05-01T09:00:00Z</updated>"
    assert not any(credit.updated_text for credit in one(atom(entry)).credits)


def test_entries_that_the_feed_withdraws_reach_the_editor() -> None:
    space = "http://purl.org/atompub/tombstones/1.0"
    gone = f'<at:deleted-entry xmlns:at="{space}" ref="tag:x,1" when="2024-05-02T00:00:00Z"/>'
    split = read(atom("<title>A</title><content>Text.</content>", head=gone))
    assert "withdraws the entry “tag:x,1” as of 2024-05-02" in doubts(split)
    assert [note.line for note in split.notes if "withdraws" in note.what] == [3]


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        pytest.param(
            "<link> https://a.example/1?fbclid=9&amp;id=2 \n</link>", "https://a.example/1?id=2", id="tracking"
        ),
        pytest.param("<link>/1</link>", "https://rowan.example/1", id="relative"),
        pytest.param("<guid>https://a.example/g</guid>", "https://a.example/g", id="guid-is-the-address"),
        pytest.param('<guid isPermaLink="false">https://a.example/g</guid>', "", id="guid-is-none"),
        pytest.param(
            '<link>https://feeds.example/~r/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://a.example/o</f:origLink>",
            "https://a.example/o",
            id="before-it-went-through-a-service",
        ),
        pytest.param(
            '<atom:link rel="alternate" href="https://a.example/2"/>', "https://a.example/2", id="atom-in-rss"
        ),
        pytest.param("<link>javascript:alert(1)</link>", "", id="no-address"),
        pytest.param(
            "<link>https://a.example/?a=1&amp;amp;b=2</link>", "https://a.example/?a=1&b=2", id="encoded-twice"
        ),
    ],
)
def test_the_address_of_an_item(fields: str, url: str) -> None:
    split = read(rss(f"<title>T</title>{fields}<description>Some text.</description>"))
    assert split.items[0].url == url
    assert ("gives no address" in doubts(split)) == (not url)


@pytest.mark.parametrize(
    ("field", "author"),
    [
        pytest.param("<dc:creator>Marta Quill</dc:creator>", "Marta Quill", id="person"),
        pytest.param(
            "<dc:creator>Émile van der Berg</dc:creator>", "Émile van der Berg", id="letters-of-other-languages"
        ),
        pytest.param("<author>desk@x.example (Marta Quill)</author>", "Marta Quill", id="mail-and-name"),
        pytest.param("<author>Marta Quill &lt;m@x.example&gt;</author>", "Marta Quill", id="name-and-mail"),
        pytest.param("<dc:creator>Marta Quill and Tom O’Dell</dc:creator>", "Marta Quill, Tom O’Dell", id="two"),
        pytest.param("<author>press@x.example</author>", "", id="mail"),
        pytest.param("<dc:creator>admin</dc:creator>", "", id="account"),
        pytest.param("<dc:creator>Web Editor</dc:creator>", "", id="desk"),
        pytest.param("<dc:creator>Tern Borough Council</dc:creator>", "", id="body"),
    ],
)
def test_only_persons_are_authors(field: str, author: str) -> None:
    item = one(rss(f"<title>T</title><description>Text.</description>{field}"))
    assert ", ".join(credit.author for credit in item.credits if credit.author) == author


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        pytest.param("2016/6/29", "2016-06-29", id="never-1-june"),
        pytest.param("Fri, 07 Feb 2025 23:59:49 -0800", "2025-02-07", id="the-printed-day"),
        pytest.param("Fri, 07 Feb 2025 09:00", "2025-02-07", id="no-zone"),
        pytest.param("Fri, 7 Feb 25 09:00 GMT", "2025-02-07", id="two-digit-year"),
        pytest.param("Sun, 07 Sept 2025 09:00:49 BST", "2025-09-07", id="sept"),
        pytest.param("Fri Feb  7 09:00:49 2025", "2025-02-07", id="c-library"),
        pytest.param("07/02/2025 09:00", "2025-02-07", id="british"),
        pytest.param("Tue, 30 Feb 2025 09:00:00 GMT", "", id="no-such-day"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 +0000", "", id="clock-never-set"),
        pytest.param("Samstag", "", id="unreadable"),
        pytest.param("", "", id="none"),
    ],
)
def test_dates_are_those_that_are_printed(printed: str, day: str) -> None:
    (made,) = described(rss(f"<title>T</title><pubDate>{printed}</pubDate><description>Words.</description>"))
    assert made.article.date == day
    assert made.article.date_basis == ("stated" if day else "")
    if day:
        assert made.article.date_evidence == f"pubDate: {fold(printed)}"


@pytest.mark.parametrize("printed", ["Samstag", "Thu, 01 Jan 1970 00:00:00 +0000"])
def test_a_date_that_cannot_be_one_is_a_doubt(printed: str) -> None:
    assert "the feed's date" in doubts(read(rss(f"<title>T</title><pubDate>{printed}</pubDate>")))


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        pytest.param("<![CDATA[A <em>new</em> start]]>", "A new start", id="tags"),
        pytest.param("&amp;amp;lt;b&amp;amp;gt;Bold&amp;amp;lt;/b&amp;amp;gt;", "Bold", id="encoded-three-times"),
        pytest.param("Under 5s: 3 &lt; 5 &gt; 2", "Under 5s: 3 < 5 > 2", id="signs-are-no-tags"),
        pytest.param("&lt;script&gt;x&lt;/script&gt;", "<script>x</script>", id="text-stays-text"),
        pytest.param("Line\n one &#160; two", "Line one two", id="white-space"),
        pytest.param("<![CDATA[<![CDATA[Twice]]>]]&gt;", "Twice", id="cdata-in-cdata"),
    ],
)
def test_headlines(printed: str, title: str) -> None:
    assert one(rss(f"<title>{printed}</title><description>Text.</description>")).title == title


def test_an_item_without_a_headline_takes_its_first_words_and_keeps_them_in_the_text() -> None:
    split = read(rss("<title/><description>The council opened a helpline. It is open daily.</description>"))
    assert split.items[0].title == "The council opened a helpline."
    assert text_of(split.items[0]) == "The council opened a helpline. It is open daily."
    assert "no headline" in doubts(split)


def test_an_item_with_nothing_to_read_is_left_out_aloud() -> None:
    split = read(rss("<link>https://rowan.example/9</link>", "<title>T</title>"))
    assert [item.title for item in split.items] == ["T"]
    assert "neither a headline nor a text" in doubts(split)


# --- Texts


def test_an_excerpt_is_doubted() -> None:
    label = "<a href='https://rowan.example/1'>Continue reading</a>"
    cut = f"<p>The council has opened a centre where parents&#8230; {label}</p>"
    split = read(rss(f"<title>T</title><link>https://rowan.example/1</link><description>{escape(cut)}</description>"))
    assert text_of(split.items[0]) == "The council has opened a centre where parents…"
    assert "no more than an excerpt of “T”" in doubts(split)
    assert "Continue reading" in told(split)


@pytest.mark.parametrize("tail", ["[…]", "[...]", "…", "...", "[&amp;#8230;]"])
def test_dots_at_its_end_mark_an_excerpt(tail: str) -> None:
    split = read(rss(f"<title>T</title><description>The council has opened a centre {tail}</description>"))
    assert "no more than an excerpt" in doubts(split)


def test_a_short_description_may_be_a_summary() -> None:
    assert "may hold no more than a summary" in doubts(read(rss("<title>T</title><description>A line.</description>")))
    assert "summary" not in doubts(read(rss(f"<title>T</title><description>{LONG}</description>")))


def test_a_description_that_says_more_than_the_text_is_kept() -> None:
    standfirst = "A standfirst that stands nowhere else says who paid for it all. " + "It was the town. " * 20
    body = "Pupils at Tern school have planted trees beside the river so that others may sit there."
    split = read(
        rss(f"<title>T</title><description>{standfirst}</description><content:encoded>{body}</content:encoded>")
    )
    assert fold(text_of(split.items[0])) == f"{fold(standfirst)} {body}"
    assert "above the text" in doubts(split)


def test_the_longer_of_two_texts_is_the_article_when_it_holds_the_other() -> None:
    item = one(rss(f"<title>T</title><description>{LONG}</description><content:encoded>{LONG[:200]}</content:encoded>"))
    assert fold(text_of(item)) == fold(LONG)


def test_a_short_description_of_its_own_is_the_excerpt() -> None:
    fields = f"<description>Who paid for the trees.</description><content:encoded>{LONG}</content:encoded>"
    item = one(rss(f"<title>T</title>{fields}"))
    assert item.excerpt == "Who paid for the trees."
    assert fold(text_of(item)) == fold(LONG)


def test_plain_text_keeps_its_lines() -> None:
    item = one(rss("<title>T</title><description>Dear all,\n\nBring a coat.\n• Lunch\n• Shoes</description>"))
    assert [line.text for line in item.body] == ["Dear all,", "", "Bring a coat.", "• Lunch", "• Shoes"]
    assert not any(line.markup for line in item.body)


def test_text_encoded_twice_is_decoded_and_told() -> None:
    split = read(
        rss("<title>T</title><description>&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.</description>")
    )
    assert [line.text for line in split.items[0].body if line.text] == ["One.", "Two."]
    assert "encoded twice" in told(split)


def test_a_head_that_only_repeats_the_fields_is_left_out() -> None:
    head = "<span>Foster week</span> <span>web.editor</span> <span>Mon, 07/03/2023 - 09:12</span><p>It is on.</p>"
    split = read(
        rss(f"<title>Foster week</title><dc:creator>web.editor</dc:creator><description>{escape(head)}</description>")
    )
    assert fold(text_of(split.items[0])) == "It is on."
    assert "repeats the item's own fields" in told(split)


def test_a_podcast_has_its_summary_for_a_text_only_where_there_is_no_other() -> None:
    summary = "<itunes:summary>What was said.</itunes:summary>"
    assert text_of(one(rss(f"<title>T</title>{summary}"))) == "What was said."
    assert text_of(one(rss(f"<title>T</title>{summary}<description>The notes.</description>"))) == "The notes."


def test_what_a_browser_would_hide_is_told() -> None:
    hidden = '<p>Seen.</p><div style="display:none">best casino online</div>'
    split = read(rss(f"<title>T</title><description>{escape(hidden)}</description>"))
    assert fold(text_of(split.items[0])) == "Seen."
    assert "casino" in told(split)


# --- WordPress exports


def export_item(kind: str, status: str, password: str = "", more: str = "") -> str:
    return (
        f"<title>{status} {kind}</title><content:encoded><![CDATA[Some text of it.]]></content:encoded>{more}"
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status><wp:post_password>{password}</wp:post_password>"
    )


@pytest.mark.parametrize(
    ("kind", "status", "password", "why"),
    [
        pytest.param("post", "draft", "", "it is a draft", id="draft"),
        pytest.param("post", "pending", "", "waits for review", id="pending"),
        pytest.param("post", "private", "", "it is private", id="private"),
        pytest.param("post", "trash", "", "thrown away", id="trash"),
        pytest.param("post", "future", "", "scheduled", id="scheduled"),
        pytest.param("post", "publish", "x", "a password protects it", id="password"),
        pytest.param("page", "publish", "", "it is a page of the site", id="page"),
        pytest.param("tribe_events", "publish", "", "of the site's own kind", id="other-kind"),
        pytest.param("attachment", "inherit", "", "attachments (pictures and files): 1", id="attachment"),
        pytest.param("nav_menu_item", "publish", "", "entries of menus: 1", id="menu"),
        pytest.param("revision", "inherit", "", "earlier versions of texts: 1", id="revision"),
    ],
)
def test_what_an_export_holds_besides_articles_is_left_out_aloud(
    kind: str, status: str, password: str, why: str
) -> None:
    split = read(rss(export_item("post", "publish"), export_item(kind, status, password)))
    assert [item.title for item in split.items] == ["publish post"]
    (note,) = (note for note in split.notes if why in note.what)
    assert note.is_doubt == (kind in {"page", "tribe_events"})


def test_a_post_of_an_export_has_the_paragraphs_that_its_site_shows() -> None:
    stored = """<strong>Open now</strong>

What parents said [sic] of it:
<ul>
 <li>Warm</li>
 <li>Near</li>
</ul>
[caption id="a" width="300"]<img src="x.jpg" alt="The door" /> The new door[/caption]
[gallery ids="1,2"]
[row]Last[/row] words.
Next line."""
    item = one(
        rss(
            f"<title>T</title><content:encoded><![CDATA[{stored}]]></content:encoded><wp:post_type>post</wp:post_type>"
            "<excerpt:encoded><![CDATA[In short.]]></excerpt:encoded><wp:status>publish</wp:status>"
            '<wp:post_date>2023-05-31 00:30:00</wp:post_date><category domain="post_format">Aside</category>'
            "<wp:comment><wp:comment_content>Buy pills</wp:comment_content></wp:comment>"
        )
    )
    assert [line.text for line in item.body if line.text] == [
        "Open now", "What parents said [sic] of it:", "Warm", "Near", "The door", "The new door", "Last words.",
        "Next line.",
    ]  # fmt: skip
    assert item.excerpt == "In short."
    assert item.categories == ()
    assert item.credits[0].text == "wp:post_date: 2023-05-31 00:30:00"


def test_an_export_names_its_writers_by_their_log_in() -> None:
    account = (
        "<wp:author><wp:author_login>mquill</wp:author_login>"
        "<wp:author_display_name><![CDATA[Marta Quill]]></wp:author_display_name></wp:author>"
    )
    item = export_item("post", "publish", more="<dc:creator>mquill</dc:creator>")
    credits = one(rss(item).replace("</title>", f"</title>{account}", 1)).credits
    assert [credit.author for credit in credits] == ["Marta Quill"]


# --- Two items under one name


def test_items_that_share_a_guid_are_both_kept_and_doubted() -> None:
    split = read(
        rss(
            *(
                f"<title>{name}</title><guid>https://rowan.example/g</guid><description>About {name}.</description>"
                for name in ("one", "two")
            ),
            "<title>three</title><guid isPermaLink='false'>3</guid><description>About three.</description>",
        )
    )
    assert [item.guid for item in split.items] == ["", "", "3"]
    assert [item.url for item in split.items] == ["", "", ""]
    assert [credit.url for item in split.items for credit in item.credits] == ["https://rowan.example/g"] * 2
    assert doubts(split).count("two items have the same guid and different texts") == 2


def test_the_same_item_twice_keeps_its_names() -> None:
    item = "<title>T</title><guid>https://rowan.example/g</guid><description>About it.</description>"
    assert [item.guid for item in read(rss(item, item)).items] == ["https://rowan.example/g"] * 2


def test_spam_in_headlines_is_taken_out() -> None:
    names = ("Report on neglect", "Two new governors for Tern", "Court jails trader")
    items = (f"<title>казино вулкан {name}</title><description>{prose(len(name), 6)}</description>" for name in names)
    assert [made.article.title for made in described(rss(*items))] == list(names)


def test_the_publishers_standing_lines_leave_the_text() -> None:
    def item(number: int) -> str:
        tail = f"The post <a href='x'>T{number}</a> appeared first on <a href='y'>Rowan Trust</a>."
        body = escape(f"<p>{prose(number, 3)}</p><p>{tail}</p>")
        return f"<title>Headline {number}</title><content:encoded>{body}</content:encoded>"

    made = described(rss(item(1), item(2)))
    assert [fold(each.article.body) for each in made] == [fold(prose(number, 3)) for number in (1, 2)]


# --- Broken XML


@pytest.mark.parametrize(
    ("broken", "texts"),
    [
        pytest.param(
            "<rss><channel><item><title>R&D &nbsp;caf&eacute; &rsquo;24 &#146;</title>"
            "<description>3 < 5 & more</description></item></channel></rss>",
            ["R&D café ’24 ’", "3 < 5 & more"],
            id="signs-and-entities",
        ),
        pytest.param(
            "<rss><channel><title>X<item><title>A<link>https://a.example/</link>"
            "<description>One <b>bold<br>line</description><item><title>B</title><description>Two.</description>"
            "</item></channel></rss>",
            ["A", "One bold\nline", "B", "Two."],
            id="unclosed",
        ),
        pytest.param(
            "<rss><item><title>A</title><content:encoded><![CDATA[x <![CDATA[y]]> z]]></content:encoded></item></rss>",
            ["A", "x y z"],
            id="cdata-in-cdata-and-no-namespace",
        ),
        pytest.param(
            "<rss><item><title><![CDATA[A</title><description><![CDATA[One.]]></description></item></rss>",
            ["A", "One."],
            id="cdata-without-end",
        ),
        pytest.param(
            "<rss><item><title>A</title><description>One.</description></item></rss>\n"
            "<rss><item><title>B</title><description>Two.</description></item></rss>",
            ["A", "One.", "B", "Two."],
            id="two-roots",
        ),
        pytest.param(
            "<rss><item><title>A</title><description>One.</p></div> Two.]]></description></item></rss>",
            ["A", "One. Two."],
            id="stray-ends",
        ),
        pytest.param(
            "<rss><item><title class=x y=1>A</title><description a='1' a='2'>One.</description></item></rss>",
            ["A", "One."],
            id="attributes",
        ),
        pytest.param("<rss><item><title>A\x01\x0b</title><description>O\x00ne.</description></item></rss>",
                     ["A", "One."], id="forbidden-characters"),
    ],
)  # fmt: skip
def test_broken_xml_loses_nothing(broken: str, texts: list[str]) -> None:
    items = read(broken).items
    assert [
        text for item in items for text in (item.title, "\n".join(line.text for line in item.body if line.text))
    ] == texts


def test_repairs_are_told() -> None:
    split = read("<rss><item><title>R&D</title><description>One.</item></rss>")
    assert "the XML is broken; mended “&”, “<” or “]]>”" in told(split)
    assert "elements without an end" in told(split)


def test_junk_around_a_feed_is_left_out_and_told() -> None:
    content = f"Warning: x in /y.php on line 3\n{rss('<title>A</title><description>One.</description>')}<p>Bye</p>"
    split = read(content)
    assert [(item.title, item.line) for item in split.items] == [("A", 5)]
    assert "“Warning: x in /y.php on line…”, which stands above" in told(split)
    assert "“Bye”, which stands outside" in told(split)


@pytest.mark.parametrize("cut", range(5, 230, 7))
def test_a_feed_that_breaks_off_keeps_what_is_there(cut: int) -> None:
    items = [
        f"<title>{name}</title><link>https://rowan.example/{name}</link>"
        "<pubDate>Fri, 07 Feb 2025 09:00:49 +0000</pubDate>"
        f"<description><![CDATA[<p>The text of {name} is here.</p>]]></description>"
        for name in ("one", "two")
    ]
    split = read(rss(*items)[:-cut])
    assert split.items[0].title == "one"
    assert text_of(split.items[0]) == "The text of one is here."
    assert "the feed breaks off here" in doubts(split)
    for item in split.items:
        assert item.url in {"", f"https://rowan.example/{item.title}"}
        assert {credit.date_text for credit in item.credits} <= {"", "Fri, 07 Feb 2025 09:00:49 +0000"}


markup = st.lists(
    st.one_of(
        st.sampled_from(
            ["<item>", "</item>", "<title>", "</title>", "<description>", "</description>", "<b>", "</b>", "<br>",
             "<rss>", "</rss>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "&amp;", "&nbsp;", "&#0;", "&#x110000;",
             "&lt;", "<", "&", ">", "<a b=c>", '<a b="', "<x:y z:w='1'>", "</x:y>", "<link>", "word ", "\n", "<entry>",
             "<p:q xmlns:p=''>",
             "<p:q xmlns:p='u' p:a='1'>", "<xml:a>", "<a xmlns=''>"]
        ),
        st.text(max_size=6),
    ),
    max_size=30,
)  # fmt: skip


@given(markup.map("".join))
@example("<item><title><![CDATA[<![CDATA[]]>")
@settings(max_examples=examples(1500))
def test_mended_xml_parses_and_keeps_every_word(inside: str) -> None:
    mended = mend_xml(f"<rss><channel>{inside}")
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    clean = "".join(character for character in mended.text if character in "\t\n" or " " <= character < "\ud800")
    root = etree.fromstring(clean.encode(), parser)
    fatal = [error for error in parser.error_log if error.domain_name != "NAMESPACE"]
    assert not fatal, fatal
    assert "".join(root.itertext()).count("word") == re.sub(r"<[^<>]*>", "", mended.text).count("word")


@given(markup.map("".join))
@settings(max_examples=examples(500))
def test_any_text_between_the_ends_of_a_feed_is_read_or_refused_aloud(inside: str) -> None:
    try:
        split = feed.find_items(Document("f.xml", "", (), "feed", f"<rss><channel>{inside}</channel></rss>".encode()))
    except CannotImport as error:
        mend = error.note.mend
    else:
        mend = "none is needed"
        assert all(item.title for item in split.items)
    assert mend


# --- Encodings


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("iso-8859-1", "utf-8"),
     ("utf-16", "utf-16"), ("iso-8859-15", "iso-8859-15"), ("koi8-r", "utf-8"), ("nonsense", "utf-8-sig")],
)  # fmt: skip
def test_encodings_declared_rightly_or_wrongly(declared: str, encoding: str) -> None:
    item = "<item><title>Café</title><description>Ünder.</description></item>"
    content = f'<?xml version="1.0" encoding="{declared}"?><rss>{item}</rss>'
    assert one(content.encode(encoding)).title == "Café"


def test_a_feed_in_two_encodings_is_read_letter_by_letter_and_doubted() -> None:
    split = read(rss("<title>Café’s</title><description>Said X.</description>").encode().replace(b"X", b"\x93no\x94"))
    assert split.items[0].title == "Café’s"
    assert text_of(split.items[0]) == "Said “no”."
    assert "not in UTF-8" in doubts(split)


# --- What asks for too much


ITEM = "<title>T</title><description>{}</description>"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param('<!DOCTYPE rss [<!ENTITY a "b">]><rss><item>&a;</item></rss>', "declares entities", id="bomb"),
        pytest.param(
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "declares entities", id="file"
        ),
        pytest.param(
            '<!DOCTYPE rss [<!-- x --><!ENTITY % a SYSTEM "http://x.example/">%a;]><rss/>', "declares", id="external"
        ),
        pytest.param("<rss>" + "<a>" * 200_000, "nested more than 256 deep", id="deep"),
        pytest.param("<rss>&" + "<a>" * 200_000, "nested more than 256 deep", id="deep-and-broken"),
        pytest.param(
            "<rss>" + "<item/>" * 1_000_000 + "</rss>", f"more than {MOST_ELEMENTS:,} elements", id="elements"
        ),
        pytest.param("<rss>" + "<item/>" * (MOST_ITEMS + 1) + "</rss>", f"more than {MOST_ITEMS:,} items", id="items"),
        pytest.param(
            "<rss><a " + " ".join(f"a{n}=''" for n in range(101)) + "/></rss>", "100 attributes", id="attributes"
        ),
        pytest.param("<rss><item>" + "x" * 15_000_000 + "</item></rss>", "ten million characters", id="one-text"),
        pytest.param("<rss>" + "&" * 15_000_000, "more than 1,000,000 entities", id="ampersands"),
        pytest.param("<rss>&" + "<!--" * 4_000_000, "broken in more than", id="open-comments"),
        pytest.param(
            rss(*(ITEM.format("a\n" * (MOST_LINES // 4)) for _ in range(5))),
            f"more than {MOST_LINES:,} lines",
            id="lines",
        ),
    ],
)
def test_what_asks_for_too_much_is_refused_soon_with_a_way_out(content: str, what: str) -> None:
    began = time.process_time()
    with pytest.raises(CannotImport) as error:
        read(content)
    assert what in error.value.note.what
    assert error.value.note.mend
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "flood",
    ["<!-- x -->" * 1_000_000, "&<![CDATA[" * 1_000_000, "&<![CDATA[<![CDATA[]]>" * 500_000, "\n" * 9_000_000,
     ITEM.format("word " * 1_900_000), ITEM.format("<![CDATA[" + "<div>" * 90_000 + "]]>"), "<a \"" * 100_000,
     f"<item><wp:post_type>post</wp:post_type><content:encoded>{'[caption]' * 50_000}</content:encoded></item>"],
    ids=["comments", "cdata", "cdata-in-cdata", "lines", "words", "divs", "quotes", "shortcodes"],
)  # fmt: skip
def test_a_flood_is_done_soon(flood: str) -> None:
    began = time.process_time()
    read(f'<rss version="2.0">{flood}</rss>')
    assert time.process_time() - began < 5


def test_one_item_that_asks_for_too_much_leaves_the_others() -> None:
    split = read(
        rss(ITEM.format("word " * (MOST_ITEM_CHARACTERS // 4)), "<title>Two</title><description>x</description>")
    )
    assert [item.title for item in split.items] == ["Two"]
    assert f"at most {MOST_ITEM_CHARACTERS:,} are read" in doubts(split)


def test_pictures_held_in_a_text_do_not_count() -> None:
    picture = f"<p>Seen.</p><img src='data:image/png;base64,{'A' * 700_000}' alt=''/>"
    assert text_of(one(rss(f"<title>T</title><content:encoded>{escape(picture)}</content:encoded>"))) == "Seen."


def test_mending_gives_up_on_what_is_no_feed() -> None:
    with pytest.raises(TooBroken):
        mend_xml("<rss>" + "<a>" * 300)


def test_the_same_feed_gives_the_same_items() -> None:
    content = rss(ITEM.format(LONG))
    assert read(content) == read(content)


def test_a_note_quotes_a_phrase_at_most() -> None:
    notes: list[Note] = [*read(rss(ITEM.format(f"{LONG} …"))).notes]
    assert notes
    assert all(len(note.what) < 200 for note in notes)
    assert date(2026, 11, 21) == TODAY
