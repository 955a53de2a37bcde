"""The stand-in for 1C, as the process of its own that it is."""

import socket
import subprocess
import time
from contextlib import contextmanager

from . import venv
from .console import Stop
from .paths import HOME, LOGS, ROOT

LOGIN, SECRET = "site", "site"  # what the program expects unless it is told otherwise


@contextmanager
def serving(port, store=None):
    """The stand-in's address while the block runs; what it got is kept in `store`."""
    LOGS.mkdir(parents=True, exist_ok=True)
    store = store or HOME / "standin"
    store.mkdir(parents=True, exist_ok=True)
    words = [venv.python(), "-m", "onec_standin", "--port", port, "--store", store]
    with (LOGS / "standin.log").open("w") as log:
        process = subprocess.Popen([str(word) for word in words], cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _wait(process, port):
    for _attempt in range(150):
        if process.poll() is not None:
            raise Stop(f"the stand-in for 1C did not start, see {LOGS / 'standin.log'}")
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise Stop(f"the stand-in for 1C does not answer, see {LOGS / 'standin.log'}")
