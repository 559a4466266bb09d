"""E-mails become articles without what speaks of the e-mail itself, and without anybody to whom it was sent."""

from __future__ import annotations

import base64
import contextlib
import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importer.formats import mail
from importer.formats.mail import find_items
from importer.formats.mail_headers import decode_words, strip_subject
from importer.limits import MOST_MESSAGES, MOST_PARTS
from importer.records import CannotImport, Document, Item, Split
from tests.examples import examples
from tests.importer.office_files import imported, shown, told

HARBOUR = "The harbour was built long ago by people who came from far away and stayed there for good."
MONEY = "In the second part of the story the council turns to money, of which it says that it has none."
VOTE = "Nobody in the chamber spoke against it and the vote was taken without a count in the end."
BOATS = "Eleven boats went out in the morning and ten came back at night, the eleventh a day later."

HEAD = """\
Message-ID: <1@harbour.example>
From: "Harbour Trust" <news@harbour.example>
To: Robin Sparrow <robin.sparrow@school.example>
Delivered-To: office@school.example
Subject: Harbour grows
Date: Fri, 7 Feb 2025 09:30:00 +0000
MIME-Version: 1.0
"""
FOOTER = """
<p>This email was sent to <a href="mailto:robin.sparrow@school.example">robin.sparrow@school.example</a></p>
<p><a href="https://list.example/u">Unsubscribe</a> | <a href="https://list.example/p">Update your preferences</a></p>
<p>Harbour Trust · 1 Quay Street · Greywater · GR1 1AA</p>
"""


def html_mail(body: str, head: str = HEAD) -> bytes:
    return f"{head}Content-Type: text/html; charset=utf-8\n\n<html><body>{body}</body></html>\n".encode()


