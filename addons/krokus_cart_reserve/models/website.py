from odoo import models
from odoo.http import request


class Website(models.Model):
    _inherit = "website"

    def _get_and_cache_current_cart(self):
        """The cart shows what the basket holds, also what another device put into it."""
        cart = super()._get_and_cache_current_cart()
        if self.env.user._is_public() or request.env.cr.readonly:
            return cart
        basket = self.env["krokus.basket"]._current(self)
        holds = basket._contents()
        if not cart and holds:
            cart = basket._cart()
            request.session["sale_order_id"] = cart.id
        if cart and cart._krokus_write_lines(holds):
            request.session["website_sale_cart_quantity"] = cart.cart_quantity
        return cart
