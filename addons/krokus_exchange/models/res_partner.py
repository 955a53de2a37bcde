from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    krokus_outside_until = fields.Datetime(
        "Trades outside the hours until",
        copy=False,
        tracking=True,
        groups="krokus_catalog.group_manager",
        help="An exception for this client, whatever its tier may; empty makes none.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "krokus_outside_until"]
