from typing import NamedTuple

from odoo import models
from odoo.addons.krokus_cart_reserve import ledger
from odoo.addons.krokus_cart_reserve.take import ZERO, Wish, totals
from odoo.addons.krokus_catalog.see_as import is_seeing
from odoo.addons.krokus_pricing.tax import with_added

from ..floor import BasketLine, BasketPage, Shipment


class Line(NamedTuple):
    """What became of one asked line: `message` says why it is less than was asked.

    `missing`: how many units more bring the wholesale price.
    """

    product_id: int
    asked: object
    granted: object
    free: object = None
    price: object = None
    kind: str | None = None
    missing: object = ZERO
    message: str | None = None
    session_id: int = 0
    question: str | None = None  # of this much is asked first: nothing was taken


class Summary(NamedTuple):
    """The basket in a few words, for the bar that every page shows.

    `prices`: {product id: what is paid for one}, for a line that crosses a threshold moves others;
    `counted`: {a group's name: how much of it}, by which a page knows of those not in the basket.
    `held`: {product id: [(session id, quantity)]}, for another page may have changed it.
    """

    lines: int
    amount: object
    seconds_left: int | None
    number: int
    late: bool = False  # another page of the client's was quicker: nothing changed
    prices: dict = {}
    held: dict = {}
    counted: dict = {}


