import math

from odoo.addons.website_sale.controllers.cart import Cart
from odoo.exceptions import UserError
from odoo.http import request, route


class KrokusCart(Cart):
    """Core makes whole numbers of what it gets, and breaks on what is none."""

    @route(krokus_turn=True)
    def add_to_cart(
        self, product_template_id, product_id, quantity=1.0, linked_products=None, **kwargs
    ):
        for linked in linked_products or []:
            linked["quantity"] = self._krokus_quantity(linked.get("quantity"))
        quantity = self._krokus_quantity(quantity, least=1)
        return super().add_to_cart(
            product_template_id, product_id, quantity, linked_products=linked_products, **kwargs
        )

    @route(krokus_turn=True)
    def update_cart(self, line_id, quantity, product_id=None, **kwargs):
        return super().update_cart(line_id, self._krokus_quantity(quantity), product_id, **kwargs)

    @route(krokus_turn=True)
    def quick_add(self, *args, **kwargs):
        return super().quick_add(*args, **kwargs)

    @route(krokus_turn=True)
    def clear_cart(self):
        return super().clear_cart()

    @route()
    def cart_quantity(self):
        """What the cart says now: the session's number is older than what another page took."""
        return request.cart.cart_quantity

    def _krokus_quantity(self, quantity, least=0):
        """The number, or a sentence; core's cart knows whole ones only."""
        basket = request.env["krokus.basket"]
        found = basket._check_quantity(quantity)
        if math.trunc(found) != found or found < least:
            raise UserError(
                request.env._("“%s” is no quantity: enter how many you want.", quantity)
            )
        return int(found)
