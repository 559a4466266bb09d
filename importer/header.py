"""A page taken apart into its header and its body: every value as text with its place, every slip told with its mend.

Scalars are the text they are (`NO`, `12:30` and `2026-02-31` stay as typed), because YAML's guesses are what editors
trip over. A header that YAML refuses is read again key by key: one slip hides no other, nor what is wrong in the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import yaml

from importer.header_slips import Slip, closest_key, explain_slip, is_known_key
from importer.limits import MOST_HEADER_CHARACTERS, MOST_HEADER_DEPTH
from importer.page_keys import KEYS, PAGE_KEYS
from importer.records import Note
from importer.yaml_nodes import compose_yaml, find_yaml_mark

Where = tuple[str | int, ...]  # a place in the header: ("cleared", 0, "on")

_OPENING = re.compile(r"---[ \t]*\n")
_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
# What was meant to be the line `---`: two or four hyphens, dashes as word processors write them, `+++`, `...`, a space
_LIKE_BOUNDARY = re.compile(r"[ \t]*(?:[-–—−]{1,9}|[+=_*~]{3,9}|\.{3}|…)[ \t]*")
_FENCE = re.compile(r"`{3,}[ \t]*+(?:ya?ml)?[ \t]*|ya?ml[ \t]*", re.IGNORECASE)
_KEY_LINE = re.compile(r"[A-Za-z\"'][^:\n]{0,60}[:：]|[A-Za-z]:")
_FIRST_WORD = re.compile(r"[ \t]*[\"']?([A-Za-z_-]{1,40}(?: [a-z]{1,20})?)[\"']?[ \t\u00a0]*[:：=]")
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
# “ #5 of the kites” behind a value; “ # a comment” is one
_CUT_OFF = re.compile(r"[ \t]+#(?=[^\s#])")
_TEXTS = frozenset(key.name for key in PAGE_KEYS if key.kind in {"line", "text"})
_MEND_LONG = "Move what belongs into the text below the line `---` that ends the header, or put that line in."


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a page, both counted from 1; column 0 is the line as a whole."""

    line: int
    column: int = 0


@dataclass(slots=True)
class Header:
    """A page's header as written: values of text, lists and mappings, with the places of keys and of values.

    `body` is the text below it without the empty lines around it, and `body_line` the line on which that begins.
    `faults` tell what could not be read; the keys that they are about are `broken` and have no value. Without a header
    at all `is_there` is false.
    """

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[Where, Place] = field(default_factory=dict)
    places: dict[Where, Place] = field(default_factory=dict)
    plain: set[Where] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    faults: list[Note] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    body: str = ""
    body_line: int = 1
    is_there: bool = True

    def place_of(self, *where: str | int) -> Place:
        """Where the value stands, else its key, else the first line of the page."""
        return self.places.get(where) or self.keys.get(where) or Place(1)

    def note_at(self, where: Where, what: str, mend: str) -> Note:
        """A complaint about a value."""
        place = self.place_of(*where)
        return Note(self.path, place.line, what, mend, place.column)

    def note_at_key(self, where: Where, what: str, mend: str) -> Note:
        """A complaint about a key."""
        place = self.keys.get(where) or Place(1)
        return Note(self.path, place.line, what, mend, place.column)

    def has(self, key: str) -> bool:
        """Does the key stand there, if only broken, or in other letters?"""
        return key in self.values or key in self.broken or key in self._meant()

    def _meant(self) -> set[str | None]:
        return {closest_key(name, KEYS) for name in self.values if name not in KEYS}

    def text(self, key: str) -> str:
        """The value of a key where it is a text, else an empty one."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def entries(self, key: str) -> Iterator[tuple[Where, str]]:
        """The texts in a key's list, each with its place."""
        entries = self.values.get(key)
        if isinstance(entries, list):
            yield from (((key, number), entry) for number, entry in enumerate(entries) if isinstance(entry, str))


