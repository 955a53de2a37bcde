from odoo import api, fields, models
from odoo.exceptions import UserError


class KrokusClientTier(models.Model):
    """A class of clients: what it pays, what it sees, and when it trades hang on it."""

    _name = "krokus.client.tier"
    _inherit = ["bus.listener.mixin"]
    _description = "Client tier"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    client_count = fields.Integer("Clients", compute="_compute_client_count")

    def _compute_client_count(self):
        groups = self.env["res.partner"]._read_group(
            [("krokus_tier_id", "in", self.ids), ("is_company", "=", True)],
            ["krokus_tier_id"],
            ["__count"],
        )
        counts = {tier.id: count for tier, count in groups}
        for tier in self:
            tier.client_count = counts.get(tier.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Its clients would silently see and pay something else."""
        clients = self.env["res.partner"].sudo().with_context(active_test=False)
        for tier in self:
            count = clients.search_count([("krokus_tier_id", "=", tier.id)])
            if count:
                raise UserError(
                    self.env._(
                        "%(tier)s still has clients or their people (%(count)s): give them another"
                        " tier first.",
                        tier=tier.name,
                        count=count,
                    )
                )

    def action_clients(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("krokus_catalog.res_partner_action")
        return {
            **action,
            "domain": [("is_company", "=", True), ("krokus_tier_id", "=", self.id)],
            "context": {"default_is_company": True, "default_krokus_tier_id": self.id},
        }