def text_mail(body: str, head: str = HEAD, kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"{head}Content-Type: {kind}\n\n{body}\n".encode()


def parts_mail(kind: str, *parts: tuple[str, str], head: str = HEAD) -> bytes:
    """An e-mail of several parts, each with its header lines and its content."""
    inside = "".join(f"--b1\n{about}\n\n{content}\n" for about, content in parts)
    return f'{head}Content-Type: {kind}; boundary="b1"\n\n{inside}--b1--\n'.encode()


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    return [("paragraph", text) for text in texts]


def test_a_newsletter_keeps_its_text_and_loses_its_frame() -> None:
    result = imported(
        html_mail(
            f"""
            <table role="presentation" width="600"><tr><td><a href="https://list.example/v">View this email in your
            browser</a></td></tr><tr><td><img src="cid:1" alt="Harbour Trust logo"></td></tr><tr><td>
            <h1>Harbour grows</h1><p>Dear Robin,</p><p>{HARBOUR} Read
            <a href="https://harbour.example/plan?utm_source=news&amp;id=3">the whole plan</a>.</p><h2>Money</h2>
            <p>{MONEY}</p><ul><li>One thing</li><li>Another</li></ul><blockquote>“It is good,” she said.</blockquote>
            <p>{VOTE}</p></td></tr><tr><td>{FOOTER}</td></tr></table>
            <img width="1" height="1" src="https://list.example/p.gif">
            """
        )
    )
    article = result.articles[0]
    assert (article.title, article.publisher, article.date, article.date_basis) == (
        "Harbour grows",
        "Harbour Trust",
        "2025-02-07",
        "stated",
    )
    assert article.date_evidence == "Date: Fri, 7 Feb 2025"
    assert shown(result) == [
        ("paragraph", f"{HARBOUR} Read the whole plan."),
        ("heading", "Money"),
        ("paragraph", MONEY),
        ("bullet", "One thing"),
        ("bullet", "Another"),
        ("paragraph", "“It is good,” she said."),
        ("paragraph", VOTE),
    ]
    assert "(https://harbour.example/plan?id=3)" in article.body
    assert "left out “View this email in your browser”" in told(result)
    assert "left out the e-mail's footer, 3 lines" in told(result)
    assert "left out the greeting by name" in told(result)


def test_the_row_of_social_links_at_the_end_is_left_out_and_told() -> None:
    row = "".join(
        f'<td><a href="https://x.example/{name}">{name}</a></td>' for name in ("Twitter", "LinkedIn", "Website")
    )
    result = imported(html_mail(f"<p>{HARBOUR}</p><p>{MONEY}</p><table><tr>{row}</tr></table>{FOOTER}"))
    assert shown(result) == paragraphs(HARBOUR, MONEY)
    assert "left out" in told(result)


def test_nobody_to_whom_it_was_sent_is_named() -> None:
    result = imported(
        html_mail(
            f"<p>{HARBOUR} It was sent to ROBIN.SPARROW@school.example and others.</p><p>{MONEY} <a"
            f' href="https://list.example/c?to=robin.sparrow%40school.example">Read it</a> or write to'
            f' <a href="mailto:office@school.example">office@school.example</a>.</p>{FOOTER}'
        )
    )
    everything = f"{result.articles} {told(result)}".casefold()
    assert "robin.sparrow" not in everything
    assert "office@" not in everything
    assert "[address] and others" in shown(result)[0][1]


def test_the_html_part_is_read_rather_than_the_plain_one() -> None:
    content = parts_mail(
        "multipart/alternative",
        ("Content-Type: text/plain", "PLAIN"),
        ("Content-Type: text/html; charset=utf-8", f"<p>{HARBOUR}</p>"),
    )
    assert shown(imported(content)) == paragraphs(HARBOUR)


def test_the_plain_part_is_read_where_the_other_shows_nothing() -> None:
    content = parts_mail(
        "multipart/alternative",
        ("Content-Type: text/plain", f"{HARBOUR}\n\n{MONEY}"),
        ("Content-Type: text/html", "<html><body>&nbsp;</body></html>"),
    )
    assert shown(imported(content)) == paragraphs(HARBOUR, MONEY)


def test_attachments_are_told_and_not_opened() -> None:
    content = parts_mail(
        "multipart/mixed",
        ("Content-Type: text/html", f"<p>{HARBOUR}</p>"),
        ('Content-Type: application/pdf; name="plan.pdf"\nContent-Disposition: attachment', "x"),
        ("Content-Type: message/rfc822", f"Subject: The old one\n\n{BOATS}"),
        ('Content-Type: text/html; name="page.html"\nContent-Disposition: attachment', f"<p>{BOATS}</p>"),
        ("Content-Type: image/png\nContent-Disposition: inline", "x"),
        ("Content-Type: text/plain", VOTE),
    )
    result = imported(content)
    assert shown(result) == paragraphs(HARBOUR, VOTE)
    assert [note.what for note in result.notes if "attachment" in note.what] == [
        f"the e-mail has an attachment, “{name}”, which was not opened"
        for name in ("plan.pdf", "The old one", "page.html")
    ]


def test_a_forwarded_newsletter_is_its_publishers() -> None:
    head = HEAD.replace("Harbour grows", "FW: [Safeguarding] Help line grows").replace("Harbour Trust", "Jo Finch")
    result = imported(
        text_mail(
            "Hi Robin, thought this would be of interest for the governors on Tuesday.\n\nJo\n\n"
            "---------- Forwarded message ---------\nFrom: Lantern Charity <news@lantern.example>\n"
            "Date: Wed, 5 Feb 2025 at 16:02\nSubject: [Safeguarding] Help line grows\n"
            "To: <jo.finch@school.example>\n\n\n"
            f"{HARBOUR}\n\n{MONEY}\n\n-- \nLantern Charity\n01234 567890",
            head,
        )
    )
    article = result.articles[0]
    assert (article.title, article.publisher, article.date) == ("Help line grows", "Lantern Charity", "2025-02-05")
    assert shown(result) == paragraphs(HARBOUR, MONEY)
    assert "was forwarded" in told(result)
    assert "what the person who forwarded it wrote, 2 lines" in told(result)
    assert "left out the signature, 2 lines" in told(result)
    assert "Robin" not in told(result)


def test_a_newsletter_that_outlook_forwarded_is_its_publishers() -> None:
    result = imported(
        html_mail(
            "<p>Please see below.</p><hr><p><b>From:</b> Lantern Charity &lt;news@lantern.example&gt;<br>"
            "<b>Sent:</b> 05 February 2025 16:02<br><b>To:</b> Jo Finch<br><b>Subject:</b> Help line grows</p>"
            f"<p>{HARBOUR}</p><p>{MONEY}</p>"
        )
    )
    article = result.articles[0]
    assert (article.title, article.publisher, article.date) == ("Help line grows", "Lantern Charity", "2025-02-05")
    assert shown(result) == paragraphs(HARBOUR, MONEY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("Subject: Harbour", "Subject: FW: Harbour", "says that it was forwarded", id="no-head"),
        pytest.param("Harbour Trust", "Jo Finch", "was sent by a person", id="a-person"),
        pytest.param("Subject: Harbour grows", "X-Nothing: x", "has no subject", id="no-subject"),
    ],
)
def test_a_publisher_or_title_that_is_not_sure_is_doubted(old: str, new: str, said: str) -> None:
    result = imported(text_mail(f"{HARBOUR}\n\n{MONEY}", HEAD.replace(old, new)))
    assert any(said in note.what and note.mend for note in result.notes)


