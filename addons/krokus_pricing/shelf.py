"""What the rules at a node make of any price, as plain numbers: amount * times + plus.

`price.py` for all offers at once: it decides here which rule holds, and SQL does the arithmetic.
"""

from decimal import Decimal
from typing import NamedTuple

from .price import EVERYBODY, ranked

# What no rule makes of an amount.
UNCHANGED = (Decimal(1), Decimal(0))


class Effect(NamedTuple):
    """`stops`: the node has a label that stops discounts; `guarded`: everybody's discount, too.

    Then (times, plus) of everybody's rule, of the one that belongs to the label, and of what was
    agreed on with the client or his tier.
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
    """The Effect at the end of a path, of {node: [Rule]}."""
    order = ranked(path, [rule for node in path for rule in rules.get(node, ())])
    for_all = [rule for rule in order if rule.scope == EVERYBODY]
    agreed = [rule for rule in order if rule.scope != EVERYBODY]
    own = [rule for rule in for_all if label and rule.node == label.node]
    holds_by_itself = bool(own) and own[0] is for_all[0]
    stops = bool(label)
    return Effect(
        stops, stops and not holds_by_itself, *_line(for_all), *_line(own), *_line(agreed)
    )


def _line(order):
    """(times, plus) of the first rule."""
    if not order:
        return UNCHANGED
    if order[0].fixed is not None:
        return Decimal(0), order[0].fixed
    return (100 + order[0].percent) / 100, Decimal(0)
