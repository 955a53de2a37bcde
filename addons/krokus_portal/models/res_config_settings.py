from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_order_sheet = fields.Boolean(related="website_id.krokus_order_sheet", readonly=False)
