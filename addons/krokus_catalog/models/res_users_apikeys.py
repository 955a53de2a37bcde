from odoo import models


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _check_credentials(self, *, scope, key):
        """A key opens nothing for whoever is blocked."""
        uid = super()._check_credentials(scope=scope, key=key)
        return uid if uid and self.env["res.users"].browse(uid)._krokus_is_admitted() else None
