"""What a basket's page showed as ready: its form carries it, and sends it back to be confirmed."""

import json

from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import Seen, quantity

from .asked import is_id

LONGEST = 256 * 1024  # characters: some thousands of lines


class StrangeError(ValueError):
    """No page of ours sends this."""


def write(lines):
    """{hold id: [price, quantity, product id]} as a text; of floor.BasketLine."""
    return json.dumps(
        {line.hold_id: [float(line.price), float(line.quantity), line.product.id] for line in lines}
    )


def read(text):
    """{hold id: take.Seen}, or StrangeError."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise StrangeError("too long")
    try:
        return {_id(int(key)): _line(*line) for key, line in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StrangeError(str(error)) from None


def _line(price, count, product_id):
    if isinstance(price, bool) or not 0 <= price < float("inf"):
        raise ValueError(price)
    return Seen(exact(price), quantity(count), _id(product_id))


def _id(number):
    if not is_id(number):
        raise ValueError(number)
    return number
