"""Where an address in a page leads: out to the web, to the reader's telephone or mail, or to a file of the site."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from hooks.gate.published import Published
from hooks.library.addresses import NOT_IN_ADDRESSES
from importer.urls import is_disguised_host

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
_WEB = re.compile(r"//(?P<host>[^/?#]+)(?P<behind>.*)", re.DOTALL)
_MAIL = re.compile(r"[^?&#@/]*(@[^?&#@/]+)?(\?(subject|body)=[^?&#]*(&(subject|body)=[^?&#]*)*)?")
_TELEPHONE = re.compile(r"\+?[0-9][0-9-]*")
# What every server and mail program reads alike; letters beyond ASCII stand for themselves
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?(:[0-9]{1,5})?")
_NOT_FOUND = "404.html"  # shown at any address, so its links begin at the site's root


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads. `file` is a file of the site; `fault` says in words why the address may not stand."""

    file: str = ""
    is_foreign: bool = False
    fault: str = ""


def find_target(address: str, page: str, site: Published) -> Target:
    """Where an address leads that stands in the file `page`."""
    if NOT_IN_ADDRESSES.search(address):
        return Target(fault="has an address with characters that none may hold")
    if found := _SCHEME.fullmatch(address):
        return _find_beyond(found["scheme"].lower(), found["rest"], address, site)
    if address.startswith("//"):
        return Target(fault="has an address that begins with “//”: it leads to another website")
    path = address.partition("#")[0].partition("?")[0]
    if not path:
        return Target(file=page)
    root = _root_path(site) if page == _NOT_FOUND else ""
    if path.startswith("/"):
        if not root or not path.startswith(root):
            return Target(fault="has an address that begins with “/”: it may lead out of the site")
        return _within(path.removeprefix(root) or "index.html")
    return _within(posixpath.join(posixpath.dirname(page), path))


def _within(path: str) -> Target:
    file = posixpath.normpath(unquote(path))
    if file.startswith("/") or file.split("/", 1)[0] == "..":
        return Target(fault="has an address that leads out of the site")
    return Target(file=file)


def _find_beyond(scheme: str, rest: str, address: str, site: Published) -> Target:
    if scheme in {"http", "https"}:
        return _find_on_the_web(rest, address, site)
    if scheme in {"tel", "sms"}:
        return Target() if _TELEPHONE.fullmatch(rest) else Target(fault="has a telephone number that is none")
    if scheme == "mailto":
        return Target() if _MAIL.fullmatch(rest) else Target(fault="has a mail address that does more than it should")
    return Target(fault=f"has an address of the kind “{scheme[:20]}:”, which may run or open something")


def _find_on_the_web(rest: str, address: str, site: Published) -> Target:
    found = _WEB.fullmatch(rest)
    if not found:
        return Target(fault="has a web address without a host")
    if "@" in found["host"]:
        return Target(fault="has a web address with a user name in it, which hides where it leads")
    if not _HOST.fullmatch(found["host"]):
        return Target(fault="has a web address whose host is none")
    if is_disguised_host(found["host"]):
        return Target(fault="has a web address whose host is another than it seems")
    if site.address and address.startswith(site.address):
        return _within(address.removeprefix(site.address).partition("#")[0].partition("?")[0] or "index.html")
    return Target(is_foreign=True)


def _root_path(site: Published) -> str:
    return urlsplit(site.address or "/").path or "/"
