from odoo import api, fields, models
from odoo.exceptions import AccessError

STAFF = "krokus_catalog.group_salesman"
MANAGER = "krokus_catalog.group_manager"
DECIDES_TIER = {"krokus_tier_id", "parent_id", "is_company"}


class ResPartner(models.Model):
    """A client's tier belongs to its company, and its people have it too."""

    _inherit = "res.partner"

    krokus_tier_id = fields.Many2one("krokus.client.tier", "Tier", index=True, groups=STAFF)
    onec_ref = fields.Char("Id in the books", copy=False, index=True, groups=STAFF)

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "krokus_tier_id"]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("krokus_tier_id") for vals in vals_list):
            self._krokus_check_manager()
        return super().create(vals_list)

    def write(self, vals):
        if "krokus_tier_id" in vals and self._krokus_moves_tier(vals["krokus_tier_id"]):
            self._krokus_check_manager()
        result = super().write(vals)
        if DECIDES_TIER & vals.keys():
            self.env["product.category"]._krokus_forget_visibility()
        return result

    def _krokus_moves_tier(self, tier_id):
        """Whether it is a choice: core itself gives people the tier of their company."""
        clients = self.sudo()
        known = [
            client.krokus_tier_id | client.commercial_partner_id.krokus_tier_id
            for client in clients
        ]
        return any((tier_id or False) not in (tiers.ids or [False]) for tiers in known)

    @api.model
    def _krokus_check_manager(self):
        """A tier decides what a client sees and pays."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager may change the tier of a client: ask one of them.")
            )
