from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.http import request, route


class KrokusShop(WebsiteSale):
    def _get_additional_shop_values(self, values, **kwargs):
        return {
            **super()._get_additional_shop_values(values, **kwargs),
            "krokus_floor": values["products"]._krokus_floor(),
        }

    @route()
    def shop_checkout(self, *args, **kwargs):
        """An order is confirmed on the basket's own page, on account: there is no other way."""
        return request.redirect("/shop/cart")

    @route()
    def shop_payment(self, *args, **kwargs):
        return request.redirect("/shop/cart")

    @route()
    def shop_payment_validate(self, *args, **kwargs):
        """Core would confirm an order of nothing here, by a bare GET."""
        return request.redirect("/shop/cart")
