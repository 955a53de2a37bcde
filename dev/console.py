"""How the commands speak: what is being done, how long it took, and why something stopped."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

# How pip and apt-get say that there is no network; their last lines are about something else.
UNREACHABLE = (
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Name or service not known",
    "Could not resolve",
    "Network is unreachable",
    "NewConnectionError",
)

NO_NETWORK = (
    "the network cannot be reached: connect this machine, or set its proxy, then start again."
)


class Stop(Exception):
    """The command cannot go on; the message is one line that says what to do."""


class _Line:
    """The line that is being written, and how far the whole is ("3/9 ")."""

    open = None  # the step whose line has no end yet
    progress = ""


def say(text):
    _end_line()
    print(text, flush=True)


def stages(makers):
    """Do one after the other, and give the last one's result; each step says how far it is."""
    for number, make in enumerate(makers, start=1):
        _Line.progress = f"[{number}/{len(makers)}] "
        made = make()
    _Line.progress = ""
    return made


@contextmanager
def step(text):
    """Say what begins, and with its end how long it took; on a terminal the seconds run."""
    _end_line()
    text = f"  {_Line.progress}{text} ..."
    print(text, end="", flush=True)
    begun = time.monotonic()
    ended = _Line.open = threading.Event()
    if sys.stdout.isatty():
        threading.Thread(target=_tick, args=(text, begun, ended), daemon=True).start()
    try:
        yield
    except BaseException:
        _finish(text, ended, "failed")
        raise
    _finish(text, ended, f"{time.monotonic() - begun:.1f} s")


def call(command, *, log=None, why=None, **kwargs):
    """Run a program; its output goes to `log`. Failing, it stops with `why` and what it said."""
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


def hand_over(command, environment):
    """Let a person talk to a program; Ctrl-C is the program's until it ends."""
    process = subprocess.Popen([str(part) for part in command], env=environment)
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        process.terminate()


def is_root():
    return os.geteuid() == 0


def _tick(text, begun, ended):
    while not ended.wait(1):
        if _Line.open is ended:
            print(f"\r{text} {time.monotonic() - begun:.0f} s", end="", flush=True)


def _finish(text, ended, result):
    """The result behind its text, or on a line of its own when others were written since."""
    ended.set()
    if _Line.open is ended and sys.stdout.isatty():
        print(f"\r{text} {result}   ", flush=True)
    else:
        print(f" {result}" if _Line.open is ended else f"{text} {result}", flush=True)
    _Line.open = None


def _end_line():
    if _Line.open:
        print(flush=True)
    _Line.open = None


def _last_line(output):
    """The line that most likely names the cause."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if any(sign in output for sign in UNREACHABLE):
        return NO_NETWORK
    first = [line for line in lines if line.startswith(("E:", "ERROR:", "[ALERT]"))][:1]
    telling = [line for line in lines if "error" in line.lower()]
    return (first or telling or lines or ["it said nothing"])[-1][:300]
