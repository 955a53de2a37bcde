"""make check-invariants: whether the ledger of make run's database is as it must be at any moment.

Each rule is one statement of an add-on's, which finds what breaks it; any finding ends with 1.
"""

from .. import invariants
from ..console import say
from .run import DATABASE


def main(arguments):
    rules = invariants.asked(arguments[0] if arguments else DATABASE)
    for rule in rules:
        say(f"{rule.name:3} {'BROKEN' if rule.rows else 'holds '}  {rule.sentence}")
        for row in rule.rows:
            say(f"    {row}")
    return 1 if any(rule.rows for rule in rules) else 0
