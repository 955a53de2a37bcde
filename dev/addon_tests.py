"""Runs the add-ons' tests inside Odoo, and reads from its log what ran, how long, and what failed.

Every test class is tagged `post_install`: all six add-ons are loaded, as in production.
"""

import subprocess

from . import chromium, database, postgres
from .console import say
from .odoo import command
from .paths import LOGS
from .ports import free
from .test_log import TestLog


def run(addons, report, tags=None):
    """All tests of these add-ons, or those with one of the tags."""
    source = database.template()
    say(f"\nTests of {', '.join(addons)}")
    with database.scratch("test") as name:
        database.copy(source, name)
        log = LOGS / "test.log"
        chosen = tags or [f"/{addon}" for addon in addons]
        ended = _run(chosen, name, log, TestLog(report))
    if ended and not report.failed:
        report.failure("Odoo", f"ended with {ended}, see {log}")


def _run(tags, name, log, reader):
    words = ["-d", name, f"--test-tags={','.join(tags)}", "--workers=0", "--max-cron-threads=0"]
    words += [f"--http-port={free()}", f"--gevent-port={free()}", f"--db-filter=^{name}$"]
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            command(*words),
            env=chromium.environment(postgres.start()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as odoo,
    ):
        for line in odoo.stdout:
            file.write(line)
            reader.feed(line.rstrip("\n"))
        reader.close()
    return odoo.returncode
