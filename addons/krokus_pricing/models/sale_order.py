from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _krokus_quantities(self):
        """{product id: quantity in its own unit} of the whole order."""
        totals = {}
        for line in self.order_line:
            if line.product_id and line.product_uom_id:
                unit = line.product_id.uom_id
                quantity = line.product_uom_id._compute_quantity(line.product_uom_qty, unit)
                totals[line.product_id.id] = totals.get(line.product_id.id, 0) + quantity
        return totals

    def _krokus_follow_threshold(self):
        """Crossing the wholesale quantity re-prices the lines that it concerns, and only those."""
        for order in self.exists().filtered(lambda order: order.state in ("draft", "sent")):
            prices = self.env["product.product"]._krokus_price_basket(
                order.partner_id, order._krokus_quantities()
            )
            moved = order.order_line.filtered(
                lambda line, prices=prices: (
                    line.product_id.id in prices
                    and line.krokus_price_kind != prices[line.product_id.id].kind
                )
            )
            for line in moved:
                line.krokus_price_kind = prices[line.product_id.id].kind
            moved.with_context(force_price_recomputation=True)._compute_price_unit()
