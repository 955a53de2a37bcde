"""In whose terms an amount is: with VAT or without."""

from .price import rounded


def factor(list_includes, included, excluded):
    """What an amount of a price list is multiplied by, to be in the terms of the offer's taxes.

    `included` and `excluded` are the rates, in percent, of the offer's taxes that its price
    contains, and of those that are added to it. The result is exact where nothing is divided.
    """
    if list_includes:
        return 1 / (1 + excluded / 100)
    return 1 + included / 100


def with_added(amount, rate):
    """An amount and the VAT that it does not contain, each to the kopeck as an order has them."""
    return rounded(amount) + rounded(amount * rate / 100)
