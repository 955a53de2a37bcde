from odoo import models


class Website(models.Model):
    """The shop has one price list, and sorts by what the client pays."""

    _inherit = "website"

    def get_pricelist_available(self, show_visible=False):
        """The one list: nothing to choose, by address, session or code."""
        ours = self.env["product.pricelist"]._krokus_ours()
        return ours or super().get_pricelist_available(show_visible)

    def _get_and_cache_current_pricelist(self):
        """Core keeps the list in the session, and takes the session's word for it."""
        ours = self.env["product.pricelist"].sudo()._krokus_ours()
        return ours or super()._get_and_cache_current_pricelist()
