"""Odoo's prefork server behind the proxy, as in production, for as long as a block runs."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress

from . import postgres, proxy
from .console import Stop
from .odoo import command
from .paths import LOGS
from .processes import undisturbed

PATIENCE = 120


@contextmanager
def serving(database, port, workers=2, words=(), log="odoo.log"):
    """The shop answers on http://127.0.0.1:port while the block runs; the Odoo process is given."""
    http, live = port + 1, port + 2
    check_free(port, 3)
    environment = postgres.start()
    arguments = [f"-d{database}", f"--workers={workers}", "--http-interface=127.0.0.1"]
    arguments += [f"--http-port={http}", f"--gevent-port={live}", f"--db-filter=^{database}$"]
    odoo = _spawn(command(*arguments, *words), environment, LOGS / log)
    front = None
    try:
        front = proxy.start(port, http, live)
        _wait(odoo, port, LOGS / log)
        yield odoo
    finally:
        with undisturbed():
            if front:
                _end(front)
            _end_group(odoo)


def check_free(port, count=1):
    """Stop with a line if somebody listens on one of so many ports in a row."""
    taken = [number for number in range(port, port + count) if not _is_free(number)]
    if taken:
        of = f" (ports {port} to {port + count - 1} are needed)" if count > 1 else ""
        raise Stop(
            f"port {taken[0]} is taken{of}: end what listens there, or take others, as in"
            f" PORT={_others(port, count)} make run."
        )


def _others(port, count):
    """A round number from which so many ports are free now; a neighbour may begin ten later."""
    for first in range(max(8080, port // 10 * 10 + 10), 65_000, 10):
        if all(_is_free(number) for number in range(first, first + count)):
            return first
    return 8080


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _spawn(words, environment, log):
    """Odoo in a session of its own, so that its children can be ended with it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        return subprocess.Popen(
            words, env=environment, stdout=file, stderr=file, start_new_session=True
        )


def _wait(odoo, port, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if odoo.poll() is not None:
            raise Stop(f"Odoo ended while it started, see {log}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise Stop(f"Odoo did not answer within {PATIENCE} s, see {log}")


def _end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_group(odoo):
    """INT lets requests end, a second INT drops them, KILL is for what hangs in the database."""
    for number, patience in ((signal.SIGINT, 4), (signal.SIGINT, 2)):
        odoo.send_signal(number)
        try:
            odoo.wait(patience)
            break
        except subprocess.TimeoutExpired:
            continue
    with suppress(ProcessLookupError):
        os.killpg(odoo.pid, signal.SIGKILL)  # also children that outlived it
    odoo.wait()
