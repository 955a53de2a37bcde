"""What commands of one checkout must not do at the same time; the kernel lets go for the killed."""

import fcntl
from contextlib import contextmanager

from .console import say
from .paths import HOME

_held = {}


@contextmanager
def alone(name, text):
    """One process at a time; within it, blocks may nest. Whoever waits reads `text`."""
    if name in _held:
        yield
        return
    file = _open(name)
    try:
        if not _try(file, fcntl.LOCK_EX):
            say(f"  {text}: another command of this checkout is at it, waiting.")
            fcntl.flock(file, fcntl.LOCK_EX)
        _held[name] = file
        yield
    finally:
        _held.pop(name, None)
        file.close()


def claim(name):
    """Whether nobody has it; then it is ours until this process ends."""
    file = _open(name)
    if _try(file, fcntl.LOCK_EX):
        _held[name] = file
        return True
    file.close()
    return False


def share(name):
    """Say that this process is one of the users of something."""
    if name not in _held:
        _held[name] = _open(name)
        fcntl.flock(_held[name], fcntl.LOCK_SH)


def last_to_leave(name):
    """Leave off using it; whether nobody else does. Then nobody else can begin until we end."""
    file = _held.get(name)
    return bool(file) and _try(file, fcntl.LOCK_EX)


def _open(name):
    folder = HOME / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / name).open("w")


def _try(file, how):
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
