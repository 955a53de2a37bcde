"""Random baskets, and their prices computed a second time in another way.

The second computation asks node by node, as one reads the rules aloud, and shares nothing with
`price.py` but its input.
"""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from ..price import ALL_GOODS, CLIENT, EVERYBODY, TIER, Entry, Label, Offer, Rule
from ..quote import Quoted

CENT = Decimal("0.01")


class Basket(NamedTuple):
    offers: dict
    rules: dict
    quantities: dict


def random_baskets(seed, count):
    dice = Random(seed)  # noqa: S311 - a test that repeats
    for _ in range(count):
        rules = [_rule(dice, number) for number in range(dice.randint(0, 8))]
        offers = {number: _quoted(dice, number) for number in range(dice.randint(1, 4))}
        quantities = {key: Decimal(dice.randint(1, 2400)) / 20 for key in offers}
        nodes = {rule.node for rule in rules}
        by_node = {node: [rule for rule in rules if rule.node == node] for node in nodes}
        yield Basket(offers, by_node, quantities)


def _quoted(dice, number):
    entries = [_entry(dice) if dice.random() < 0.7 else None for _ in range(2)]
    path = [ALL_GOODS, ("category", 1), ("category", dice.choice((2, 3))), ("product", number)]
    label = Label(1, dice.choice(path)) if dice.random() < 0.4 else None
    offer = Offer(*entries, Decimal(dice.choice((10, 50, 100))), tuple(path), label)
    return Quoted(offer, dice.choice(("stems", "pots")), Decimal(dice.choice((1, 12))))


def _entry(dice):
    retail, wholesale = (Decimal(dice.randint(1, 50_000)) * CENT for _ in range(2))
    return Entry(1, retail, wholesale if dice.random() < 0.6 else None)


def _rule(dice, number):
    return Rule(
        number,
        dice.choice((EVERYBODY, TIER, CLIENT)),
        dice.choice((ALL_GOODS, ("category", 1), ("category", 2), ("product", 0), ("product", 1))),
        Decimal(dice.randint(-10_000, 5_000)) * CENT,
        Decimal(dice.randint(1, 50_000)) * CENT if dice.random() < 0.2 else None,
        dice.random() < 0.5,
        datetime(2026, 1, 1) + timedelta(days=dice.randint(0, 2)),
    )


def second_computation(basket):
    """{product id: Decimal} of what has a price."""
    found = {}
    for key, quoted in basket.offers.items():
        counted = sum(
            quantity * basket.offers[other].factor
            for other, quantity in basket.quantities.items()
            if basket.offers[other].group == quoted.group
        )
        amount = _amount(quoted.offer, counted, basket.rules)
        if amount is not None:
            found[key] = amount.quantize(CENT, ROUND_HALF_UP)
    return found


def _amount(offer, counted, rules):
    entry = offer.own if offer.own is not None else offer.common
    if entry is None:
        return None
    enough = counted >= offer.wholesale_from
    amount = entry.wholesale if enough and entry.wholesale is not None else entry.retail
    for_all = _nearest(offer, rules, EVERYBODY)
    lowered = _after(for_all, amount)
    if offer.label and lowered < amount and for_all.node != offer.label.node:
        beside = _in_order(rules.get(offer.label.node, ()), EVERYBODY)
        lowered = min(amount, _after(beside[0], amount)) if beside else amount
    for scope in (CLIENT, TIER):
        condition = _nearest(offer, rules, scope)
        if condition:
            agreed = _after(condition, lowered)
            return max(agreed, lowered) if offer.label else agreed
    return lowered


def _nearest(offer, rules, scope):
    for node in reversed(offer.path):
        found = _in_order(rules.get(node, ()), scope)
        if found:
            return found[0]
    return None


def _in_order(rules, scope):
    """The first is the one that holds: by hand, the latest, the newest."""
    found = [rule for rule in rules if rule.scope == scope]
    found.sort(key=lambda rule: rule.id, reverse=True)
    found.sort(key=lambda rule: rule.starts_at, reverse=True)
    return sorted(found, key=lambda rule: not rule.by_hand)


def _after(rule, amount):
    if rule is None:
        return amount
    if rule.fixed is not None:
        return rule.fixed
    return amount + amount * rule.percent / Decimal(100)
