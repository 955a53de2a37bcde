from odoo.addons.website_sale.controllers.cart import Cart
from odoo.http import request, route


class PricingCart(Cart):
    @route()
    def add_to_cart(self, product_template_id, product_id, *args, **kwargs):
        """Whether there is a price, and then what all lines cost together: one quote for both."""
        if request.cart and isinstance(product_id, int):
            ids = {product_id, *request.cart.order_line.product_id.ids}
            request.env["product.product"]._krokus_quote_ahead(request.cart.partner_id, ids)
        return super().add_to_cart(product_template_id, product_id, *args, **kwargs)

    @route()
    def cart(self, *args, **kwargs):
        """The cart's page shows the prices of this moment, and says which of them have moved."""
        if request.cart:
            request.cart._verify_cart()
        return super().cart(*args, **kwargs)
