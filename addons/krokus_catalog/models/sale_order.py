from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _verify_updated_quantity(self, order_line, product_id, new_qty, *args, **kwargs):
        """Also what comes into a cart beside another offer: core does not ask for a combo's part.

        What lies in the cart already may be lowered, never raised.
        """
        held = order_line.product_uom_qty
        offer = self.env["product.product"].browse(product_id)
        if new_qty > held and offer._krokus_hidden():
            return held, self.env._("This offer is not for sale to you any more.")
        return super()._verify_updated_quantity(order_line, product_id, new_qty, *args, **kwargs)

    def action_confirm(self):
        """Nothing is ordered for a client who is blocked, by whatever door."""
        for order in self:
            if order.partner_id._krokus_is_blocked():
                raise UserError(
                    self.env._(
                        "%s is blocked, nothing can be ordered: restore the client first.",
                        order.partner_id.sudo().display_name,
                    )
                )
        return super().action_confirm()
