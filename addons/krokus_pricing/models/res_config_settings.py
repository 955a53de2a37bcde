from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_wholesale_from = fields.Float(
        "Wholesale from",
        config_parameter="krokus_pricing.wholesale_from",
        default=100,
        help="Units in the whole cart from which the wholesale price applies.",
    )
