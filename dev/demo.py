"""The demo: what the stand-in for 1C tells, and the people who can log in."""

import json
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from . import database, postgres, standin
from .console import Stop, step
from .odoo import subcommand
from .paths import ADDONS, DATA, LOGS, ROOT, digest
from .ports import free

TEMPLATE = "krokus_demo"

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


def template():
    """A database with the demo, fetched from a stand-in; built again when its inputs change.

    Its trading sessions are laid from the day it was made on: each week brings new ones.
    """
    week = date.today().isocalendar()[:2]
    wanted = digest(database.inputs(), *week, *_files())
    return database.build(TEMPLATE, wanted, "the demo", database.template, _load)


def copy(name):
    """`name` is a fresh copy of the demo."""
    source = template()
    _people(name).unlink(missing_ok=True)
    _mark(name).unlink(missing_ok=True)
    with step("A copy of the demo"):
        database.copy(source, name)
        database.mark_updated(name)
        shutil.copy(_people(source), _people(name))


def complete(name):
    """Whether the database stands there with the whole demo."""
    return _people(name).exists() and database.exists(name)


def drop(name):
    database.drop(name)
    _people(name).unlink(missing_ok=True)
    _mark(name).unlink(missing_ok=True)


def people(name):
    """[who, login, password] of everybody who can log in."""
    return json.loads(_people(name).read_text())


def point_at(name, address):
    """Tell the demo where the stand-in listens this time."""
    if not _mark(name).exists() or _mark(name).read_text() != address:
        with step("The stand-in's address"):
            _run(name, _POINT.format(address=address))
        _mark(name).write_text(address)


def _load(name):
    with tempfile.TemporaryDirectory() as store, standin.serving(free(), Path(store)) as books:
        _run(name, _LOAD.format(address=books.address, result=str(_people(name))))


def _files():
    """What the stand-in tells, and how the demo is made of it."""
    folders = (ROOT / "onec_standin", ADDONS / "krokus_1c_bridge" / "demo")
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "tests"} & set(path.parts)
    )


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


def _mark(name):
    return DATA / f"{name}.standin"


def _people(name):
    return DATA / f"{name}.people.json"
