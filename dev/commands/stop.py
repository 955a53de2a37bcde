"""make stop: end what a run left behind."""

import os
import signal
from pathlib import Path

from .. import postgres
from ..console import say
from ..paths import HOME


def main(arguments):
    for process in _ours():
        say(f"ending process {process}")
        os.kill(process, signal.SIGTERM)
    postgres.stop()


def _ours():
    """Processes of Odoo and the proxy that were started from our folder."""
    marks = (str(HOME / "odoo.py.start"), str(HOME / "proxy-"), "onec_standin")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if int(folder.name) != os.getpid() and any(
            word.startswith(marks) for word in words[1:4] + words[-3:]
        ):
            yield int(folder.name)
