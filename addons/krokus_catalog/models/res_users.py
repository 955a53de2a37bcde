from odoo import models

from .res_partner import STAFF


class ResUsers(models.Model):
    _inherit = "res.users"

    def _krokus_may_see_as(self, client):
        """Whether this person of the staff may look with the eyes of that login of a client."""
        self.ensure_one()
        client = client.sudo().exists()
        partner = client.partner_id
        return bool(
            self.has_group(STAFF)
            and client.active
            and client._is_portal()
            and partner.active
            and partner.commercial_partner_id.active
            and partner.with_user(self).has_access("read")
        )
