from odoo import fields, models


class KrokusClientTier(models.Model):
    """A class of clients: what it pays, what it sees, and when it trades hang on it."""

    _name = "krokus.client.tier"
    _description = "Client tier"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    client_count = fields.Integer(compute="_compute_client_count")

    def _compute_client_count(self):
        groups = self.env["res.partner"]._read_group(
            [("krokus_tier_id", "in", self.ids), ("is_company", "=", True)],
            ["krokus_tier_id"],
            ["__count"],
        )
        counts = {tier.id: count for tier, count in groups}
        for tier in self:
            tier.client_count = counts.get(tier.id, 0)
