from odoo import fields, models

from .product_template import STAFF


class ResCountry(models.Model):
    """Countries are core's own; here they tell what comes from them."""

    _inherit = "res.country"

    krokus_offer_ids = fields.One2many("product.template", "krokus_country_id", groups=STAFF)
    krokus_offer_count = fields.Integer(
        "Offers", compute="_compute_krokus_offer_count", groups=STAFF
    )

    def _compute_krokus_offer_count(self):
        counts = self.env["product.template"]._krokus_counts("krokus_country_id", self)
        for country in self:
            country.krokus_offer_count = counts.get(country.id, 0)

    def action_krokus_offers(self):
        self.ensure_one()
        return self.env["product.template"]._krokus_action("krokus_country_id", self)
