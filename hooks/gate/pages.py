"""A page as it was built: whatever in its HTML our templates and Markdown do not write is a fault.

The page is taken to pieces by one plain grammar, and must be nothing but such pieces: tags in lower case with their
attributes in double quotes, each once; no `<` or `>` that is no tag's; every element closed, in order, where it may
stand (`allowed.HOLDS`); character references with their semicolon. Of such a page every browser makes the same tree,
because it finds nothing in it to mend: what is looked at here is what readers get. Anything else is refused unread.

`<!--offline:…-->` is read as if it stood open, by the rules of the offline copy, where it will.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5

from hooks.gate.addresses import Target, find_target
from hooks.gate.allowed import (
    ADDRESSES,
    ATTRIBUTES,
    BOX_OF_A_TABLE,
    DRAWN,
    DRAWN_VOID,
    FLOW,
    HOLDS,
    IN_TEXTS,
    NOT_IN_ITSELF,
    ONCE,
    VOID,
    WITHOUT_TEXT,
    find_attribute_fault,
)
from hooks.gate.hidden import find_hidden_in
from hooks.gate.published import Published
from importer.records import Note
from importer.references import decode_references
from importer.shown_addresses import shows_another_address

OFFLINE_OPENS, OFFLINE_CLOSES = "<!--offline:", "-->"
_MARKS = {"<!--online-->": "online", "<!--download-->": "download"}
_MARK_ENDS = {"<!--/online-->": "online", "<!--/download-->": "download"}
_PIECE = re.compile(r"<!--offline:|-->|<[^<>]*>")
_TAG = re.compile(
    r"<(?:/(?P<closes>[a-z][a-z0-9]*)|(?P<opens>[a-z][a-z0-9]*)"
    r'(?P<attributes>(?:[ \n]+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)(?P<at_once>[ ]?/)?)>'
)
_ATTRIBUTE = re.compile(r'(?<![ \n])[ \n]++(?P<name>[a-z][a-z0-9-]*)(?:="(?P<value>[^"]*)")?')
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};))?")
_REFRESH = re.compile(r"0; url=(?P<address>[^;, ]+)")
_TEXT_OF_OTHERS = "data-pagefind-body"
_OWN_ID = "bulletin"
_DOCTYPE = "<!doctype html>"
_TAGS_KEPT = 20_000
_LONGEST_QUOTE = 80
_MOST_DIGITS = 9  # of the number of a character; Python refuses to read one of thousands
_AFTER_TEXT = '<div class="article-after" id="bulletin-after" tabindex="-1">'
_CONTACTS = '<iframe src="local/contacts.html" title="Contacts of this school">'
# What MkDocs puts before the text of a page that is in previews only
_DRAFT = '<div class="mkdocs-draft-marker" title="This page will not be included into the built site.">'
_EVERY_PAGE_HAS = (("charset", "utf-8"), ("referrer", "no-referrer"))
_KINDS = {"icon": (".svg",), "stylesheet": (".css",), "alternate": (".xml", ".json"), "canonical": (".html",)}
_KINDS_OF_META = frozenset(
    {"charset", "name", "property", "http-equiv", "data-pagefind-filter", "data-pagefind-sort", "data-pagefind-meta"}
)
_WEB_KEYS = frozenset({"url", "image", "mainEntityOfPage", "@id", "isBasedOn"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag taken to pieces: the element that it opens or closes, its attributes, and what is wrong with it."""

    opens: str = ""
    closes: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_void: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is not closed yet."""

    name: str
    holds: frozenset[str]


@dataclass(slots=True)
class _LinkOfText:
    """A link in an article's text that is not closed yet, and its words so far."""

    piece: str
    target: str
    words: str = ""


