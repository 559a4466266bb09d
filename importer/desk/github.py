"""GitHub's own interface, as far as the desk needs it: a question, a change, a download, each within limits."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from importer.limits import MOST_GITHUB_BYTES, MOST_GITHUB_PAGES, MOST_GITHUB_SECONDS

OWN_NAME = "github-actions[bot]"  # who writes with the token of a workflow
_ENTRIES = 100


class NoGitHub(Exception):
    """GitHub did not do what it was asked: what it said."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on GitHub: the address of the interface, its name (`owner/name`) and the right to use it."""

    api: str
    name: str
    token: str

    @classmethod
    def of_workflow(cls, environment: Mapping[str, str]) -> Repository:
        """The repository in which a workflow runs, as the environment of its steps names it.

        Raises:
            NoGitHub: the environment does not say.
        """
        try:
            return cls(
                environment["GITHUB_API_URL"], environment["GITHUB_REPOSITORY"], environment["BULLETIN_GITHUB_TOKEN"]
            )
        except KeyError as error:
            raise NoGitHub(f"{error.args[0]} is not set: this runs in a workflow on GitHub") from error


def read(repository: Repository, path: str, **query: str | int) -> Any:
    """What GitHub says of something in the repository: `issues/7`.

    Raises:
        NoGitHub: it does not say.
    """
    question = f"?{urlencode(query)}" if query else ""
    return _ask(repository, "GET", f"{_address(repository, path)}{question}", None)


def read_all(repository: Repository, path: str, **query: str | int) -> list[Any]:
    """All entries of a list in the repository, page by page, up to 2,000.

    Raises:
        NoGitHub: it does not say.
    """
    entries: list[Any] = []
    for page in range(1, MOST_GITHUB_PAGES + 1):
        found = read(repository, path, **query, per_page=_ENTRIES, page=page)
        entries += found
        if len(found) < _ENTRIES:
            break
    return entries


def write(repository: Repository, method: str, path: str, content: Mapping[str, object]) -> Any:
    """Make (`POST`) or change (`PATCH`) something in the repository; what it is then.

    Raises:
        NoGitHub: it was not done.
    """
    body = json.dumps(content).encode()
    return _ask(repository, method, _address(repository, path), body)


def download(repository: Repository, path: str, most_bytes: int) -> bytes:
    """A file that GitHub keeps for the repository; the store it sends us to never sees our token.

    Raises:
        NoGitHub: it is not there, or larger than `most_bytes`.
    """
    request = _request(repository, "GET", _address(repository, path), None)
    try:
        return _send(request, most_bytes)
    except _Elsewhere as elsewhere:
        target = elsewhere.address
    if urlsplit(target).scheme not in {"https", urlsplit(repository.api).scheme}:
        raise NoGitHub("GET: the file lies at no encrypted address")
    try:
        return _send(urllib.request.Request(target, method="GET"), most_bytes)  # noqa: S310 (https, see above)
    except _Elsewhere as again:
        raise NoGitHub("GET: the file's address leads on") from again


class _Elsewhere(Exception):
    """The answer lies at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def _address(repository: Repository, path: str) -> str:
    return f"{repository.api.rstrip('/')}/repos/{quote(repository.name)}/{quote(path)}"


def _request(repository: Repository, method: str, address: str, body: bytes | None) -> urllib.request.Request:
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {repository.token}",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "safeguarding-bulletin",
        **({"Content-Type": "application/json"} if body else {}),
    }
    # The address comes from GitHub's own environment, and its rest is quoted.
    return urllib.request.Request(address, body, headers, method=method)  # noqa: S310


def _ask(repository: Repository, method: str, address: str, body: bytes | None) -> Any:
    try:
        return json.loads(_send(_request(repository, method, address, body), MOST_GITHUB_BYTES))
    except _Elsewhere as elsewhere:
        raise NoGitHub(f"{method}: the address leads elsewhere") from elsewhere
    except ValueError as error:
        raise NoGitHub(f"{method}: the answer is no JSON") from error


def _send(request: urllib.request.Request, most_bytes: int) -> bytes:
    what = f"{request.get_method()} {urlsplit(request.full_url).path}"
    try:
        with _open_without_following(request) as answer:
            content: bytes = answer.read(most_bytes + 1)
    except urllib.error.HTTPError as error:
        with error:
            if target := error.headers.get("Location", ""):
                raise _Elsewhere(target) from error
            raise NoGitHub(f"{what}: GitHub answered {error.code}") from error
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError) as error:
        raise NoGitHub(f"{what}: no answer ({type(error).__name__})") from error
    if len(content) > most_bytes:
        raise NoGitHub(f"{what}: the answer is larger than {most_bytes:,} bytes")
    return content


def _open_without_following(request: urllib.request.Request) -> Any:
    """The answer to one question. urllib's usual opener would follow redirects, and hand our token on."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener.open(request, timeout=MOST_GITHUB_SECONDS)
