"""What may stand in a page: each element with its attributes, each attribute with its values, and what holds what.

The lists are those of hooks/theme/, of the HTML that Python-Markdown makes, and nothing more. Who needs a new element,
attribute or class in a template adds it here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_SIZE = r"-?[0-9]{1,6}(\.[0-9]{1,4})?(%|em)?"
_ANYTHING = r"(?s:.*)"
_LANGUAGE_OF_CODE = re.compile(r"language-[\w+#.-]{1,30}")  # as a text may say it: “```python”
_NOTHING = ""  # the attribute stands alone: `hidden`, `defer`

# Every element, and the attributes that it may have besides those of _EVERYWHERE
_ATTRIBUTES = """
html: lang
head:
body:
meta: charset name property http-equiv content media data-pagefind-filter data-pagefind-sort data-pagefind-meta
title:
link: rel type title href
style:
script: type src defer
a: href type title rel lang aria-current data-exit data-exit-offline download data-keeps-filter
article:
aside: aria-labelledby
blockquote:
br:
button: type id hidden data-copy data-copy-rich data-print
caption:
code:
dd:
details:
div: data-pagefind-body tabindex role aria-label lang id
dl:
dt:
em:
fieldset:
figcaption:
figure: aria-labelledby
footer:
form: role action method id autocomplete aria-label hidden
h1: id lang data-pagefind-meta
h2: id lang
h3: id lang
h4: id lang
h5: id lang
h6: id lang
header:
hr:
iframe: src title
img: src alt title width height
input: id type name value placeholder autocomplete enterkeyhint
label: for
legend:
li: data-entries
main: id tabindex
nav: aria-label aria-labelledby
noscript:
ol: start role id
option: value
p: id role lang tabindex hidden data-copy-day
pre:
section: aria-label aria-labelledby data-version data-group data-entries
select: id name
span: lang hidden aria-hidden role data-copy-status
strong:
summary:
table:
tbody:
td: align colspan
th: align scope
thead:
time: datetime
tr:
ul: role id aria-label hidden
svg: role aria-label width height fill text-anchor y overflow
g: id
defs:
line: x1 x2 y1 y2 stroke
rect: x y width height fill stroke
text: x y text-anchor
tspan:
use: href y
"""
_EVERYWHERE = frozenset({"class"})

# Addresses are looked at by addresses.py, names and contents of `meta` by pages.py
_VALUES = {
    "align": "left|right|center",
    "alt": _ANYTHING,
    "aria-current": "page|true",
    "aria-hidden": "true",
    "aria-label": _ANYTHING,
    "aria-labelledby": r"(bulletin|month|table)-[a-z0-9-]+",
    "autocomplete": "off",
    "charset": "utf-8",
    "colspan": "[0-9]{1,3}",
    "content": _ANYTHING,
    "data-copy": "#bulletin-(citation|digest)",
    "data-copy-day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}|\{copy-day\}",
    "data-copy-rich": _NOTHING,
    "data-copy-status": _NOTHING,
    "data-entries": r"[0-9.]*:[0-9]*( [0-9.]*:[0-9]*)*",
    "data-exit": _NOTHING,
    "data-group": _NOTHING,
    "data-keeps-filter": _NOTHING,
    "data-pagefind-body": _NOTHING,
    "data-pagefind-filter": r"(topic|source|year)\[content\]",
    "data-pagefind-meta": r"title|(date|source|topics|all|content_note)\[content\]",
    "data-pagefind-sort": r"date\[content\]",
    "data-print": _NOTHING,
    "data-version": "[0-9a-f]{16}",
    "datetime": r"[0-9]{4}(-[0-9]{2}){0,2}|\{copy-day\}",
    "defer": _NOTHING,
    "download": _NOTHING,
    "enterkeyhint": "search",
    "fill": "none|currentColor",
    "for": "bulletin-[a-z-]+",
    "height": _SIZE,
    "hidden": _NOTHING,
    "http-equiv": "Content-Security-Policy|refresh",
    "id": r"[A-Za-z0-9_][A-Za-z0-9_-]*",
    "lang": _LANGUAGE,
    "media": r"\(prefers-color-scheme: (light|dark)\)",
    "method": "get",
    "name": "q|topic|source|year|sort",
    "overflow": "visible",
    "placeholder": _ANYTHING,
    "property": "(og|article):[a-z_:]+",
    "rel": r"(nofollow )?noopener noreferrer|icon|stylesheet|canonical|alternate",
    "role": "search|list|note|status|group|region|img",
    "scope": "col|row",
    "start": "[0-9]{1,9}",
    "stroke": "currentColor",
    "tabindex": "0|-1",
    "text-anchor": "start|middle",
    "title": _ANYTHING,
    "type": r"button|submit|checkbox|search|image/svg\+xml|application/(atom\+xml|feed\+json|ld\+json)",
    "value": r"[a-z0-9-]*",
    "width": _SIZE,
    **dict.fromkeys(("x", "x1", "x2", "y", "y1", "y2"), _SIZE),
}
ADDRESSES = frozenset({"href", "src", "action", "data-exit-offline"})
_NAMES_OF_META = "viewport|description|color-scheme|theme-color|referrer|robots|twitter:card|bulletin-copy"

_CLASSES = """
a: exit help-strip-call help-strip-more masthead-name phone skip to-help website
article: article
aside: help-now help-panel
body: contacts
code: checksum
details: filter origin
div: article-after article-facts digest masthead-row opening opening-search prose search-box search-columns
 search-filters search-results search-row second-column sheet tables timeline-columns timeline-list two-columns
 unseen wide
