"""Runs the add-ons' tests inside Odoo, and reads from its log what ran, how long, and what failed.

Every test class is tagged `post_install`: all six add-ons are loaded, as in production.
"""

import re
import subprocess
from datetime import datetime

from . import chromium, database, postgres
from .odoo import command
from .paths import LOGS
from .ports import free

_LINE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+) \d+ (\w+) \S+ (\S+): (.*)$")
_STARTING = re.compile(r"Starting (\w+)\.(\w+) \.\.\.")
_FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\w+)\.(\w+)")
_SKIPPED = re.compile(r"(?:skipped|Skipping) (?:test )?.*?(\w+)\.(\w+)")
# Debian left a file out of the package that one of the backend's bundles names.
_KNOWN = ("selfie_segmentation",)


def run(addons, name, report):
    database.copy(database.TEMPLATE, name)
    log = LOGS / "test.log"
    tags = ",".join(f"/{addon}" for addon in addons)
    words = ["-d", name, f"--test-tags={tags}", "--workers=0", "--max-cron-threads=0"]
    words += [f"--http-port={free()}", f"--gevent-port={free()}", f"--db-filter=^{name}$"]
    with log.open("w") as file:
        ended = subprocess.run(
            command(*words),
            env=chromium.environment(postgres.start()),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    _read(log.read_text(errors="replace").splitlines(), report)
    if ended and not report.failed:
        report.failure("Odoo", f"ended with {ended}, see {log}")
    database.drop(name)


def _read(lines, report):
    current, begun, last = None, None, None
    for index, line in enumerate(lines):
        match = _LINE.match(line)
        if not match:
            continue
        last = datetime.strptime(match[1], "%Y-%m-%d %H:%M:%S,%f")
        starting = _STARTING.match(match[4])
        if starting:
            _close(report, current, begun, last)
            current, begun = _name(match[3], starting), last
        elif match[4].startswith(("FAIL:", "ERROR:")):
            failed = _FAILED.match(match[4])
            test = _name(match[3], failed) if failed else match[4]
            report.failure(test, _block(lines, index))
        elif _SKIPPED.match(match[4]):
            report.skip(_name(match[3], _SKIPPED.match(match[4])))
        elif match[2] in ("ERROR", "CRITICAL") and not _expected(match):
            report.failure(f"a line of the log, in {current or 'the start'}", _block(lines, index))
    _close(report, current, begun, last)


def _expected(match):
    """The closing count, and what Debian's package lacks."""
    return match[3] == "odoo.tests.result" or any(word in match[4] for word in _KNOWN)


def _close(report, test, begun, now):
    if test:
        report.ran(test, (now - begun).total_seconds())


def _name(logger, match):
    module = logger.removeprefix("odoo.addons.").split(".tests")[0]
    return f"{module}: {match[1]}.{match[2]}"


def _block(lines, index):
    """The line and what belongs to it, up to the next record."""
    end = index + 1
    while end < len(lines) and not _LINE.match(lines[end]) and end - index < 60:
        end += 1
    return "\n".join(lines[index:end])
