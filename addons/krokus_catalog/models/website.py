from odoo import fields, models

from ..see_as import is_seeing
from ..text import clean_search

PRICE_FILTER = "website_sale.filter_products_price"


class Website(models.Model):
    """What has no price is not sold; a guest has no prices, and cannot find them out."""

    _inherit = "website"

    prevent_zero_price_sale = fields.Boolean(default=True)

    def is_view_active(self, key):
        """The slider would tell a guest the cheapest and the dearest price."""
        if key == PRICE_FILTER and self.env.user._is_public():
            return False
        return super().is_view_active(key)

    def _search_with_fuzzy(self, search_type, search, limit, order, options):
        """Nor are offers put in the order of their prices for a guest. A search has its limits."""
        search = clean_search(search)
        if order and self.env.user._is_public():
            terms = [term for term in order.split(",") if "price" not in term.lower()]
            order = ",".join(terms)
        return super()._search_with_fuzzy(search_type, search, limit, order, options)

    def _krokus_is_seeing(self):
        """Whether somebody of the staff looks at this page with the client's eyes."""
        return is_seeing()

    def _get_and_cache_current_cart(self):
        """Core brings a cart up to date where it is looked at: who only looks has none."""
        return (
            self.env["sale.order"].sudo() if is_seeing() else super()._get_and_cache_current_cart()
        )
