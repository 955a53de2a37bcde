"""What the rules make of any price, as plain numbers: for SQL that prices all offers at once.

Which rule holds is decided here, once for each category, with the ranking of `price.py`.
"""

from decimal import Decimal
from typing import NamedTuple

from .price import EVERYBODY, ranked

UNCHANGED = (Decimal(1), Decimal(0))


class Effect(NamedTuple):
    """An amount becomes amount * times + plus.

    Unless a label `stops` discounts: then it does so after everybody's rule only, that one is
    `guarded` unless it belongs to the label, whose `own` one may step in, and what is agreed on
    with the client or his tier comes after it.
    """

    stops: bool
    guarded: bool
    times: Decimal
    plus: Decimal
    own_times: Decimal
    own_plus: Decimal
    agreed_times: Decimal
    agreed_plus: Decimal


def effect(path, label, rules):
    """The Effect of {node: [Rule]} at the end of a path."""
    order = ranked(path, [rule for node in path for rule in rules.get(node, ())])
    for_all = [rule for rule in order if rule.scope == EVERYBODY]
    agreed = _line([rule for rule in order if rule.scope != EVERYBODY])
    if not label:
        times, plus = (part * agreed[0] for part in _line(for_all))
        return Effect(False, False, times, plus + agreed[1], *UNCHANGED, *UNCHANGED)
    own = [rule for rule in for_all if rule.node == label.node]
    guarded = not own or own[0] is not for_all[0]
    return Effect(True, guarded, *_line(for_all), *_line(own), *agreed)


def _line(order):
    """(times, plus) of the first rule."""
    if not order:
        return UNCHANGED
    if order[0].fixed is not None:
        return Decimal(0), order[0].fixed
    return (100 + order[0].percent) / 100, Decimal(0)
