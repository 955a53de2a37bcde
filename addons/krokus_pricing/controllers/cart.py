from odoo.addons.website_sale.controllers.cart import Cart
from odoo.http import request, route


class PricingCart(Cart):
    @route()
    def cart(self, *args, **kwargs):
        """The cart's page shows the prices of this moment, and says which of them have moved."""
        if request.cart:
            request.cart._verify_cart()
        return super().cart(*args, **kwargs)