dl: facts
figure: month-chart
footer: colophon
form: search search-box search-box-large timeline-filters
h2: articles-headline month ruled unseen
h3: articles-headline
header: article-head masthead
label: choice unseen
legend: unseen
nav: contents masthead-nav neighbours turn
ol: articles headlines story story-undated
p: address byline colophon-help content-note copy-line extract-first help-strip-lines lead note notice opening-ways
 prose script-missing search-order small start summary tools unseen way-back
section: cite help-strip local-contacts prose sign-off year
span: address choice-label count headlines-date headlines-note headlines-source headlines-summary headlines-text
 help-now-name help-strip-question language neighbours-way purpose unseen
text: month-chart-year
tspan: month-chart-year
ul: chips colophon-links helplines index-list months topic-counts
"""


def _read_table(text: str) -> dict[str, frozenset[str]]:
    lines = re.sub(r"\n ", " ", text).strip().splitlines()
    return {name: frozenset(rest.split()) for name, _, rest in (line.partition(":") for line in lines)}


ATTRIBUTES: Mapping[str, frozenset[str]] = {
    name: attributes | _EVERYWHERE for name, attributes in _read_table(_ATTRIBUTES).items()
}
CLASSES: Mapping[str, frozenset[str]] = _read_table(_CLASSES)
_VALUE_PATTERNS = {name: re.compile(pattern) for name, pattern in _VALUES.items()}
_META_NAME = re.compile(_NAMES_OF_META)

# Elements that have no end, and those of a picture that end at once: `<line …/>`
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
DRAWN_VOID = frozenset({"line", "rect", "use"})
DRAWN = frozenset({"svg", "g", "defs", "text", "tspan"}) | DRAWN_VOID
PHRASING = frozenset({"a", "br", "button", "code", "em", "img", "input", "label", "select", "span", "strong", "time"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What stands in one kind of element only; everything else may stand wherever text and paragraphs may
_PLACED = frozenset(
    {"html", "head", "body", "meta", "title", "link", "style", "caption", "dd", "dt", "figcaption", "legend", "li",
     "option", "summary", "tbody", "td", "th", "thead", "tr"}
)  # fmt: skip
FLOW = frozenset(ATTRIBUTES) - _PLACED - (DRAWN - {"svg"})
_CELLS, _ROWS = frozenset({"td", "th"}), frozenset({"tr"})
_NONE: frozenset[str] = frozenset()
# What each element may hold. Where that is kept, a browser moves and adds nothing, whatever the text is.
HOLDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(PHRASING | _HEADINGS, PHRASING),
    "": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "title", "link", "style", "script"}),
    "title": _NONE, "style": _NONE, "script": _NONE, "option": _NONE, "iframe": _NONE,
    "ul": frozenset({"li"}), "ol": frozenset({"li"}),
    "dl": frozenset({"div", "dt", "dd"}),
    "table": frozenset({"caption", "thead", "tbody"}), "thead": _ROWS, "tbody": _ROWS, "tr": _CELLS,
    "select": frozenset({"option"}),
    "fieldset": FLOW | {"legend"}, "details": FLOW | {"summary"}, "figure": FLOW | {"figcaption"},
    "div": FLOW | {"dt", "dd"},
    "svg": DRAWN, "g": DRAWN, "defs": DRAWN, "text": frozenset({"tspan"}), "tspan": _NONE,
    "pre": PHRASING, "p": PHRASING, "dt": PHRASING, "caption": PHRASING, "legend": PHRASING, "summary": PHRASING,
}  # fmt: skip
# A browser ends these where a second one begins in them
NOT_IN_ITSELF = frozenset({"a", "button", "form", "label", "select", "noscript"})
ONCE = frozenset({"html", "head", "body", "title", "main"})
# Where no words may stand between the elements
WITHOUT_TEXT = frozenset(
    {"", "html", "head", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "select", "svg", "g", "defs"}
)

# What Python-Markdown makes of a text, with the box that our template puts round a table, and nothing else
IN_TEXTS: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "title"}),
    "img": frozenset({"src", "alt", "title"}),
    "code": frozenset({"class"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align"}),
    "th": frozenset({"align"}),
    "div": frozenset({"class", "role", "aria-label", "tabindex"}),
    **dict.fromkeys(_HEADINGS, frozenset({"id"})),
    **dict.fromkeys(
        ("blockquote", "br", "em", "hr", "li", "p", "pre", "strong", "table", "tbody", "thead", "tr", "ul"),
        _NONE,
    ),
}
BOX_OF_A_TABLE = '<div class="wide" role="group" aria-label="Table" tabindex="0">'


def find_attribute_fault(element: str, name: str, value: str) -> str:
    """What is wrong with an attribute as such, in words; empty if nothing is, or if others look at it."""
    if name not in ATTRIBUTES[element]:
        return f"has the attribute “{name}”, which is not ours"
    if name == "class" and not (element == "code" and _LANGUAGE_OF_CODE.fullmatch(value)):
        strange = set(value.split(" ")) - CLASSES.get(element, _NONE)
        return f"has the class “{min(strange)}”, which is not ours" if strange else ""
    if name in ADDRESSES or name == "class":
        return ""
    pattern = _META_NAME if (element, name) == ("meta", "name") else _VALUE_PATTERNS[name]
    return "" if pattern.fullmatch(value) else f"has “{name}” with a value that is not ours"
