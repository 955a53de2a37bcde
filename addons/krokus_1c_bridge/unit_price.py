"""What one unit costs, where an order counted in packs."""

from decimal import ROUND_HALF_UP, Decimal

KOPECK = Decimal("0.01")
MOST_DIGITS = 6


def unit_price(amount, quantity):
    """Of the fewest decimals, kopecks at least, with which price times quantity is the amount."""
    for digits in range(2, MOST_DIGITS + 1):
        price = (amount / quantity).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if (price * quantity).quantize(KOPECK, ROUND_HALF_UP) == amount:
            break
    return price
