"""Workers of a database, started and told what to do from outside Odoo."""

import json
import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

from dev import postgres, venv
from dev.odoo import command
from dev.paths import LOGS, ROOT, SOCKETS

HEAD_START = 0.05
PATIENCE = 120


class Crew:
    """Forked workers of one Odoo that was loaded once."""

    def __init__(self, database):
        LOGS.mkdir(parents=True, exist_ok=True)
        environment = postgres.start()
        address = SOCKETS / f"crew-{os.getpid()}"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(address))
        self._listener.listen()
        self._listener.settimeout(PATIENCE)
        words = [str(venv.python()), "-m", "faults.worker", database, str(address)]
        with (LOGS / "faults.log").open("a") as log:
            self._master = subprocess.Popen(
                [*words, *command("-d", database)[2:]],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._address = address

    def hire(self, count):
        """So many new workers."""
        return [self._one() for _number in range(count)]

    def _one(self):
        self._master.stdin.write("\n")
        self._master.stdin.flush()
        return Worker(self._listener.accept()[0])

    def close(self):
        """The workers end with their links, the one that forked them with its input."""
        self._master.stdin.close()
        self._master.wait(20)
        self._listener.close()
        self._address.unlink()


class Worker:
    """One process. `tell` sends a deed, `hear` waits for its answer."""

    def __init__(self, link):
        link.settimeout(PATIENCE)
        self._link = link
        self._lines = link.makefile("rw")
        self.pid = self.hear()["pid"]

    def tell(self, deed, **words):
        self._lines.write(json.dumps({"deed": deed, **words}) + "\n")
        self._lines.flush()

    def hear(self):
        """The answer; None from a process that was killed."""
        try:
            line = self._lines.readline()
        except ConnectionResetError:
            line = ""
        return json.loads(line) if line else None

    def do(self, deed, **words):
        self.tell(deed, **words)
        return self.hear()

    def kill(self):
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self):
        self._link.close()
        with suppress(BrokenPipeError):  # an order that a killed process has not heard
            self._lines.close()


@contextmanager
def crew_of(database):
    crew = Crew(database)
    try:
        yield crew
    finally:
        crew.close()


def together(workers, orders):
    """The answers of workers that are told at once, each (deed, words), to begin at once."""
    at = time.time() + HEAD_START
    for worker, (deed, words) in zip(workers, orders, strict=True):
        worker.tell(deed, at=at, **words)
    return [worker.hear() for worker in workers]
