"""make check-invariants: whether the ledger of make run's database is as it must be at any moment.

Each rule is one statement of the add-on's, which finds what breaks it; any finding ends with 1.
"""

from .. import invariants
from ..console import say
from .run import DATABASE


def main(arguments):
    found = invariants.broken(arguments[0] if arguments else DATABASE)
    for rule, rows in found:
        say(f"{rule.name} {'BROKEN' if rows else 'holds '}  {rule.sentence}")
        for row in rows:
            say(f"    {row}")
    return 1 if any(rows for _rule, rows in found) else 0
