from odoo import api, models


class KrokusCheckout(models.AbstractModel):
    _inherit = "krokus.checkout"

    @api.model
    def _make_orders(self, basket, chosen, number, details):
        """The first order was priced before the others were there: together they are a basket."""
        orders = super()._make_orders(basket, chosen, number, details)
        if len(orders) > 1:
            orders._krokus_follow_threshold(orders.order_line.browse())
        return orders
