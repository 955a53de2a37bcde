from odoo import fields, models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO, totals

from ..floor import Day, FloorOffer


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _krokus_floor(self):
        """{template id: FloorOffer} for the user, in a number of queries that does not grow."""
        offers = self.sudo().product_variant_id
        client = self.env.user.partner_id
        basket = self.env["website"].get_current_website()._krokus_basket()
        contents = basket._contents()
        held = totals(contents)
        quote = offers._krokus_quote(client, {*offers.ids, *held})
        prices = quote.prices(dict.fromkeys(offers.ids, ZERO) | held)
        answers = self.env["krokus.trading.floor"]._may_buy(client, offers)
        days = offers._krokus_days(answers, contents)
        free = self.env["krokus.stock"]._free_of(offers)
        changes = self.env["krokus.stock"]._seconds_until_freed(offers.ids)
        return {
            offer.product_tmpl_id.id: self._krokus_floor_offer(
                offer, held, free, prices.get(offer.id), answers[offer.id], days[offer.id]
            )._replace(changes_in=changes.get(offer.id, 0))
            for offer in offers
        }

    def _krokus_floor_offer(self, offer, held, free, price, answer, days):
        """Of a preorder the page shows the shipment of which the client has something already."""
        trading = self.env["krokus.trading.floor"]
        mine = held.get(offer.id, ZERO)
        day = next((day for day in days if day.held), days[0] if days else None)
        if not day:
            count = exact(free[offer.id]) + mine if offer.krokus_mode == "exchange" else None
            day = Day(0, answer.ships_on, trading._moment(answer.until), mine, count)
        return FloorOffer(
            product_id=offer.id,
            step=exact(offer.krokus_packing_step),
            held=day.held,
            free=day.free,
            price=price and price.amount,
            why=self.env["krokus.price.reason"]._in_short(price) if price else "",
            missing=price.missing if price else ZERO,
            ships_on=day.ships_on,
            closes=day.closes,
            opens_in=self._krokus_opens_in(answer),
            refusal=None if answer.allowed else trading._sentence(answer),
            session_id=day.session_id,
            days=tuple(days),
        )

    def _krokus_opens_in(self, answer):
        """Seconds until it opens, for a page that waits for the bell."""
        if not answer.opens_at:
            return 0
        return max(int((answer.opens_at - fields.Datetime.now()).total_seconds()), 1)