def test_the_older_message_below_an_answer_is_left_out() -> None:
    quoted = "\n".join(f"> {line}" for line in (BOATS, "", VOTE))
    result = imported(text_mail(f"{HARBOUR}\n\nOn Thu, 6 Feb 2025 at 10:00, Jo Finch <jo@x.example> wrote:\n{quoted}"))
    assert shown(result) == paragraphs(HARBOUR)
    assert "older message" in told(result)
    assert "jo@x.example" not in told(result)


def test_wrapped_lines_become_paragraphs_again() -> None:
    flowed = text_mail(
        "The harbour was built long ago by people who came from far away \nand stayed there for good.\n\n"
        "In the second part of the story the council turns to money, of \nwhich it says that it has none.\n"
        "-- \nHarbour Trust",
        kind="text/plain; charset=utf-8; format=flowed",
    )
    assert shown(imported(flowed)) == paragraphs(HARBOUR, MONEY)
    wrapped = text_mail(
        "The harbour was built long ago by people who came from far away\nand stayed there for good.\n\n"
        "In the second part of the story the council turns to money, of\nwhich it says that it has none.\n\n"
        "Nobody in the chamber spoke against it and the vote was taken\nwithout a count in the end."
    )
    assert shown(imported(wrapped)) == paragraphs(HARBOUR, MONEY, VOTE)


@pytest.mark.parametrize(
    ("charset", "coding"),
    [
        pytest.param("utf-8", "quoted-printable", id="quoted-printable"),
        pytest.param("iso-8859-1", "base64", id="base64"),
        pytest.param("windows-1252", "8bit", id="windows-1252"),
        pytest.param("no-such-charset", "8bit", id="unknown-charset"),
    ],
)
def test_letters_survive_their_encoding(charset: str, coding: str) -> None:
    text = f"{HARBOUR} A café in Ynys Môn sells it for £5."
    raw = text.encode("cp1252" if charset != "utf-8" else "utf-8")
    if coding == "base64":
        raw = base64.encodebytes(raw)
    elif coding == "quoted-printable":
        raw = b"".join(bytes([byte]) if byte < 128 else b"=%02X" % byte for byte in raw).replace(
            b" sells", b"=\n sells"
        )
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n"
    assert shown(imported(head.encode() + raw)) == paragraphs(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("=?utf-8?Q?Help_line_=E2=80=93_gro?= =?utf-8?Q?ws?=", "Help line – grows", id="two-words"),
        pytest.param("=?utf-8?B?4oKs?=", "€", id="base64"),
        pytest.param("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€", id="letter-cut-in-two"),
        pytest.param("=?iso-8859-1?q?Caf=E9?= news", "Café news", id="and-plain"),
        pytest.param("=?x-no-such?q?Caf=C3=A9?=", "Café", id="unknown-charset"),
        pytest.param("=?utf-8?B?!!!?=", "", id="no-base64"),
        pytest.param("a\r\n b", "a b", id="folded"),
        pytest.param("50% =? off", "50% =? off", id="none"),
    ],
)
def test_encoded_header_words(raw: str, text: str) -> None:
    assert decode_words(raw) == text


@pytest.mark.parametrize(
    ("subject", "is_list", "left"),
    [
        pytest.param("Fwd: RE: [Members] Help line", False, "Help line", id="marks"),
        pytest.param("[Members] Help line", True, "Help line", id="list"),
        pytest.param("[Members] Help line", False, "[Members] Help line", id="no-list"),
        pytest.param("Reform: what next", False, "Reform: what next", id="a-word"),
        pytest.param("Re:", False, "Re:", id="nothing-else"),
    ],
)
def test_what_comes_off_a_subject(subject: str, is_list: bool, left: str) -> None:
    assert strip_subject(subject, is_list=is_list)[0] == left


