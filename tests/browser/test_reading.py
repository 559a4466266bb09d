"""Tools beside a text: its citation or a month's digest goes to the clipboard, a page to the printer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "articles/2023/kite-club-warning.html"
DIGEST = "digest/2023-12.html"
READ_CLIPBOARD = """async () => {
    const [item] = await navigator.clipboard.read();
    const found = {};
    for (const kind of item.types) found[kind] = await (await item.getType(kind)).text();
    return found;
}"""
# What a script writes is read back as written; Chromium cleans what it hands out, and adds to it
KEEP_WHAT_IS_WRITTEN = """
    navigator.clipboard.write = async ([item]) => {
        window.written = {};
        for (const kind of item.types) window.written[kind] = await (await item.getType(kind)).text();
    };
"""
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
MAC = "Object.defineProperty(navigator, 'platform', { value: 'MacIntel' });"
FIXTURE = """<!doctype html><html lang="en-GB"><title>Tools</title>{head}
<script src="assets/reading.js" defer></script>
<div id="kites" class="a" data-b="c" lang="en"><h2 id="d">Kites</h2>
<ul class="e"><li>one <a class="f" href="help.html#top" rel="nofollow">help</a></li><li hidden>not shown</li></ul>
<p><a href="https://kites.example/">https://kites.example/</a> <a href="tel:999">999</a>
<a href="javascript:void(0)">run</a><button hidden>Press</button></p></div>
<p><button type="button" data-copy="#kites" data-copy-rich hidden>Copy</button></p>
<p><button type="button" data-copy="#nowhere" hidden>Copy nothing</button></p>"""


@pytest.fixture
def open_with_clipboard(open_page):
    def open_one(*scripts):
        page, watched = open_page(permissions=["clipboard-read", "clipboard-write"])
        for script in scripts:
            page.add_init_script(script)
        return page, watched

    return open_one


def tool_status(page):
    return page.locator("p.tools").get_by_role("status")


def test_the_citation_is_copied_as_it_stands(open_with_clipboard, site):
    page, watched = open_with_clipboard()
    page.goto(site.url + ARTICLE)
    expect(tool_status(page)).to_have_text("")
    page.get_by_role("button", name="Copy the citation").click()
    expect(tool_status(page)).to_have_text("Copied")
    assert page.evaluate(READ_CLIPBOARD) == {"text/plain": page.locator("#bulletin-citation").inner_text()}
    assert (watched.foreign_requests, watched.complaints) == ([], [])


def test_a_digest_is_copied_with_its_headings_and_links(open_with_clipboard, site):
    page, watched = open_with_clipboard()
    page.goto(site.url + DIGEST)
    page.get_by_role("button", name="Copy for an e-mail").click()
    expect(tool_status(page)).to_have_text("Copied")
    copied = page.evaluate(READ_CLIPBOARD)
    article = f"{site.url}{ARTICLE}"
    assert f"Kite club warns schools about a fake app ({article})" in copied["text/plain"]
    page.set_content(f"<main>{copied['text/html']}</main>")
    expect(page.get_by_role("heading", level=1)).to_contain_text("December 2023")
    link = page.get_by_role("heading", level=3).get_by_role("link", name="Kite club warns schools about a fake app")
    expect(link).to_have_attribute("href", article)
    assert watched.foreign_requests == []


@pytest.mark.parametrize(
    ("head", "link", "address"),
    [
        pytest.param("", '<a href="{site}help.html#top">help</a>', " ({site}help.html#top)", id="where-it-was-read"),
        pytest.param(
            '<link rel="canonical" href="https://bulletin.example/news/kites.html">',
            '<a href="https://bulletin.example/news/help.html#top">help</a>',
            " (https://bulletin.example/news/help.html#top)",
            id="where-it-is-published",
        ),
    ],
)
def test_what_goes_into_an_e_mail_is_plain_and_its_links_are_whole(open_with_clipboard, site, head, link, address):
    page, watched = open_with_clipboard(KEEP_WHAT_IS_WRITTEN)

    def answer(route):
        real = route.fetch(url=site.url + "about.html")  # for the security policy that it is served with
        route.fulfill(response=real, body=FIXTURE.format(head=head))

    page.route("**/kites.html", answer)
    page.goto(site.url + "kites.html")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    link, address = link.format(site=site.url), address.format(site=site.url)
    assert page.evaluate("window.written") == {
        "text/plain": f"Kites\none help{address}\n\nhttps://kites.example/ 999 run",
        "text/html": f'<div lang="en"><h2>Kites</h2>\n<ul><li>one {link}</li></ul>\n'
        '<p><a href="https://kites.example/">https://kites.example/</a> <a href="tel:999">999</a>\n'
        "<a>run</a></p></div>",
    }
    expect(page.get_by_text("Copy nothing")).to_be_hidden()
    assert (watched.foreign_requests, watched.complaints) == ([], [])


def test_what_is_copied_from_a_disk_does_not_tell_where_it_lies_there(open_with_clipboard, site):
    page, watched = open_with_clipboard(KEEP_WHAT_IS_WRITTEN)
    page.goto((site.folder / DIGEST).as_uri())
    page.get_by_role("button", name="Copy for an e-mail").click()
    expect(tool_status(page)).to_have_text("Copied")
    written = page.evaluate("window.written")
    assert "Kite club warns schools about a fake app" in written["text/html"]
    assert [kind for kind in written if "file:" in written[kind] or site.folder.name in written[kind]] == []
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("scripts", "words"),
    [
        pytest.param([NO_CLIPBOARD], "Press Ctrl+C to copy", id="no-clipboard"),
        pytest.param([REFUSED], "Press Ctrl+C to copy", id="refused"),
        pytest.param([NO_CLIPBOARD, MAC], "Press ⌘C to copy", id="mac"),
    ],
)
def test_where_the_clipboard_is_refused_the_text_is_selected_for_the_readers_own_keys(
    open_with_clipboard, site, scripts, words
):
    page, watched = open_with_clipboard(*scripts)
    page.goto(site.url + ARTICLE)
    page.get_by_role("button", name="Copy the citation").click()
    expect(tool_status(page)).to_have_text(words)
    citation = page.locator("#bulletin-citation").inner_text()
    assert page.evaluate("getSelection().toString()").strip() == citation
    page.evaluate("document.addEventListener('copy', () => { window.copied = getSelection().toString() })")
    page.keyboard.press("Control+c")
    assert page.evaluate("window.copied").strip() == citation
    assert watched.complaints == []


def test_a_second_copy_is_said_again(open_with_clipboard, site):
    page, _ = open_with_clipboard()
    page.goto(site.url + ARTICLE)
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("[data-copy-status]");
            new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    for _ in range(2):
        page.get_by_role("button", name="Copy the citation").click()
        expect(tool_status(page)).to_have_text("Copied")
        page.wait_for_timeout(100)
    assert page.evaluate("window.said") == ["Copied", "", "Copied"]


@pytest.mark.parametrize("address", [ARTICLE, DIGEST])
def test_a_button_prints_the_page(page, site, address):
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page.goto(site.url + address)
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.parametrize("address", [ARTICLE, DIGEST])
def test_without_javascript_there_are_no_buttons_that_do_nothing(open_page, site, address):
    page, _ = open_page(java_script_enabled=False)
    page.goto(site.url + address)
    expect(page.locator("main button:visible")).to_have_count(0)
