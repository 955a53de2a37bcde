from functools import cache
from math import ceil

from odoo import fields, models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO, totals
from odoo.addons.krokus_pricing.quote import name_of
from odoo.addons.krokus_pricing.tax import with_added

from ..floor import Day, FloorOffer, number


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _krokus_floor(self, offers=None):
        """{template id: FloorOffer} for the user, in a number of queries that does not grow.

        `offers`: their variants, where archived ones are among them, which core does not find.
        """
        offers = self.sudo().product_variant_id if offers is None else offers
        client = self.env.user.partner_id
        basket = self.env["website"].get_current_website()._krokus_basket()
        contents = basket._contents()
        held = totals(contents)
        quote = offers._krokus_quote(client, {*offers.ids, *held})
        quote = offers._krokus_to_pay(client, quote)
        prices = quote.prices(dict.fromkeys(offers.ids, ZERO) | held)
        answers = self.env["krokus.trading.floor"]._may_buy(client, offers)
        days = offers._krokus_days(answers, contents)
        free = self.env["krokus.stock"]._free_of(offers)
        changes = self.env["krokus.stock"]._seconds_until_freed(offers.ids)
        moment = cache(self.env["krokus.trading.floor"]._moment)  # most close in the same one
        return {
            offer.product_tmpl_id.id: self._krokus_floor_offer(
                offer, held, free, prices.get(offer.id), answers[offer.id], days[offer.id], moment
            )._replace(changes_in=changes.get(offer.id, 0), **_wholesale(quote, offer.id))
            for offer in offers
        }

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        """The page of an offer shows what it costs beside what the basket holds, as all others.

        Core asks for one where nobody has chosen a quantity.
        """
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if product_or_template._name == "product.product" and not self.env.user._is_public():
            offer, client = product_or_template.sudo(), self.env.user.partner_id
            held = totals(website._krokus_basket()._contents())
            quote = offer._krokus_to_pay(client, offer._krokus_quote(client, {offer.id, *held}))
            chosen = exact(quantity) if quantity > 1 else ZERO
            counted = held | {offer.id: max(held.get(offer.id, ZERO), chosen)}
            price = quote.prices(counted).get(offer.id)
            if price:
                info["price"] = number(with_added(price.amount, quote.offers[offer.id].added))
        return info

    def _krokus_floor_offer(self, offer, held, free, price, answer, days, moment):
        """Of a preorder the page shows the shipment of which the client has something already."""
        trading = self.env["krokus.trading.floor"]
        goods = offer.product_tmpl_id  # core works a variant's fields out once more
        mine = held.get(offer.id, ZERO)
        day = next((day for day in days if day.held), days[0] if days else None)
        if not day:
            count = exact(free[offer.id]) + mine if goods.krokus_mode == "exchange" else None
            day = Day(0, answer.ships_on, moment(answer.until), mine, count)
        return FloorOffer(
            product_id=offer.id,
            step=exact(goods.krokus_packing_step),
            held=day.held,
            free=day.free,
            price=price and price.amount,
            why=self.env["krokus.price.reason"]._in_short(price) if price else "",
            missing=price.missing if price else ZERO,
            ships_on=day.ships_on,
            closes=day.closes,
            bell_in=self._krokus_bell_in(answer),
            refusal=None if answer.allowed else trading._sentence(answer),
            session_id=day.session_id,
            days=tuple(days),
        )

    def _krokus_bell_in(self, answer):
        """Seconds until what the page says of it changes; 0 if nothing is known to come."""
        ends = [choice.until for choice in answer.choices or (answer,)]
        bells = [bell for bell in (answer.opens_at, *ends) if bell]
        if not bells:
            return 0
        return max(ceil((min(bells) - fields.Datetime.now()).total_seconds()), 1)


def _wholesale(quote, product_id):
    """Both prices of an offer, and of what how many bring the wholesale one; and its VAT."""
    both = quote.both(product_id)
    if not both:
        return {}
    quoted, (retail, more) = quote.offers[product_id], both
    return {
        "added": quoted.added,
        "retail": retail.amount,
        "wholesale": more and more.amount,
        "wholesale_from": quoted.offer.wholesale_from,
        "group": name_of(quoted.group),
    }
