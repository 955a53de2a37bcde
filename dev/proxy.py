"""The queueing proxy in front of Odoo.

Odoo's prefork server listens with a backlog of eight a worker and drops connections at the
opening bell. haproxy lets MAX_IN_FLIGHT requests through and keeps the others in a queue; the
websocket goes to the gevent port under the same address.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from . import apt
from .console import Stop, call
from .paths import HOME

MAX_IN_FLIGHT = 12

_CONFIG = """
defaults
    mode http
    timeout connect 5s
    timeout client 120s
    timeout server 300s
    timeout queue 120s
    timeout tunnel 1h
    timeout http-request 30s
    retries 3
    errorfile 503 {waiting}

frontend shop
    bind 127.0.0.1:{port}
    http-request set-header X-Forwarded-Host %[req.hdr(Host)]
    http-request set-header X-Forwarded-Proto http
    http-response del-header Server
    option forwardfor
    use_backend live if {{ path_beg /websocket }}
    default_backend odoo

backend odoo
    option redispatch
    server odoo 127.0.0.1:{http} maxconn {in_flight}

backend live
    server live 127.0.0.1:{live}
"""

_WAITING = """HTTP/1.0 503 Service Unavailable\r
Cache-Control: no-cache\r
Connection: close\r
Retry-After: 3\r
Content-Type: text/html; charset=utf-8\r
\r
<!doctype html><html lang="ru"><meta http-equiv="refresh" content="3">
<title>Крокус</title><body style="font-family:sans-serif;text-align:center;margin-top:20vh">
<h1>Минуту</h1><p>Магазин запускается. Страница откроется сама.</p></body></html>
"""


def start(port, http, live):
    """A proxy process on 127.0.0.1:port."""
    folder = HOME / "proxy" / str(port)
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / "waiting.http"
    waiting.write_text(_WAITING, newline="")
    config = folder / "haproxy.cfg"
    config.write_text(
        _CONFIG.format(
            port=port, http=http, live=live, in_flight=MAX_IN_FLIGHT, waiting=_quoted(waiting)
        )
    )
    program, environment = haproxy()
    call([program, "-c", "-f", config], env=environment, why="haproxy refuses its settings")
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            [program, "-db", "-f", config], env=environment, stdout=log, stderr=log
        )


def _quoted(path):
    """A path as one word of haproxy's settings, blanks and brackets included."""
    text = str(path)
    for sign in '\\"$':
        text = text.replace(sign, f"\\{sign}")
    return f'"{text}"'


@cache
def haproxy():
    """The program, and the variables that it starts with."""
    installed = shutil.which("haproxy") or shutil.which("/usr/sbin/haproxy")
    if installed:
        return installed, dict(os.environ)
    root = apt.extract("haproxy", ["haproxy"], "the proxy", closure=True)
    program = Path(root, "usr/sbin/haproxy")
    if not program.exists():
        raise Stop("Debian's package haproxy has no usr/sbin/haproxy: install haproxy yourself.")
    return program, apt.environment(root)
