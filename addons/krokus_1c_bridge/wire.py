"""What zeep sends and loads, over HTTP to one origin and within the budget of a call.

Written on http.client, since requests limits each wait, not the call, and follows environment
and redirects: login and password go to the connection's own scheme, host and port alone.
"""

import base64
import http.client
import io
import os
import socket
import ssl
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import requests.certs
from zeep.transports import Transport

from .budget import Budget, SpentError
from .trouble import (
    DeniedError,
    ElsewhereError,
    LoginError,
    OverLimitError,
    UnavailableError,
    UnreachedError,
)

PORTS = {"http": 80, "https": 443}
PART = 65536
KEPT = "/?=&%:;,+$@!~*'()"  # what an address may hold as it is


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int


class Answer(NamedTuple):
    status_code: int
    content: bytes


def origin_of(address):
    """Where an address leads; one that is not of HTTP leads elsewhere."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ElsewhereError(str(address)) from error
    return Origin(parts.scheme, parts.hostname or "", port)


def status_error(answer):
    """The error that an HTTP status means, or None."""
    if answer.status_code == 200:
        return None
    if answer.status_code == 401:
        return LoginError("HTTP 401")
    if answer.status_code in (403, 404):
        return DeniedError(f"HTTP {answer.status_code}")
    return UnavailableError(f"HTTP {answer.status_code}")


class Wire(Transport):
    """zeep's transport to one origin; `begin()` opens the budget of a call."""

    def __init__(self, address, access, limits):
        super().__init__()
        self._origin = origin_of(address)
        token = base64.b64encode(f"{access.login}:{access.password}".encode())
        self._credentials = b"Basic " + token
        self._limits = limits
        self.begin()

    def begin(self):
        self._budget = Budget(self._limits)

    def check(self, address):
        if origin_of(address) != self._origin:
            raise ElsewhereError(str(address))

    def load(self, url):
        """A description, or a part of it; a file of this machine is as foreign as another host."""
        answer = self._exchange("GET", url)
        error = status_error(answer)
        if error:
            raise error
        return answer.content

    def get(self, address, params, headers):
        return self._exchange("GET", f"{address}?{urlencode(params)}", headers=headers)

    def post(self, address, message, headers):
        return self._exchange("POST", address, message, headers)

    def _exchange(self, method, address, body=None, headers=None):
        self.check(address)
        sock = self._connect()
        try:
            return self._speak(sock, method, address, body, headers or {})
        except SpentError as error:
            raise OverLimitError(str(error)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._what_ended(error) from error
        finally:
            sock.close()

    def _what_ended(self, error):
        """The last wait of a call is as long as the call: its end is the call's."""
        try:
            self._budget.check()
        except SpentError as spent:
            return OverLimitError(str(spent))
        return UnavailableError(f"{type(error).__name__}: {error}"[:300])

    def _connect(self):
        host, port = self._origin.host, self._origin.port
        try:
            sock = socket.create_connection((host, port), self._budget.wait())
            return self._encrypt(sock) if self._origin.scheme == "https" else sock
        except SpentError as error:
            raise OverLimitError(str(error)) from error
        except (OSError, ValueError) as error:
            raise UnreachedError(f"{type(error).__name__}: {error}"[:300]) from error

    def _encrypt(self, sock):
        """The handshake as a whole takes no longer than the socket's timeout."""
        authorities = os.environ.get("REQUESTS_CA_BUNDLE") or requests.certs.where()
        context = ssl.create_default_context(cafile=authorities)
        try:
            return context.wrap_socket(sock, server_hostname=self._origin.host)
        except BaseException:
            sock.close()
            raise

    def _speak(self, sock, method, address, body, headers):
        secure = self._origin.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._origin.host, self._origin.port)
        connection.sock = _Metered(sock, self._budget)
        # 1C's names may be Cyrillic: in headers they travel as UTF-8
        known = {name: value.encode() for name, value in headers.items()}
        known |= {"Authorization": self._credentials, "Connection": "close"}
        connection.request(method, _target(address), body, known)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise ElsewhereError(response.headers.get("Location") or f"HTTP {response.status}")
        return Answer(response.status, self._read(response))

    def _read(self, response):
        """In parts: a length that 1C only claims must not be reserved in memory."""
        parts = []
        while part := response.read(PART):
            parts.append(part)
        if response.length:
            raise UnavailableError("the answer was cut off")
        return b"".join(parts)


class _Metered:
    """A socket as http.client uses one, whose every wait ends with the budget."""

    def __init__(self, sock, budget):
        self._sock, self._budget = sock, budget

    def sendall(self, data):
        self._sock.settimeout(self._budget.wait())
        self._sock.sendall(data)

    def makefile(self, *_mode):
        return io.BufferedReader(_Source(self._sock, self._budget))

    def close(self):
        """http.client closes before it reads the end: whoever opened the socket closes it."""


class _Source(io.RawIOBase):
    def __init__(self, sock, budget):
        super().__init__()
        self._sock, self._budget = sock, budget

    def readable(self):
        return True

    def readinto(self, buffer):
        self._sock.settimeout(self._budget.wait())
        count = self._sock.recv_into(buffer)
        self._budget.take(count)
        return count


def _target(address):
    parts = urlsplit(address)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return quote(target, safe=KEPT)