def test_a_newsletter_of_credited_stories_becomes_those_stories() -> None:
    result = imported(
        html_mail(
            f"<h1>News of the week</h1><h2>New duty to report</h2><p>Source: Home Office</p><p>{HARBOUR}</p>"
            f"<h2>Court jails a coach</h2><p>Source: Greywater Gazette</p><p>Date: 3 February 2025</p>"
            f"<p>{MONEY}</p>{FOOTER}"
        )
    )
    assert [(each.title, each.source, each.date) for each in result.articles] == [
        ("New duty to report", "Home Office", "2025-02-07"),
        ("Court jails a coach", "Greywater Gazette", "2025-02-03"),
    ]
    assert [shown(result, at) for at in range(2)] == [paragraphs(HARBOUR), paragraphs(MONEY)]
    assert {each.publisher for each in result.articles} == {"Harbour Trust"}


def test_a_digest_of_teasers_stays_one_article_with_its_headings_and_links() -> None:
    teasers = "".join(
        f'<h2>{title}</h2><p>{text}</p><p><a href="https://harbour.example/{at}">Read more</a></p>'
        for at, (title, text) in enumerate((("On money", MONEY), ("On boats", BOATS), ("On votes", VOTE)))
    )
    result = imported(html_mail(f"<p>{HARBOUR}</p>{teasers}"))
    assert [text for kind, text in shown(result) if kind == "heading"] == ["On money", "On boats", "On votes"]
    assert result.articles[0].body.count("](https://harbour.example/") == 3
    assert "a digest, kept as one article" in told(result)


def mailbox(*messages: bytes) -> bytes:
    return b"\n".join(b"From a@x.example Fri Feb  7 09:30:00 2025\n" + message for message in messages)


def test_each_message_of_a_mailbox_is_an_article_of_its_own() -> None:
    second = text_mail(f"{MONEY}\n\n>From the start it was so, and nobody said a word about it at all.\n").decode()
    second = second.replace("Harbour grows", "Money").replace("7 Feb", "8 Feb")
    result = imported(mailbox(text_mail(HARBOUR), second.encode()))
    assert [(each.title, each.date) for each in result.articles] == [
        ("Harbour grows", "2025-02-07"),
        ("Money", "2025-02-08"),
    ]
    assert shown(result, 1) == paragraphs(MONEY, "From the start it was so, and nobody said a word about it at all.")
    lines = [each.provenance.line for each in result.articles if each.provenance]
    assert lines == sorted(set(lines))


def test_a_message_without_text_does_not_stop_the_mailbox() -> None:
    result = imported(mailbox(text_mail(""), text_mail(MONEY)))
    assert [shown(result)] == [paragraphs(MONEY)]
    assert "message 1 of the mailbox: the e-mail has no text of its own" in told(result)


def test_a_saved_page_goes_to_the_reader_of_web_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    given_documents: list[Document] = []

    def read_page(document: Document) -> Split:
        given_documents.append(document)
        return Split("web_page", (Item("a", 1, "A page", ()),))

    monkeypatch.setattr(mail.web_page, "find_items", read_page)
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\nSubject: A page\nMIME-Version: 1.0\n"
    )
    content = parts_mail(
        "multipart/related",
        ("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable", f"<h1>A page</h1><p>=C2=A3{HARBOUR}"),
        ("Content-Type: image/png\nContent-Location: https://example.org/x.png", "x"),
        head=head,
    )
    assert find_items(Document("a", "", (), "mail", content)).layout == "web_page"
    (page,) = given_documents
    assert page.format == "web_page"
    assert page.content.decode("utf-8-sig").startswith(
        "<!-- saved from url=(0021)https://example.org/a -->\n<h1>A page"
    )
    assert f"£{HARBOUR}" in page.content.decode("utf-8-sig")


def test_a_cut_message_is_read_as_far_as_it_goes_and_doubted() -> None:
    content = parts_mail("multipart/mixed", ("Content-Type: text/plain", HARBOUR)).removesuffix(b"--b1--\n")
    result = imported(content)
    assert shown(result) == paragraphs(HARBOUR)
    assert "damaged or cut short" in told(result)


