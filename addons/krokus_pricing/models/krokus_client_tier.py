from odoo import fields, models


class KrokusClientTier(models.Model):
    _inherit = "krokus.client.tier"

    price_list_ids = fields.One2many("krokus.price.list", "tier_id")
    condition_ids = fields.One2many("krokus.price.condition", "tier_id")
