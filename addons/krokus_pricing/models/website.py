from odoo import models

BY_PRICE = {"list_price asc": "krokus_price asc", "list_price desc": "krokus_price desc"}


class Website(models.Model):
    """The shop has one price list, and sorts by what the client pays."""

    _inherit = "website"

    def get_pricelist_available(self, show_visible=False):
        """The one list: nothing to choose, by address, session or code."""
        available = super().get_pricelist_available(show_visible)
        return self.env["product.pricelist"]._krokus_ours() or available

    def _get_and_cache_current_pricelist(self):
        """Core keeps the list in the session, and takes the session's word for it."""
        ours = self.env["product.pricelist"].sudo()._krokus_ours()
        return ours or super()._get_and_cache_current_pricelist()

    def _get_product_sort_mapping(self):
        mapping = super()._get_product_sort_mapping()
        return [(BY_PRICE.get(key, key), label) for key, label in mapping]
