from odoo import models
from odoo.http import request


class Website(models.Model):
    _inherit = "website"

    def _get_and_cache_current_cart(self):
        """A person's cart shows what his basket holds, also what another device put into it."""
        cart = super()._get_and_cache_current_cart()
        if self.env.user._is_public():
            return cart
        basket = self.env["krokus.basket"]._current(self)
        cart = basket._find_cart() or (basket._cart() if self._krokus_may_make(basket) else cart)
        if not cart.krokus_is_cart:
            return cart.browse()
        request.session["sale_order_id"] = cart.id
        if not request.env.cr.readonly and cart._krokus_project(basket):
            request.session["website_sale_cart_quantity"] = cart.cart_quantity
        return cart

    def _krokus_may_make(self, basket):
        return not request.env.cr.readonly and basket._contents()