class PageGate:
    """Looks at one page after the other; what it has once found of a tag it keeps for the next page."""

    def __init__(self, site: Published) -> None:
        self.site = site
        self._read_tag: Callable[[str], Tag] = lru_cache(_TAGS_KEPT)(read_tag)

    def find_faults(self, name: str, content: bytes) -> Iterator[Note]:
        """Everything that may not stand in the page at `name`, in order."""
        try:
            page = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            yield Note(name, line, "the page is not in UTF-8", "Find what wrote it, and build again.")
            return
        yield from _Reading(name, page, self.site, self._read_tag).faults()

    def find_faults_of_text(self, name: str, text: str) -> Iterator[Note]:
        """The same for an article's text as HTML, as feeds hold it; without lines, which nobody would find."""
        reading = _Reading(name, text, self.site, self._read_tag)
        yield from (Note(name, 0, note.what, note.mend) for note in reading.faults_of_text())


def read_tag(text: str) -> Tag:
    """Take a tag to pieces and hold it against what may stand in any page."""
    found = _TAG.fullmatch(text)
    if not found:
        if text.startswith("<!"):
            return Tag(faults=("is a comment or a declaration that is not ours",))
        return Tag(faults=("is not written as our tags are: small letters, values in double quotes, no odd signs",))
    if found["closes"]:
        known = found["closes"] in ATTRIBUTES and found["closes"] not in VOID
        return Tag(closes=found["closes"], faults=() if known else ("closes an element that is not ours",))
    element = found["opens"]
    if element not in ATTRIBUTES:
        return Tag(faults=("is an element that is not ours",))
    faults: list[str] = []
    attributes: dict[str, str] = {}
    for name, raw in _ATTRIBUTE.findall(found["attributes"]):
        if name in attributes:
            faults.append(f"has the attribute “{name}” twice, and browsers differ in which counts")
        if any(not _is_reference(each) for each in _REFERENCE.finditer(raw)):
            faults.append(f"has “{name}” with “&” not written as “&amp;”, or a reference that is none")
        attributes[name] = decode_references(raw)
        if fault := find_attribute_fault(element, name, attributes[name]):
            faults.append(fault)
    is_void = element in VOID or element in DRAWN_VOID
    if found["at_once"] and not is_void:
        faults.append("ends with “/”, which browsers do not see there")
    elif element in DRAWN_VOID and not found["at_once"]:
        faults.append("does not end with “/>”")
    return Tag(opens=element, attributes=attributes, is_void=is_void, faults=tuple(faults))


def _is_reference(found: re.Match[str]) -> bool:
    """Do browsers and we read the same character in it?"""
    if found["name"]:
        return found["name"] in html5
    return len(found[0]) > 1 and _is_plain_number(found[0])


def _is_plain_number(reference: str) -> bool:
    """Does `&#65;` stand for the character of that number? For some numbers others take its place, or none."""
    digits = reference.strip("&#;")
    is_hexadecimal = digits[:1] in {"x", "X"}
    if len(digits) > _MOST_DIGITS:
        return False
    number = int(digits[1:], 16) if is_hexadecimal else int(digits)
    return number <= sys.maxunicode and decode_references(reference) == chr(number)


