from odoo import api, models
from odoo.addons.krokus_cart_reserve.ledger import Place, exact, offered
from odoo.addons.krokus_cart_reserve.side import side_cursor
from odoo.addons.krokus_cart_reserve.take import ZERO

from ..floor import Day


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _krokus_orderable(self, product_ids, client, website):
        """{product id: take.Offer} of those that the client may see and order on the website.

        It reads what is written down: on the side cursor, nothing else can be.
        """
        if not product_ids:
            return {}
        place = Place(website.id, website._get_cached("company_id"))
        offers = offered(self.env.cr, product_ids, client.id, place)
        return {key: offer for key, offer in offers.items() if offer.sold}

    @api.model
    def _krokus_quote_ahead(self, client, product_ids):
        """On the side, where such statements are planned already."""
        with side_cursor(self.env) as cr:
            there = self.with_env(self.env(cr=cr))
            quote = there._krokus_quote_as_written(client, product_ids)
        self._krokus_kept_quotes().append((client, frozenset(product_ids), quote))

    @api.model
    def _krokus_free_now(self, product_ids, website):
        """({product id: what others leave of it}, seconds until the first hold of them ends).

        Of preorders {session id: what its quota leaves}. What the client may not see is left out.
        """
        client = self.env.user.partner_id
        offers = self.sudo().browse(self._krokus_orderable(product_ids, client, website))
        preorders = offers.filtered(lambda product: product.krokus_mode == "preorder")
        stock = self.env["krokus.stock"]
        found = dict(stock._free_of(offers - preorders))
        if preorders:
            answers = self.env["krokus.trading.floor"]._may_buy(client, preorders)
            for product_id, days in preorders._krokus_days(answers, []).items():
                found[product_id] = {day.session_id: day.free for day in days}
        return found, min(stock._seconds_until_freed(offers.ids).values(), default=None)

    def _krokus_days(self, answers, contents):
        """{product id: [Day]}: the open shipments of preorders, with their quotas, the first day
        first; none for what the exchange sells."""
        held = {(line.product_id, line.session_id): line.quantity for line in contents}
        open_now = {
            offer.id: answers[offer.id].choices or (answers[offer.id],)
            for offer in self
            if offer.product_tmpl_id.krokus_mode == "preorder" and answers[offer.id].session_id
        }
        free = self.env["krokus.stock"]._free_at(
            {
                (product_id, choice.pool_id)
                for product_id, choices in open_now.items()
                for choice in choices
                if product_id in choice.counted
            }
        )
        moment = self.env["krokus.trading.floor"]._moment
        days = {offer.id: [] for offer in self}
        for product_id, choices in open_now.items():
            for choice in choices:
                mine = held.get((product_id, choice.session_id), ZERO)
                left = free.get((product_id, choice.pool_id))
                days[product_id].append(
                    Day(
                        *(choice.session_id, choice.ships_on, moment(choice.until), mine),
                        None if left is None else exact(left) + mine,
                    )
                )
        return days
