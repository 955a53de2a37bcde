"""The add-on's invariants, asked from outside Odoo."""

import importlib.util

from . import postgres
from .paths import ADDONS


def rules():
    """The rules of krokus_cart_reserve/invariants.py, which imports nothing of Odoo's."""
    path = ADDONS / "krokus_cart_reserve" / "invariants.py"
    spec = importlib.util.spec_from_file_location("krokus_invariants", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ALL


def broken(database):
    """[(rule, [what breaks it])] of all rules."""
    return [(rule, postgres.query(rule.sql, database)) for rule in rules()]
