"""Calls a function of bench/inside within Odoo, on one database."""

import json
import subprocess
import tempfile
from pathlib import Path

from dev import postgres
from dev.console import Stop
from dev.odoo import subcommand
from dev.paths import LOGS, ROOT

_SCRIPT = """
import importlib, json, pathlib
function = getattr(importlib.import_module("bench.inside.{module}"), "{function}")
answer = function(env, **json.loads({arguments!r}))
env.cr.commit()
pathlib.Path({path!r}).write_text(json.dumps(answer))
"""


def call(database, module, function, **arguments):
    """What `bench.inside.MODULE.FUNCTION(env, **arguments)` returns; its changes are committed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.json")
        script = _SCRIPT.format(
            module=module, function=function, arguments=json.dumps(arguments), path=str(path)
        )
        _run(database, script)
        if not path.exists():
            raise Stop(f"{module}.{function} failed in {database}, see {_log(database)}")
        return json.loads(path.read_text())


def _run(database, script):
    words = subcommand("shell", "-d", database, "--no-http", "--workers=0", "--max-cron-threads=0")
    with _log(database).open("w") as log:
        subprocess.run(
            words,
            input=script,
            env={**postgres.start(), "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=log,
            stderr=log,
            text=True,
            check=False,
        )


def _log(database):
    return LOGS / f"{database}.log"
