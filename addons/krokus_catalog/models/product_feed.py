from odoo import models


class ProductFeed(models.Model):
    _inherit = "product.feed"

    def _get_feed_products(self):
        """Whoever fetches a feed first fills its cache for everybody: make it the guest's."""
        guest = self.website_id.user_id
        return super()._get_feed_products().with_user(guest)._filtered_access("read")
