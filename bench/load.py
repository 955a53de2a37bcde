"""Clients that load a shop: sessions that are logged in already, at most N requests in flight.

It shares the machine with what it measures, so it reads HTTP by itself, from plain sockets.
"""

import json
import socket
import threading
import time
from collections import Counter
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from .measure import percentile

PATIENCE = 150


class Answer(NamedTuple):
    """`status` is HTTP's, or 500 where JSON-RPC wraps an error that is no sentence for people."""

    status: int
    body: bytes
    seconds: float
    result: object = None
    refusal: str | None = None
    location: str | None = None


class Buyer:
    """One person's session with the shop, over one connection that is opened again when needed."""

    def __init__(self, port, sid):
        self.port, self.sid = port, sid
        self._socket = None

    def get(self, path):
        return self._ask(f"GET {quote(path, safe='/?&=%+')} HTTP/1.1\r\n", b"")

    def final(self, path):
        """Where the shop sends who asks for `path`: the address with the name in it."""
        answer = self.get(path)
        return unquote(answer.location) if answer.location else path

    def call(self, path, **params):
        """JSON-RPC: the answer's result, or the sentence with which it was refused."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        start = f"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\n"
        answer = self._ask(start, body)
        if answer.status != 200:
            return answer
        said = json.loads(answer.body)
        if "error" not in said:
            return answer._replace(result=said.get("result"))
        data = said["error"].get("data") or {}
        if data.get("name", "").startswith("odoo.exceptions."):
            return answer._replace(refusal=data.get("message"))
        return answer._replace(status=500, refusal=f"{data.get('name')}: {data.get('message')}")

    def send(self, path, body, kind="application/json"):
        """A body as it is; the answer's status is HTTP's."""
        return self._ask(f"POST {path} HTTP/1.1\r\nContent-Type: {kind}\r\n", body)

    def close(self):
        if self._socket:
            self._socket.close()
            self._socket = None

    def _ask(self, start, body):
        words = (
            f"{start}Host: 127.0.0.1:{self.port}\r\nCookie: session_id={self.sid}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        begun = time.perf_counter()
        status, headers, content = self._exchange(words.encode() + body)
        spent = time.perf_counter() - begun
        return Answer(status, content, spent, location=urlsplit(headers.get("location", "")).path)

    def _exchange(self, message):
        """(status, headers, body); what the other side has closed is opened once more."""
        for fresh in (False, True):
            try:
                if fresh or not self._socket:
                    self.close()
                    self._socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
                    self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._socket.sendall(message)
                return self._read()
            except (ConnectionError, TimeoutError):
                self.close()
        return 599, {}, b"the connection was reset"

    def _read(self):
        head, content = self._head()
        status = int(head[9:12])
        headers = _headers(head)
        if "transfer-encoding" in headers:
            content = self._chunks(content)
        elif "content-length" in headers:
            content = self._exactly(content, int(headers["content-length"]))
        else:
            content = self._rest(content)
        if headers.get("connection", "").lower() == "close":
            self.close()
        if "session" in headers:
            self.sid = headers["session"]
        return status, headers, content

    def _head(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _end, content = data.partition(b"\r\n\r\n")
        return head, content

    def _exactly(self, content, length):
        parts, have = [content], len(content)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        return b"".join(parts)

    def _chunks(self, data):
        content = b""
        while True:
            while b"\r\n" not in data:
                data += self._more()
            size, _end, data = data.partition(b"\r\n")
            length = int(size, 16)
            data = self._exactly(data, length + 2)
            content, data = content + data[:length], data[length + 2 :]
            if not length:
                return content

    def _rest(self, content):
        try:
            while True:
                content += self._more()
        except ConnectionError:
            self.close()
            return content

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError
        return data


def _headers(head):
    found = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _colon, value = line.partition(":")
        found[name.lower()] = value.strip()
        if name.lower() == "set-cookie" and value.strip().startswith("session_id="):
            found["session"] = value.strip().partition("=")[2].partition(";")[0]
    return found


class Outcome:
    """What a load met: how long each request took, how they ended, and what was counted."""

    def __init__(self):
        self.spans = []  # (when it began by the wall clock, how long it took)
        self.counts = Counter()
        self.wall = 0.0
        self._lock = threading.Lock()

    def add(self, answer):
        with self._lock:
            self.spans.append((time.time() - answer.seconds, answer.seconds))
            self.counts["5xx"] += answer.status >= 500
            self.counts["4xx"] += 400 <= answer.status < 500
            self.counts["refused"] += answer.refusal is not None and answer.status < 500

    def count(self, what, times=1):
        with self._lock:
            self.counts[what] += times

    @property
    def seconds(self):
        return [seconds for _begun, seconds in self.spans]

    @property
    def rate(self):
        return len(self.spans) / self.wall

    @property
    def errors_5xx(self):
        return self.counts["5xx"]

    def milliseconds(self, percent):
        return percentile(self.seconds, percent) * 1000


def press(buyers, act, *, in_flight, seconds=None, turns=None):
    """Let buyers act for `seconds`, or each `turns` times, with at most `in_flight` at once.

    `act(buyer, turn, outcome)` sends what it wants and returns the answer that is counted.
    """
    outcome = Outcome()
    shares = [buyers[start::in_flight] for start in range(min(in_flight, len(buyers)))]
    gate = threading.Barrier(len(shares) + 1)
    ends = []
    threads = [
        threading.Thread(target=_drive, args=(share, act, outcome, gate, ends, turns))
        for share in shares
    ]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    ends.append(begun + (seconds or 3600))
    gate.wait()
    for thread in threads:
        thread.join()
    outcome.wall = time.perf_counter() - begun
    return outcome


def _drive(buyers, act, outcome, gate, ends, turns):
    gate.wait()
    turn = 0
    while turns is None or turn < turns:
        for buyer in buyers:
            if time.perf_counter() >= ends[0]:
                return
            outcome.add(act(buyer, turn, outcome))
        turn += 1
