"""A server on loopback that answers as a test says, and remembers who came."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .common import ROOT

WSDL = ROOT / "onec_standin" / "wsdl" / "site.wsdl"


class Liar(ThreadingHTTPServer):
    """`get` and `post` take the handler and answer; by default the true description and 500."""

    daemon_threads = True

    def __init__(self, get=None, post=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.get, self.post = get or describe, post or (lambda handler: say(handler, b"", 500))
        self.visits = 0  # connections, whether or not anything was said
        self.heard = []  # (method, path, Authorization)
        self.was_heard_out = False  # somebody took all that a `dribble` had to say
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.gone = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._thread.start()

    def get_request(self):
        self.visits += 1
        return super().get_request()

    def handle_error(self, request, client_address):
        """Whoever hangs up on a liar is right."""

    def stop(self):
        self.gone.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._hear()
        self.server.get(self)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._hear()
        self.server.post(self)

    def _hear(self):
        self.server.heard.append((self.command, self.path, self.headers.get("Authorization")))

    def log_message(self, *args):
        """Quiet."""


def say(handler, body, status=200, **headers):
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def description(url):
    return WSDL.read_text(encoding="utf-8").replace("http://127.0.0.1/", url)


def describe(handler):
    say(handler, description(handler.server.url + "ws/site").encode())


def dribble(handler, data, times=100, pause=0.1):
    """`data` again and again, each after a while: no single wait is long."""
    for _time in range(times):
        if handler.server.gone.wait(pause):
            return
        handler.wfile.write(data)
        handler.wfile.flush()
    handler.server.was_heard_out = True
