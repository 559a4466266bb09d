"""Hand-written pages in whose headers a field holds an attack: each field with each of some texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from importer.frontmatter import BadPage, parse_page

# Each breaks out of another place: a title, an attribute, an address, data for machines, a comment, a feed, a template
ATTACKS = (
    "kites</title><script>ran()</script>",
    '"><img src=x onerror=ran()>',
    "' autofocus onfocus='ran()",
    "&lt;/title&gt;&lt;script&gt;ran()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=ran()&amp;gt;",
    "javascript:ran()",
    'https://payload.example/"onmouseover="ran()><script>ran()</script>',
    "</script><script>ran()</script>",
    "<!--offline:<script>ran()</script>--><!--online--><script>ran()</script><!--/online-->",
    ']]></title><script xmlns="http://www.w3.org/1999/xhtml">ran()</script>',
    "{{ '<script>ran()</script>' | safe }}{copy-day}",
    "data:text/html,<script>ran()</script>",
)
# The lines that put a text into a field; {} is the text as YAML has it. The name says what is attacked
FIELDS = {
    "title": "title: {}",
    "source": "source: {}",
    "publisher": "publisher: {}",
    "author": "author: {}",
    "url": "url: {}",
    "topics": "topics: [{}, online-safety]",
    "summary": "summary: {}",
    "content_note": "content_note: {}",
    "date": "date: {}",
    "date_basis": "date_basis: {}",
    "date_evidence": "date_evidence: {}\ndate_basis: inferred",
    "updated": "updated: {}",
    "lang": "lang: {}",
    "review_by": "review_by: {}",
    "notes": 'notes:\n  - {}\n  - "By-line says it."',
    "doubted-date": "notes:\n  - {doubted}",
    "related": "related: [{}]",
    "moved_from": "moved_from: [{}]",
    "also_in.publisher": "also_in:\n  - {{publisher: {}, document: a.txt, line: 1}}",
    "also_in.document": "also_in:\n  - {{publisher: Westmere Council, document: {}, line: 1}}",
    "also_in.line": "also_in:\n  - {{publisher: Westmere Council, document: a.txt, line: {}}}",
    "import.document": 'import: {{document: {}, line: 1, sha256: "0", fingerprint: "1"}}',
    "import.sha256": 'import: {{document: a.txt, line: 1, sha256: {}, fingerprint: "1"}}',
    "cleared.by": "cleared: {{by: {}, on: 2026-11-21, reason: It is old.}}",
    "cleared.reason": "cleared: {{by: Editor, on: 2026-11-21, reason: {}}}",
    "cleared.rules": "cleared: {{by: Editor, on: 2026-11-21, reason: It is old., rules: [{}]}}",
    "withdrawn.reason": "withdrawn: {{on: 2026-11-21, reason: {}}}",
    "withdrawn.on": "withdrawn: {{on: {}, reason: It is wrong.}}",
    "template": "template: {}",
    "unknown-key": "description: {}",
    "key": "{}: kites",
}
# The same for several fields of one record at once
_TOGETHER = {
    ("notes", "doubted-date"): "notes:\n  - {}\n  - {doubted}",
    ("also_in.publisher", "also_in.document"): "also_in:\n  - {{publisher: {}, document: {}, line: 1}}",
    ("import.document", "import.sha256"): 'import: {{document: {}, line: 1, sha256: {}, fingerprint: "1"}}',
    ("cleared.by", "cleared.reason", "cleared.rules"): (
        "cleared: {{by: {}, on: 2026-11-21, reason: {}, rules: [{}, school-of-a-child]}}"
    ),
}
_HIDES_THE_OTHERS = "withdrawn.reason"
_PLAIN = {
    "title": "title: Kites over the harbour",
    "source": "source: Westmere Council",
    "publisher": "publisher: Westmere Council",
    "topics": "topics: [online-safety, schools]",
    "date": "date: 2024-03-04",
    "date_basis": "date_basis: stated",
    "summary": "summary: Kites flew over the harbour.",
}
_BODY = "Kites flew over the harbour and the town.\n\n## What the council said\n\nIt said nothing.\n"


@dataclass(frozen=True)
class AttackedPage:
    """A page's path and text, and the fields that hold an attack."""

    path: str
    text: str
    fields: tuple[str, ...]


def attacked_pages() -> tuple[list[AttackedPage], int]:
    """Pages with one attack each, those that the build's own reader takes; and how many it refuses."""
    pages = [
        AttackedPage(f"articles/2024/{number:02}-{name.replace('.', '-')}.md", _page({name: attack}), (name,))
        for number, attack in enumerate(ATTACKS)
        for name in FIELDS
    ]
    read = [page for page in pages if _is_read(page)]
    return read, len(pages) - len(read)


def pages_with_many_attacks() -> list[AttackedPage]:
    """The same attacks on few pages: two for each text, of which one is withdrawn."""
    read, _ = attacked_pages()
    pages = [page for page in read if page.fields == (_HIDES_THE_OTHERS,)]
    for number, attack in enumerate(ATTACKS):
        fields = tuple(page.fields[0] for page in read if page.path.startswith(f"articles/2024/{number:02}-"))
        shown = tuple(name for name in fields if name != _HIDES_THE_OTHERS)
        page = AttackedPage(f"articles/2024/{number:02}.md", _page(dict.fromkeys(shown, attack)), shown)
        assert _is_read(page), page.text
        pages.append(page)
    return pages


def _page(attacks: Mapping[str, str]) -> str:
    left = dict(attacks)
    lines = []
    for names, form in _TOGETHER.items():
        if set(names) <= set(left):
            lines.append(_put(form, left[names[0]]))
            left = {name: attack for name, attack in left.items() if name not in names}
    lines += [_put(FIELDS[name], attack) for name, attack in left.items()]
    written = {line.split(":")[0] for field in lines for line in field.split("\n")}
    plain = [line for key, line in _PLAIN.items() if key not in written]
    return "\n".join(["---", *plain, *lines, "---", "", _BODY])


def _put(form: str, attack: str) -> str:
    text = json.dumps(attack, ensure_ascii=False)
    doubted = json.dumps(f"By-line says {attack}, which was a Monday.", ensure_ascii=False)
    return form.format(text, text, text, doubted=doubted)


def _is_read(page: AttackedPage) -> bool:
    try:
        parse_page(page.text, page.path)
    except BadPage:
        return False
    return True
