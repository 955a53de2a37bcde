"""How the commands speak: what is being done, how long it took, and why something stopped."""

import os
import subprocess
import time
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on; the message is one line that says what to do."""


def say(text):
    print(text, flush=True)


@contextmanager
def step(text):
    """Say what begins, and with its end how long it took."""
    print(f"  {text} ...", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def call(command, *, log=None, why=None, **kwargs):
    """Run a program; its output goes to `log`. Failing, it stops with `why` and its last line."""
    result = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        **kwargs,
    )
    if log:
        with log.open("a", encoding="utf-8") as file:
            file.write(result.stdout)
    if result.returncode:
        raise Stop(f"{why or f'{command[0]} failed'}: {_last_line(result.stdout)}")
    return result.stdout


def _last_line(output):
    """The line that most likely names the cause."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or line.startswith("E:")]
    return (telling or lines or ["it said nothing"])[-1][:300]


def is_root():
    return os.geteuid() == 0
