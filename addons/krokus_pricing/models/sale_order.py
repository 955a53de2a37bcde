from odoo import models

from .sale_order_line import Priced


class SaleOrder(models.Model):
    """A draft is priced as a whole: its lines together decide between retail and wholesale."""

    _inherit = "sale.order"

    def _krokus_quantities(self):
        """{product id: quantity in its own unit} that decides on wholesale.

        Here the order's own lines. An order that is a part of a larger basket answers with the
        whole basket: override it there.
        """
        totals = {}
        for line in self.order_line:
            key = line.product_id.id
            if key:
                totals[key] = totals.get(key, 0) + line._krokus_base_units()
        return totals

    def _krokus_prices(self, joining=None):
        """{product id: Price or None} of the order and of what joins it, in two queries.

        `joining`: {product id: quantity} beside the lines. None: an offer that no list knows.
        """
        self.ensure_one()
        quantities = self._krokus_quantities()
        for product_id, quantity in (joining or {}).items():
            quantities[product_id] = quantities.get(product_id, 0) + quantity
        if not quantities:
            return {}
        priced = self.env.context.get("krokus_priced")
        if isinstance(priced, Priced):
            return priced.told(self, quantities, lambda: self._krokus_quoted(quantities))
        return self._krokus_quoted(quantities)

    def _krokus_quoted(self, quantities):
        products = self.env["product.product"].with_company(self.company_id)
        quote = products._krokus_quote(self.partner_id, quantities, self._krokus_moment())
        prices = quote.prices(quantities)
        return {key: prices.get(key) for key in quantities if quote.has_say(key)}

    def _krokus_moment(self):
        """A cart is priced now; a quotation at its date, as core has it."""
        return None if self.website_id else self.date_order

    def write(self, vals):
        """Lines that are written together cross a threshold together."""
        if "order_line" not in vals:
            return super().write(vals)
        priced = Priced(written=[])
        result = super(SaleOrder, self.with_context(krokus_priced=priced)).write(vals)
        lines = self.order_line.browse().union(*priced.written)
        if lines:
            self._krokus_follow_threshold(lines.with_env(self.env))
        return result

    def _krokus_follow_threshold(self, lines):
        """Where `lines` crossed a threshold, re-price the others that it concerns, and only those.

        What the lines themselves cost is told on the way, by the same quote.
        """
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            prices = order._krokus_prices()
            moved = order.order_line._krokus_kind_moved(prices)
            order._krokus_reprice(moved, prices, lines & order.order_line)

    def _krokus_reprice(self, moved, prices, waiting):
        """Price the moved lines, and what waits for its price, by one quote."""
        field = moved._fields["price_unit"]
        self.env.add_to_compute(field, moved)
        (moved | waiting)._krokus_priced({self: prices}).mapped("price_unit")

    def _krokus_refresh_prices(self):
        """What the rules say now; a line whose price has moved says so to the client."""
        prices = self._krokus_prices()
        moved = self.order_line._krokus_amount_moved(prices)
        before = {line: line.price_unit for line in moved}
        self._krokus_reprice(moved, prices, moved)
        for line, was in before.items():
            if line.currency_id.compare_amounts(was, line.price_unit):
                line.shop_warning = self.env._(
                    "The price has changed: %(was).2f before, %(now).2f now.",
                    was=was,
                    now=line.price_unit,
                )

    def _verify_cart(self):
        result = super()._verify_cart()
        self._krokus_refresh_prices()
        return result

    def _confirmation_error_message(self):
        """Nothing is sold without a price, nor at one that the client of the shop did not see."""
        return super()._confirmation_error_message() or self._krokus_price_error()

    def _krokus_price_error(self):
        unpriced = self.order_line._krokus_unpriced()
        if unpriced:
            return unpriced._krokus_no_price(unpriced.product_id)
        if not self.website_id:
            return False
        prices = self._krokus_prices()
        moved = self.order_line._krokus_amount_moved(prices)
        return moved and self.env._(
            "Prices have changed since you saw them: open the cart again. It is about %s.",
            ", ".join(moved.product_id.mapped("name")),
        )
