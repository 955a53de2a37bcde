"""A folder that is built once for its inputs; the stamp comes last: a killed build starts anew."""

import shutil

from .console import Stop, step
from .locks import alone
from .paths import HOME

NEEDED = 1500  # MB: what the largest step, Chromium, takes and leaves


def build(name, inputs, maker, text):
    """The folder HOME/name, made by `maker(folder)` unless it is complete for `inputs`."""
    folder = HOME / name
    stamp = folder / ".complete"
    if _complete(stamp, inputs):
        return folder
    with alone("setup", text):
        if not _complete(stamp, inputs):
            check_space(NEEDED)
            with step(text):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                maker(folder)
                stamp.write_text(inputs)
    return folder


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
