"""A proxy before a floor that holds answers back: what a person does while the shop is slow.

It speaks no websocket: behind it a page is on its own, as behind a company's firewall.
"""

import http.client
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PATIENCE = 60  # seconds
PER_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"}


class Late:
    """`address` stands for the floor's. Paths that are held have their answers kept back."""

    def __init__(self, address):
        self.target = urlsplit(address).netloc
        self._held = {}  # {path: the event that lets its answers go}
        self._waiting = []  # paths of the answers that are kept back now
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        for path in list(self._held):
            self.release(path)
        self._server.shutdown()
        self._server.server_close()

    def hold(self, path):
        """From now on the answers to this path wait, once the floor has given them."""
        self._held[path] = threading.Event()

    def release(self, path):
        self._held.pop(path).set()

    @contextmanager
    def held(self, path):
        self.hold(path)
        try:
            yield
        finally:
            self.release(path)

    def wait(self, path, count=1):
        """Until so many answers to the path are kept back."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while self._waiting.count(path) < count:
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no answer to {path} within {PATIENCE} s")

    def keep_back(self, path):
        event = self._held.get(path)
        if not event:
            return
        self._tell(self._waiting.append, path)
        event.wait(PATIENCE)
        self._tell(self._waiting.remove, path)

    def _tell(self, change, path):
        with self._changed:
            change(path)
            self._changed.notify_all()


def _handler(late):
    class Handler(BaseHTTPRequestHandler):
        def pass_on(self):
            path = urlsplit(self.path).path
            if path == "/websocket":
                self.send_error(403)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = {key: self.headers[key] for key in self.headers if key.lower() != "connection"}
            floor = http.client.HTTPConnection(late.target, timeout=2 * PATIENCE)
            try:
                floor.request(self.command, self.path, body, sent)
                answer = floor.getresponse()
                content = answer.read()
            finally:
                floor.close()
            late.keep_back(path)
            self._answer(answer, content)

        do_GET = do_POST = do_HEAD = pass_on  # noqa: N815 (http.server's own names)

        def _answer(self, answer, content):
            self.send_response(answer.status)
            for key, value in answer.getheaders():
                if key.lower() not in PER_HOP:
                    self.send_header(key, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *_arguments):
            pass  # what went wrong, the browser tells

        def handle(self):
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the page was left

    return Handler
