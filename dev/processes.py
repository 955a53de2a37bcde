"""Whose a process is, and how what a killed command left is ended.

Every process that a command starts carries a mark in its environment: this HOME and the command
that started it. A process of another checkout is never touched.
"""

import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from .paths import HOME

MARK = "KROKUS_COMMAND"
PATIENCE = 20  # seconds that a command has to end what it started


def claim():
    """From now on what this process starts carries its mark."""
    os.environ[MARK] = f"{HOME}:{os.getpid()}:{_born(os.getpid())}"


def unmarked(variables):
    """The environment for what outlives a command: the database server."""
    return {name: value for name, value in variables.items() if name != MARK}


@contextmanager
def undisturbed():
    """A second Ctrl-C must not keep the first one's tidying up from its end."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    kept = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def end_left_behind():
    """End what was started by commands that are gone; how many it were."""
    left = [process for process, (command, born) in _marked() if _born(command) != born]
    _end(left)
    return len(left)


def end_all():
    """End the commands of this HOME, each of which tidies up, then whatever is left."""
    commands = {command for _process, (command, born) in _marked() if _born(command) == born}
    commands.discard(os.getpid())
    _end(commands)
    left = {process for process, _owner in _marked()} - {os.getpid()}
    _end(left)
    return len(commands | left)


def _marked():
    """(process, (the command that started it, when that began)) of this HOME."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # ended since, or somebody else's
        for variable in variables:
            if variable.startswith(f"{MARK}={HOME}:"):
                command, born = variable.split(":")[-2:]
                yield int(folder.name), (int(command), born)


def _born(process):
    """When it began: a number that came round again is another process."""
    try:
        status = Path("/proc", str(process), "stat").read_text()
    except OSError:
        return None
    return status.rpartition(")")[2].split()[19]


def _end(processes):
    """TERM, and KILL for those that do not listen."""
    waiting = {process: _born(process) for process in processes}
    for number, patience in ((signal.SIGTERM, PATIENCE), (signal.SIGKILL, 5)):
        for process in waiting:
            _send(process, number)
        deadline = time.monotonic() + patience
        while waiting and time.monotonic() < deadline:
            time.sleep(0.1)
            waiting = {one: born for one, born in waiting.items() if _alive(one, born)}


def _send(process, number):
    with suppress(ProcessLookupError):
        os.kill(process, number)


def _alive(process, born):
    """A zombie is dead; whoever started it has still to hear of it."""
    try:
        status = Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return status[19] == born and status[0] != "Z"
