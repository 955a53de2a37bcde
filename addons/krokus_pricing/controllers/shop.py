from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.http import request
from odoo.tools import SQL, float_round


class PricingShop(WebsiteSale):
    def _get_additional_shop_values(self, values, **kwargs):
        """The slider of prices goes from the least to the most that the client himself pays."""
        more = super()._get_additional_shop_values(values, **kwargs)
        if "available_min_price" not in values:
            return more
        least, most = self._krokus_bounds(values)
        asked_least, asked_most = (_number(kwargs.get(key)) for key in ("min_price", "max_price"))
        return {
            **more,
            "available_min_price": least,
            "available_max_price": most,
            "min_price": asked_least if least <= asked_least <= most else least,
            "max_price": asked_most if least <= asked_most <= most else most,
        }

    def _krokus_bounds(self, values):
        offers = request.env["product.template"]
        domain = self._get_shop_domain(
            values["search"], values["category"], values["attrib_values"]
        )
        query = offers._search(domain)
        amount = offers._krokus_price_sql(query.table, query)
        found = request.env.execute_query(query.select(SQL("MIN(%s), MAX(%s)", amount, amount)))
        return [float_round(float(bound or 0), 2) for bound in found[0]]


def _number(text):
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
