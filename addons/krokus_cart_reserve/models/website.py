from odoo import models
from odoo.addons.krokus_catalog.see_as import is_seeing
from odoo.http import request


class Website(models.Model):
    _inherit = "website"

    def _get_and_cache_current_cart(self):
        """A person's cart shows what his basket holds, also what another device put into it."""
        cart = super()._get_and_cache_current_cart()
        if self.env.user._is_public() or request.env.cr.readonly or is_seeing():
            return cart  # a route that may not write shows what the last one wrote
        basket = self.env["krokus.basket"]._current(self)
        if not basket._shows(cart):
            cart = basket._find_cart() or (basket._cart() if basket._contents() else cart)
        if not cart.krokus_is_cart:
            return cart.browse()
        request.session["sale_order_id"] = cart.id
        if cart._krokus_project(basket):
            request.session["website_sale_cart_quantity"] = cart.cart_quantity
        return cart
