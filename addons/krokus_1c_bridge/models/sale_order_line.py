from odoo import models
from odoo.tools import float_repr


class SaleOrderLine(models.Model):
    """A line as 1C takes it: net price per unit with VAT, no separate discount."""

    _inherit = "sale.order.line"

    def _krokus_onec_snapshot(self):
        self.ensure_one()
        return {
            "ref": self.product_id.onec_ref or "",
            "article": self.product_id.default_code or "",
            "name": self.product_id.name,
            "price": float_repr(self.price_reduce_taxinc, 2),
            "quantity": f"{self.product_uom_qty:.4f}".rstrip("0").rstrip("."),
            "amount": float_repr(self.price_total, 2),
        }
