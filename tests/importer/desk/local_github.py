"""The part of GitHub's interface that the desk uses, played on this computer: nothing leaves the machine."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from importer.desk.github import OWN_NAME, Repository

NAME = "kites/bulletin"
TOKEN = "a-token-of-a-test"  # noqa: S105
REPOSITORY_PATH = f"/repos/{NAME}/"


@dataclass
class LocalGitHub:
    """Artifacts, pull requests, issues and comments of one repository; every request is in `asked`.

    `stored` are the files by artifact; the store that hands them out is another server, and notes who asked in
    `store_headers`.
    """

    api: str = ""
    store: str = ""
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    stored: dict[int, bytes] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    store_headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def repository(self) -> Repository:
        return Repository(self.api, NAME, TOKEN)

    def answer(self, method: str, path: str, query: dict[str, str], content: dict[str, Any]) -> Any:
        """What GitHub would say; None for what is not there."""
        match (method, *path.removeprefix(REPOSITORY_PATH).split("/")):
            case ("GET", "actions", "runs", _, "artifacts"):
                return {"artifacts": self.artifacts}
            case ("GET", "pulls", number):
                return self.pulls.get(int(number))
            case ("GET", "issues", number, "comments"):
                return self._page(self.comments.get(int(number), []), query)
            case ("POST", "issues", number, "comments"):
                return self._comment(int(number), content["body"], OWN_NAME)
            case ("PATCH", "issues", "comments", number):
                (comment,) = (each for every in self.comments.values() for each in every if each["id"] == int(number))
                return comment.update(content) or comment
            case ("GET", "issues"):
                wanted = [issue for issue in self.issues if query["labels"] in issue["labels"]]
                return self._page(wanted, query)
            case ("POST", "issues"):
                return self.open_issue(OWN_NAME, **content)
            case ("PATCH", "issues", number):
                (issue,) = (each for each in self.issues if each["number"] == int(number))
                return issue.update(content) or issue
        return None

    def open_issue(self, login: str, title: str, body: str, labels: list[str], **more: Any) -> dict[str, Any]:
        number = len(self.issues) + 1
        issue = {"number": number, "title": title, "body": body, "labels": labels, "state": "open", **more}
        self.issues.append({**issue, "user": {"login": login}, "html_url": f"https://forge.example/issues/{number}"})
        return self.issues[-1]

    def _comment(self, number: int, body: str, login: str) -> dict[str, Any]:
        comments = self.comments.setdefault(number, [])
        made = {"id": 100 + sum(map(len, self.comments.values())), "body": body, "user": {"login": login}}
        comments.append({**made, "html_url": f"https://forge.example/issues/{number}#comment"})
        return comments[-1]

    def write_comment(self, number: int, body: str, login: str) -> None:
        self._comment(number, body, login)

    @staticmethod
    def _page(entries: list[Any], query: dict[str, str]) -> list[Any]:
        size, page = int(query["per_page"]), int(query["page"])
        return entries[(page - 1) * size : page * size]


def zipped(**files: bytes | str) -> bytes:
    """A zip of files by name; `summary_json` stands for `summary.json`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_json", ".json"), text)
    return content.getvalue()


@contextmanager
def open_local_github() -> Iterator[LocalGitHub]:
    """The interface and the store behind it, until the end of the block."""
    github = LocalGitHub()

    class Interface(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            github.asked.append(f"{self.command} {parts.path}")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}" or not parts.path.startswith(REPOSITORY_PATH):
                self._say(401, b"{}")
                return
            if parts.path.endswith("/zip"):
                number = parts.path.split("/")[-2]
                self.send_response(302)
                self.send_header("Location", f"{github.store}/{number}")
                self.end_headers()
                return
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            answer = github.answer(self.command, parts.path, query, json.loads(body or b"{}"))
            self._say(200 if answer is not None else 404, json.dumps(answer).encode())

        def _say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Store(Interface):
        def do_GET(self) -> None:
            github.store_headers.append(dict(self.headers.items()))
            content = github.stored.get(int(self.path.strip("/")))
            self._say(200 if content is not None else 404, content or b"")

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for handler in (Interface, Store)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True) for server in servers]
    github.api, github.store = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    for thread in threads:
        thread.start()
    try:
        yield github
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
