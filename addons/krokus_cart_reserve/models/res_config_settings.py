from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes


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
            hold, pause = settings.krokus_hold_minutes, settings.krokus_pause_minutes
            if not 1 <= hold <= WEEK:
                raise ValidationError(
                    self.env._("A basket holds from 1 to 10080 minutes, a week: correct it.")
                )
            if not 0 <= settings.krokus_warning_minutes < hold:
                raise ValidationError(
                    self.env._(
                        "The warning comes before the basket's time is over: enter 0 or more"
                        " minutes, and fewer than it holds."
                    )
                )
            if not 0 <= pause <= DAY:
                raise ValidationError(
                    self.env._("A pause lasts from 0 to 1440 minutes, a day: correct it.")
                )

    @api.constrains("krokus_client_share")
    def _check_krokus_client_share(self):
        for settings in self:
            if not 0 <= settings.krokus_client_share <= 100:
                raise ValidationError(
                    self.env._("A share lies between 0 and 100 percent; 0 sets no limit.")
                )
