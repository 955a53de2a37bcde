from odoo import api, models
from odoo.exceptions import MissingError

from .. import audience


class ProductProduct(models.Model):
    """Where core looks an offer up with the rights of the system, it asks the person here."""

    _inherit = "product.product"

    def _krokus_hidden(self):
        return self.env.user.share and self.sudo().product_tmpl_id._krokus_hidden()

    @api.model
    def _krokus_seen_by(self, product_ids):
        """{(tier id or None, company id or None): ids of what such clients see}, by one statement.

        No company stands for all of them, no tier for a client without one. It reads what is
        written down.
        """
        audience.SEEN_BY(self.env.cr, ids=list(product_ids))
        found = {}
        for tier_id, company_id, product_id in self.env.cr.fetchall():
            found.setdefault((tier_id, company_id), []).append(product_id)
        return found

    def _is_add_to_cart_allowed(self, *args, **kwargs):
        """What is hidden answers as what does not exist; and a guest buys nothing."""
        try:
            if self.env.user._is_public() or self._krokus_hidden():
                return False
        except MissingError:
            return False
        return super()._is_add_to_cart_allowed(*args, **kwargs)

    def _can_return_content(self, field_name=None, access_token=None):
        if self._krokus_hidden():
            return False
        return super()._can_return_content(field_name, access_token)

    def _website_show_quick_add(self):
        return not self.env.user._is_public() and super()._website_show_quick_add()

    def _to_markup_data(self, website):
        """Search engines read it: a guest's page has no price in it either."""
        data = super()._to_markup_data(website)
        if self.env.user._is_public():
            data.pop("offers", None)
        return data
