"""Odoo's log of a test run, read while it is written: what ran, how long, what failed or was left.

Between two records stand the lines that belong to the first: a traceback, what a page logged.
"""

import re
from contextlib import ExitStack
from datetime import datetime

from .console import step

_RECORD = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+) \d+ (\w+) \S+ (\S+): (.*)$")
_STARTING = re.compile(r"Starting (\w+)\.(\w+) \.\.\.")
_FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\w+)\.(\w+)")
_SKIPPED = re.compile(r"skipped (.+?) : (.*)")
# Debian left a file out of the package that one of the backend's bundles names.
_KNOWN = ("selfie_segmentation",)
_LONGEST = 60  # lines that are shown of one failure


class TestLog:
    def __init__(self, report):
        self._report = report
        self._record = None  # the match of the one that is being read
        self._lines = []
        self._test = self._begun = self._class = None
        self._shown = ExitStack()
        self._shown.enter_context(step("Odoo starts"))

    def feed(self, line):
        match = _RECORD.match(line)
        if match:
            self._tell()
            self._record, self._lines = match, [line]
        elif len(self._lines) < _LONGEST:
            self._lines.append(line)

    def close(self):
        self._tell()
        self._end_test()
        self._shown.close()

    def _tell(self):
        """The record is whole: say what it means."""
        if not self._record:
            return
        _time, level, logger, message = self._record.groups()
        if started := _STARTING.match(message):
            self._start(_name(logger, started[1]), started[2])
        elif message.startswith(("FAIL:", "ERROR:")):
            failed = _FAILED.match(message)
            test = f"{_name(logger, failed[1])}.{failed[2]}" if failed else message
            self._report.failure(test, "\n".join(self._lines))
        elif skipped := _SKIPPED.match(message):
            self._report.skip(_name(logger, skipped[1]), skipped[2])
        elif level in ("ERROR", "CRITICAL") and not _expected(logger, message):
            place = self._test or "the start"
            self._report.failure(f"a line of the log, in {place}", "\n".join(self._lines))

    def _start(self, of_class, method):
        self._end_test()
        self._test, self._begun = f"{of_class}.{method}", self._now()
        if of_class != self._class:
            self._class = of_class
            self._shown.close()
            self._shown.enter_context(step(of_class))

    def _end_test(self):
        if self._test:
            self._report.ran(self._test, (self._now() - self._begun).total_seconds())
            self._test = None

    def _now(self):
        return datetime.strptime(self._record[1], "%Y-%m-%d %H:%M:%S,%f")


def _expected(logger, message):
    """The closing count, and what Debian's package lacks."""
    return logger == "odoo.tests.result" or any(word in message for word in _KNOWN)


def _name(logger, test):
    return f"{logger.removeprefix('odoo.addons.').split('.tests')[0]}: {test}"
