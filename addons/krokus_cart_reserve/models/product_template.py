from odoo import models
from odoo.addons.krokus_catalog.differs import differs
from odoo.exceptions import UserError

COUNTED_BY = {"type", "uom_id"}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        """What is held or sold was counted as goods, in the offer's own unit: both stay as long."""
        names = COUNTED_BY & vals.keys()
        changed = self.filtered(lambda offer: differs(offer, vals, names)) if names else self[:0]
        held = changed._krokus_held()
        if held:
            raise UserError(
                self.env._(
                    "%s lies in baskets or in orders on their way: its type and its unit can be"
                    " changed when that is over. Make a new offer instead.",
                    held[0].display_name,
                )
            )
        return super().write(vals)

    def _krokus_held(self):
        """Those of which something is held, live or sold."""
        if not self:
            return self
        self.env.cr.execute(
            "SELECT DISTINCT p.product_tmpl_id FROM krokus_hold h"
            " JOIN product_product p ON p.id = h.product_id WHERE p.product_tmpl_id IN %s",
            [tuple(self.ids)],
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
