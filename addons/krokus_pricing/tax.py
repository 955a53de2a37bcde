"""In whose terms an amount is: with VAT or without."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .price import NOTHING, rounded


class Terms(NamedTuple):
    """What a fiscal position makes of an offer's price: it is multiplied by `times`, and VAT of
    the rate `added` comes on top of that."""

    times: Fraction = Fraction(1)
    added: Decimal = NOTHING


def factor(list_includes, included, excluded):
    """What an amount of a price list is multiplied by, to be in the terms of the offer's taxes.

    `included` and `excluded` are the rates, in percent, of the offer's taxes that its price
    contains, and of those that are added to it. The result is exact where nothing is divided.
    """
    if list_includes:
        return 1 / (1 + excluded / 100)
    return 1 + included / 100


def mapped(before, after, contained=True):
    """The Terms of taxes `after` instead of `before`, each (included, excluded) rates in percent.

    A price that did not contain all of its taxes stays as it is: so does core.
    """
    if not contained:
        return Terms(added=after[1])
    return Terms(Fraction(100 + after[0]) / Fraction(100 + before[0]), after[1])


def with_added(amount, rate):
    """An amount and the VAT that it does not contain, each to the kopeck as an order has them."""
    return rounded(amount) + rounded(amount * rate / 100)
