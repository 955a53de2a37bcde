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
        groups = self.env["product.template"]._read_group(
            [("krokus_country_id", "in", self.ids)], ["krokus_country_id"], ["__count"]
        )
        counts = {country.id: count for country, count in groups}
        for country in self:
            country.krokus_offer_count = counts.get(country.id, 0)

    def action_krokus_offers(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("krokus_catalog.product_template_action")
        return {
            **action,
            "name": self.name,
            "domain": [("krokus_country_id", "=", self.id)],
            "context": {"default_krokus_country_id": self.id},
        }
