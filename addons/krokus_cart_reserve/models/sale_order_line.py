from odoo import api, models
from odoo.exceptions import UserError

from ..ledger import exact

HELD_BY = {"product_id", "product_uom_qty", "product_uom_id", "order_id"}


class SaleOrderLine(models.Model):
    """Every door that writes a cart's line passes here, and takes or gives back on the ledger."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._krokus_follow(lines._krokus_offers())
        return lines

    def write(self, vals):
        before = self._krokus_offers() if HELD_BY & vals.keys() else {}
        result = super().write(vals)
        if HELD_BY & vals.keys():
            self._krokus_follow(before, self._krokus_offers())
        return result

    def unlink(self):
        before = self._krokus_offers()
        result = super().unlink()
        self._krokus_follow(before)
        return result

    def _krokus_offers(self):
        """{order: its offers on these lines}, for what lies in a warehouse."""
        return {
            order: lines.product_id.filtered(lambda product: product.type == "consu")
            for order, lines in self.grouped("order_id").items()
        }

    def _krokus_follow(self, *offers_by_order):
        """Hold what the lines of each cart now say. A guest is asked to log in first."""
        if self.env["sale.order"]._krokus_is_quiet():
            return
        for order in {order for offers in offers_by_order for order in offers}:
            products = self.env["product.product"].union(
                *(offers.get(order, self.env["product.product"]) for offers in offers_by_order)
            )
            if not products or order.state != "draft" or not order.website_id:
                continue
            basket = order._krokus_basket()
            if not basket and not order.krokus_basket_id:
                raise UserError(self.env._("Log in to order: a basket belongs to a client."))
            if basket:
                basket._raise(order._krokus_wishes(products))

    def _krokus_base_quantity(self):
        """The line's quantity in the offer's own unit, exactly."""
        unit = self.product_uom_id or self.product_id.uom_id
        quantity = unit._compute_quantity(self.product_uom_qty, self.product_id.uom_id)
        return exact(quantity)
