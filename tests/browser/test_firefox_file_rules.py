"""What a page opened from disk may not do, and that our browsers hold it to that.

The tests of the offline copy prove nothing in a browser that lets it do what a reader's own browser refuses, nor where
faults and requests go unseen. So these come first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser.firefox import FirefoxError, launch_firefox, running_firefox

pytestmark = pytest.mark.browser

REFUSED = ("fetch", "request", "module", "module-script", "worker")
ALLOWED = ("script", "script-added-later", "module-from-blob", "worker-from-blob", "wasm")

PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>What may this page do?</title>
<script src="parts/classic.js"></script>
<script>
  const add = (parent, attributes) => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), attributes, {onload: resolve, onerror: reject});
    document.head.append(script);
  });
  const hear = worker => new Promise((resolve, reject) => {
    worker.onmessage = ({data}) => resolve(data);
    worker.onerror = reject;
  });
  const blob = text => URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
  // (module (func (export "answer") (result i32) (i32.const 42)))
  const wasm = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0,
    7, 10, 1, 6, 97, 110, 115, 119, 101, 114, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
  ]);
  const attempts = {
    "fetch": async () => (await (await fetch("neighbour.json")).json()),
    "request": async () => new Promise((resolve, reject) => {
      const request = Object.assign(new XMLHttpRequest(), {
        onload: () => resolve(JSON.parse(request.responseText)), onerror: reject,
      });
      request.open("GET", "neighbour.json");
      request.send();
    }),
    "module": async () => (await import("./parts/module.js")).default,
    "module-script": async () => {
      await add(document.head, {type: "module", src: "parts/module.js"});
      return "worked";
    },
    "worker": async () => hear(new Worker("parts/worker.js")),
    "script": async () => window.fromClassicScript,
    "script-added-later": async () => {
      await add(document.head, {src: "parts/later.js"});
      return window.fromLaterScript;
    },
    "module-from-blob": async () => (await import(blob("export default 'worked'"))).default,
    "worker-from-blob": async () => hear(new Worker(blob("postMessage('worked')"))),
    "wasm": async () => {
      const {instance} = await WebAssembly.instantiate(wasm);
      return instance.exports.answer() === 42 && "worked";
    },
  };
  async function tryAll() {
    const results = {};
    for (const name in attempts) {
      results[name] = await attempts[name]().catch(() => "refused");
    }
    return results;
  }
</script>
"""
FILES = {
    "index.html": PAGE,
    "neighbour.json": '"worked"',
    "parts/classic.js": 'window.fromClassicScript = "worked"',
    "parts/later.js": 'window.fromLaterScript = "worked"',
    "parts/module.js": 'export default "worked"',
    "parts/worker.js": 'postMessage("worked")',
}
FAULTY_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">
<script src="not-there.js"></script>
<script>
  console.warn("a warning");
  setTimeout(() => { throw new Error("an exception") });
  fetch("https://refused.example/").catch(() => {});
</script>
"""
FOREIGN_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<img src="https://pictures.example/one.png" alt="">
<script src="http://scripts.example/two.js"></script>
<link rel="stylesheet" href="data:text/css,p{}">
"""
FORM_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<form onsubmit="said.textContent = field.value; return false"><input id="field" value="before"></form>
<p id="said"></p>
<p style="height: 3000px"></p>
<button id="far" onclick="said.textContent = 'clicked'">Far below</button>
<button id="hidden" hidden>Hidden</button>
<a id="away" href="index.html">Away</a>
"""


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is about the test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    pages = {"faulty.html": FAULTY_PAGE, "foreign.html": FOREIGN_PAGE, "form.html": FORM_PAGE}
    for name, text in {**FILES, **pages}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def served_folder(folder: Path) -> Iterator[str]:
    """The same files from a server that, unlike the site's, forbids nothing."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["chromium", "firefox"])
def try_all(request: pytest.FixtureRequest) -> Callable[[str], dict[str, str]]:
    """Opens the page in one of the browsers and lets its own script try everything."""

    def try_in_chromium(url: str) -> dict[str, str]:
        page, _ = request.getfixturevalue("open_page")()
        page.goto(url)
        return page.evaluate("tryAll()")

    def try_in_firefox(url: str) -> dict[str, str]:
        firefox = request.getfixturevalue("firefox")
        firefox.open(url)
        return firefox.evaluate("tryAll()")

    return try_in_chromium if request.param == "chromium" else try_in_firefox


def test_a_page_from_disk_may_do_only_this(try_all, folder):
    expected = dict.fromkeys(REFUSED, "refused") | dict.fromkeys(ALLOWED, "worked")
    assert try_all((folder / "index.html").as_uri()) == expected


def test_the_same_page_from_a_server_may_do_all_of_it(try_all, served_folder):
    assert try_all(f"{served_folder}/index.html") == dict.fromkeys(REFUSED + ALLOWED, "worked")


def test_firefox_keeps_its_own_rules_for_files(firefox):
    assert firefox.setting("security.fileuri.strict_origin_policy") is True
    assert firefox.setting("remote.prefs.recommended") is False
    assert not firefox.setting("remote.prefs.recommended.applied")
    assert firefox.setting("no.such.setting") is None


