"""How much of what a client asks for can be held: arithmetic only, no database.

Quantities are Decimals in the offer's base unit (stems, pots, pieces).
"""

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

ZERO = Decimal(0)

# Why less was granted than was asked for.
GONE = "gone"
SHORT = "short"
UNEVEN = "uneven"
REFUSED = "refused"


class Wish(NamedTuple):
    """What the basket shall hold of an offer afterwards (absolute; 0 gives it back)."""

    product_id: int
    quantity: Decimal
    price: Decimal = ZERO


class Terms(NamedTuple):
    """On what terms an offer may be held now; `refusal` is a sentence, and then nothing is."""

    pool_id: int = 0  # 0: nothing is counted, as in a preorder without a quota
    session_id: int = 0
    deadline: object = None  # the hold ends then at the latest, whatever the basket's timer says
    ships_on: object = None
    refusal: str | None = None


class Grant(NamedTuple):
    """What became of a wish: granted, what is left for others, and why it is less than asked."""

    product_id: int
    asked: Decimal
    granted: Decimal
    free: Decimal | None
    deadline: object = None
    reason: str | None = None
    sentence: str | None = None


class Share(NamedTuple):
    quantity: Decimal
    reason: str | None


def share(asked, own, on_hand, held, step):
    """What a basket that holds `own` may hold of a balance when it asks for `asked`.

    The others' holds are never touched. A part of a pack is never granted; asking for one
    gives the packs below it.
    """
    available = max(on_hand - held + own, ZERO)
    wanted = whole_packs(asked, step)
    # Stock may have sunk below what is held: nobody has to give back what he has.
    granted = max(min(wanted, whole_packs(available, step)), min(own, wanted))
    if granted < wanted:
        return Share(granted, SHORT if granted else GONE)
    return Share(granted, UNEVEN if wanted != asked else None)


def whole_packs(quantity, step):
    """The largest multiple of `step` that is not above `quantity`."""
    if quantity <= 0:
        return ZERO
    return (quantity / step).to_integral_value(rounding=ROUND_FLOOR) * step
