"""A real Firefox for the tests: no driver in between, and the rules for pages from disk that every reader's has.

Firefox is spoken to in WebDriver BiDi. Playwright cannot do it: it needs a Firefox of its own making, and that one lets
a page read its neighbours on the disk, so a test of the offline copy would prove nothing.

    with running_firefox(tmp_path) as firefox:
        firefox.open((tmp_path / "index.html").as_uri())
        firefox.type("input", "sextortion")
        firefox.press("Enter")
        firefox.wait_until("document.querySelectorAll('main li').length > 0")
        assert firefox.evaluate("document.title") == "Search"
        assert firefox.console == []
        assert firefox.foreign_requests() == []
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("firefox-esr", "firefox")
START_SECONDS = 60
ANSWER_SECONDS = 30
WAIT_SECONDS = 15
END_SECONDS = 10

# Under automation Firefox takes on “recommended” preferences, and one of them lets pages from disk read every file.
# We refuse them all; what follows only keeps Firefox itself from asking anything of the network.
OWN_RULES: dict[str, bool | int | str] = {"remote.prefs.recommended": False}
QUIET: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.activity-stream.feeds.adsfeed": False,
    "browser.newtabpage.activity-stream.feeds.system.topsites": False,
    "browser.newtabpage.activity-stream.feeds.system.topstories": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.region.update.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "app.update.disabledForTesting": True,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-GB, en",
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "startup.homepage_welcome_url": "",
    "startup.homepage_welcome_url.additional": "",
    "toolkit.telemetry.server": "",
}

# Should the tests be killed, the pipe to them ends, and all of Firefox with it.
GUARD = 'exec 3<&0; (read -r _ <&3; kill -KILL 0) & exec "$@" </dev/null 3<&-'

EVENTS = ("log.entryAdded", "network.beforeRequestSent", "script.message")
STAYS_HERE = ("file:", "blob:", "data:", "about:")
FAILED_LOADS = "failed-loads"
# Firefox's log is silent on a script, style or picture that is not there; the page's own `error` events are not.
REPORT_FAILED_LOADS = """
report => addEventListener("error", ({target}) => {
  const address = target?.src || target?.href || target?.data;
  if (address) report(`failed: <${target.localName}> ${address}`);
}, true)
"""

# Where to click on the one element that is meant, or why not
FIND_PLACE = """
(async selector => {
  const found = document.querySelectorAll(selector);
  if (found.length !== 1) return {trouble: `there are ${found.length} of it`};
  found[0].scrollIntoView({block: "center", inline: "center", behavior: "instant"});
  // A click goes by what is painted, and the scrolled page is not yet.
  for (const _ of "12") await new Promise(requestAnimationFrame);
  const box = [...found[0].getClientRects()].find(({width, height}) => width && height);
  if (!box) return {trouble: "it is not visible"};
  const x = Math.floor(box.left + box.width / 2), y = Math.floor(box.top + box.height / 2);
  const hit = document.elementFromPoint(x, y);
  if (!hit) return {trouble: "it is outside the window"};
  if (!found[0].contains(hit)) return {trouble: `it is covered by ${hit.cloneNode().outerHTML}`};
  return {x, y};
})(%s)
"""

# https://w3c.github.io/webdriver/#keyboard-actions
KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}


class FirefoxError(Exception):
    """Firefox would not do what a test asked of it, or a page threw an error while doing it."""


class FirefoxGone(FirefoxError):
    """Firefox has ended, or never began."""


class Firefox:
    """One tab of a running Firefox. What its pages complain of and ask for is kept until `start_afresh`."""

    def __init__(self, connection: ClientConnection, asked_abroad: list[str]) -> None:
        self._connection = connection
        self._asked_abroad = asked_abroad
        self._cleanup = ExitStack()
        self._commands = 0
        self._tab: str | None = None
        self._storage: str | None = None
        self._console: list[str] = []
        self._requests: list[str] = []

    def start_afresh(self) -> None:
        """Take a new empty tab that shares no storage with the last one, and forget what was seen so far."""
        old_tab, old_storage = self._tab, self._storage
        self._storage = self._ask("browser.createUserContext")["userContext"]
        self._tab = self._ask("browsingContext.create", type="tab", userContext=self._storage)["context"]
        if old_tab:
            self._ask("browsingContext.close", context=old_tab)
            self._ask("browser.removeUserContext", userContext=old_storage)
        for seen in (self._console, self._requests, self._asked_abroad):
            seen.clear()

    def open(self, url: str) -> None:
        """Go to a page and wait until it has loaded.

        Raises:
            FirefoxError: there is no such page, or it does not finish loading.
        """
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, expression: str, timeout_seconds: float = ANSWER_SECONDS) -> Any:
        """The value of a JavaScript expression in the page, promises awaited, in Python's own types.

        What JSON has no word for comes as None.

        Raises:
            FirefoxError: the page threw an error, or the value was too long in coming.
        """
        return self._evaluate(self._tab, expression, timeout_seconds)

    def wait_until(self, expression: str, timeout_seconds: float = WAIT_SECONDS) -> Any:
        """Ask again and again until the value counts as true, and give it. Errors meanwhile count as “not yet”.

        Raises:
            FirefoxError: it never did.
        """
        deadline = time.monotonic() + timeout_seconds
        while (left_seconds := deadline - time.monotonic()) > 0:
            try:
                last = self._evaluate(self._tab, expression, left_seconds)
            except FirefoxGone:
                raise
            except FirefoxError as error:  # the page is being left, or has not yet what the expression looks at
                last = error
            else:
                if last:
                    return last
            time.sleep(0.05)
        raise FirefoxError(
            f"waited {timeout_seconds:g} s in vain for: {expression}\n    Last: {last!r}, on {self.url}\n"
            f"    Console: {self._console}"
        )

    def click(self, selector: str, timeout_seconds: float = WAIT_SECONDS) -> None:
        """Click in the middle of the one element that the selector finds, as soon as a reader could.

        Raises:
            FirefoxError: there is none or several, or it stays hidden or covered.
        """
        find_place = FIND_PLACE % json.dumps(selector)
        with suppress(FirefoxError):  # said better below
            self.wait_until(f"{find_place}.then(place => !place.trouble)", timeout_seconds)
        place = self.evaluate(find_place)
        if "trouble" in place:
            raise FirefoxError(f"cannot click “{selector}”: {place['trouble']}\n    on {self.url}")
        self._perform(
            {
                "type": "pointer",
                "id": "mouse",
                "actions": [
                    {"type": "pointerMove", "x": place["x"], "y": place["y"]},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    def type(self, selector: str, text: str) -> None:
        """Click into a field and type, over what stood there.

        Raises:
            FirefoxError: there is no such field to click into.
        """
        self.click(selector)
        self.press("Control+a")
        self.press("Backspace")
        strokes = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": strokes})

    def press(self, keys: str) -> None:
        """Press one key, or several at once: “Enter”, “a”, “Shift+Tab”."""
        values = [KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._perform({"type": "key", "id": "keyboard", "actions": down + up})

    @property
    def url(self) -> str:
        """The address of the page that is open."""
        return str(self._ask("browsingContext.getTree", root=self._tab)["contexts"][0]["url"])

    @property
    def console(self) -> list[str]:
        """Errors, warnings and uncaught exceptions, what the Content-Security-Policy refused and what did not load."""
        self._catch_up()
        return list(self._console)

    @property
    def requests(self) -> list[str]:
        """What pages asked for, but for files and blobs: of those Firefox does not tell."""
        self._catch_up()
        return list(self._requests)

    def foreign_requests(self, own: str = "file:") -> list[str]:
        """Everything that anyone asked of the network: pages and, behind their back, Firefox itself.

        None of it arrives: see `_refuse_the_network`.

        Args:
            own: how the addresses of our own site begin, when it is served and not read from disk
        """
        return [url for url in self.requests if not url.startswith((own, *STAYS_HERE))] + list(self._asked_abroad)

    def setting(self, name: str) -> Any:
        """What about:config says, None where it says nothing."""
        windows = self._ask("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        reader = '{128: "getBoolPref", 64: "getIntPref", 32: "getStringPref"}[Services.prefs.getPrefType(name)]'
        return self._evaluate(
            windows[0]["context"],
            f"(name => {{ const read = {reader}; return read && Services.prefs[read](name) }})({json.dumps(name)})",
            ANSWER_SECONDS,
        )

    def close(self) -> None:
        """End Firefox and remove all that it wrote. Closing twice does no harm."""
        with suppress(FirefoxError):  # it may have gone already, which is what we want
            self._ask("browser.close", timeout_seconds=END_SECONDS)
        self._cleanup.close()

    def _evaluate(self, context: str | None, expression: str, timeout_seconds: float) -> Any:
        answer = self._ask(
            "script.evaluate",
            timeout_seconds=timeout_seconds,
            expression=f"(async () => JSON.stringify(await (\n{expression}\n)))()",
            target={"context": context},
            awaitPromise=True,
            userActivation=False,
        )
        if answer["type"] == "exception":
            raise FirefoxError(f"{answer['exceptionDetails']['text']}\n    in: {expression}")
        return json.loads(answer["result"].get("value", "null"))

    def _perform(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._tab, actions=[source])

    def _catch_up(self) -> None:
        """Take note of all that has happened: Firefox tells it in order, so before it answers these questions."""
        with suppress(FirefoxError):  # a page that is just being left does not answer
            self.evaluate("0")
        self._ask("session.status")

    def _ask(self, method: str, timeout_seconds: float = ANSWER_SECONDS, **parameters: Any) -> dict[str, Any]:
        self._commands += 1
        number = self._commands
        deadline = time.monotonic() + timeout_seconds
        try:
            self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
            while True:
                message = json.loads(self._connection.recv(timeout=max(0, deadline - time.monotonic())))
                if message.get("id") == number:
                    break
                if message["type"] == "event":
                    self._note(message["method"], message["params"])
        except TimeoutError:
            asked = parameters.get("url") or parameters.get("expression") or ""
            raise FirefoxError(f"Firefox has not answered {method} {asked} for {timeout_seconds:g} s") from None
        except ConnectionClosed as error:
            raise FirefoxGone(f"Firefox ended before it answered {method}: {error}") from None
        if message["type"] == "error":
            raise FirefoxError(f"{method}: {message['error']}: {message['message']}\n    asked for: {parameters}")
        result: dict[str, Any] = message["result"]
        return result

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event == "network.beforeRequestSent":
            self._requests.append(told["request"]["url"])
        elif event == "script.message" and told["channel"] == FAILED_LOADS:
            self._console.append(told["data"]["value"])
        elif event == "log.entryAdded" and told["level"] in {"error", "warn"}:
            frames = told.get("stackTrace", {}).get("callFrames", [])
            place = f" ({frames[0]['url']}:{frames[0]['lineNumber'] + 1})" if frames else ""
            self._console.append(f"{told['level']}: {told['text']}{place}")


def find_firefox() -> Path | None:
    """Debian's firefox-esr or another Firefox; not Ubuntu's snap, which sees neither our profile nor our pages."""
    for name in PROGRAMS:
        program = shutil.which(name)
        if program and Path(program).resolve().name != "snap":
            with Path(program).open("rb") as start:
                if b"/snap/" not in start.read(4096):
                    return Path(program)
    return None


def launch_firefox(folder: Path, settings: Mapping[str, bool | int | str] | None = None) -> Firefox:
    """Start a Firefox that knows of no other: its profile is a new one under `folder`, and it goes when it is closed.

    Args:
        settings: entries of about:config, over those above

    Raises:
        FirefoxGone: there is none here, or it does not start.
    """
    program = find_firefox()
    if program is None:
        raise FirefoxGone("no Firefox found: install Debian's firefox-esr or Mozilla's firefox (a snap will not do)")
    with ExitStack() as cleanup:
        home = Path(
            cleanup.enter_context(
                tempfile.TemporaryDirectory(prefix="firefox-", dir=folder, ignore_cleanup_errors=True)
            )
        )
        port, asked_abroad = cleanup.enter_context(_refuse_the_network())
        profile = home / "profile"
        profile.mkdir()
        _write_settings(profile, {**OWN_RULES, **QUIET, **_all_through(port), **(settings or {})})
        process = cleanup.enter_context(_run(program, profile))
        address = _wait_for_address(process, profile)
        connection = cleanup.enter_context(
            connect(address, proxy=None, max_size=None, open_timeout=START_SECONDS, close_timeout=1)
        )
        firefox = Firefox(connection, asked_abroad)
        firefox._ask("session.new", timeout_seconds=START_SECONDS, capabilities={})
        firefox._ask("session.subscribe", events=list(EVENTS))
        firefox._ask(
            "script.addPreloadScript",
            functionDeclaration=REPORT_FAILED_LOADS,
            arguments=[{"type": "channel", "value": {"channel": FAILED_LOADS}}],
            sandbox="tests",  # so that pages do not find it
        )
        firefox.start_afresh()
        firefox._cleanup = cleanup.pop_all()
    return firefox


@contextmanager
def running_firefox(folder: Path) -> Iterator[Firefox]:
    """A Firefox for as long as it is needed. Where there is none, tests are skipped; on a build machine they fail."""
    try:
        firefox = launch_firefox(folder)
    except FirefoxGone as error:
        if find_firefox() or os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    try:
        yield firefox
    finally:
        firefox.close()


@contextmanager
def _refuse_the_network() -> Iterator[tuple[int, list[str]]]:
    """A proxy that only writes down what it is asked for. Firefox goes to this machine's own servers without it."""
    asked: list[str] = []

    class Refusal(StreamRequestHandler):
        timeout = 5

        def handle(self) -> None:
            # “CONNECT example.org:443 HTTP/1.1” or “GET http://example.org/page HTTP/1.1”
            method, _, rest = self.rfile.readline(8192).decode("latin-1").partition(" ")
            address = rest.rpartition(" ")[0]
            asked.append(f"https://{address}" if method == "CONNECT" else address)
            self.wfile.write(b"HTTP/1.1 403 No network in tests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Refusal) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()


def _all_through(port: int) -> dict[str, bool | int | str]:
    """Settings that send everything for other machines through the proxy on this port."""
    settings: dict[str, bool | int | str] = {"network.proxy.type": 1}
    for kind in ("http", "ssl"):
        settings |= {f"network.proxy.{kind}": "127.0.0.1", f"network.proxy.{kind}_port": port}
    return settings


def _write_settings(profile: Path, settings: Mapping[str, bool | int | str]) -> None:
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")


@contextmanager
def _run(program: Path, profile: Path) -> Iterator[subprocess.Popen[bytes]]:
    home = profile.parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MOZ_", "XDG_"))} | {
        "HOME": str(home),  # root may not use Firefox in somebody else's
        "TMPDIR": str(home),
        "MOZ_HEADLESS": "1",
        "MOZ_CRASHREPORTER_DISABLE": "1",
        "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",  # or services.settings.server above is ignored
    }
    # The leave to read about:config; of pages' rights it changes nothing
    arguments = ["--no-remote", "--remote-debugging-port", "0", "--remote-allow-system-access"]
    with _output(profile).open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", GUARD, "sh", str(program), "--profile", str(profile), *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdin:
            process.stdin.close()
        process.wait()


def _output(profile: Path) -> Path:
    return profile.with_name("output.txt")


def _wait_for_address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """Where Firefox listens: it writes the port that it took into its profile."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(FileNotFoundError, json.JSONDecodeError):  # not yet there, or half written
            listens = json.loads((profile / "WebDriverBiDiServer.json").read_text(encoding="utf-8"))
            return f"ws://{listens['ws_host']}:{listens['ws_port']}/session"
        time.sleep(0.05)
    ended = process.poll()
    happened = f"has not started within {START_SECONDS} s" if ended is None else f"ended at once with code {ended}"
    said = _output(profile).read_text(encoding="utf-8", errors="replace")[-2000:]
    raise FirefoxGone(f"Firefox {happened}. It said:\n{said}")
