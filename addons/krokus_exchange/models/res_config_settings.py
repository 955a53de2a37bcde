from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_tell_opening = fields.Boolean(
        "Tell clients that trading has opened", config_parameter="krokus_exchange.tell_opening"
    )
    krokus_tell_close_minutes = fields.Integer(
        "Minutes before the close",
        config_parameter="krokus_exchange.tell_close_minutes",
        help="Who still has something in his basket is told so long before the close; 0: nobody.",
    )

    @api.constrains("krokus_tell_close_minutes")
    def _check_krokus_tell_close_minutes(self):
        if any(settings.krokus_tell_close_minutes < 0 for settings in self):
            raise ValidationError(self.env._("Minutes count from 0 upwards: enter 0 or more."))
