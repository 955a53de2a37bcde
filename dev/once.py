"""A folder that is built once for its inputs; the stamp comes last: a killed build starts anew."""

import shutil

from .console import Stop, step
from .locks import alone
from .paths import HOME

# MB. The README names WHOLE: what `make run` makes from nothing, with some to spare. A step takes
# less; Chromium, which the tests alone need, takes the most.
WHOLE = 2000
STEP = 800
LARGEST = 1500


def build(name, inputs, maker, text, needed=STEP):
    """The folder HOME/name, made by `maker(folder)` unless it is complete for `inputs`."""
    folder = HOME / name
    stamp = folder / ".complete"
    if _complete(stamp, inputs):
        return folder
    with alone("setup", text):
        if not _complete(stamp, inputs):
            check_space(needed)
            with step(text):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                maker(folder)
                stamp.write_text(inputs)
    return folder


def check_whole():
    """Room for all that is not here yet."""
    check_space(max(WHOLE - _taken(), STEP))


def _taken():
    """MB that HOME takes already."""
    return sum(map(_size, HOME.rglob("*"))) // 1024**2


def _size(path):
    """Of a link its own; a database that runs drops files while they are counted."""
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def check_space(megabytes):
    HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(HOME).free // 1024**2
    if free < megabytes:
        raise Stop(
            f"{HOME} has {free} MB left, the set-up needs {megabytes} MB:"
            " free some space, or name another folder in KROKUS_HOME."
        )


def _complete(stamp, inputs):
    return stamp.exists() and stamp.read_text() == inputs
