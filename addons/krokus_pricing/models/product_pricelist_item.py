from odoo import fields, models


class ProductPricelistItem(models.Model):
    """The one rule of the Krokus price list: core asks it, and it asks `price.py`."""

    _inherit = "product.pricelist.item"

    compute_price = fields.Selection(
        selection_add=[("krokus", "Krokus prices")], ondelete={"krokus": "cascade"}
    )

    def _compute_base_price(self, product, quantity, uom, date, currency, **kwargs):
        """The Price that the caller has quoted, in the unit and the currency that he asks for.

        An offer without a price answers 0, and the shop and the orders refuse it in words.
        """
        core = super()._compute_base_price
        if self.compute_price != "krokus":
            return core(product, quantity, uom, date, currency, **kwargs)
        offer = self.pricelist_id._krokus_offers(product)[:1]
        quoted = kwargs.get("krokus_prices")
        prices = quoted() if quoted else self.pricelist_id._krokus_alone(offer, quantity, uom, date)
        if offer.id not in prices:
            return core(product, quantity, uom, date, currency, **kwargs)
        found = prices[offer.id]
        return self._krokus_converted(float(found.amount) if found else 0.0, product, uom, currency)

    def _krokus_converted(self, amount, product, uom, currency):
        if uom != product.uom_id:
            amount = product.uom_id._compute_price(amount, uom)
        own = self.pricelist_id.currency_id
        if own != currency:
            amount = own._convert(amount, currency, self.env.company, round=False)
        return amount
