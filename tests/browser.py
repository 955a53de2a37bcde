"""A headless Chromium, driven over the DevTools protocol: what a person does, and what they see."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import websocket

from dev import chromium

PATIENCE = 120  # seconds: a machine that is busy with other things is slow, not broken
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Backspace": 8}


class Browser:
    """One window with cookies of its own. `errors` are the console's, `failed` the requests'."""

    def __init__(self, address, width=1300, height=900):
        self.address = address
        self.errors = []
        self.failed = []
        self._number = 0
        self._urls = {}
        self._profile = tempfile.mkdtemp(prefix="krokus-browser-")
        self._process = self._socket = None
        try:
            self._start(width, height)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        if self._socket:
            self._socket.close()
        if self._process:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def resize(self, width, height, mobile=False):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self._call("Emulation.setDeviceMetricsOverride", **size)

    def open(self, path):
        """Go to a path of the shop, and wait until the page and what it names are loaded."""
        # A mark on the old document: `complete` might still be said of that one.
        self.evaluate("window.krokusLeft = true")
        answer = self._call("Page.navigate", url=self.address + path)
        if answer.get("errorText"):
            raise AssertionError(f"{path}: {answer['errorText']}")
        self.wait_until("!window.krokusLeft && document.readyState === 'complete'")

    def login(self, login, password="krokus"):
        self.open("/web/login")
        self.type("form.oe_login_form input[name=login]", login)
        self.type("form.oe_login_form input[name=password]", password)
        self.press("Enter")
        self.wait_until("!location.pathname.startsWith('/web/login')")
        self.wait_until("document.readyState === 'complete'")

    def evaluate(self, expression):
        """The value of a JavaScript expression; a promise is awaited."""
        words = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self._call("Runtime.evaluate", **words)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {_exception(answer['exceptionDetails'])}")
        return answer["result"].get("value")

    def wait_until(self, expression, patience=PATIENCE):
        """Until the expression is true; what it is then. A page that is just changing may fail."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                value = self.evaluate(expression)
            except (AssertionError, ProtocolError):
                value = None
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"not within {patience} s: {expression} ({self.errors[-3:]})")

    def wait(self, selector, patience=PATIENCE):
        """Until something that matches can be seen."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait_until(f"!!{found}?.checkVisibility()", patience)

    def text(self, selector="body"):
        self.wait(selector)
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def click(self, selector):
        """With the mouse, in the middle of the first that matches."""
        self.wait(selector)
        middle = self.evaluate(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{block: "center", behavior: "instant"}});
                const box = element.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )
        mouse = {"x": middle[0], "y": middle[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, **mouse)

    def type(self, selector, text):
        """Into a field, in place of what it holds."""
        self.click(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).select?.()")
        self.write(text)

    def write(self, text):
        """As typed into what has the focus."""
        self._call("Input.insertText", text=text)

    def press(self, key):
        """A key from KEYS, for what has the focus."""
        words = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        self._call("Input.dispatchKeyEvent", type="keyDown", **words, **text)
        self._call("Input.dispatchKeyEvent", type="keyUp", **words)

    def asked(self, path):
        """How many requests went to a path so far."""
        return sum(urlsplit(url).path == path for url in self._urls.values())

    def screenshot(self, path, full=False):
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        Path(path).write_bytes(base64.b64decode(answer["data"]))

    def _start(self, width, height):
        words = [chromium.path(), *FLAGS, f"--user-data-dir={self._profile}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(words, **quiet)
        listing = f"http://127.0.0.1:{self._port()}/json"
        with urllib.request.urlopen(listing, timeout=PATIENCE) as answer:
            pages = [target for target in json.load(answer) if target["type"] == "page"]
        url = pages[0]["webSocketDebuggerUrl"]
        self._socket = websocket.create_connection(url, timeout=PATIENCE)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")
        self.resize(width, height)

    def _port(self):
        """Chromium takes a free port, and writes it down once it listens."""
        file = Path(self._profile, "DevToolsActivePort")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if file.exists() and file.read_text().strip():
                return int(file.read_text().split()[0])
            time.sleep(0.05)
        raise AssertionError("Chromium does not start")

    def _call(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise ProtocolError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._note(answer.get("method"), answer.get("params", {}))

    def _note(self, event, told):
        """Keep what an event says about errors."""
        if event == "Network.requestWillBeSent":
            self._urls[told["requestId"]] = told["request"]["url"]
        elif event == "Network.responseReceived" and told["response"]["status"] >= 400:
            self.failed.append(f"{told['response']['status']} {told['response']['url']}")
        elif event == "Network.loadingFailed" and not told.get("canceled"):
            self.failed.append(f"{told['errorText']} {self._urls.get(told['requestId'])}")
        elif event == "Runtime.exceptionThrown":
            self.errors.append(_exception(told["exceptionDetails"]))
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
        elif event == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            words = [str(part.get("value", part.get("description"))) for part in told["args"]]
            self.errors.append(" ".join(words))


class ProtocolError(Exception):
    """Chromium refused a call; so it does while a page gives way to the next."""


def _exception(details):
    return details.get("exception", {}).get("description") or details["text"]
