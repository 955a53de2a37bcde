"""The rules of all add-ons that a database has, asked from outside a running Odoo."""

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

from .odoo import script

_ASK = """
import json
stock = env["krokus.stock"]
broken = {{rule.name: rows for rule, rows in stock._broken_invariants().items()}}
rules = [(rule.name, rule.sentence, broken.get(rule.name, [])) for rule in stock._invariants()]
open({result!r}, "w").write(json.dumps(rules))
"""


class Rule(NamedTuple):
    name: str
    sentence: str
    rows: list  # what breaks it


def asked(database):
    """[Rule] of all."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "rules.json")
        script(database, _ASK.format(result=str(result)), log="invariants.log")
        return [Rule(*rule) for rule in json.loads(result.read_text())]
