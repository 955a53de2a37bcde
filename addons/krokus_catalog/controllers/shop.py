from odoo.addons.website_sale.controllers.main import WebsiteSale, handle_product_params_error
from odoo.http import request, route

from ..see_as import is_seeing
from .hidden import looks_missing


def _hidden_is_missing(error, product, category=None, **kwargs):
    """Core redirects to what is left of an address: not to a category that is hidden."""
    if category:
        category = category.exists()._filtered_access("read")
    return handle_product_params_error(error, product, category, **kwargs)


class KrokusShop(WebsiteSale):
    @route(handle_params_access_error=_hidden_is_missing)
    def product(self, product, category=None, pricelist=None, **kwargs):
        return super().product(product, category, pricelist, **kwargs)

    @route()
    def is_add_to_cart_allowed(self, product_id, **kwargs):
        with looks_missing():
            return super().is_add_to_cart_allowed(product_id, **kwargs)

    @route(krokus_reads=True)
    def products_recently_viewed_update(self, product_id, **kwargs):
        """What is looked at with a client's eyes, the client has not viewed."""
        return {} if is_seeing() else super().products_recently_viewed_update(product_id, **kwargs)

    def _get_additional_shop_values(self, values, **kwargs):
        category = values["category"] or request.env["product.public.category"]
        banners = request.env["krokus.banner"]._krokus_shown(
            request.env.user.partner_id, category.sudo().krokus_category_id
        )
        return {
            **super()._get_additional_shop_values(values, **kwargs),
            "krokus_banners": banners,
        }
