from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_hold_minutes = fields.Integer(
        "Minutes that a basket holds",
        config_parameter="krokus_cart_reserve.hold_minutes",
        default=60,
        help="Counted from the first item; adding more does not extend it.",
    )
