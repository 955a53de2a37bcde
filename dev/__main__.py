"""The commands of the Makefile; what a person can mend is told in a line, not a traceback."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "krokus: Python 3.11 to 3.13 is needed, this is %s: name another, as in"  # noqa: UP031
        " PYTHON=python3.12 make run." % sys.version.split()[0]
    )

import codecs
import locale
import os

if __name__ == "__main__" and codecs.lookup(locale.getpreferredencoding(False)).name != "utf-8":
    # A locale of CP1251, or none: paths and files would be read and written in that.
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, "-m", "dev", *sys.argv[1:]])

import shutil
import signal
from importlib import import_module

from . import commands, postgres, processes
from .console import Stop, is_root, say
from .paths import HOME

# What a shell may hold that would reach the servers and send them elsewhere.
STRANGE = ("PG", "PYTHONPATH", "PYTHONHOME", "ODOO_RC")
FULL = 64 * 1024**2


def main(arguments):
    name = (arguments or ["help"])[0]
    if name not in commands.names():
        import_module("dev.commands.help").main([])
        return 2
    _settle()
    try:
        if name != "stop":
            processes.end_left_behind()
        return import_module(f"dev.commands.{commands.module(name)}").main(arguments[1:]) or 0
    except Stop as stop:
        _complain(stop)
    except OSError as error:
        _complain(f"{error.strerror or error}: {error.filename or ''}")
    except KeyboardInterrupt:
        say("\nStopping.")
        return 130
    finally:
        postgres.leave()
    return 1


def _settle():
    for name in [name for name in os.environ if name.startswith(STRANGE)]:
        del os.environ[name]
    os.environ["PYTHONUTF8"] = "1"  # for what is started: Odoo, its tests, the stand-in
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` leaves it ignored
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    if is_root():
        os.umask(0o022)  # PostgreSQL runs as another user, and must get to what root makes
    processes.claim()


def _complain(reason):
    if HOME.exists() and shutil.disk_usage(HOME).free < FULL:
        reason = f"the disk of {HOME} is full: free some space, or name a folder in KROKUS_HOME."
    print(f"\nkrokus: {reason}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
