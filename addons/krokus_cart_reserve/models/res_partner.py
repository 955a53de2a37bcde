from odoo import models

from ..give_back import give_back


class ResPartner(models.Model):
    """What a blocked client holds is given back."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            everybody = self.sudo().with_context(active_test=False)
            give_back(everybody.search([("id", "child_of", self.ids)]))
        return result
