"""Whether a quantity may be a slip of the finger, so that its writer is asked first."""

from decimal import Decimal
from typing import NamedTuple


class Limits(NamedTuple):
    """Only who passes both is asked."""

    packs: Decimal = Decimal(20)
    times: Decimal = Decimal(5)  # of the client's largest line of the offer


def is_many(quantity, step, limits):
    """Whether it is worth to look at what the client ordered before."""
    return quantity > limits.packs * step


def may_be_slip(quantity, held, largest, step, limits):
    """What is `held` and was asked about, since it is that much, counts as ordered before."""
    if quantity <= held:
        return False
    was_asked = _is_beyond(held, largest, step, limits)
    return _is_beyond(quantity, held if was_asked else largest, step, limits)


def _is_beyond(quantity, usual, step, limits):
    return is_many(quantity, step, limits) and quantity > limits.times * usual
