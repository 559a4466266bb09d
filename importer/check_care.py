"""What waits for an editor's decision by docs/care.yml, and what is wrong with the decisions and with the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importer.care import TEXT_CHANGED, TEXT_TO_COME, UNWRITTEN, Flag, find_flags, find_open_flags, may_have_flags
from importer.care_rules import FILE_NAME, CareRules
from importer.content_notes import CLEARED_AS
from importer.frontmatter import BadPage, parse_page
from importer.read import document_name
from importer.records import Article, Clearance, Note
from importer.spelling import find_closest

HOW_TO_CLEAR = "docs/care.yml says why, and how to write the decision down in `cleared:`."
_CLEARED = re.compile(r"^cleared:", re.MULTILINE)


def check_care(path: str, text: str, care: CareRules) -> Iterator[Note]:
    """A note for each open flag of a page, which names its rule, and complaints about the editors' decisions on it.

    `path` is the page as messages name it, `text` the whole of it. A page with a broken header is passed over: its
    faults are complaints already.
    """
    # Few pages need to be read for this, and reading a header takes longer than this look.
    if not (_CLEARED.search(text) or TEXT_TO_COME in text or may_have_flags(text, care)):
        return
    try:
        article = parse_page(text, path)
    except BadPage:
        return
    yield from _clearance_complaints(path, text, article, care)
    for flag in find_open_flags(article, care):
        yield _open_note(path, text, article, flag)
    if TEXT_TO_COME in article.notes and not article.withdrawn:
        mend = "Write it, then take this note out of `notes:`."
        yield Note(path, _key_line(text, "notes"), "the text is still to be written", mend, care_rule=UNWRITTEN)


def check_care_rules(care: CareRules, docs: Path) -> Iterator[Note]:
    """Rules of the folder's own list that do not flag their own example: their words are not what their editor thinks.

    For a folder without the list there is none.
    """
    if not (docs / FILE_NAME).is_file():
        return
    for rule in care.rules:
        example = Article(title="", source="", body=rule.example)
        if rule.name not in {flag.rule.name for flag in find_flags(example, care)}:
            what = f"rule “{rule.name}” does not flag its own example"
            mend = "Mend the example, `looks_for:`, or the lists of words that it names."
            yield Note(document_name(docs / FILE_NAME), rule.line, what, mend)


def _open_note(path: str, text: str, article: Article, flag: Flag) -> Note:
    line = _body_line(text, article) + flag.line - 1 if flag.part == "text" else _key_line(text, flag.part)
    what = f"to decide, by the rule “{flag.rule.name}”: {', '.join(flag.signs)}"
    if article.cleared and any(note.startswith(TEXT_CHANGED) for note in article.notes):
        what += ". It was cleared, but an import has changed the text since"
    return Note(path, line, what, f"{flag.rule.decide} {HOW_TO_CLEAR}", care_rule=flag.rule.name)


def _clearance_complaints(path: str, text: str, article: Article, care: CareRules) -> Iterator[Note]:
    """Decisions that settle nothing: they would settle what nobody has looked at yet."""
    if not article.cleared:
        return
    line = _key_line(text, "cleared")
    flagging = {flag.rule.name for flag in find_flags(article, care)}
    for clearance in article.cleared:
        yield from (Note(path, line, what, mend) for what, mend in _idle_rules(clearance, flagging, care))


def _idle_rules(clearance: Clearance, flagging: set[str], care: CareRules) -> Iterator[tuple[str, str]]:
    if not clearance.rules and not flagging:
        yield "“cleared:” settles nothing: no rule flags this page", "Take it out: the next flag is to be looked at."
    for name in clearance.rules:
        if name == CLEARED_AS:  # settled by the check of content notes
            continue
        if name not in care.names:
            close = find_closest(name, care.names)
            mend = f"Did you mean “{close}”?" if close else f"The rules are: {', '.join(care.names)}."
            yield f"“cleared:” names the rule “{name}”, which docs/care.yml does not have", mend
        elif name not in flagging:
            what = f"“cleared:” names the rule “{name}”, which flags nothing here"
            yield what, "Take the rule out of it: the next flag is to be looked at."


def _key_line(text: str, key: str) -> int:
    found = re.search(rf"^{key}[ \t]*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _body_line(text: str, article: Article) -> int:
    """The line of the page on which its text begins."""
    return text.count("\n", 0, max(text.rfind(article.body), 0)) + 1
