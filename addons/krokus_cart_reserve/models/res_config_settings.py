from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_hold_minutes = fields.Integer(
        "Minutes that a basket holds",
        config_parameter="krokus_cart_reserve.hold_minutes",
        default=60,
    )
    krokus_warning_minutes = fields.Integer(
        "Warning before the end, in minutes",
        config_parameter="krokus_cart_reserve.warning_minutes",
        default=5,
    )
    krokus_hold_extends = fields.Boolean(
        "Adding more extends the time", config_parameter="krokus_cart_reserve.hold_extends"
    )
    krokus_client_share = fields.Float(
        "Share of an offer's stock, in percent",
        config_parameter="krokus_cart_reserve.client_share",
    )
    krokus_pause_minutes = fields.Integer(
        "Pause after running out, in minutes",
        config_parameter="krokus_cart_reserve.pause_minutes",
    )
    krokus_sell_remainder = fields.Boolean(
        "Sell a remainder smaller than a pack",
        config_parameter="krokus_cart_reserve.sell_remainder",
    )

    @api.constrains("krokus_hold_minutes", "krokus_warning_minutes", "krokus_pause_minutes")
    def _check_krokus_minutes(self):
        for settings in self:
            if settings.krokus_hold_minutes < 1:
                raise ValidationError(self.env._("A basket holds for a minute at least."))
            if min(settings.krokus_warning_minutes, settings.krokus_pause_minutes) < 0:
                raise ValidationError(self.env._("Minutes count from 0 upwards: enter 0 or more."))

    @api.constrains("krokus_client_share")
    def _check_krokus_client_share(self):
        for settings in self:
            if not 0 <= settings.krokus_client_share <= 100:
                raise ValidationError(
                    self.env._("A share lies between 0 and 100 percent; 0 sets no limit.")
                )
