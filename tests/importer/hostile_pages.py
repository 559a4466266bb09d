"""Pages, lists and records that mean harm: what a pull request could put into the docs folder."""

# ruff: noqa: E501 - rows of data are easier to compare than the lines of each
from __future__ import annotations

from collections.abc import Mapping

MEGABYTE = 1024 * 1024
_REST = "source: Kite Club\ntopics: []\n"


def page(header: str, body: str = "The kite club met.") -> bytes:
    """A page whose header begins with a good title."""
    return f"---\ntitle: Kites\n{header}---\n\n{body}\n".encode("utf-8", "surrogatepass")


def text(body: str) -> bytes:
    """A page with a good header."""
    return page(_REST, body)


def flood(unit: str, size: int) -> bytes:
    """A page whose text repeats one thing until it has so many bytes."""
    return text((unit * (size // len(unit.encode()) + 1))[: size * len(unit) // len(unit.encode())])


_LAUGHS = "a0: &a0 [ha]\n" + "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 30))

# What YAML of a header or of a list may hold; each is put into both
YAML: Mapping[str, str] = {
    "billion-laughs": _LAUGHS,
    "alias-of-itself": "a: &a\n  - *a\n",
    "anchor": "a: &kite b\n",
    "unknown-alias": "a: *kite\n",
    "python-object": "a: !!python/object/apply:os.system ['touch harm']\n",
    "python-name": "a: !!python/name:os.system\n",
    "tag-of-its-own": "a: !kite {b: c}\n",
    "binary": "a: !!binary R0lGODlhDAAMAIQAAP=\n",
    "merge-key": "a: {<<: {title: b}}\n<<: {title: c}\n",
    "400-kb-of-brackets": f"a: {'[' * 400_000}\n",
    "400-kb-of-braces": f"a: {'{' * 400_000}\n",
    "brackets-below-the-limit": f"a: {'[' * 12_000}\n",
    "closed-brackets": f"a: {'[' * 6_000}{']' * 6_000}\n",
    "nine-deep": f"a: {'[' * 9}{']' * 9}\n",
    "deep-maps": "".join(f"{' ' * at}a:\n" for at in range(150)),
    "deep-flow-maps": f"a: {'{a: ' * 2_000}\n",
    "deep-entries": f"{'- ' * 5_000}a\n",
    "questions": "? " * 5_000 + "\n",
    "question-in-flow": "a: [? b : c]\n",
    "many-empty-flows": f"a: [{'[],' * 5_000}]\n",
    "huge-number": f"a: {'9' * 15_000}\n",
    "huge-float": "a: 1e999999999\nb: -.inf\nc: .nan\n",
    "octal-and-clock": "a: 0o777\nb: 0x1F\nc: 190:20:30\n",
    "timestamp": "a: 2001-12-14t21:59:43.10-05:00\nb: 9999-99-99\n",
    "words-for-true": "a: yes\nb: NO\nc: ~\nd: null\n",
    "100,000-equal-keys": "a: b\n" * 100_000,
    "3,000-equal-keys": "a: b\n" * 3_000,
    "10-mb-scalar": f"a: {'kite ' * 2_000_000}\n",
    "long-scalar": f"a: {'kite ' * 3_000}\n",
    "long-block": "a: |\n" + "  kite\n" * 2_000,
    "folded-block": "a: >-9\n" + "         kite\n" * 1_000,
    "open-quotation-mark": 'a: "' + "kite\n" * 2_000,
    "escapes": 'a: "\\x00\\u0000\\U0010FFFF\\ud800"\n',
    "tabs": "\ta:\tb\n",
    "tab-in-block": "a:\n\t- b\n",
    "nul": "a: b\x00c\n",
    "controls": "a: b\x01\x1b[2Jc\n",
    "line-separators": "a: b\u2028c: d\u2029e: f\x85g: h\n",
    "bidi": "a: \u202eetik\u202c\n",
    "zero-width": "a\u200b: b\n",
    "byte-order-marks": "\ufeffa: \ufeffb\n",
    "half-characters": "a: \ud800\n",
    "noncharacters": "a: \uffff\U0010ffff\n",
    "marks": f"a: e{chr(0x301) * 10_000}\n",
    "directive": "%YAML 9.9\na: b\n",
    "tag-directive": "%TAG ! tag:kites.example,2023:\na: !kite b\n",
    "many-documents": "a: b\n...\n--- \na: c\n...\n" * 300,
    "colons": ":" * 15_000 + "\n",
    "colon-words": "a: " * 5_000 + "\n",
    "hashes": "#" * 15_000 + "\n",
    "spaces": " " * 15_000 + "\n",
    "newlines": "\n" * 15_000,
    "hyphens": "-" * 15_000 + "\n",
    "quotation-marks": '"' * 15_000 + "\n",
    "apostrophes": "a: " + "'" * 15_000 + "\n",
    "backslashes": 'a: "' + "\\" * 15_000 + '"\n',
    "percent-and-at": "@a: `b`\n%c: d\n",
    "keys-without-values": "".join(f"k{at}:\n" for at in range(2_000)),
    "key-that-is-a-list": "[a, b]: c\n{d: e}: f\n",
    "key-of-15-kb": f"{'k' * 15_000}: a\n",
}

PAGES: Mapping[str, bytes] = {
    **{f"header-{name}": page(yaml_text + _REST) for name, yaml_text in YAML.items() if len(yaml_text) < 3 * MEGABYTE},
    "header-10-mb-scalar": page(YAML["10-mb-scalar"]),
    "header-without-end": b"---\n" + b"title: a\n" * 100_000,
    "header-of-empty-lines": b"---\n" + b"\n" * MEGABYTE,
    "header-of-spaces": b"---\n" + b" \n" * 500_000,
    "header-far-below": b"\n" * MEGABYTE + b"---\ntitle: a\n---\n",
    "header-of-keys-alone": b"title: a\n" * 100_000,
    "header-like-boundaries": b"---\n" + b"----\n" * 200_000,
    "header-in-fence": b"```yaml\n" + b"title: a\n" * 50_000,
    "line-with-5,000-digits": page(
        f"publisher: A\nimport:\n  document: a\n  line: {'9' * 5_000}\n  sha256: a\n  fingerprint: a\n{_REST}"
    ),
    "place-with-5,000-digits": page(f"also_in:\n  - {{publisher: a, document: b, line: {'9' * 5_000}}}\n{_REST}"),
    "moved-from-outside": page(f"moved_from: [../../etc/passwd, /etc/passwd, 'articles/../../x']\n{_REST}"),
    "many-topics": page(f"source: A\ntopics: [{', '.join(f't{at}' for at in range(2_000))}]\n"),
    "utf-16": "---\ntitle: Kites\n---\n".encode("utf-16"),
    "utf-32": "---\ntitle: Kites\n---\n".encode("utf-32"),
    "not-utf-8": b"---\ntitle: K\xff\xfe\n---\n" + b"\x80" * 100_000,
    "nuls": b"\0" * MEGABYTE,
    "carriage-returns": b"---\rtitle: a\r---\r" * 10_000,
    "empty": b"",
    "three-megabytes": flood("kite ", 3 * MEGABYTE),
    "text-closed-brackets": text("[" * 100_000 + "]" * 100_000),
    "text-heading-digits": text("## a_" + "1" * 5_000 + "\n\n## a_" + "1" * 5_000),
    "text-lists-in-lists": flood("1. ", 2_000),
    "text-bullets-in-bullets": flood("- ", 20_000),
    "text-indented-lists": text("\n".join(f"{'    ' * at}- a" for at in range(400))),
    "text-marks": flood("\u0301\u0316", 200_000),
    "text-bidi": flood("\u202ea", 200_000),
    "text-zero-width": flood("\u200b", 200_000),
}  # fmt: skip

# What the text of a page may repeat
FLOODS: Mapping[str, str] = {
    "one-word": "a",
    "prose": "The kite club met on the hill. ",
    "paragraphs": "a\n\n",
    "square-brackets": "[",
    "pictures": "![",
    "links-open": "[a](",
    "links": "[a](https://kites.example/) ",
    "link-names": "[a][b] ",
    "link-lines": "[a]: https://kites.example/\n",
    "autolinks": "<https://kites.example/> ",
    "mail-addresses": "<a@b",
    "angles": "<",
    "tags": "<a ",
    "comments": "<!--",
    "cdata": "<![CDATA[",
    "instructions": "<?",
    "entities": "&a",
    "stars": "*",
    "star-words": "*a ",
    "emphasis": "**a*b",
    "underscores": "_",
    "backticks": "`",
    "backtick-words": "`a",
    "tildes": "~",
    "fences": "```\n",
    "open-fences": "~~~a\n",
    "headings": "# a\n",
    "heading-marks": "#",
    "underlined": "a\n===\n\n",
    "quotations": "> ",
    "quotation-marks": ">",
    "tables": "a|b\n-|-\n",
    "bars": "|",
    "rules": "---\n",
    "backslashes": "\\",
    "spaces": " ",
    "newlines": "\n",
    "tabs": "\t",
    "form-feeds": "\f",
    "merge-marks": "<<<<<<< HEAD\n",
    "attribute-lists": "{: onclick=a }\n",
    "snippets": "--8<-- '/etc/passwd'\n",
    "admonitions": "!!! note\n    a\n",
    "abbreviations": "*[a]: b\n",
}

_RECORD = '{{"page": {page}, "fingerprint": "a", "url": "", "document": "a", "line": 1, "item_sha256": "a", "page_sha256": "a"{more}}}\n'


def record(path: str = '"articles/2023/kites.md"', more: str = "") -> bytes:
    """A line of the importer's memory; the path is given as JSON."""
    return _RECORD.format(page=path, more=more).encode("utf-8", "surrogatepass")


RECORDS: Mapping[str, bytes] = {
    "path-outside": record('"../../harm.md"'),
    "path-outside-below": record('"articles/../../harm.md"'),
    "path-from-the-root": record('"/etc/harm.md"'),
    "path-with-backslashes": record('"articles\\\\..\\\\..\\\\harm.md"'),
    "path-on-a-drive": record('"C:/harm.md"'),
    "path-that-is-a-folder": record('"articles/2023/"'),
    "path-hidden-above": record('"articles/./2023/kites.md"'),
    "path-with-nul": record('"articles/2023/a\\u0000.md"'),
    "path-with-line-end": record('"articles/2023/a\\n.md"'),
    "path-with-half-character": record('"articles/2023/\\ud800.md"'),
    "path-of-100-kb": record(f'"articles/2023/{"a" * 100_000}.md"'),
    "path-empty": record('""'),
    "path-other-kind": record('"articles/2023/kites.yml"'),
    "was-outside": record(more=', "was": ["../../harm.md"]'),
    "deep-lists": record(more=f', "seen": {"[" * 200_000}'),
    "closed-deep-lists": record(more=f', "seen": {"[" * 50_000}{"]" * 50_000}'),
    "deep-objects": record(more=", \"base\": " + "{\"a\": " * 100_000),
    "huge-number": record(more=', "line": ' + "9" * 5_000),
    "half-character": record(more=', "left_out": ["\\ud800"]'),
    "line-of-3-mb": record(more=f', "left_out": ["{"a" * 3 * MEGABYTE}"]'),
    "no-object": b"[]\n",
    "no-json": b"kites\n",
    "nan": b"NaN\n",
    "nuls": b"\0" * 100_000 + b"\n",
    "not-utf-8": b"\xff\xfe\n",
    "half-a-line": record()[:60],
    "equal-keys": record(more=', "page": "../../harm.md"'),
    "unknown-key": record(more=', "run": "rm"'),
}  # fmt: skip
# Those of them that name nothing wrong
HARMLESS_RECORDS = frozenset({"path-of-100-kb"})
