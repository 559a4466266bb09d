"""The files that a site is built from, held against what it may not hold: the gate before every build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml

from importer.check_safety import check_safety, hidden_complaints
from importer.costly_text import find_costly_text
from importer.encoding import CannotRead
from importer.hidden_characters import find_hidden
from importer.list_files import BadList, compose_list, line_of
from importer.page_files import read_page_content
from importer.read import is_hidden
from importer.records import Note


def find_sources_of_site(docs: Path) -> tuple[Path, ...]:
    """Every page below the docs folder and every list in it, in order; what the importer keeps for itself aside."""
    pages = (path for path in docs.glob("**/*.md") if not is_hidden(path.relative_to(docs)))
    return tuple(path for path in sorted([*pages, *docs.glob("*.yml")]) if path.is_file())


def find_unsafe(files: Iterable[Path], name_of: Callable[[Path], str]) -> Iterator[Note]:
    """Every complaint that bars a build, in the order of the files, each named as `name_of` says.

    What cannot be read, or is not in UTF-8, is told by whoever reads it.
    """
    for path in files:
        try:
            text = read_page_content(path, name_of(path)).decode("utf-8", "replace").replace("\r\n", "\n")
        except CannotRead:
            continue
        if path.suffix == ".md" and (costly := tuple(find_costly_text(text, name_of(path)))):
            yield from costly
            continue
        if path.suffix == ".md":
            yield from check_safety(text, name_of(path))
        else:
            yield from hidden_complaints(name_of(path), text)
            yield from _escaped_complaints(path, name_of(path))


def _escaped_complaints(path: Path, name: str) -> Iterator[Note]:
    """What does not show, where a list has it as “\\u202e” in quotation marks; a broken list is told by its reader."""
    try:
        left = [compose_list(path)]
    except BadList:
        return
    while left:
        node = left.pop()
        if isinstance(node, yaml.MappingNode):
            left += [each for entry in node.value for each in entry]
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
        elif isinstance(node, yaml.ScalarNode) and (hidden := _hidden_in_escapes(node)):
            what = f"the value holds {hidden}, which does not show"
            mend = "Take the sign that begins with “\\” out."
            yield Note(name, line_of(node), what, mend, node.start_mark.column + 1)


def _hidden_in_escapes(node: yaml.ScalarNode) -> str:
    return next((hidden.what for hidden in find_hidden(node.value)), "") if node.style == '"' else ""
