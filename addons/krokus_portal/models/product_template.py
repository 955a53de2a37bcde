from odoo import models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO

from ..floor import FloorOffer


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _krokus_floor(self):
        """{template id: FloorOffer} for the user, in a number of queries that does not grow."""
        offers = self.sudo().product_variant_id
        client = self.env.user.partner_id
        basket = self.env["website"].get_current_website()._krokus_basket()
        held = {line.product_id: line.quantity for line in basket._contents()}
        quote = offers._krokus_quote(client, {*offers.ids, *held})
        prices = quote.prices(dict.fromkeys(offers.ids, ZERO) | held)
        answers = self.env["krokus.trading.session"]._may_buy(client, offers)
        free = self.env["krokus.stock"]._free_of(offers)
        return {
            offer.product_tmpl_id.id: self._krokus_floor_offer(
                offer,
                held.get(offer.id, ZERO),
                exact(free[offer.id]),
                prices.get(offer.id),
                answers[offer.id],
            )
            for offer in offers
        }

    def _krokus_floor_offer(self, offer, held, free, price, answer):
        sessions = self.env["krokus.trading.session"]
        return FloorOffer(
            product_id=offer.id,
            step=exact(offer.krokus_packing_step),
            held=held,
            free=free + held if offer.krokus_mode == "exchange" else None,
            price=price and price.amount,
            why=self.env["krokus.price.reason"]._in_short(price) if price else "",
            missing=price.missing if price else ZERO,
            ships_on=answer.ships_on,
            until=answer.until,
            refusal=None if answer.allowed else sessions._sentence(answer),
        )
