"""What an offer costs a client: one amount, and the reason for every step towards it.

1. Base: the client's list if it knows the offer, else the common one; retail or wholesale.
2. The category's discount or markup: what is agreed on with everybody, at the nearest node.
3. The condition: the client's before the tier's; within, the nearest node.
4. A label that stops discounts lets only the discount stand that everybody has at its own node.

Amounts are exact Decimals all the way; the last one is rounded once, half up, to the kopeck.
"""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

RETAIL, WHOLESALE = "retail", "wholesale"
CATEGORY, CONDITION = "category", "condition"
EVERYBODY, TIER, CLIENT = "everybody", "tier", "client"

# Why a rule that reaches the offer does not hold.
STOPPED, TIER_YIELDS, FARTHER, HAND_FIRST, OLDER = (
    "stopped",
    "tier_yields",
    "farther",
    "hand_first",
    "older",
)

# Where a rule or a label stands: (what, id).
ALL_GOODS = ("all", 0)

KOPECK = Decimal("0.01")
NOTHING = Decimal(0)


class Entry(NamedTuple):
    """An offer's line in a price list; no wholesale price means retail at any quantity."""

    id: int
    retail: Decimal
    wholesale: Decimal | None = None


class Rule(NamedTuple):
    """A discount (`percent` below 0), a markup (above 0), or a `fixed` price, at a node."""

    id: int
    scope: str
    node: tuple
    percent: Decimal = NOTHING
    fixed: Decimal | None = None
    by_hand: bool = True
    starts_at: datetime = datetime.min

    def applied_to(self, amount):
        if self.fixed is not None:
            return self.fixed
        return max(amount * (100 + self.percent) / 100, NOTHING)


class Offer(NamedTuple):
    """What the steps ask about an offer; `path` are its nodes, from all goods to the offer."""

    own: Entry | None
    common: Entry | None
    wholesale_from: Decimal
    path: tuple = (ALL_GOODS,)
    label: "Label | None" = None


class Label(NamedTuple):
    """A label that stops discounts, and the node that it is on."""

    id: int
    node: tuple


class Step(NamedTuple):
    """`amount` is exact: round it to show it. `rule` is the Entry or the Rule behind it."""

    kind: str
    amount: Decimal
    rule: Entry | Rule


class LeftOut(NamedTuple):
    """A rule that reaches the offer and does not hold: `reason`, and the rule that is `instead`."""

    rule: Rule
    reason: str
    instead: "Rule | Label"


class Price(NamedTuple):
    """`missing`: how many units more bring the wholesale price; 0 where nothing is missing."""

    amount: Decimal
    kind: str
    steps: tuple
    left_out: tuple
    quantity: Decimal
    wholesale_from: Decimal
    missing: Decimal
    label: Label | None


def price(offer, rules, quantity):
    """The Price of an offer, or None where no list has one.

    `rules` are those that reach it; `quantity` is the one that decides on wholesale.
    """
    entry = offer.own or offer.common
    if entry is None:
        return None
    kind, missing = _kind(entry, offer.wholesale_from, quantity)
    steps = [Step(kind, entry.wholesale if kind == WHOLESALE else entry.retail, entry)]
    left_out = []
    for step, scopes in ((CATEGORY, {EVERYBODY}), (CONDITION, {TIER, CLIENT})):
        rivals = [rule for rule in rules if rule.scope in scopes]
        if rivals:
            held, lost = _decide(offer, rivals, steps[-1].amount)
            left_out += lost
            if held:
                steps.append(Step(step, held.applied_to(steps[-1].amount), held))
    return Price(
        rounded(steps[-1].amount),
        kind,
        tuple(steps),
        tuple(left_out),
        quantity,
        offer.wholesale_from,
        missing,
        offer.label,
    )


def _kind(entry, wholesale_from, quantity):
    if entry.wholesale is None:
        return RETAIL, NOTHING
    if quantity >= wholesale_from:
        return WHOLESALE, NOTHING
    return RETAIL, wholesale_from - quantity


def _decide(offer, rivals, amount):
    """(the one rule that holds or None, why the others do not)."""
    order = ranked(offer.path, rivals)
    winner = held = order[0]
    if _is_stopped(winner, offer.label, amount):
        held = _own_discount(order, offer.label, amount)
    lost = [_left_out(offer, rule, winner, amount) for rule in order if rule is not held]
    return held, lost


def ranked(path, rules):
    """Rules of one step that reach a path: the first holds, unless a label stops it."""
    return sorted(rules, key=lambda rule: _rank(path, rule), reverse=True)


def _rank(path, rule):
    """Client before tier, nearest node, by hand before the books, latest start; the newest."""
    return rule.scope == CLIENT, path.index(rule.node), rule.by_hand, rule.starts_at, rule.id


def _own_discount(order, label, amount):
    """Where a nearer discount was stopped, the one that belongs to the label comes forward."""
    own = next((rule for rule in order if _belongs(rule, label)), None)
    return own if own and own.applied_to(amount) < amount else None


def _is_stopped(rule, label, amount):
    """Whether the label keeps a discount away; markups are no concern of it."""
    return bool(label) and rule.applied_to(amount) < amount and not _belongs(rule, label)


def _belongs(rule, label):
    return rule.scope == EVERYBODY and rule.node == label.node


def _left_out(offer, rule, winner, amount):
    if _is_stopped(rule, offer.label, amount):
        return LeftOut(rule, STOPPED, offer.label)
    return LeftOut(rule, _why_after(offer.path, winner, rule), winner)


def _why_after(path, winner, loser):
    reasons = (TIER_YIELDS, FARTHER, HAND_FIRST, OLDER, OLDER)
    pairs = zip(reasons, _rank(path, winner), _rank(path, loser), strict=True)
    return next((why for why, ahead, behind in pairs if ahead != behind), STOPPED)


def rounded(amount):
    """To the kopeck, half up, as the books do it."""
    return amount.quantize(KOPECK, ROUND_HALF_UP)