def test_an_article_that_speaks_of_newsletters_keeps_its_sentences() -> None:
    said = (
        "To unsubscribe from the newsletter of the harbour, members had to write a letter, the court heard on Monday."
    )
    result = imported(html_mail(f"<p>{said}</p><p>{HARBOUR}</p><p>{MONEY}</p><p>{VOTE}</p>"))
    assert shown(result) == paragraphs(said, HARBOUR, MONEY, VOTE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(text_mail(""), "no text of its own", id="empty"),
        pytest.param(
            parts_mail("multipart/mixed", ('Content-Type: application/pdf; name="a.pdf"', "x")),
            "no text",
            id="only-attached",
        ),
        pytest.param(html_mail("<p>View in browser</p><p>Unsubscribe</p>"), "a frame and no article", id="only-frame"),
        pytest.param(
            parts_mail("multipart/encrypted", ("Content-Type: application/octet-stream", "x")),
            "encrypted",
            id="encrypted",
        ),
        pytest.param(
            parts_mail("multipart/mixed", *[("Content-Type: text/plain", "x")] * (MOST_PARTS + 1)), "parts", id="parts"
        ),
        pytest.param(html_mail("<div>" * 3000 + HARBOUR), "cannot be read", id="deep"),
        pytest.param(
            b"".join(b"From a Fri Feb  7 09:30:00 2025\nFrom: x\n\nx\n\n" for _ in range(MOST_MESSAGES + 1)),
            "501 messages",
            id="messages",
        ),
    ],
)
def test_what_is_refused_and_why(content: bytes, said: str) -> None:
    with pytest.raises(CannotImport) as refused:
        find_items(Document("a.eml", "", (), "mail", content))
    assert said in refused.value.note.what
    assert refused.value.note.mend


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(text * (1_000_000 // len(text)), id=name)
        for name, text in {
            "spaces": " ", "letters": "a", "rules": "- ", "brackets": "<", "tags": "<a ", "ats": "a@", "dots": ".",
            "marks": "forwarded -", "quotes": "> ", "words": "On a wrote: ", "from": "From: ", "addresses": "http://a ",
        }.items()
    ],
)  # fmt: skip
def test_a_flood_of_characters_takes_no_long_time(flood: str) -> None:
    for content in (text_mail(f"forwarded {flood}x"), html_mail(f"<p>{HARBOUR}</p><p>forwarded {flood}x</p>")):
        begun = time.process_time()
        with contextlib.suppress(CannotImport):
            find_items(Document("a.eml", "", (), "mail", content))
        assert time.process_time() - begun < 5


WHOLE = parts_mail(
    "multipart/mixed",
    ("Content-Type: multipart/alternative; boundary=b2", "--b2\nContent-Type: text/plain\n\nx\n--b2--"),
    (
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
        base64.encodebytes(HARBOUR.encode()).decode(),
    ),
    ('Content-Type: application/pdf; name="=?utf-8?q?pl=C3=A4n?="', "x"),
    ("Content-Type: text/plain; format=flowed", f"From: a\nDate: 3 May 2024\nSubject: b\n\n{VOTE}\n-- \nx"),
)
PIECES = (
    b"\n \r\n \n\n --b1 --b2-- Content-Type: multipart/mixed; boundary= charset= =?utf-8?b? ?= \0 \xff < > ( ) @ , ; :"
    b' From\t = [ ] \\ base64 " \x1b \xc3 &#0; <p <table>'
).split(b" ")


@settings(max_examples=examples(400))
@given(st.integers(0, 2**32))
@example(0)
def test_a_damaged_message_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    content = WHOLE if chance.random() < 0.7 else b"From a Fri Feb  7 09:30:00 2025\n" + WHOLE + b"\n" + WHOLE
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(content))
        content = content[:at] + chance.choice(PIECES) + content[at + chance.choice((0, 0, 1, 8, 60)) :]
    try:
        titles = [item.title for item in find_items(Document("a.eml", "", (), "mail", content)).items]
    except CannotImport as refused:
        titles = [refused.note.mend]
    assert all(titles)


@settings(max_examples=examples(300))
@given(st.text(max_size=200), st.sampled_from(["From", "Subject", "Date", "To", "Content-Type", "List-Id"]))
def test_any_header_is_read(value: str, name: str) -> None:
    folded = value.replace("\r", " ").replace("\n", "\n ")
    head = "\n".join(line for line in HEAD.splitlines() if not line.startswith(f"{name}:"))
    content = f"{name}: {folded}\n{head}\n\n{HARBOUR}\n".encode("utf-8", "surrogateescape")
    try:
        items = find_items(Document("a.eml", "", (), "mail", content)).items
    except CannotImport as refused:
        items = ()
        assert refused.note.mend  # noqa: PT017
    assert all(item.title for item in items)