class _Reading:
    """One page being read from its first piece to its last."""

    def __init__(self, name: str, page: str, site: Published, read_tag: Callable[[str], Tag]) -> None:
        self.name = name
        self.page = page
        self.site = site
        self.read_tag = read_tag
        self.at = 0  # where the piece stands that is being looked at
        self.open: list[_Open] = [_Open("", HOLDS[""])]
        self.marks: list[str] = []  # the marks of what is online only, still open
        self.opened_before_offline: int | None = None  # how many elements were open where the copy's part began
        self.depth_of_text = 0  # how many elements were open where an article's text began; 0 outside
        self.has_text_ended = False  # … and no part of our own has begun since
        self.found_once: set[str] = set()
        self.ids: set[str] = set()
        self.title = ""
        self.seen: list[str] = []  # what the head has said so far: “charset”, “referrer”, “policy” …
        self.refreshes = 0
        self.link: _LinkOfText | None = None

    # --- the page as a whole

    def faults(self) -> Iterator[Note]:
        yield from self._hidden_faults()
        if not self.page.startswith(_DOCTYPE):
            yield self._note("the page does not begin with “<!doctype html>”", _MEND_TEMPLATE)
        yield from self._piece_faults(len(_DOCTYPE) if self.page.startswith(_DOCTYPE) else 0)
        self.at = len(self.page)
        yield from self._end_faults()
        self.at = 0
        yield from self._missing_faults()

    def faults_of_text(self) -> Iterator[Note]:
        yield from self._hidden_faults()
        self.open = [_Open("body", FLOW)]
        self.depth_of_text = -1
        self.seen = ["policy"]  # a feed reader has its own
        yield from self._piece_faults(0)
        if len(self.open) > 1:
            yield self._note(f"“<{self.open[-1].name}>” is not closed", _MEND_TEXT)

    def _piece_faults(self, start: int) -> Iterator[Note]:
        page, behind = self.page, start
        for found in _PIECE.finditer(page, start):
            self.at = behind
            if found.start() > behind:
                yield from self._words_faults(page[behind : found.start()])
            self.at, behind = found.start(), found.end()
            yield from self._one_piece_faults(found[0])
        self.at = behind
        yield from self._words_faults(page[behind:])

    def _one_piece_faults(self, piece: str) -> Iterator[Note]:
        if piece == OFFLINE_OPENS:
            yield from self._begin_offline()
        elif piece == OFFLINE_CLOSES:
            yield from self._end_offline()
        elif piece in _MARKS or piece in _MARK_ENDS:
            yield from self._mark_faults(piece)
        elif piece == _DRAFT and self.site.is_preview:
            self.open.append(_Open("div", FLOW))
        else:
            tag = self.read_tag(piece)
            for what in tag.faults:
                yield self._fault(piece, what)
            if self.opened_before_offline is not None and "--" in piece:
                yield self._fault(piece, "stands in a comment and has “--” in it, which may end the comment")
            if tag.closes:
                yield from self._close(piece, tag)
            elif tag.opens:
                yield from self._open_faults(piece, tag)

    def _missing_faults(self) -> Iterator[Note]:
        mend = "Every page takes its head from hooks/theme/base.html; look there."
        if not self.title.strip():
            yield self._note("the page has no title", mend)
        for name, told in _EVERY_PAGE_HAS:
            if name not in self.seen:
                yield self._note(f"the page lacks its “<meta>” with “{told}”", mend)
        if not self.site.is_preview and "policy" not in self.seen:
            yield self._note("the page has no security policy", mend)
        if self.name in self.site.moves and not self.refreshes:
            yield self._note("the page has moved, but does not lead on", mend)

    def _end_faults(self) -> Iterator[Note]:
        if len(self.open) > 1:
            yield self._note(f"“<{self.open[-1].name}>” is not closed", _MEND_TEMPLATE)
        if self.marks or self.opened_before_offline is not None:
            yield self._note("a comment or mark of ours is not closed", _MEND_TEMPLATE)

    def _hidden_faults(self) -> Iterator[Note]:
        for hidden in find_hidden_in(self.page):
            self.at = hidden.at
            yield self._note(f"{hidden.what} stands in the page", "Take it out of the page's file in docs/.")
        for number in sorted(set(_NUMBER.findall(self.page))):
            if not _is_plain_number(number):
                self.at = self.page.index(number)
                yield self._note(f"“{number}” stands for no character", "Take it out of the page's file in docs/.")
        if "&#" in self.page or _ODD_REFERENCE.search(self.page):
            plain = decode_references(self.page)
            for hidden in find_hidden_in(plain) if plain != self.page else ():
                self.at = 0
                yield self._note(f"{hidden.what} stands in the page as a reference", "Take it out of the page's file.")

    # --- comments of ours

    def _mark_faults(self, piece: str) -> Iterator[Note]:
        if self.site.is_copy or self.opened_before_offline is not None or self.depth_of_text:
            yield self._fault(piece, "is a mark that has no business here")
        elif piece in _MARKS:
            self.marks.append(_MARKS[piece])
        elif not self.marks or self.marks.pop() != _MARK_ENDS[piece]:
            yield self._fault(piece, "ends what did not begin")

    def _begin_offline(self) -> Iterator[Note]:
        if self.site.is_copy or self.opened_before_offline is not None or self.marks or self.depth_of_text:
            yield self._fault(OFFLINE_OPENS, "is a mark that has no business here")
        else:
            self.opened_before_offline = len(self.open)

    def _end_offline(self) -> Iterator[Note]:
        if self.opened_before_offline is None:
            yield self._fault(OFFLINE_CLOSES, "ends a comment that did not begin")
        elif len(self.open) != self.opened_before_offline:
            yield self._fault(OFFLINE_CLOSES, "ends a comment in the midst of an element")
        self.opened_before_offline = None

    # --- words

    def _words_faults(self, words: str) -> Iterator[Note]:
        if "<" in words or ">" in words:
            yield self._note("“<” or “>” stands in the page and belongs to no tag", "Write it as “&lt;” or “&gt;”.")
        if self.link:
            self.link.words += words
        holder = self.open[-1].name
        if holder in WITHOUT_TEXT:
            if words.strip():
                yield self._note(f"words stand right in “<{holder}>”, and browsers move them", _MEND_TEMPLATE)
        elif holder == "title":
            self.title += decode_references(words)
        elif holder == "script":
            yield from self._script_faults(words)
        elif holder == "style" and self.site.own.inline.get(words) != "style":
            yield self._note("a style stands in the page that is not ours", _MEND_INLINE)
        if self.opened_before_offline is not None and "--" in words:
            yield self._note("“--” stands in a comment and may end it", _MEND_TEMPLATE)

    def _script_faults(self, words: str) -> Iterator[Note]:
        if self.script_type == "application/ld+json":
            yield from self._data_faults(words)
        elif self.script_src:
            if words:
                yield self._note("words stand in a script that has a file", _MEND_TEMPLATE)
        elif self.site.own.inline.get(words) != "script":
            yield self._note("a script stands in the page that is not ours", _MEND_INLINE)

    def _data_faults(self, words: str) -> Iterator[Note]:
        try:
            values = json.loads(words)
        except ValueError:
            yield self._note("a block of data is no JSON", "See hooks/library/structured_data.py.")
            return
        for key, value in _texts_in(values):
            if key in _WEB_KEYS and value and not re.match(r"https?://", value):
                yield self._note(f"the data names under “{key}” what is no web address", _MEND_TEXT)

    # --- elements

    def _close(self, piece: str, tag: Tag) -> Iterator[Note]:
        if self.open[-1].name == tag.closes and len(self.open) > 1:
            self.open.pop()
            if tag.closes == "a" and self.link:
                yield from self._disguise_faults(self.link)
                self.link = None
            if len(self.open) < self.depth_of_text:
                self.depth_of_text = 0
                self.has_text_ended = True
            return
        yield self._fault(piece, f"closes what is not open; open is “<{self.open[-1].name}>”")
        while tag.closes in (each.name for each in self.open[1:]):  # go on after it, to tell no fault twice
            self.open.pop()
            if self.open[-1].name == tag.closes:
                self.open.pop()
                break

    def _disguise_faults(self, link: _LinkOfText) -> Iterator[Note]:
        if shows_another_address(decode_references(link.words), link.target):
            yield self._fault(link.piece, "shows readers another address than it leads to")

    def _open_faults(self, piece: str, tag: Tag) -> Iterator[Note]:
        element, holder = tag.opens, self.open[-1]
        if element not in holder.holds:
            where = f"in “<{holder.name}>”" if holder.name else "at the very top"
            yield self._fault(piece, f"may not stand {where}")
        elif element in NOT_IN_ITSELF and any(each.name == element for each in self.open):
            yield self._fault(piece, "may not stand in another of its kind")
        elif element in ONCE and element in self.found_once:
            yield self._fault(piece, "stands a second time, and browsers make one of the two")
        elif (element in DRAWN) != (holder.name in DRAWN) and element != "svg":
            yield self._fault(piece, "may not stand there: a drawing holds nothing but a drawing")
        self.found_once.add(element)
        if self.depth_of_text:
            yield from self._text_faults(piece, tag)
            if element == "a":
                self.link = _LinkOfText(piece, tag.attributes.get("href", ""))
        elif self.has_text_ended and element == "div":
            # A text that closes its own box has to open another, for ours to be closed
            self.has_text_ended = False
            if piece != _AFTER_TEXT:
                yield self._fault(piece, "stands where our own part of the page begins: the text has ended its box")
        if id_ := tag.attributes.get("id"):
            yield from self._id_faults(piece, id_)
        yield from self._address_faults(piece, tag)
        if look := _LOOKS.get(element):
            yield from look(self, piece, tag)
        if not tag.is_void:
            self.open.append(_Open(element, HOLDS.get(element, FLOW)))
            if _TEXT_OF_OTHERS in tag.attributes:
                self.depth_of_text = len(self.open)

    def _text_faults(self, piece: str, tag: Tag) -> Iterator[Note]:
        """An article's text is of others: nothing may stand in it that only our templates write."""
        allowed = IN_TEXTS.get(tag.opens)
        if allowed is None:
            # The language of a text stands on its box, in a feed on a box of its own
            yield self._fault(piece, "stands in an article's text, where only Markdown's elements may")
            return
        if strange := tag.attributes.keys() - allowed:
            is_box = tag.opens == "div" and set(tag.attributes) == {"lang"} and self.depth_of_text < 0
            if not is_box:
                yield self._fault(piece, f"has “{min(strange)}” in an article's text, which Markdown does not write")
        elif tag.opens == "div" and piece != BOX_OF_A_TABLE:
            yield self._fault(piece, "stands in an article's text, and is not the box of a table")

    def _id_faults(self, piece: str, id_: str) -> Iterator[Note]:
        if id_ in self.ids:
            yield self._fault(piece, f"has the id “{_short(id_)}” again; a page has each once")
        self.ids.add(id_)
        if self.depth_of_text and id_.startswith(_OWN_ID):
            yield self._fault(piece, f"has the id “{_short(id_)}” of a part of our own, which our scripts look for")

    # --- addresses

    def _address_faults(self, piece: str, tag: Tag) -> Iterator[Note]:
        for name in ADDRESSES & tag.attributes.keys():
            target = find_target(tag.attributes[name], self.name, self.site)
            if target.fault:
                yield self._fault(piece, target.fault)
            elif name == "href" and tag.opens == "a":
                yield from self._link_faults(piece, tag, target)
            elif name == "href" and tag.opens == "use":
                if not tag.attributes[name].startswith("#"):
                    yield self._fault(piece, "draws what stands in another file")
            elif target.is_foreign or not target.file:
                yield self._fault(piece, "asks another website for something")
            elif not self._is_there(target.file) and not (self.depth_of_text and self.site.is_preview):
                yield self._fault(piece, f"names the file “{_short(target.file)}”, which is not there")

    def _link_faults(self, piece: str, tag: Tag, target: Target) -> Iterator[Note]:
        rel = tag.attributes.get("rel", "").split()
        if target.is_foreign and not {"noopener", "noreferrer"} <= set(rel):
            yield self._fault(piece, 'leads to another website without rel="nofollow noopener noreferrer"')
        elif target.is_foreign and self.depth_of_text and "nofollow" not in rel:
            yield self._fault(piece, 'leads out of an article\'s text without rel="nofollow …"')
        if target.is_foreign and tag.attributes.keys() & {"type", "download"}:
            yield self._fault(piece, "offers a file of another website")

    def _is_there(self, file: str) -> bool:
        in_copy = self.opened_before_offline is not None and file in self.site.own.copy_only
        return file in self.site.files or in_copy

    # --- single elements

    def _look_at_meta(self, piece: str, tag: Tag) -> Iterator[Note]:
        values = tag.attributes
        if "charset" in values:
            if self.seen:
                yield self._fault(piece, "comes too late: the encoding must be told first")
            self.seen.append("charset")
        elif not self.seen:
            yield self._fault(piece, "comes before the encoding is told")
        if len(values.keys() & _KINDS_OF_META) != 1:
            yield self._fault(piece, "is of no kind, or of two")
        elif "name" in values:
            yield from self._named_meta_faults(piece, values["name"], values.get("content", ""))
        elif "http-equiv" in values:
            yield from self._policy_or_refresh_faults(piece, values["http-equiv"], values.get("content", ""))
        elif values.get("property") in {"og:url", "og:image"}:
            target = find_target(values.get("content", ""), self.name, self.site)
            # A copy names what the website has
            if target.fault or target.is_foreign or not (self.site.is_copy or self._is_there(target.file)):
                yield self._fault(piece, "names what is not of this site")

    def _named_meta_faults(self, piece: str, name: str, content: str) -> Iterator[Note]:
        if name == "referrer":
            if content != "no-referrer":
                yield self._fault(piece, "lets other websites know which page a reader came from")
            self.seen.append("referrer")
        elif name == "bulletin-copy" and not (self.site.is_copy or self.opened_before_offline is not None):
            yield self._fault(piece, "says that this is an offline copy, which it is not")

    def _policy_or_refresh_faults(self, piece: str, kind: str, content: str) -> Iterator[Note]:
        if kind == "refresh":
            yield from self._refresh_faults(piece, content)
            return
        in_copy = self.opened_before_offline is not None
        key = "policy of the copy" if in_copy else "policy"
        expected = self.site.offline_policy if in_copy else self.site.policy
        if key in self.seen:
            yield self._fault(piece, "is a second security policy")
        if "load" in self.seen:
            yield self._fault(piece, "comes too late: what stands before it is not held to the policy")
        if not self.site.is_preview and (not expected or content != expected(self.page)):
            yield self._fault(piece, "is not the security policy that this page must have")
        self.seen.append(key)

    def _refresh_faults(self, piece: str, content: str) -> Iterator[Note]:
        self.refreshes += 1
        found = _REFRESH.fullmatch(content)
        target = find_target(found["address"], self.name, self.site) if found else None
        leads_to = target.file if target and not target.fault and not target.is_foreign else ""
        if self.refreshes > 1 or self.name not in self.site.moves or leads_to != self.site.moves[self.name]:
            yield self._fault(piece, "sends the reader on; only a page that has moved may, and only to where it is now")

    def _look_at_link(self, piece: str, tag: Tag) -> Iterator[Note]:
        yield from self._load_faults(piece)
        kind, target = tag.attributes.get("rel", ""), find_target(tag.attributes.get("href", ""), self.name, self.site)
        if not target.file.endswith(_KINDS.get(kind, ("\0",))):
            yield self._fault(piece, "is not one of the links that a page of ours has")
        elif kind in {"icon", "stylesheet"} and target.file not in {*self.site.own.assets, *self.site.own.copy_only}:
            yield self._fault(piece, "takes in a file that is not ours")
        elif kind == "canonical" and target.file != self.name:
            yield self._fault(piece, "says that the page is another one")

    def _look_at_script(self, piece: str, tag: Tag) -> Iterator[Note]:
        yield from self._load_faults(piece)
        self.script_type, self.script_src = tag.attributes.get("type", ""), tag.attributes.get("src", "")
        if self.script_type:
            if self.script_type != "application/ld+json" or self.script_src:
                yield self._fault(piece, "is a script of a kind that is not ours")
        elif self.script_src:
            target = find_target(self.script_src, self.name, self.site)
            if target.file not in {*self.site.own.assets, *self.site.own.copy_only} or not target.file.endswith(".js"):
                yield self._fault(piece, "runs a script that is not ours")

    def _look_at_image(self, piece: str, tag: Tag) -> Iterator[Note]:
        yield from self._load_faults(piece)
        if "src" not in tag.attributes or "alt" not in tag.attributes:
            yield self._fault(piece, "lacks its file or its words")

    def _look_at_style(self, piece: str, tag: Tag) -> Iterator[Note]:  # noqa: ARG002
        yield from self._load_faults(piece)

    def _look_at_frame(self, piece: str, tag: Tag) -> Iterator[Note]:  # noqa: ARG002
        yield from self._load_faults(piece)
        if piece != _CONTACTS or not (self.site.is_copy or self.opened_before_offline is not None):
            yield self._fault(piece, "shows another page in this one")

    def _look_at_form(self, piece: str, tag: Tag) -> Iterator[Note]:
        if tag.attributes.get("method") != "get" or "action" not in tag.attributes:
            yield self._fault(piece, "sends what a reader typed elsewhere than into an address of the site")

    def _look_at_link_of_text(self, piece: str, tag: Tag) -> Iterator[Note]:
        if "data-exit" in tag.attributes and "data-exit-offline" not in tag.attributes:
            yield self._fault(piece, "is a way out that a copy does not know")

    def _look_at_field(self, piece: str, tag: Tag) -> Iterator[Note]:
        if "name" not in tag.attributes or tag.attributes.get("type", "search") not in {"search", "checkbox"}:
            yield self._fault(piece, "is a field that none of our forms has")

    def _load_faults(self, piece: str) -> Iterator[Note]:
        if self.opened_before_offline is None:
            if not self.site.is_preview and "policy" not in self.seen:
                yield self._fault(piece, "stands before the security policy, which therefore does not bind it")
            self.seen.append("load")

    # --- telling

    def _fault(self, piece: str, what: str) -> Note:
        mend = _MEND_TEXT if self.depth_of_text else _MEND_TEMPLATE
        return self._note(f"“{_short(piece)}” {what}", mend)

    def _note(self, what: str, mend: str) -> Note:
        return Note(self.name, self.page.count("\n", 0, self.at) + 1, what, mend)


