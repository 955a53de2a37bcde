"""A folder that is built once for its inputs; the stamp comes last: a killed build starts anew."""

import shutil

from .console import Stop, step
from .paths import HOME

NEEDED = 3 * 1024**3


def build(name, inputs, maker, text):
    """The folder HOME/name, made by `maker(folder)` unless it is complete for `inputs`."""
    folder = HOME / name
    stamp = folder / ".complete"
    if stamp.exists() and stamp.read_text() == inputs:
        return folder
    _check_space()
    with step(text):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        maker(folder)
        stamp.write_text(inputs)
    return folder


def _check_space():
    HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(HOME).free
    if free < NEEDED:
        raise Stop(
            f"{HOME} has {free // 1024**2} MB left, the set-up needs {NEEDED // 1024**2} MB:"
            " free some space, or name another folder in KROKUS_HOME."
        )
