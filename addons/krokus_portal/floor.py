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


class Day(NamedTuple):
    """A shipment among which the client may choose, with what he has of it and may have."""

    session_id: int
    ships_on: object
    closes: str
    held: Decimal
    free: Decimal | None


class FloorOffer(NamedTuple):
    """Quantities in the offer's base unit, prices in the website's currency.

    `free` is what the client may still have, his own hold included; None means that nothing is
    counted, as in a preorder without a quota. `why` says in short why this price, `missing` how
    many units more bring the wholesale one, `refusal` is a sentence for the client. `days` are
    the shipments to choose from, and `session_id` the one that the page shows.
    """

    product_id: int
    step: Decimal
    held: Decimal
    free: Decimal | None
    price: Decimal | None
    why: str = ""
    missing: Decimal = Decimal(0)
    added: Decimal = Decimal(0)  # the rate of the VAT that comes on top
    retail: Decimal | None = None
    wholesale: Decimal | None = None
    group: str = ""  # those that are counted together, by the name that answers call them
    wholesale_from: Decimal = Decimal(0)
    ships_on: object = None
    closes: str = ""
    bell_in: int = 0  # seconds until it opens, or until a shipment of it closes
    refusal: str | None = None
    session_id: int = 0
    days: tuple = ()
    changes_in: int = 0  # seconds until somebody's hold of it ends; 0 if there is none

    @property
    def may_order(self):
        """Whether the page has a field for it, which hides while it is sold out: goods come back,
        and what is held can always be given back."""
        return bool(self.held) or (not self.refusal and self.price is not None)

    @property
    def is_gone(self):
        return self.free == 0 and not self.held

    def of_shipment(self, session_id, held):
        """The same for a line of the basket, which is one shipment's."""
        day = next((day for day in self.days if day.session_id == session_id), None)
        free = self.free if self.free is None else self.free - self.held + held
        if self.days:
            free = day.free if day else held
        return self._replace(session_id=session_id, held=held, free=free, days=())

    @property
    def shown(self):
        """What the client pays for one."""
        return number(with_added(self.price, self.added))

    @property
    def wholesale_shown(self):
        return number(with_added(self.wholesale, self.added))

    @property
    def both_prices(self):
        """What the page's script knows of prices that a threshold may change."""
        if not self.wholesale:
            return {}
        return {
            "group": self.group,
            "from": number(self.wholesale_from),
            "retail": number(with_added(self.retail, self.added)),
            "wholesale": self.wholesale_shown,
        }

    @property
    def attributes(self):
        """What the page's script knows of the offer."""
        known = {
            "offer": self.product_id,
            "step": number(self.step),
            "held": number(self.held),
            "free": "" if self.free is None else number(self.free),
            "missing": number(self.missing),
            "session": self.session_id,
            "bell-in": self.bell_in,
            "changes-in": self.changes_in,
            **self.both_prices,
        }
        gone = " krokus_order_gone" if self.is_gone else ""
        return {"class": f"krokus_order o_not_editable{gone}"} | {
            f"data-{name}": str(value) for name, value in known.items()
        }

    @property
    def held_text(self):
        return text(self.held) if self.held else ""

    @property
    def step_text(self):
        return text(self.step)

    @property
    def wholesale_from_text(self):
        return text(self.wholesale_from)


class BasketLine(NamedTuple):
    """A held line; `was` is the price that the client saw before, if it has moved since, and
    `reason` why the line cannot be confirmed now.

    `added` is the rate of the VAT that comes on top: the client is shown what he pays.
    """

    hold_id: int
    product: object
    quantity: Decimal
    price: Decimal
    was: Decimal | None
    floor: FloorOffer
    reason: str | None = None
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
    """The lines of a basket that become one order; `key` names it whatever lines it has."""

    key: str
    ships_on: object
    mode: str
    lines: list

    @property
    def ready(self):
        return [line for line in self.lines if not line.reason]

    @property
    def amount(self):
        """Of what will be confirmed."""
        return sum((line.amount for line in self.ready), Decimal(0))


class BasketPage(NamedTuple):
    shipments: list
    lost: list  # [(name, quantity)] of what ran out since the client last looked

    @property
    def amount(self):
        return sum((shipment.amount for shipment in self.shipments), Decimal(0))

    @property
    def ready(self):
        return [line for shipment in self.shipments for line in shipment.ready]

    @property
    def line_count(self):
        """What is held, and what ran out since the client last looked."""
        return sum(len(shipment.lines) for shipment in self.shipments) + len(self.lost)

    @property
    def seen(self):
        """{hold id: price} as the page shows it: only this can be confirmed."""
        return {line.hold_id: number(line.price) for line in self.ready}
