"""What a browser may do on a page of ours: its Content-Security-Policy, worked out from the page, and the headers.

A page may do what it needs and no more: run scripts of the site if it names one, search if it loads the search, send a
form if it has one. Inline scripts and styles are allowed by their hashes, and only those that are our own templates'
word for word. So a planted one gets no hash, and no browser runs it.

Pages take their policy along, because an offline copy has no server to send it. Why the directives are as they are:
Firefox does not take 'self' for a file when it looks at forms and frames, and a copy's search engine comes from a blob.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hooks.library.offline_pages import as_offline, as_online

# Stand in the templates for the policy of the page. No text can forge them: it would have to hold a tag
ONLINE_PLACE = '<meta http-equiv="Content-Security-Policy" content="{security-policy}">'
OFFLINE_PLACE = '<meta http-equiv="Content-Security-Policy" content="{security-policy-of-the-copy}">'
HEADERS = "_headers"

_SEARCH_SCRIPT = re.compile(r'<script src="[^"<>]*\bassets/pagefind-loader\.js"')
_SCRIPT = re.compile(r"<script [^<>]*\bsrc=")
_STYLE_SHEET = re.compile(r'<link [^<>]*\brel="stylesheet"')
_PICTURE = re.compile(r'<img |<link [^<>]*\brel="icon"')
# A block of data does not run, and needs no leave
_INLINE = re.compile(r"<(?P<element>script|style)>(?P<text>[^<]*)</(?P=element)>")
# Nothing of ours asks for any of these; what is not named here stays as the browser has it
_REFUSED_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needs:
    """What a page asks for; the hashes are of its own inline scripts and styles, as a policy writes them."""

    scripts: bool = False
    search: bool = False
    style_sheets: bool = False
    pictures: bool = False
    forms: bool = False
    frames: bool = False
    script_hashes: tuple[str, ...] = ()
    style_hashes: tuple[str, ...] = ()


def find_needs(page: str, own_inline: Mapping[str, str]) -> Needs:
    """What the HTML of a page, in one of its two forms, asks for.

    `own_inline` are the texts of our own inline scripts and styles, with the element that each stands in.
    """
    inline = {(found["element"], found["text"]) for found in _INLINE.finditer(page)}
    known = inline & {(element, text) for text, element in own_inline.items()}
    return Needs(
        scripts=_SCRIPT.search(page) is not None,
        search=_SEARCH_SCRIPT.search(page) is not None,
        style_sheets=_STYLE_SHEET.search(page) is not None,
        pictures=_PICTURE.search(page) is not None,
        forms="<form " in page,
        frames="<iframe " in page,
        script_hashes=_hashes("script", known),
        style_hashes=_hashes("style", known),
    )


def render_policy(needs: Needs) -> str:
    """The policy of a page on the website."""
    engine = ("'wasm-unsafe-eval'",) if needs.search else ()
    return _render(
        {
            "default-src": ("'none'",),
            "script-src": ("'self'" if needs.scripts else "", *engine, *needs.script_hashes),
            "style-src": ("'self'" if needs.style_sheets else "", *needs.style_hashes),
            "img-src": ("'self'" if needs.pictures else "",),
            "connect-src": ("'self'" if needs.search else "",),
            "worker-src": ("'self'" if needs.search else "",),
            "base-uri": ("'none'",),
            "form-action": ("'self'" if needs.forms else "'none'",),
        }
    )


def render_offline_policy(needs: Needs) -> str:
    """The policy of a page in a copy that is opened from a disk: it may fetch nothing at all."""
    engine = ("blob:", "'wasm-unsafe-eval'") if needs.search else ()
    return _render(
        {
            "default-src": ("'none'",),
            "script-src": ("'self'" if needs.scripts else "", *engine, *needs.script_hashes),
            "style-src": ("'self'" if needs.style_sheets else "", *needs.style_hashes),
            "img-src": ("'self'" if needs.pictures else "",),
            "frame-src": ("'self' file:" if needs.frames else "",),
            "base-uri": ("'none'",),
            "form-action": ("'self' file:" if needs.forms else "'none'",),
        }
    )


def online_policy(page: str, own_inline: Mapping[str, str]) -> str:
    """The policy of a page of the site, from its HTML with the marks of offline_pages.py in it."""
    return render_policy(find_needs(as_online(page), own_inline))


def offline_policy(page: str, own_inline: Mapping[str, str]) -> str:
    """The policy of the same page in an offline copy."""
    return render_offline_policy(find_needs(as_offline(page), own_inline))


def write_policies(page: str, own_inline: Mapping[str, str]) -> str:
    """The page with its policies in the places that the templates keep for them; as it is where they keep none."""
    if ONLINE_PLACE in page:
        page = page.replace(ONLINE_PLACE, _render_meta(online_policy(page, own_inline)), 1)
    if OFFLINE_PLACE in page:
        page = page.replace(OFFLINE_PLACE, _render_meta(offline_policy(page, own_inline)), 1)
    return page


def render_headers(own_inline: Mapping[str, str]) -> str:
    """`_headers`, by which Netlify, Cloudflare Pages and others send headers with every file.

    The policy allows what any page of the site needs; each page narrows it for itself. Two things only a header can
    do: forbid other sites to show ours in a frame, and cut the tie to the window that opened ours.
    """
    known = [(element, text) for text, element in own_inline.items()]
    widest = Needs(
        scripts=True, search=True, style_sheets=True, pictures=True, forms=True,
        script_hashes=_hashes("script", known), style_hashes=_hashes("style", known),
    )  # fmt: skip
    headers = {
        "Content-Security-Policy": f"{render_policy(widest)}; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _REFUSED_FEATURES),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _render(directives: dict[str, tuple[str, ...]]) -> str:
    kept = {name: " ".join(value for value in values if value) for name, values in directives.items()}
    return "; ".join(f"{name} {values}" for name, values in kept.items() if values)


def _render_meta(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _hashes(element: str, inline: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Each text's hash as a policy writes it."""
    digests = sorted(hashlib.sha256(text.encode()).digest() for kind, text in inline if kind == element)
    return tuple(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
