"""The stand-in for 1C, as the process of its own that it is."""

import socket
import subprocess
import time
from contextlib import contextmanager

from . import venv
from .console import Stop
from .paths import HOME, LOGS, ROOT
from .processes import undisturbed

LOGIN, SECRET = "site", "site"  # what the program expects unless it is told otherwise


class StandIn:
    """Books on a port; what they were told is kept in `store`, also when they are ended."""

    def __init__(self, port, store, data=None):
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"
        self._store = store
        self._data = data
        self._process = None

    def start(self):
        self._store.mkdir(parents=True, exist_ok=True)
        words = [venv.python(), "-m", "onec_standin", "--port", self.port, "--store", self._store]
        words += ["--data", self._data] if self._data else []
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / f"standin-{self.port}.log"
        with log.open("w") as file:
            self._process = subprocess.Popen(
                [str(word) for word in words], cwd=ROOT, stdout=file, stderr=file
            )
        self._wait(log)

    def stop(self, kill=False):
        """End it, in good order or as a power cut does."""
        if self._process:
            (self._process.kill if kill else self._process.terminate)()
            self._process.wait()
            self._process = None

    def _wait(self, log):
        for _attempt in range(600):
            if self._process.poll() is not None:
                raise Stop(f"the stand-in for 1C did not start, see {log}")
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.1)
        raise Stop(f"the stand-in for 1C does not answer, see {log}")


@contextmanager
def serving(port, store=HOME / "standin", data=None):
    """A stand-in that answers while the block runs; `data` are other books than the demo's."""
    standin = StandIn(port, store, data)
    try:
        standin.start()
        yield standin
    finally:
        with undisturbed():
            standin.stop()