_NUMBER = re.compile(r"&#(?:[0-9]+|[xX][0-9A-Fa-f]+);?")
_ODD_REFERENCE = re.compile(r"&(?!amp;|lt;|gt;|quot;)[A-Za-z]")
_MEND_TEXT = "It comes from the article's page in docs/: mend it there, then build again."
_MEND_TEMPLATE = (
    "It comes from a template, a list or a page's header; hooks/gate/allowed.py names what may stand there."
)
_MEND_INLINE = "What our pages run and how they look stands in files of hooks/theme/assets/."
_LOOKS: Mapping[str, Callable[[_Reading, str, Tag], Iterator[Note]]] = {
    "a": _Reading._look_at_link_of_text,
    "form": _Reading._look_at_form,
    "iframe": _Reading._look_at_frame,
    "img": _Reading._look_at_image,
    "input": _Reading._look_at_field,
    "link": _Reading._look_at_link,
    "meta": _Reading._look_at_meta,
    "script": _Reading._look_at_script,
    "style": _Reading._look_at_style,
}


def _short(text: str) -> str:
    """Enough of a piece to know it again, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def _texts_in(values: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(values, dict):
        for name, value in values.items():
            yield from _texts_in(value, str(name))
    elif isinstance(values, list):
        for value in values:
            yield from _texts_in(value, key)
    elif isinstance(values, str):
        yield key, values
