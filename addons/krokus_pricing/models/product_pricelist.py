from datetime import datetime
from functools import cache, partial

from odoo import api, models


class ProductPricelist(models.Model):
    """Core's price lists: one of them asks `price.py`, and every client has that one."""

    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """Every client has the one list whose rule is ours; who he is, the rule asks itself.

        A list for each tier would be kept in the session by core, and outlive a change of tier.
        """
        result = super()._get_partner_pricelist_multi(partner_ids)
        ours = self._krokus_ours()
        return dict.fromkeys(partner_ids, ours) if ours else result

    @api.model
    def _krokus_ours(self):
        record_id = self.env["ir.model.data"]._xmlid_to_res_id("krokus_pricing.pricelist")
        return self.browse(record_id)

    def _compute_price_rule(
        self, products, quantity, *, uom=None, date=False, compute_price=True, **kwargs
    ):
        """Quote all products of the call at once; the rule finds each price ready."""
        more = {"uom": uom, "date": date, "compute_price": compute_price, **kwargs}
        if compute_price and products and self == self._krokus_ours():
            quoted = partial(self._krokus_alone, products, quantity, uom, date)
            more.setdefault("krokus_prices", cache(quoted))
        return super()._compute_price_rule(products, quantity, **more)

    def _get_applicable_rules(self, products, date, **kwargs):
        """Our list has one rule, and it is for all goods: nothing to look for."""
        rule_id = self.env["ir.model.data"]._xmlid_to_res_id("krokus_pricing.pricelist_item")
        if rule_id and self == self._krokus_ours():
            return self.env["product.pricelist.item"].browse(rule_id)
        return super()._get_applicable_rules(products, date, **kwargs)

    @api.model
    def _krokus_alone(self, products, quantity, uom=None, date=False):
        """{product id: Price or None} of products that are each bought alone, by the user.

        None: an offer that no list knows. What is absent is not priced by Krokus.
        """
        offers = self._krokus_offers(products)
        user = self.env.user
        client = self.env["res.partner"] if user._is_public() else user.partner_id
        at = date if isinstance(date, datetime) else None
        quote = offers._krokus_quote(client, offers.ids, at)
        found = {}
        for offer in offers:
            if quote.has_say(offer.id):
                asked = quantity
                if uom and uom != offer.uom_id:
                    asked = uom._compute_quantity(quantity, offer.uom_id, raise_if_failure=False)
                found[offer.id] = quote.alone(offer.id, asked)
        return found

    @api.model
    def _krokus_offers(self, products):
        if products._name == "product.product":
            return products
        return products.product_variant_ids
