"""The demo: what the stand-in for 1C tells, and the people who can log in."""

import json
import subprocess

from . import database, postgres
from .console import Stop
from .odoo import subcommand
from .paths import DATA, LOGS

_LOAD = """
import json
from odoo.addons.krokus_1c_bridge.demo.load import load
people = load(env, {address!r})
open({result!r}, "w").write(json.dumps(people))
"""

_POINT = """
from odoo.addons.krokus_1c_bridge.demo.load import connect
connect(env, {address!r}, "site", "site")
env.cr.commit()
"""


def complete(name):
    """Whether the database stands there with the whole demo."""
    return _result(name).exists() and database.exists(name)


def people(name):
    """[who, login, password] of everybody who can log in."""
    return json.loads(_result(name).read_text())


def load(name, address):
    partly = _result(name).with_suffix(".partly")
    _result(name).unlink(missing_ok=True)
    _run(name, _LOAD.format(address=address, result=str(partly)))
    partly.rename(_result(name))


def point_at(name, address):
    """Tell the demo where the stand-in listens this time."""
    mark = DATA / f"{name}.standin"
    if not mark.exists() or mark.read_text() != address:
        _run(name, _POINT.format(address=address))
        mark.write_text(address)


def _run(name, script):
    words = subcommand("shell", "-d", name, "--no-http", "--workers=0", "--max-cron-threads=0")
    done = subprocess.run(
        words,
        input=script,
        env=postgres.start(),
        capture_output=True,
        text=True,
        check=False,
    )
    log = LOGS / "demo.log"
    log.write_text(done.stdout + done.stderr)
    if done.returncode or "Traceback" in done.stderr + done.stdout:
        raise Stop(f"the demo could not be loaded, see {log}")


def _result(name):
    return DATA / f"{name}.people.json"