def read_header(text: str, path: str) -> Header:
    """Take a page's text apart, without judging the values; whatever cannot be read is among the header's faults."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    header = Header(path)
    opening = _OPENING.match(text)
    closing = _BOUNDARY.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        _read_unbounded(header, text.split("\n"), has_opening=opening is not None)
        return header
    yaml_text = text[opening.end() : closing.start()]
    if len(yaml_text) > MOST_HEADER_CHARACTERS:
        if _first_text_line(yaml_text[:MOST_HEADER_CHARACTERS].split("\n"), needs_gap=True) is not None:
            _read_unbounded(header, text.split("\n"), has_opening=True)
        else:
            _refuse_long(header)
        return header
    yaml_text = _without_line_ends(header, yaml_text, 2)
    header.lines = ["---", *yaml_text.split("\n")[:-1]]
    node = _compose(yaml_text)
    if isinstance(node, yaml.MappingNode):
        _take_mapping(header, node, 2)
    elif _is_empty(yaml_text):
        mend = "Write at least `title:`, `source:` and `topics:` in it."
        header.faults.append(Note(path, 1, "the header is empty", mend))
        header.is_there = False
    elif _first_text_line(header.lines[1:], needs_gap=True) is not None:
        # The `---` that was found stands somewhere in the text
        _read_unbounded(header, text.split("\n"), has_opening=True)
        return header
    else:
        _read_key_by_key(header, header.lines[1:], 2, node if isinstance(node, yaml.YAMLError) else None)
    _set_body(header, text[closing.end() :], text.count("\n", 0, closing.end()) + 1)
    return header


def _refuse_long(header: Header) -> None:
    """Read nothing of the header: the time that YAML takes for one grows faster than its length."""
    what = f"the header has more than {MOST_HEADER_CHARACTERS:,} characters; no more are read"
    header.faults.append(Note(header.path, 1, what, _MEND_LONG))
    header.is_there = False


def _without_line_ends(header: Header, yaml_text: str, first_line: int) -> str:
    """The header without the characters that end a line for YAML, but for nobody who counts lines; each is told."""
    for found in _OTHER_LINE_ENDS.finditer(yaml_text):
        line = yaml_text.count("\n", 0, found.start()) + first_line
        column = found.start() - yaml_text.rfind("\n", 0, found.start())
        what = f"the header holds the character U+{ord(found[0]):04X}, which no text needs"
        header.faults.append(Note(header.path, line, what, "Delete it, or type the line anew.", column))
    return _OTHER_LINE_ENDS.sub(" ", yaml_text)


def _is_empty(yaml_text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in yaml_text.split("\n"))


def _set_body(header: Header, text: str, line: int) -> None:
    rest = text.lstrip("\n")
    header.body_line = line + len(text) - len(rest)
    header.body = rest.rstrip("\n")


def _compose(text: str) -> yaml.Node | yaml.YAMLError | None:
    """The header as YAML sees it, with the place of everything; the error where YAML refuses it.

    None where it is nothing, too deep, or holds anchors, aliases or tags, which give a value that is not what stands
    there.
    """
    if find_yaml_mark(text):
        return None
    try:
        return compose_yaml(text)
    except yaml.YAMLError as error:
        return error
    except RecursionError:
        return None


def _take_mapping(header: Header, node: yaml.MappingNode, first_line: int) -> None:
    """Take the keys of a header, or of one of its pieces, that YAML could read."""
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + first_line
        place = Place(line, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            what = "a key of the header begins with [ or {"
            mend = "Begin the line with one of the keys, such as `title:`."
            header.faults.append(Note(header.path, line, what, mend, place.column))
            continue
        key = str(key_node.value)
        if (key,) in header.keys:
            first = header.keys[(key,)].line
            what = f"“{key}:” stands twice, first on line {first}"
            header.faults.append(Note(header.path, line, what, "Keep one of the two.", place.column))
            continue
        header.keys[(key,)] = place
        if swallowed := _find_swallowed_key(header, key, value_node, first_line):
            header.faults.append(swallowed)
            header.broken |= {key, *_keys_between(header, value_node, first_line)}
            continue
        if key in _TEXTS and (cut := _find_cut_text(header, key, key_node, value_node, first_line)):
            header.faults.append(cut)
            header.broken.add(key)
            continue
        try:
            header.values[key] = _take(header, (key,), value_node, first_line, 1)
        except _TooDeep:
            what = f"the header is nested too deep: more than {MOST_HEADER_DEPTH} lists or records, one within another"
            mend = "Write each value on the line of its key."
            header.faults.append(Note(header.path, line, what, mend, place.column))
            header.broken.add(key)


class _TooDeep(Exception):
    pass


def _take(header: Header, where: Where, node: yaml.Node, first_line: int, depth: int) -> Any:
    """A value as text, list or mapping; the places of all that is in it are remembered."""
    if depth > MOST_HEADER_DEPTH:
        raise _TooDeep
    if not isinstance(node, yaml.ScalarNode) or node.value or node.style:
        header.places[where] = Place(node.start_mark.line + first_line, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        if not node.style:
            header.plain.add(where)
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_take(header, (*where, at), entry, first_line, depth + 1) for at, entry in enumerate(node.value)]
    taken: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "…"
        place = Place(key_node.start_mark.line + first_line, key_node.start_mark.column + 1)
        if key in taken:
            first = header.keys[(*where, key)].line
            what = f"“{key}:” stands twice in “{where[0]}:”, first on line {first}"
            header.faults.append(Note(header.path, place.line, what, "Keep one of the two.", place.column))
            continue
        header.keys[(*where, key)] = place
        taken[key] = _take(header, (*where, key), value_node, first_line, depth + 1)
    return taken


def _find_cut_text(header: Header, key: str, key_node: yaml.Node, node: yaml.Node, first_line: int) -> Note | None:
    """A text that YAML cuts off at ` #5`, taking the rest for a comment; a real comment has a space behind its sign."""
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return None
    end = node.end_mark if node.value else key_node.end_mark
    line, column = end.line + first_line, end.column + (not node.value)  # behind the key's colon
    found = _CUT_OFF.match(header.lines[line - 1][column:])
    if found is None:
        return None
    what = f"“{key}:” ends before the “#”: YAML takes the rest of the line for a comment"
    mend = "Put the whole value in double quotes."
    return Note(header.path, line, what, mend, column + found.end())


def _keys_between(header: Header, node: yaml.Node, first_line: int) -> Iterator[str]:
    """The known keys that a value of several lines swallowed."""
    for number in range(node.start_mark.line + 1, node.end_mark.line + 1):
        at = number + first_line - 1
        found = _FIRST_WORD.match(header.lines[at]) if at < len(header.lines) else None
        if found and is_known_key(found[1]):
            yield found[1]


def _find_swallowed_key(header: Header, key: str, node: yaml.Node, first_line: int) -> Note | None:
    """A quotation mark or bracket that is never closed makes the next keys part of the value, and YAML is content."""
    if node.start_mark.line == node.end_mark.line or not isinstance(node, yaml.ScalarNode) or node.style in {"|", ">"}:
        return None
    swallowed = next(iter(_keys_between(header, node, first_line)), None)
    if swallowed is None:
        return None
    line, column = node.start_mark.line + first_line, node.start_mark.column + 1
    if node.style:
        what = f"the value of “{key}:” goes on over “{swallowed}:”: its quotation mark is not closed"
        return Note(header.path, line, what, f"Put {node.style} at the end of the value.", column)
    at = node.start_mark.line + first_line
    while not (found := _FIRST_WORD.match(header.lines[at])) or found[1] != swallowed:
        at += 1
    column = len(header.lines[at]) - len(header.lines[at].lstrip()) + 1
    what = f"“{swallowed}:” is indented, and so part of “{key}:”"
    return Note(header.path, at + 1, what, f"Begin the line with `{swallowed}: `.", column)


# --- Headers without a beginning or an end


def _read_unbounded(header: Header, lines: list[str], *, has_opening: bool) -> None:
    """Read a header whose first or last line `---` is missing or mistyped: as far as its keys go."""
    path = header.path
    start = 1
    if not has_opening:
        first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        line = lines[first] if first < len(lines) else ""
        begins = first + 1 < len(lines) and _FIRST_WORD.match(lines[first + 1]) is not None
        word = _FIRST_WORD.match(line)
        if _OPENING.match(f"{line}\n") and first:
            mend = f"Delete the empty line{'s' if first > 1 else ''} above it."
            header.faults.append(Note(path, first + 1, "the header does not begin on the first line", mend))
            start = first + 1
        elif begins and (_LIKE_BOUNDARY.fullmatch(line) or _FENCE.fullmatch(line)):
            what = "this is not the line `---` that a header begins with"
            header.faults.append(Note(path, first + 1, what, "Write three hyphens, and nothing else.", 1))
            start = first + 1
        elif word and is_known_key(word[1]) and _is_header(lines[first:]):
            what = "there is no line `---` above the header"
            header.faults.append(Note(path, first + 1, what, "Put a line of three hyphens above this one."))
            start = first
        else:
            mend = "Begin the page with a line `---`, the header and `---`."
            header.faults.append(Note(path, 1, "the page has no header", mend))
            header.is_there = False
            _set_body(header, "\n".join(lines), 1)
            return
    most = start + _count_lines(lines[start:])
    end, body_start, is_bounded = _find_end(lines[:most], start)
    if end == most < len(lines):
        _refuse_long(header)
        return
    if not is_bounded and body_start > end:
        what = "this is not the line `---` that a header ends with"
        header.faults.append(Note(path, end + 1, what, "Write three hyphens, and nothing else.", 1))
    elif not is_bounded:
        header.faults.append(Note(path, max(end, 1), "the header does not end", "Put a line `---` under this one."))
    yaml_text = _without_line_ends(header, "\n".join(lines[start:end]) + "\n", start + 1)
    header.lines = [""] * start + yaml_text.split("\n")[:-1]
    node = _compose(yaml_text)
    if isinstance(node, yaml.MappingNode):
        _take_mapping(header, node, start + 1)
    elif _is_empty(yaml_text):
        header.is_there = False
    else:
        _read_key_by_key(header, header.lines[start:], start + 1, node if isinstance(node, yaml.YAMLError) else None)
    _set_body(header, "\n".join(lines[body_start:]), body_start + 1)


def _count_lines(lines: list[str]) -> int:
    """How many of the lines a header may have, all together in characters."""
    sizes = accumulate(len(line) + 1 for line in lines)
    return next((count for count, size in enumerate(sizes) if size > MOST_HEADER_CHARACTERS), len(lines))


def _is_header(lines: list[str]) -> bool:
    """Are these lines a header without its first line, and no text that begins like one (“Source: the Gazette”)?"""
    words = [_FIRST_WORD.match(line) for line in lines]
    return any(_BOUNDARY.fullmatch(line) for line in lines) or sum(bool(w and is_known_key(w[1])) for w in words) > 1


def _find_end(lines: list[str], start: int) -> tuple[int, int, bool]:
    """Up to which line the header goes, on which the body begins (from 0), and whether a line `---` parts them."""
    text = _first_text_line(lines[start:], needs_gap=any(_BOUNDARY.fullmatch(line) for line in lines[start:]))
    last = start + text if text is not None else len(lines)
    last_filled = max((at for at in range(start, last) if lines[at].strip()), default=start)
    for at in range(start, last):
        if _BOUNDARY.fullmatch(lines[at]):
            return at, at + 1, True
        if _LIKE_BOUNDARY.fullmatch(lines[at]) or _FENCE.fullmatch(lines[at]):
            return at, at + 1, False
        if not lines[at].strip() and at > last_filled:
            return at, at, False
    return last, last, False


def _first_text_line(lines: list[str], *, needs_gap: bool) -> int | None:
    """The first line, from 0, that is surely text: no key, no entry, nothing that goes on from the line above.

    Where a line `---` follows, only text below an empty line is sure to be no slip in the header.
    """
    after_gap = False
    for number, line in enumerate(lines):
        if not line.strip():
            after_gap = True
            continue
        word = _FIRST_WORD.match(line)
        is_header = (
            line[0] in " \t#"
            or _LIKE_BOUNDARY.fullmatch(line)
            or line.startswith(("- ", "---"))
            or (word and is_known_key(word[1]))
        )
        if not is_header and number and (after_gap or not (needs_gap or _KEY_LINE.match(line))):
            return _before_gap(lines, number)
        after_gap = False
    return None


def _before_gap(lines: list[str], number: int) -> int:
    while number and not lines[number - 1].strip():
        number -= 1
    return number


# --- Headers that YAML refuses


@dataclass(slots=True)
class _Piece:
    """The lines of one key, and the line on which they begin."""

    line: int
    lines: list[str]
    indented: str = ""


def _read_key_by_key(header: Header, lines: list[str], first_line: int, error: yaml.YAMLError | None) -> None:
    """Read each key on its own, and say of each that cannot be read what slip its writer made."""
    entries = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if all(line.startswith("- ") for line in entries):
        number = next(at for at, line in enumerate(lines) if line.startswith("- "))
        mend = "Begin each line with its key, without the hyphen: `title: …`."
        what = "the header is not a list of `key: value` lines"
        header.faults.append(Note(header.path, first_line + number, what, mend, 1))
        header.is_there = False
        return
    told = len(header.faults)
    for piece in _pieces(lines, first_line):
        _read_piece(header, piece)
    if len(header.faults) == told:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + first_line, mark.column + 1) if mark else Place(first_line)
        what = "the header cannot be read from here on"
        mend = "Begin each key at the start of its line, with a colon and a space after it."
        header.faults.append(Note(header.path, place.line, what, mend, place.column))


def _pieces(lines: list[str], first_line: int) -> Iterator[_Piece]:
    """The lines of each key: a key begins at the start of a line, and what is indented or an entry goes on from it."""
    piece: _Piece | None = None
    for number, line in enumerate(lines, first_line):
        if not line.strip() or line.lstrip().startswith("#"):
            if piece:
                piece.lines.append(line)
            continue
        word = _FIRST_WORD.match(line)
        known = bool(word and is_known_key(word[1]))
        if piece is None or _begins_key(piece, line, known=known):
            if piece:
                yield piece
            indented = line[: len(line) - len(line.lstrip())]
            piece = _Piece(number, [line.lstrip()] if indented else [line], indented)
        else:
            piece.lines.append(line)
    if piece:
        yield piece


def _begins_key(piece: _Piece, line: str, *, known: bool) -> bool:
    value = piece.lines[0].partition(":")[2].strip()
    if line[0] in " \t":
        # Records have keys of their own (`publisher` in `also_in`); below a value on the key's line there are none
        return known and bool(value) and not value.startswith(("[", "{", '"', "'", "|", ">"))
    if line.startswith("- ") and not value:
        return False
    return known or _KEY_LINE.match(line) is not None or not _is_open(value)


def _is_open(value: str) -> bool:
    """Does a bracket or quotation mark stay open at the end of the line, so that the next line belongs to it?"""
    closes = {"[": "]", "{": "}", '"': '"', "'": "'"}.get(value[:1])
    return closes is not None and (len(value) == 1 or closes not in value[1:])


def _read_piece(header: Header, piece: _Piece) -> None:
    word = _FIRST_WORD.match(piece.lines[0])
    key = word[1] if word else ""
    node = _compose("\n".join(piece.lines) + "\n")
    if piece.indented:
        what = f"“{key}:” is indented" if key else "this line is indented"
        mend = "Begin the line with its key." if "\t" not in piece.indented else "Take the tab out: begin with the key."
        header.faults.append(Note(header.path, piece.line, what, mend, len(piece.indented) + 1))
    elif not isinstance(node, yaml.MappingNode):
        slip = _find_slip(piece, node)
        header.faults.append(Note(header.path, piece.line + slip.line, slip.what, slip.mend, slip.column))
        key = slip.key or key
        if key:
            header.broken.add(key.casefold())
            header.keys.setdefault((key,), Place(piece.line, 1))
        return
    if isinstance(node, yaml.MappingNode):
        _take_mapping(header, node, piece.line)
    elif key:
        header.broken.add(key.casefold())


def _find_slip(piece: _Piece, node: yaml.Node | yaml.YAMLError | None) -> Slip:
    text = "\n".join(piece.lines) + "\n"
    return explain_slip(piece.lines, node if isinstance(node, yaml.YAMLError) else None, find_yaml_mark(text))
