from odoo import api, models
from odoo.addons.krokus_cart_reserve.side import side_cursor

from .. import quota


class KrokusHold(models.Model):
    _inherit = "krokus.hold"

    @api.model
    def _sweep(self):
        """Quotas are counted after their commit: who is killed between leaves them uncounted."""
        result = super()._sweep()
        self._each(self._find_ids(quota.UNCOUNTED), self._count_quota)
        return result

    @api.model
    def _count_quota(self, quota_id):
        count = self.env["krokus.trading.quota"].sudo().browse(quota_id)._counting()
        with side_cursor(self.env) as cr:
            count(cr)
