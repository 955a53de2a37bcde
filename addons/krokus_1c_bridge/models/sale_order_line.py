from decimal import Decimal

from odoo import api, models
from odoo.addons.krokus_catalog.differs import differs
from odoo.tools import float_repr

from ..unit_price import unit_price

# What stands in a letter of a line.
TOLD = {
    "order_id",
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "display_type",
}
PIECE = "796"  # where 1C has not told its unit


class SaleOrderLine(models.Model):
    """A line as 1C takes it: in the offer's own unit, net price with VAT, no separate discount."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        orders.filtered(lambda order: order.state == "sale")._krokus_onec_may_change()
        return super().create(vals_list)

    def write(self, vals):
        changing = self.filtered(lambda line: line._krokus_onec_would_change(vals))
        orders = changing.order_id
        if changing and vals.get("order_id"):
            orders |= orders.browse(vals["order_id"]).filtered(lambda order: order.state == "sale")
        orders._krokus_onec_may_change()
        return super().write(vals)

    def unlink(self):
        goods = self.filtered(lambda line: line.order_id.state == "sale" and not line.display_type)
        goods.order_id._krokus_onec_may_change()
        return super().unlink()

    def _krokus_onec_would_change(self, vals):
        """Whether a confirmed order's line would say something else than before."""
        names = TOLD & vals.keys()
        return bool(names) and self.order_id.state == "sale" and differs(self, vals, names)

    def _krokus_onec_snapshot(self):
        self.ensure_one()
        quantity = self._krokus_onec_quantity()
        amount = Decimal(float_repr(self.price_total, 2))
        return {
            "ref": self.product_id.onec_ref or "",
            "article": self.product_id.default_code or "",
            "name": self.product_id.name or self.name or "",
            "unit": self.product_id.krokus_onec_unit or PIECE,
            "price": str(unit_price(amount, quantity)),
            "quantity": f"{quantity:.4f}".rstrip("0").rstrip("."),
            "amount": str(amount),
        }

    def _krokus_onec_quantity(self):
        """In the offer's own unit, as it is held: what settles it is in that unit too."""
        if self.product_uom_qty < 0:
            return Decimal(str(self.product_uom_qty))
        return Decimal(str(self._krokus_base_quantity())) or Decimal(str(self.product_uom_qty))
