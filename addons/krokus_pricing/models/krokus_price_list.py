from odoo import fields, models


class KrokusPriceList(models.Model):
    """The prices of a tier; the list without a tier is the common one."""

    _name = "krokus.price.list"
    _inherit = "krokus.kept"
    _description = "Price list"
    _order = "tier_id, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    tier_id = fields.Many2one("krokus.client.tier", ondelete="restrict")
    tax_included = fields.Boolean(
        "Prices include VAT",
        default=True,
        help="Without it, the VAT of each offer is added to what the list says.",
    )
    price_ids = fields.One2many("krokus.price", "list_id")
    price_count = fields.Integer(compute="_compute_price_count")

    _tier_uniq = models.UniqueIndex(
        "(COALESCE(tier_id, 0)) WHERE active",
        "This tier has a price list already, and so have all together: archive that one first.",
    )

    def _compute_price_count(self):
        groups = self.env["krokus.price"]._read_group(
            [("list_id", "in", self.ids)], ["list_id"], ["__count"]
        )
        counts = {price_list.id: count for price_list, count in groups}
        for price_list in self:
            price_list.price_count = counts.get(price_list.id, 0)

    def action_open_prices(self):
        """The list's prices, to be searched and edited."""
        action = self.env["ir.actions.act_window"]._for_xml_id("krokus_pricing.krokus_price_action")
        return {
            **action,
            "domain": [("list_id", "=", self.id)],
            "context": {"default_list_id": self.id},
        }
