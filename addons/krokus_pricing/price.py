"""What an offer costs a client: a plain value with the reason for every step.

Amounts are Decimals in the currency of the price list. Two steps so far: the base price of the
client's list or of the common one, retail or wholesale by the quantity; then one condition.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

RETAIL, WHOLESALE = "retail", "wholesale"
KOPECK = Decimal("0.01")


class Entry(NamedTuple):
    """An offer's line in a price list; no wholesale price means retail at any quantity."""

    list_name: str
    retail: Decimal
    wholesale: Decimal | None = None


class Condition(NamedTuple):
    """What was agreed on: `percent` (negative is a discount) or a `fixed` price.

    `rank` orders what competes: client before tier, nearest category, by hand before the books,
    latest start. The highest wins alone.
    """

    name: str
    percent: Decimal | None = None
    fixed: Decimal | None = None
    rank: tuple = ()


class Step(NamedTuple):
    kind: str
    amount: Decimal
    rule: str


class Price(NamedTuple):
    amount: Decimal
    kind: str
    steps: tuple


def price(own, common, quantity, wholesale_from, conditions=()):
    """The price of an offer, or None where no list has one.

    `own` and `common` are entries or None; `quantity` is the one that decides between retail
    and wholesale.
    """
    entry = own or common
    if entry is None:
        return None
    kind = RETAIL
    if entry.wholesale is not None and quantity >= wholesale_from:
        kind = WHOLESALE
    base = rounded(entry.wholesale if kind == WHOLESALE else entry.retail)
    steps = [Step(kind, base, entry.list_name)]
    if conditions:
        best = max(conditions, key=lambda condition: condition.rank)
        steps.append(Step("condition", _apply(best, base), best.name))
    return Price(steps[-1].amount, kind, tuple(steps))


def _apply(condition, base):
    if condition.fixed is not None:
        return rounded(condition.fixed)
    return max(rounded(base * (100 + condition.percent) / 100), Decimal(0))


def rounded(amount):
    """To the kopeck, half up, as the books do it."""
    return amount.quantize(KOPECK, ROUND_HALF_UP)
