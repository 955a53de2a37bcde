"""How the commands speak: what is being done, how long it took, and why something stopped."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on; the message is one line that says what to do."""


class _Line:
    """The line that is being written, and how far the whole is ("3/9 ")."""

    open = False
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
    _Line.open = True
    begun = time.monotonic()
    ended = threading.Event()
    if sys.stdout.isatty():
        threading.Thread(target=_tick, args=(text, begun, ended), daemon=True).start()
    try:
        yield
    except BaseException:
        ended.set()
        _finish(text, "failed")
        raise
    ended.set()
    _finish(text, f"{time.monotonic() - begun:.1f} s")


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
        if _Line.open:
            print(f"\r{text} {time.monotonic() - begun:.0f} s", end="", flush=True)


def _finish(text, result):
    """The result behind its text, or on a line of its own when others were written since."""
    if _Line.open and sys.stdout.isatty():
        print(f"\r{text} {result}   ", flush=True)
    else:
        print(f" {result}" if _Line.open else f"{text} {result}", flush=True)
    _Line.open = False


def _end_line():
    if _Line.open:
        print(flush=True)
    _Line.open = False


def _last_line(output):
    """The line that most likely names the cause."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or line.startswith("E:")]
    return (telling or lines or ["it said nothing"])[-1][:300]
