"""May this login be tried now? No Odoo in here.

A guesser is slowed by the account that he tries, wherever he sits, and the account's owner is not:
the places that he has logged in from before have a count of their own.
"""

from typing import NamedTuple

WINDOW = 60  # seconds after which a failure is forgotten: the longest that anybody waits
FROM_ONE_PLACE = 5  # for one account
FROM_STRANGERS = 15  # for one account, from all places that never succeeded
FROM_ONE_ADDRESS = 100  # for all accounts: one password tried at a thousand doors


class Failures(NamedTuple):
    """What failed within the window, before this attempt."""

    here: int
    by_strangers: int
    from_address: int


def may_try(failures, known, waited=False):
    """Whether an attempt is checked; `known` says that this place has succeeded before.

    `waited`: for others' failures it was refused a window ago, and not looked at since. However
    long they go on guessing, nobody waits longer.
    """
    if failures.here >= FROM_ONE_PLACE:
        return False
    return (
        known
        or waited
        or (failures.by_strangers < FROM_STRANGERS and failures.from_address < FROM_ONE_ADDRESS)
    )
