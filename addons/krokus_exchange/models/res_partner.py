from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LONGEST = timedelta(days=366)


class ResPartner(models.Model):
    _inherit = "res.partner"

    krokus_outside_until = fields.Datetime(
        "Trades outside the hours until",
        copy=False,
        tracking=True,
        groups="krokus_catalog.group_manager",
        help="An exception for this client, whatever its tier may; empty makes none.",
    )

    @api.constrains("krokus_outside_until")
    def _check_krokus_outside_until(self):
        """Whoever always trades outside the hours is of a tier that may."""
        latest = fields.Datetime.now() + LONGEST
        for partner in self.filtered("krokus_outside_until"):
            if partner.krokus_outside_until > latest:
                raise ValidationError(
                    self.env._(
                        "The exception of %s would last longer than a year: enter an earlier date,"
                        " or choose a tier that trades outside the hours.",
                        partner.display_name,
                    )
                )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "krokus_outside_until"]
