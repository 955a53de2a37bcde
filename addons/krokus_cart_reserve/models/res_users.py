from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_invalidation_fields(self):
        """A person's basket is remembered by his user."""
        return super()._get_invalidation_fields() | {"partner_id"}
