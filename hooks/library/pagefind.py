"""The search index: Pagefind run over the built site."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hooks.library.pagefind_canonical import UnknownIndex, canonical_index

# Pagefind's own search pages, which ours replaces: 300 KB that no page asks for
UNUSED = re.compile(r"pagefind-(.*ui\..*|highlight\.js)")
PROGRAM = re.compile(r"pagefind(-worker)?\.js|wasm\.\w+\.pagefind")
TIME_LIMIT_SECONDS = 1800
_MEND = "Install the pinned requirements again (pagefind-bin is one of them), then build again."


class CannotIndex(Exception):
    """Pagefind could not make the search index."""


def index_site(site: Path) -> None:
    """Write `site/pagefind/`, the index of the articles and of nothing else; the same pages give the same bytes.

    Raises:
        CannotIndex: Pagefind is missing, failed or ran out of time; the message says what it said.
    """
    try:
        files = canonical_index(run_pagefind(site))
    except UnknownIndex as error:
        raise CannotIndex(_complaint(str(error))) from error
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    for name, content in files.items():
        path = site / "pagefind" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read_programs() -> dict[str, bytes]:
    """The scripts and engines that the installed Pagefind puts beside every index, by their paths below `pagefind/`.

    Those of another system may differ: Pagefind builds its engines anew for each.

    Raises:
        CannotIndex: as `run_pagefind`.
    """
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "articles" / "one.html"
        page.parent.mkdir()
        page.write_text('<html lang="en"><body data-pagefind-body>Kites</body></html>', encoding="utf-8")
        files = run_pagefind(Path(folder))
    return {name: content for name, content in files.items() if PROGRAM.fullmatch(name)}


def run_pagefind(site: Path) -> dict[str, bytes]:
    """The files that Pagefind makes of the site's articles, by their paths below `site/pagefind/`.

    Its command line takes pages in whatever order the disk lists them, and results that are equally good or of one day
    follow that order. Its service takes them one by one. We hand them in backwards: of equally good results the one in
    the latest year's folder comes first, and those of one day stand as in the site's own lists.

    One index for all languages (`force_language`): Pagefind would else search only the texts of the page's own.

    Raises:
        CannotIndex: Pagefind is missing, failed or ran out of time; the message says what it said.
    """
    names = sorted((path.relative_to(site).as_posix() for path in site.glob("articles/**/*.html")), reverse=True)
    if not names:
        raise CannotIndex(f"{site.as_posix()}: there is no article to search\n    Build the site first.")
    # `WriteFiles` would say it is done while it still writes (Pagefind's #1271), and a file would now and then be cut
    # short: we ask for the files and write them ourselves.
    requests: list[Mapping[str, Any]] = [
        {"type": "NewIndex", "config": {"force_language": "en"}},
        *({"type": "AddFile", "index_id": 0, "file_path": name} for name in names),
        {"type": "GetFiles", "index_id": 0},
    ]
    answer = _ask_pagefind(site, requests)
    return {
        file["path"].replace("\\", "/"): base64.b64decode(file["content"])
        for file in answer["files"]
        if not UNUSED.fullmatch(file["path"])
    }


def _ask_pagefind(site: Path, requests: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Pagefind's answer to the last of some requests. Each page is read only when it is its turn.

    Neither a `pagefind.yml` in the folder of the caller nor `PAGEFIND_…` in the environment may change the index.
    """
    command = [sys.executable, "-P", "-m", "pagefind_bin", "--service"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    answer: dict[str, Any] = {}
    with tempfile.TemporaryFile() as complaints:
        try:
            with subprocess.Popen(  # noqa: S603 - our own interpreter, no text from outside in the command
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, cwd=site, env=environment
            ) as service:
                limit = threading.Timer(TIME_LIMIT_SECONDS, service.kill)
                limit.start()
                try:
                    for number, request in enumerate(requests):
                        page = site / request["file_path"] if "file_path" in request else None
                        contents = {"file_contents": page.read_text(encoding="utf-8")} if page else {}
                        answer = _exchange(service, {"message_id": number, "payload": {**request, **contents}})
                finally:
                    limit.cancel()
        except (OSError, UnicodeDecodeError) as error:
            complaints.seek(0)
            said = complaints.read().decode("utf-8", errors="replace").strip()
            raise CannotIndex(_complaint(said or str(error))) from error
    return answer


def _exchange(service: subprocess.Popen[bytes], message: Mapping[str, Any]) -> dict[str, Any]:
    """Send a message and wait for the answer: JSON in base64, each ended by a comma.

    Raises:
        CannotIndex: Pagefind refuses it.
        BrokenPipeError: Pagefind has ended, or was ended because it took too long.
    """
    if service.stdin is None or service.stdout is None:
        raise BrokenPipeError("Pagefind cannot be talked to")
    service.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
    service.stdin.flush()
    parts: list[bytes] = []
    while not parts or not parts[-1].endswith(b","):
        part = os.read(service.stdout.fileno(), 1 << 20)
        if not part:
            raise BrokenPipeError(f"Pagefind ended before its work was done, or took over {TIME_LIMIT_SECONDS} s")
        parts.append(part)
    answer: dict[str, Any] = json.loads(base64.b64decode(b"".join(parts)))["payload"]
    if answer["type"] == "Error":
        raise CannotIndex(_complaint(answer["message"]))
    return answer


def _complaint(said: str) -> str:
    return f"the search index could not be made: {said}\n    {_MEND}"
