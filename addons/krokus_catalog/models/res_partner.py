from odoo import api, fields, models

STAFF = "krokus_catalog.group_salesman"


class ResPartner(models.Model):
    """A client's tier belongs to its company, and its people have it too."""

    _inherit = "res.partner"

    krokus_tier_id = fields.Many2one("krokus.client.tier", "Tier", index=True, groups=STAFF)
    onec_ref = fields.Char("Id in the books", copy=False, index=True, groups=STAFF)

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "krokus_tier_id"]
