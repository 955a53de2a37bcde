"""The terms of the add-ons against their Russian catalogues."""

import json
import tempfile
from pathlib import Path

from . import database, venv
from .console import call
from .odoo import script
from .paths import ADDONS, OURS, ROOT

# Odoo's own command for this starts Odoo for each add-on.
_EXPORT = """
from odoo.tools.translate import trans_export
for name in {names!r}:
    with open(f"{folder}/{{name}}.pot", "wb") as file:
        trans_export(None, [name], file, "po", env)
"""


def gaps():
    """Sentences about terms without good Russian, and entries that have no term."""
    with tempfile.TemporaryDirectory() as folder:
        _export(folder)
        return [f"{name}: {gap}" for name in OURS for gap in _compare(folder, name)]


def refresh():
    with tempfile.TemporaryDirectory() as folder:
        _export(folder)
        for name in OURS:
            _kept(name).parent.mkdir(exist_ok=True)
            _terms("merge", _exported(folder, name), _kept(name))


def _export(folder):
    script(database.template(), _EXPORT.format(names=OURS, folder=folder))


def _exported(folder, name):
    return Path(folder, f"{name}.pot")


def _kept(name):
    return ADDONS / name / "i18n" / "ru.po"


def _compare(folder, name):
    if not _kept(name).exists():
        return ["i18n/ru.po is missing"]
    return json.loads(_terms("compare", _exported(folder, name), _kept(name)))


def _terms(*words):
    return call([venv.python(), "-m", "dev.terms", *words], cwd=ROOT, why="a catalogue is broken")
