from odoo import api, models
from odoo.addons.krokus_catalog.audience import tier_of

from ..give_back import give_back
from .krokus_stock_news import EVERYWHERE


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_invalidation_fields(self):
        """A person's basket is remembered by his user."""
        return super()._get_invalidation_fields() | {"partner_id"}

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            give_back(self.partner_id)
        return result

    # -------------------------------------------------- who hears what is free

    @api.model
    def _krokus_staff(self):
        """Who sees every offer, and hears of every one."""
        return self.env.ref("base.group_user")

    @api.model
    def _krokus_clients(self, tier_id):
        """Who hears of what a tier sees, or clients without one."""
        if tier_id:
            return self.env["krokus.client.tier"].browse(tier_id)
        return self.env.ref("base.group_portal")

    def _krokus_news_channels(self):
        """The channels of the bus on which this user hears what is free; a guest has none."""
        self.ensure_one()
        if self._is_internal():
            return [(self._krokus_staff(), EVERYWHERE)]
        if self._is_public():
            return []
        self.env.flush_all()
        listener = self._krokus_clients(tier_of(self.env.cr, self.partner_id.id))
        companies = self.sudo().company_ids
        return [(listener, key) for key in (EVERYWHERE, *(companies | companies.parent_ids).ids)]
