"""The terms of the add-ons against their Russian catalogues."""

import json
import subprocess
import tempfile
from pathlib import Path

from . import database, postgres, venv
from .console import call
from .odoo import starter
from .odoo_tree import packages_folder
from .paths import ADDONS, HOME, OURS

# polib lives in the environment, not beside the interpreter that runs the commands.
_COMPARE = """
import json, sys, polib

def key(entry):
    return (entry.msgctxt or "", entry.msgid)

def gaps(exported, kept):
    terms = {key(entry) for entry in polib.pofile(exported)}
    have = {key(entry): entry for entry in polib.pofile(kept) if not entry.obsolete}
    for term in sorted(terms - have.keys()):
        yield f"no entry for {term[1]!r}"
    for term in sorted(have.keys() - terms):
        yield f"stale entry {term[1]!r}"
    for term, entry in sorted(have.items()):
        if term in terms and (not entry.msgstr or entry.fuzzy):
            yield f"no translation of {term[1]!r}"

print(json.dumps([gap for gap in gaps(*sys.argv[1:])]))
"""


def gaps():
    """Sentences about terms that have no Russian, and entries that have no term."""
    database.template()
    with tempfile.TemporaryDirectory() as folder:
        return [
            f"{name}: {gap}"
            for name in OURS
            for gap in _compare(_export(name, "pot", folder), ADDONS / name / "i18n" / "ru.po")
        ]


def refresh():
    database.template()
    with tempfile.TemporaryDirectory() as folder:
        for name in OURS:
            kept = ADDONS / name / "i18n" / "ru.po"
            fresh = _export(name, "pot", folder)
            _merge(fresh, kept)


def _export(name, language, folder):
    path = Path(folder, f"{name}.{language}")
    config = HOME / "i18n.conf"
    config.write_text(
        "[options]\n"
        f"addons_path = {packages_folder() / 'odoo' / 'addons'},{ADDONS}\n"
        f"data_dir = {HOME / 'data'}\n"
    )
    words = [venv.python(), starter(), "i18n", "export", "-c", config, "-d", database.TEMPLATE]
    call([*words, name, "-l", language, "-o", path], env=postgres.start(), why="no export")
    return path


def _compare(exported, kept):
    if not kept.exists():
        return ["i18n/ru.po is missing"]
    words = [venv.python(), "-c", _COMPARE, exported, kept]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


_MERGE = """
import sys, polib
fresh, kept = polib.pofile(sys.argv[1]), sys.argv[2]
try:
    old = {(e.msgctxt or "", e.msgid): e.msgstr for e in polib.pofile(kept)}
except OSError:
    old = {}
for entry in fresh:
    entry.msgstr = old.get((entry.msgctxt or "", entry.msgid), "")
fresh.metadata = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 &&"
    " (n%100<10 || n%100>=20) ? 1 : 2);",
}
fresh.save(kept)
"""


def _merge(fresh, kept):
    kept.parent.mkdir(exist_ok=True)
    call([venv.python(), "-c", _MERGE, fresh, kept])
