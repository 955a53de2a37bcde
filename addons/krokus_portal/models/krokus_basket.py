from typing import NamedTuple

from odoo import api, models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import Wish

from ..floor import BasketLine, BasketPage, Shipment


class Line(NamedTuple):
    """What became of one asked line: `message` says why it is less than was asked."""

    product_id: int
    asked: object
    granted: object
    free: object = None
    price: object = None
    kind: str | None = None
    message: str | None = None


class Summary(NamedTuple):
    """The basket in a few words, for the bar that every page shows."""

    lines: int
    amount: object
    seconds_left: int | None
    number: int
    late: bool = False  # another page of the client's was quicker: nothing changed


class KrokusBasket(models.Model):
    _inherit = "krokus.basket"

    def _take_asked(self, asked, number=None):
        """The fast route: ([Line], Summary) for {product id: absolute quantity}.

        Asks what may be seen and what it costs, then takes; what nobody may see is answered as
        what does not exist. No order line is written here.
        """
        self.ensure_one()
        offers = self.env["product.product"]._krokus_orderable(asked)
        before = {held.product_id: held.quantity for held in self._contents()}
        wanted = {key: asked[key] for key in offers.ids}
        prices = self._prices(before | wanted)
        wishes = [
            Wish(key, wanted[key], prices[key].amount)
            for key in wanted
            if key in prices or not wanted[key] or key in before
        ]
        taken = self._take(wishes, number, {key: price.amount for key, price in prices.items()})
        contents = {held.product_id: held for held in taken.contents}
        prices = self._reprice(contents, prices)
        grants = {grant.product_id: grant for grant in taken.grants}
        lines = [self._line(key, asked[key], grants.get(key), prices) for key in asked]
        return lines, self._summary(taken.contents, taken.number, taken.late)

    def _take_again(self):
        """Hold again what ran out, beside what the basket holds now; sentences on what is short."""
        held = {line.product_id: exact(line.quantity) for line in self._contents()}
        asked = {
            lost.product_id: held.get(lost.product_id, 0) + exact(lost.quantity)
            for lost in self._lost()
        }
        lines, _summary = self._take_asked(asked)
        return [line.message for line in lines if line.message]

    @api.model
    def _prices(self, quantities):
        """{product id: Price} of the user's whole basket."""
        offers = self.env["product.product"]
        return offers._krokus_price_basket(self.env.user.partner_id, quantities)

    def _reprice(self, contents, prices):
        """The prices of what the basket really holds now, remembered as shown if they moved."""
        actual = self._prices({key: held.quantity for key, held in contents.items()})
        moved = {
            held.id: actual[key].amount
            for key, held in contents.items()
            if key in actual and exact(held.price) != actual[key].amount
        }
        if moved:
            self._show_prices(moved)
        return prices | actual

    def _line(self, product_id, asked, grant, prices):
        if not grant:
            message = self.env._("This offer is not on sale any more: reload the page.")
            return Line(product_id, asked, 0, message=message)
        price = prices.get(product_id)
        return Line(
            product_id,
            asked,
            grant.granted,
            grant.free,
            price and price.amount,
            price and price.kind,
            self._sentence(grant) if grant.granted < asked else None,
        )

    def _page(self):
        """All that the basket's own page shows, at today's prices: what it shows can be confirmed."""
        holds = self._contents()
        was = {held.id: exact(held.price) for held in holds}
        prices = self._reprice({held.product_id: held for held in holds}, {})
        offers = self.env["product.product"].sudo().browse({held.product_id for held in holds})
        floors = offers.product_tmpl_id._krokus_floor()
        shipments = [
            Shipment(
                values.get("krokus_shipment_date"),
                offers.browse(group[0].product_id).krokus_mode,
                [self._page_line(held, prices, was, floors) for held in group],
            )
            for values, group in self._confirm_groups(holds)
        ]
        return BasketPage(shipments, self._lost())

    def _page_line(self, held, prices, was, floors):
        product = self.env["product.product"].sudo().browse(held.product_id)
        price = prices[held.product_id].amount if held.product_id in prices else was[held.id]
        return BasketLine(
            held.id,
            product,
            exact(held.quantity),
            price,
            was[held.id] if was[held.id] != price else None,
            floors[product.product_tmpl_id.id],
        )

    def _summary(self, contents=None, number=None, late=False):
        """What the bar shows, of these contents or of the present ones."""
        contents = self._contents() if contents is None else contents
        return Summary(
            lines=len(contents),
            amount=sum((exact(held.quantity) * exact(held.price) for held in contents), exact(0)),
            seconds_left=min((held.seconds_left for held in contents), default=None),
            number=self.sudo().request_number if number is None else number,
            late=late,
        )
