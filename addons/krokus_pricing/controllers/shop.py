from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL, float_round

from ..models.website import BY_PRICE


class PricingShop(WebsiteSale):
    def _get_additional_shop_values(self, values, **kwargs):
        """The slider of prices goes from the least to the most that the client himself pays."""
        more = super()._get_additional_shop_values(values, **kwargs)
        if "available_min_price" not in values:
            return more
        asked_least, asked_most = (_number(kwargs.get(key)) for key in ("min_price", "max_price"))
        least, most = self._krokus_bounds(values, (asked_least, asked_most))
        return {
            **more,
            "available_min_price": least,
            "available_max_price": most,
            "min_price": asked_least if least <= asked_least <= most else least,
            "max_price": asked_most if least <= asked_most <= most else most,
        }

    def _krokus_bounds(self, values, asked):
        """[least, most] of what the client pays for what he sees here, whatever he `asked` for."""
        bounds = None
        if values["order"] in BY_PRICE.values() and not any(asked) and request.env.user.share:
            bounds = self._krokus_ends(values["search_product"])
        if not bounds:
            names = ("search", "category", "attrib_values")
            domain = self._get_shop_domain(*[values[name] for name in names])
            bounds = self._krokus_extremes(domain)[:2]
        return [float_round(float(bound or 0), 2) for bound in bounds]

    def _krokus_ends(self, offers):
        """What the first and the last of these offers cost, that are in the order of the price.

        None where one of them has no price: such offers stand at the end.
        """
        ends = offers[:1] | offers[-1:]
        *bounds, priced = self._krokus_extremes(Domain("id", "in", ends.ids))
        return bounds if ends and priced == len(ends) else None

    def _krokus_extremes(self, domain):
        """(least, most, how many there are) of the client's prices of these offers."""
        offers = request.env["product.template"]
        query = offers._search(domain)
        amount = offers._krokus_price_sql(query.table, query)
        found = SQL("MIN(%(amount)s), MAX(%(amount)s), COUNT(%(amount)s)", amount=amount)
        return request.env.execute_query(query.select(found))[0]


def _number(text):
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
