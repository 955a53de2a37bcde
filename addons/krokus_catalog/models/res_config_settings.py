from odoo import api, fields, models
from odoo.exceptions import ValidationError

LONGEST = 3650  # days


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_new_days = fields.Integer("Days")

    @api.constrains("krokus_new_days")
    def _check_krokus_new_days(self):
        if any(not 0 <= settings.krokus_new_days <= LONGEST for settings in self):
            raise ValidationError(
                self.env._("Offers are new for 0 to 3650 days: correct it; 0 marks none.")
            )

    @api.model
    def get_values(self):
        """The ribbon itself knows its days: there is no second number to differ."""
        ribbon = self._krokus_new_ribbon().filtered(lambda ribbon: ribbon.assign == "new")
        return {**super().get_values(), "krokus_new_days": ribbon.new_period}

    def set_values(self):
        result = super().set_values()
        if self.krokus_new_days != self.get_values()["krokus_new_days"]:
            days = self.krokus_new_days
            self._krokus_new_ribbon().write(
                {"assign": "new" if days else "manual", "new_period": days}
            )
        return result

    def _krokus_new_ribbon(self):
        """What marks new offers, or would if it had days."""
        ribbons = self.env["product.ribbon"].sudo()
        shipped = self.env.ref("krokus_catalog.product_ribbon_new", raise_if_not_found=False)
        return ribbons.search([("assign", "=", "new")], limit=1) or (shipped or ribbons).sudo()
