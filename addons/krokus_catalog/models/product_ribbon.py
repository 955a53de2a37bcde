from odoo import api, fields, models
from odoo.fields import Domain


class ProductRibbon(models.Model):
    """A label's ribbon is told to whom the label is; core's own are told to all."""

    _inherit = "product.ribbon"

    krokus_shown = fields.Boolean(compute="_compute_krokus_shown", search="_search_krokus_shown")

    @api.depends_context("uid")
    def _compute_krokus_shown(self):
        shown = self.sudo().filtered_domain(self._krokus_shown_domain())
        for ribbon in self:
            ribbon.krokus_shown = ribbon in shown

    def _search_krokus_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._krokus_shown_domain() if True in value else ~self._krokus_shown_domain()

    def _krokus_shown_domain(self):
        labels = self.env["krokus.label"].sudo().with_context(active_test=False)
        hidden = labels.search([("is_shown", "=", False)])
        return Domain("id", "not in", hidden.ribbon_id.ids)
