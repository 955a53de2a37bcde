from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAY = 24 * 60  # minutes


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

    krokus_exchange_ships_within = fields.Integer(
        "Days from the close to the shipment, exchange",
        config_parameter="krokus_exchange.exchange_ships_within",
        default=60,
    )
    krokus_preorder_ships_within = fields.Integer(
        "Days from the close to the shipment, preorder",
        config_parameter="krokus_exchange.preorder_ships_within",
        default=366,
    )

    @api.constrains("krokus_exchange_ships_within", "krokus_preorder_ships_within")
    def _check_krokus_ships_within(self):
        for settings in self:
            days = (settings.krokus_exchange_ships_within, settings.krokus_preorder_ships_within)
            if min(days) < 1 or max(days) > 730:
                raise ValidationError(
                    self.env._("From the close to the shipment it is 1 to 730 days: correct it.")
                )

    @api.constrains("krokus_tell_close_minutes")
    def _check_krokus_tell_close_minutes(self):
        if any(not 0 <= settings.krokus_tell_close_minutes <= DAY for settings in self):
            raise ValidationError(
                self.env._("A close is told of 0 to 1440 minutes, a day, ahead: correct it.")
            )
