"""A form for pages in the web browser: what Decap CMS needs to know of the header, made from `page_keys.py`.

Decap CMS is a program that runs in the editor's browser and talks to GitHub: a saved page becomes a pull request, from
a fork for those who may not write here. It is optional, stands apart from the public site and is never part of it: it
asks GitHub and the sign-in service, and needs rights that the site's own security policy refuses.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from importer.page_keys import PAGE_KEYS, Key
from importer.vocabulary import Vocabulary

VERSION = "3.16.3"
SCRIPT = "decap-cms.js"
# Of dist/decap-cms.js in that version: the browser runs no other file under this name
INTEGRITY = "sha384-A/Gdn928CNLufmnGWGs9RM4Q9o8bSNLeJERqBFrBjwzL7FRpoLT3MPF8Tl0+Wd2p"
GITHUB = "https://api.github.com"

Field = dict[str, Any]

_UNDATED = "undated"
_DATED = ("date", "date_basis", "date_evidence")
# A file name has at most 60 characters; Decap adds a number where one is taken
_NAME = "{{title | truncate(50, '-')}}"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_PLAIN_WIDGETS = {"line": "string", "text": "text", "language": "string", "address": "string", "number": "number"}


@dataclass(frozen=True, slots=True)
class _Lists:
    """The editors' lists that fields choose from."""

    vocabulary: Vocabulary
    care_rules: tuple[str, ...]


def find_years(docs: Path, today: date) -> range:
    """The years that have a folder in the form: from the first one that has pages to this one."""
    named = [int(path.name) for path in (docs / "articles").glob("[12][0-9][0-9][0-9]") if path.is_dir()]
    return range(min([*named, today.year]), today.year + 1)


def render_config(vocabulary: Vocabulary, care_rules: Sequence[str], years: Iterable[int], backend: Field) -> str:
    """The settings of Decap CMS: a folder for each year, whose dates begin with it, and one for pages without a date.

    `care_rules` are the names of the rules of docs/care.yml; `backend` says where pages are kept, see `github_backend`.
    """
    lists = _Lists(vocabulary, tuple(care_rules))
    folders = [
        *(_collection(str(year), f"Articles of {year}", lists) for year in sorted(years, reverse=True)),
        _collection(_UNDATED, "Articles without a date", lists),
    ]
    settings = {
        "backend": backend,
        "publish_mode": "editorial_workflow",
        "media_folder": "docs/assets",
        "public_folder": "../../assets",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "editor": {"preview": False},
        "collections": folders,
    }
    head = (
        "# Made by `bulletin web-editor` from the rules of the header and the lists in docs/: change those instead.\n"
    )
    return head + yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=1000)


def github_backend(repository: str, branch: str, sign_in: str) -> Field:
    """Pages in a repository of GitHub (`owner/name`); `sign_in` is the address of the service that signs editors in."""
    return {
        "name": "github",
        "repo": repository,
        "branch": branch,
        "base_url": sign_in,
        "open_authoring": True,  # whoever may not write here works in a fork
        "commit_messages": {"create": "Add “{{slug}}”", "update": "Change “{{slug}}”", "delete": "Remove “{{slug}}”"},
    }


def render_page(sign_in: str) -> str:
    """The page that holds the form. It may ask GitHub and the sign-in service, and nobody else.

    The script makes functions of text while it runs (its checks of the settings), and style elements for its looks.
    """
    asks = html.escape(f"{GITHUB} {sign_in}", quote=True)
    policy = (
        f"default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob: https://avatars.githubusercontent.com; font-src 'self' data:; "
        f"connect-src 'self' blob: {asks}; base-uri 'none'; form-action 'none'; object-src 'none'"
    )
    return f"""<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <meta name="referrer" content="no-referrer">
  <title>Edit the bulletin</title>
  <link rel="cms-config-url" type="text/yaml" href="config.yml">
</head>
<body>
  <noscript>This form needs JavaScript. Without it, change the page's file on GitHub.</noscript>
  <script src="{SCRIPT}" integrity="{INTEGRITY}" crossorigin="anonymous"></script>
</body>
</html>
"""


def _collection(folder: str, label: str, lists: _Lists) -> Field:
    fields = [_field(key, folder, lists) for key in PAGE_KEYS if _is_asked(key, folder)]
    text = {
        "name": "body",
        "label": "text",
        "widget": "text",
        "hint": "The text in Markdown. Headings begin with ##; leave an empty line between paragraphs.",
    }
    return {
        "name": folder,
        "label": label,
        "label_singular": "page",
        "folder": f"docs/articles/{folder}",
        "create": True,
        "delete": True,
        "slug": _NAME,
        "extension": "md",
        "format": "yaml-frontmatter",
        "summary": "{{title}}",
        "fields": [*fields, text],
    }


def _is_asked(key: Key, folder: str) -> bool:
    """Does the form ask for a key? What it does not ask for stays in a page as it is.

    Decap CMS wants the parts of a record filled in even where there is no such record, so `withdrawn:` is left to
    those who change the file itself.
    """
    return key.written_by == "editor" and key.kind != "record" and (folder != _UNDATED or key.name not in _DATED)


def _field(key: Key, folder: str, lists: _Lists) -> Field:
    is_required = key.is_required or (folder != _UNDATED and key.name in {"date", "date_basis"})
    field: Field = {"name": key.name, "label": key.name.replace("_", " "), "required": is_required, "hint": key.about}
    match key.kind:
        case "date":
            return {**field, "widget": "string", "pattern": _date_pattern(key, folder)}
        case "choice":
            return {**field, "widget": "select", "options": list(key.choices)}
        case "list":
            return {**field, **_list(key, lists)}
        case "records":
            parts = [_field(part, folder, lists) for part in key.keys]
            return {**field, "widget": "list", "collapsed": True, "fields": parts}
        case _:
            return {**field, **_plain(key, lists)}


def _plain(key: Key, lists: _Lists) -> Field:
    if key.named_in == "sources":
        return {"widget": "select", "options": [source.name for source in lists.vocabulary.sources]}
    field: Field = {"widget": _PLAIN_WIDGETS[key.kind]}
    if key.kind == "language":
        field["pattern"] = ["^[a-z]{2,3}(-[A-Z]{2})?$", f"Write its short name, such as {key.example}."]
    elif key.kind == "address":
        field["pattern"] = [r"^https?://\S+$", "Write the whole address, beginning https://."]
    elif key.most:
        field["pattern"] = [rf"^[\s\S]{{0,{key.most}}}$", f"At most {key.most} characters."]
    return field


def _list(key: Key, lists: _Lists) -> Field:
    if key.named_in == "topics":
        options = [{"label": topic.label, "value": topic.slug} for topic in lists.vocabulary.topics]
        return {"widget": "select", "multiple": True, "min": 1, "max": key.most, "options": options}
    if key.named_in == "care":
        return {"widget": "select", "multiple": True, "options": list(lists.care_rules)}
    entry = {"name": "entry", "label": key.name, "widget": "string"}
    return {"widget": "list", "field": entry, "collapsed": False}


def _date_pattern(key: Key, folder: str) -> list[str]:
    if key.is_whole_day:
        return [f"^{_DAY}$", f"Write a day like this: {key.example}"]
    if key.name == "date":
        return [
            f"^{folder}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            f"Write it as {folder}-07-19, {folder}-07 or {folder}. Pages of another year are in that year's folder.",
        ]
    return ["^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "Write it as 2023-07-19, 2023-07 or 2023."]