def test_faults_of_a_page_are_seen(firefox, folder):
    firefox.open((folder / "faulty.html").as_uri())
    firefox.evaluate("new Promise(done => setTimeout(done, 100))")
    complaints = "\n".join(firefox.console)
    assert "failed: <script> file://" in complaints
    assert "warn: a warning (file://" in complaints
    assert "error: Error: an exception" in complaints
    assert "Content-Security-Policy" in complaints
    assert "https://refused.example/" in complaints
    assert firefox.foreign_requests() == []


def test_a_page_without_faults_gives_none(firefox, folder):
    firefox.open((folder / "form.html").as_uri())
    assert firefox.console == []
    assert firefox.foreign_requests() == []


def test_requests_abroad_are_seen_and_go_nowhere(firefox, folder):
    firefox.open((folder / "foreign.html").as_uri())
    told_by_the_page = {"https://pictures.example/one.png", "http://scripts.example/two.js"}
    told_by_the_network = {"https://pictures.example:443", "http://scripts.example/two.js"}
    assert set(firefox.foreign_requests()) == told_by_the_page | told_by_the_network
    assert "data:text/css,p{}" in firefox.requests
    assert "failed: <img> https://pictures.example/one.png" in firefox.console


def test_our_own_server_is_not_abroad(firefox, served_folder):
    firefox.open(f"{served_folder}/form.html")
    assert f"{served_folder}/form.html" in firefox.requests
    assert firefox.foreign_requests(own=served_folder) == []


def test_typing_clicking_and_waiting(firefox, folder):
    firefox.open((folder / "form.html").as_uri())
    firefox.type("#field", "Siân’s “kite” 100%")
    firefox.press("Enter")
    assert firefox.wait_until("said.textContent") == "Siân’s “kite” 100%"
    firefox.click("#far")
    assert firefox.evaluate("said.textContent") == "clicked"
    firefox.click("#away")
    firefox.wait_until("document.title === 'What may this page do?'")
    assert firefox.url == (folder / "index.html").as_uri()


def test_values_come_as_python_has_them(firefox, folder):
    firefox.open((folder / "form.html").as_uri())
    assert firefox.evaluate("Promise.resolve({list: [1, 2.5, 'three', true, null]})") == {
        "list": [1, 2.5, "three", True, None]
    }
    assert firefox.evaluate("undefined") is None


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param(lambda firefox: firefox.evaluate("nobody.there"), "nobody is not defined", id="exception"),
        pytest.param(lambda firefox: firefox.evaluate("1 +"), "SyntaxError", id="syntax"),
        pytest.param(lambda firefox: firefox.wait_until("!document", 0.2), "in vain for: !document", id="never"),
        pytest.param(lambda firefox: firefox.wait_until("new Promise(() => 0)", 0.2), "has not answered", id="silence"),
        pytest.param(lambda firefox: firefox.open("file:///no/such/page.html"), "NOT_FOUND", id="no-page"),
    ],
)
def test_what_goes_wrong_is_said(firefox, folder, fault, message):
    firefox.open((folder / "form.html").as_uri())
    with pytest.raises(FirefoxError, match=message):
        fault(firefox)
    firefox.open((folder / "form.html").as_uri())  # and the next test need not suffer


def test_what_a_reader_could_not_click_is_not_clicked(firefox, folder):
    firefox.open((folder / "form.html").as_uri())
    with pytest.raises(FirefoxError, match="it is not visible"):
        firefox.click("#hidden", timeout_seconds=0.2)
    with pytest.raises(FirefoxError, match="there are 2 of it"):
        firefox.click("button", timeout_seconds=0.2)


def test_a_fresh_start_forgets_what_pages_kept(firefox, served_folder):
    firefox.open(f"{served_folder}/form.html")
    firefox.evaluate("localStorage.setItem('name', 'value'), console.warn('a warning')")
    firefox.start_afresh()
    firefox.open(f"{served_folder}/form.html")
    assert firefox.evaluate("localStorage.getItem('name')") is None
    assert firefox.console == []


def _make_program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("script", [None, 'exec /snap/bin/firefox "$@"'], ids=["none-at-all", "a-snap"])
@pytest.mark.parametrize(
    ("build_machine", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)], ids=["here", "ci"]
)
def test_where_there_is_no_firefox_that_is_said(tmp_path, monkeypatch, script, build_machine, outcome):
    if script:
        _make_program(tmp_path / "firefox", script)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", build_machine)
    with pytest.raises(outcome, match="no Firefox found"), running_firefox(tmp_path):
        pass


def test_a_firefox_that_does_not_start_fails_with_its_last_words(tmp_path, monkeypatch):
    _make_program(tmp_path / "bin" / "firefox-esr", "echo no screen >&2; exit 3")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    (tmp_path / "profiles").mkdir()
    ended = pytest.raises(pytest.fail.Exception, match=r"ended at once with code 3\. It said:\nno screen")
    with ended, running_firefox(tmp_path / "profiles"):
        pass
    assert list((tmp_path / "profiles").iterdir()) == []


def test_nothing_is_left_of_a_closed_firefox(tmp_path, started_firefox):
    other = launch_firefox(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    other.close()
    other.close()
    assert list(tmp_path.iterdir()) == []
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(str(tmp_path).encode() in command for command in commands)
