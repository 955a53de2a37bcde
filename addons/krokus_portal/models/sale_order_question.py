from odoo import models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO

from ..slip import is_many, may_be_slip


class SaleOrder(models.Model):
    """Core's own doors to the cart ask about what may be a slip, as the shop's pages do."""

    _inherit = "sale.order"

    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, krokus_sure=False, **kwargs
    ):
        """Without a yes, which comes as `krokus_sure`, the line stays as it is."""
        if self.krokus_is_cart and not krokus_sure:
            question = self._krokus_question(order_line, product_id, new_qty, uom_id)
            if question:
                return order_line.product_uom_qty, question
        return super()._verify_updated_quantity(order_line, product_id, new_qty, uom_id, **kwargs)

    def _krokus_question(self, order_line, product_id, new_qty, uom_id):
        """The sentence, or None where nothing is asked."""
        baskets = self.env["krokus.basket"]
        offer = self.env["product.product"].browse(product_id)
        unit = self.env["uom.uom"].browse(uom_id) or offer.uom_id
        number = float(baskets._check_quantity(new_qty))
        asked = exact(unit._compute_quantity(number, offer.uom_id))
        step, limits = exact(offer.krokus_packing_step), baskets._slip_limits()
        if not is_many(asked, step, limits):
            return None
        client = self.partner_id.commercial_partner_id
        usual = baskets._largest_lines(self.env.cr, client.id, [offer.id]).get(offer.id, ZERO)
        held = order_line._krokus_base_quantity() if order_line else ZERO
        if not may_be_slip(asked, held, usual, step, limits):
            return None
        hint = self.env._("Type it in the order sheet, where you can say yes.")
        return f"{baskets._question(offer.id, asked, usual)} {hint}"