class KrokusBasket(models.Model):
    _name = "krokus.basket"
    _inherit = ["krokus.basket", "krokus.ask.first"]

    # ---------------------------------------------------------- the fast route

    def _take_asked(self, asked, number=None, sessions=None, sure=()):
        """([Line], Summary) for {product id: absolute quantity}, {product id: chosen session}.

        Asks what may be seen and what it costs, then takes; what nobody may see is answered as
        what does not exist. No order line is written here. What may be a slip, and is not among
        the product ids that the person is `sure` of, is asked about first.
        """
        self.ensure_one()
        sessions = sessions or {}
        with self._at_counter(number) as counter:
            held = counter.held()
            offers, quote = self._on(counter)._asked_offers(asked, held)
            sold = {key: offer for key, offer in offers.items() if offer.sold}
            wanted = {key: asked[key] for key in asked if key in held or key in sold}
            questions = self._ask_first(counter, sold, wanted, sessions, sure)
            wanted |= {key: question.kept for key, question in questions.items()}
            whole = {**held, **wanted}
            prices = quote.prices(whole)
            # What has no price is not sold: what is held of it can only be given back.
            unpriced = {key: sold[key]._replace(sold=False) for key in sold.keys() - prices.keys()}
            counter.offers = offers | unpriced
            taken = self._serve(counter, _wishes(wanted, held, prices, sessions))
            now, moved = _repriced(taken.contents, quote, {_key(whole): prices})
            ledger.set_prices(counter.cr, self.id, moved, key="id")
        prices |= now
        grants = {grant.product_id: grant for grant in taken.grants}
        lines = [
            self._line(key, asked[key], sessions.get(key, 0), grants.get(key), prices.get(key))
            for key in asked
        ]
        added = self._added(prices, quote)
        lines = self._asked_back(lines, questions)
        summary = self._summary(taken.contents, prices, added, taken.number, taken.late)
        counted = quote.counted(totals(taken.contents))
        return lines, summary._replace(held=_by_session(taken.contents), counted=counted)

    def _on(self, counter):
        """The same basket, its goods and prices read on the side cursor, as they are now."""
        known = {"partner_id": counter.client.id, "website_id": self.website_id.id}
        there = self.with_env(self.env(cr=counter.cr))
        there._update_cache(known, validate=False)
        return there

    def _asked_offers(self, asked, held):
        """({id: take.Offer} of what was asked, the Quote of all that may be in the basket)."""
        products = self.env["product.product"]
        offers = self._offered(self.env.cr, asked) if asked else {}
        sold = {key for key, offer in offers.items() if offer.sold}
        quote = products._krokus_quote_as_written(self.partner_id, sold | held.keys())
        return offers, products._krokus_to_pay(self.partner_id, quote)

    def _quote(self, contents):
        client, products = self.env.user.partner_id, self.env["product.product"]
        quote = products._krokus_quote(client, {held.product_id for held in contents})
        return products._krokus_to_pay(client, quote)

    def _reprice(self, contents, quote):
        """The prices of what the basket holds, remembered as shown where they moved."""
        prices, moved = _repriced(contents, quote)
        if moved and not is_seeing():
            self._show_prices(moved)
        return prices

    def _line(self, product_id, asked, session_id, grant, price):
        if not grant:
            message = self.env._("This offer is not on sale any more: reload the page.")
            return Line(product_id, asked, ZERO, message=message, session_id=session_id)
        return Line(
            product_id,
            asked,
            grant.granted,
            grant.free,
            price and price.amount,
            price and price.kind,
            price.missing if price else ZERO,
            self._sentence(grant) if grant.granted < asked else None,
            session_id,
        )

    def _summary(self, contents=None, prices=None, added=None, number=None, late=False):
        """The basket in short: of these contents, prices and rates, or of the present ones."""
        contents = self._contents() if contents is None else contents
        paid = {key: price.amount for key, price in (prices or {}).items()}
        if added is None:
            added = self._added([held.product_id for held in contents])
        return Summary(
            lines=len(contents),
            amount=sum(
                (
                    with_added(
                        held.quantity * paid.get(held.product_id, held.price),
                        added.get(held.product_id, ZERO),
                    )
                    for held in contents
                ),
                ZERO,
            ),
            seconds_left=min((held.seconds_left for held in contents), default=None),
            number=self.request_number if number is None else number,
            late=late,
            prices={
                held.product_id: with_added(
                    paid.get(held.product_id, held.price), added.get(held.product_id, ZERO)
                )
                for held in contents
            },
        )

    def _added(self, product_ids, quote=None):
        """{product id: rate of the VAT that comes on top}: what a client pays contains it."""
        if quote:
            return {key: quote.offers[key].added for key in product_ids if key in quote.offers}
        if not product_ids:
            return {}
        return self.env["product.product"]._krokus_added_tax(self.sudo().partner_id, product_ids)

    def _take_again(self):
        """Hold again what ran out; sentences on what is short."""
        lost = totals(self._lost())  # of nobody, before the first take
        return self._problems(self._take_more(lost, sure=lost)) if lost else []

    def _take_more(self, quantities, sure=()):
        """Hold {product id: quantity} beside what the basket holds; [Line] of both together."""
        held = totals(self._contents())
        asked = {key: held.get(key, ZERO) + quantity for key, quantity in quantities.items()}
        return self._take_asked(asked, sure=sure)[0]

    def _problems(self, lines):
        """Sentences on what is short, each with the offer's name: they stand apart from it."""
        products, found = self.env["product.product"].sudo(), []
        for line in lines:
            if line.message:
                name = products.browse(line.product_id).display_name
                found.append(line.message if name in line.message else f"{name}: {line.message}")
        return found

    # ------------------------------------------------------------ its own page

    def _page(self):
        """All that the basket's page shows, at today's prices: what it shows can be confirmed."""
        before = self._contents()
        quote = self._quote(before)
        prices = self._reprice(before, quote)
        added = self._added(prices, quote)
        was = {held.id: held.price for held in before}
        holds = [
            held._replace(price=prices[held.product_id].amount)
            if held.product_id in prices
            else held
            for held in before
        ]
        offers = self.env["product.product"].sudo().browse({held.product_id for held in holds})
        by_id = {offer.id: offer for offer in offers}
        floors = offers.product_tmpl_id._krokus_floor(offers)
        reasons = self._left_out(holds)
        sessions = self.env["krokus.trading.session"].sudo()
        shipments = [
            Shipment(
                group.key,
                group.values.get("krokus_shipment_date"),
                sessions.browse(group.values.get("krokus_session_id")).mode or "",
                [
                    self._page_line(held, by_id[held.product_id], was, floors, added, reasons)
                    for held in group.holds
                ],
            )
            for group in self._confirm_groups(holds)
        ]
        return BasketPage(shipments, self._lost_names())

    def _page_line(self, held, product, shown, floors, added, reasons):
        was = shown[held.id]
        return BasketLine(
            hold_id=held.id,
            product=product,
            quantity=held.quantity,
            price=held.price,
            was=was if was != held.price else None,
            floor=floors[product.product_tmpl_id.id].of_shipment(held.session_id, held.quantity),
            reason=reasons.get(held.id),
            added=added.get(held.product_id, ZERO),
        )

    def _order_values(self):
        """Whatever address is chosen, the taxes are those that the page showed."""
        position = self.sudo().partner_id._krokus_fiscal_position()
        return {**super()._order_values(), "fiscal_position_id": position.id}

    def _addresses(self):
        """The places, each there once, also where several people have it."""
        known = self._places()
        places = known.grouped(lambda one: (one.street, one.street2, one.zip, one.city))
        return known.browse(same[0].id for same in places.values())

    def _places(self):
        """Where the client's goods can be brought: the streets of his company and its people."""
        person = self.sudo().partner_id
        company = person.commercial_partner_id
        return (company | company.child_ids | person).filtered("street")

    def _lost_names(self):
        """[(name, quantity)] of what ran out since the client last looked."""
        products = self.env["product.product"].sudo()
        return [(products.browse(lost.product_id).name, lost.quantity) for lost in self._lost()]


def _wishes(wanted, held, prices, sessions):
    """[Wish] of {product id: quantity}, at {product id: price} of those that have one."""
    return [
        Wish(
            *(key, quantity, prices[key].amount if key in prices else ZERO),
            sessions.get(key, 0),
        )
        for key, quantity in wanted.items()
        if key in held or key in prices
    ]


def _repriced(contents, quote, known=()):
    """(the prices of what is held, {hold id: price} of those that are not what was shown).

    `known`: {key of quantities: their prices}, worked out before.
    """
    quantities = totals(contents)
    key = _key(quantities)
    prices = known[key] if key in known else quote.prices(quantities)
    moved = {
        held.id: prices[held.product_id].amount
        for held in contents
        if held.product_id in prices and held.price != prices[held.product_id].amount
    }
    return prices, moved


def _by_session(contents):
    found = {}
    for held in contents:
        found.setdefault(held.product_id, []).append((held.session_id, held.quantity))
    return found


def _key(quantities):
    """Of all that is there in these quantities."""
    return frozenset((key, quantity) for key, quantity in quantities.items() if quantity)
