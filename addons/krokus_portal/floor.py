"""How an offer stands on the floor for one client now: plain values for a page to show."""

from decimal import Decimal
from typing import NamedTuple

from odoo.addons.krokus_pricing.tax import with_added


def number(value):
    """A quantity or an amount as JSON and a page's attributes carry it."""
    return None if value is None else float(value)


def text(quantity):
    """A quantity as a person types it: `25`, `0,5`."""
    return f"{Decimal(quantity).normalize():f}".replace(".", ",")


class FloorOffer(NamedTuple):
    """Quantities in the offer's base unit, prices in the website's currency.

    `free` is what the client may still have, his own hold included; None means that nothing is
    counted, as in a preorder without a quota. `why` says in short why this price, `missing` how
    many units more bring the wholesale one, `refusal` is a sentence for the client.
    """

    product_id: int
    step: Decimal
    held: Decimal
    free: Decimal | None
    price: Decimal | None
    why: str = ""
    missing: Decimal = Decimal(0)
    ships_on: object = None
    until: object = None
    refusal: str | None = None

    @property
    def may_order(self):
        """Whether the page offers to order; what is held can always be given back."""
        return bool(self.held) or (not self.refusal and self.price is not None and self.free != 0)

    @property
    def held_text(self):
        return text(self.held) if self.held else ""

    @property
    def step_text(self):
        return text(self.step)


class BasketLine(NamedTuple):
    """A held line; `was` is the price that the client saw before, if it has moved since.

    `added` is the rate of the VAT that comes on top: the client is shown what he pays.
    """

    hold_id: int
    product: object
    quantity: Decimal
    price: Decimal
    was: Decimal | None
    floor: FloorOffer
    added: Decimal = Decimal(0)

    @property
    def shown(self):
        return with_added(self.price, self.added)

    @property
    def was_shown(self):
        return None if self.was is None else with_added(self.was, self.added)

    @property
    def amount(self):
        return with_added(self.quantity * self.price, self.added)


class Shipment(NamedTuple):
    """The lines of a basket that become one order."""

    ships_on: object
    mode: str
    lines: list

    @property
    def amount(self):
        return sum((line.amount for line in self.lines), Decimal(0))


class BasketPage(NamedTuple):
    shipments: list
    lost: list  # [(name, quantity)] of what ran out since the client last looked

    @property
    def amount(self):
        return sum((shipment.amount for shipment in self.shipments), Decimal(0))

    @property
    def seen(self):
        """{hold id: price} as the page shows it: only this can be confirmed."""
        return {
            line.hold_id: number(line.price)
            for shipment in self.shipments
            for line in shipment.lines
        }
