from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestTakeRoute(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def ask(self, *lines, number=None):
        return self.make_jsonrpc_request("/krokus/take", {"lines": lines, "number": number})

    def held(self, user=None):
        return {
            line.product_id: line.quantity for line in self.basket(user or self.anna)._contents()
        }

    def test_answer_has_hold_quantity_price_and_basket(self):
        answer = self.ask([self.rose.id, 20], number=1)
        (line,) = answer["lines"]
        self.assertEqual((line["granted"], line["free"], line["message"]), (20, 80, None))
        self.assertEqual((line["price"], line["kind"]), (100, "retail"))
        self.assertEqual((answer["basket"]["lines"], answer["basket"]["amount"]), (1, 2000))
        self.assertGreater(answer["basket"]["seconds_left"], 3500)
        self.assertEqual(self.held(), {self.rose.id: 20})

    def test_no_order_line_is_written(self):
        before = self.env["sale.order.line"].search_count([])
        self.ask([self.rose.id, 20])
        self.assertEqual(self.env["sale.order.line"].search_count([]), before)

    def test_core_that_asks_for_the_cart_finds_its_lines(self):
        """Whatever its session remembers of a cart that was smaller."""
        for quantity in (20, 30, 0):
            self.ask([self.rose.id, quantity])
            self.assertEqual(self.make_jsonrpc_request("/shop/cart/quantity"), quantity)
            lines = self.basket(self.anna)._find_cart().order_line
            self.assertEqual(sum(lines.mapped("product_uom_qty")), quantity)

    def test_hidden_offer_is_answered_as_a_missing_one(self):
        hidden, missing = self.ask([self.hidden.id, 1], [2**31 - 1, 1])["lines"]
        self.assertEqual({**hidden, "product_id": 0}, {**missing, "product_id": 0})
        self.assertEqual(hidden["granted"], 0)
        self.assertFalse(self.held())

    def test_what_can_be_ordered_is_what_the_rules_show(self):
        offers = self.rose | self.hidden
        for values in ({"active": False}, {"sale_ok": False}, {"is_published": False}):
            offers |= self.make_offer(f"An offer with {values}", self.category)
            offers[-1].product_tmpl_id.write(values)
        other = self.env["res.company"].create({"name": "Another"})
        offers |= self.make_offer("Of another company", self.category, company_id=other.id)
        for category in self.categories_of_all_kinds():
            offers |= self.make_offer(f"In {category.complete_name}", category)
        self.env.flush_all()
        for user in (self.anna, self.env.ref("base.public_user")):
            seen = self.env["product.product"].with_user(user)
            shown = seen.search([("id", "in", offers.ids), ("sale_ok", "=", True)])
            self.assertEqual(
                set(seen._krokus_orderable(offers.ids, seen.env.user.partner_id, self.website)),
                set(shown.ids),
            )

    def categories_of_all_kinds(self):
        """Every kind of category, alone and below every kind that lets it stand there."""
        mine, others = self.env["krokus.client.tier"].search([])[:2]
        tops = [
            self.make_category(
                f"{kind} {tiers.name}", krokus_visibility=kind, krokus_tier_ids=tiers
            )
            for kind, tiers in (
                ("public", mine.browse()),
                ("clients", mine.browse()),
                ("tiers", mine),
                ("tiers", others),
                ("managers", mine.browse()),
            )
        ]
        yield from tops
        for top in tops:
            for kind in ("inherit", "managers"):
                yield self.make_category(f"below, {kind}", parent_id=top.id, krokus_visibility=kind)

    def test_what_cannot_be_sold_leaves_a_filled_basket_as_it_is(self):
        self.ask([self.rose.id, 20])
        answer = self.ask([self.hidden.id, 1], [2**31 - 1, 1])
        self.assertEqual([line["granted"] for line in answer["lines"]], [0, 0])
        self.assertEqual((answer["basket"]["lines"], answer["basket"]["amount"]), (1, 2000))
        self.assertEqual(self.held(), {self.rose.id: 20})

    def test_unpriced_offer_is_not_sold(self):
        tulip = self.make_offer("Tulip", category=self.category)
        self.stock(10, tulip)
        (line,) = self.ask([tulip.id, 1])["lines"]
        self.assertEqual(line["granted"], 0)
        self.assertTrue(line["message"])
        self.assertFalse(self.held())

    def test_part_of_a_pack_gives_the_packs_below_and_says_so(self):
        (line,) = self.ask([self.rose.id, 37])["lines"]
        self.assertEqual(line["granted"], 30)
        self.assertTrue(line["message"])

    def test_too_many_gives_what_there_is_and_says_so(self):
        (line,) = self.ask([self.rose.id, 200])["lines"]
        self.assertEqual(line["granted"], 100)
        self.assertTrue(line["message"])

    def test_crossing_the_threshold_moves_the_prices_of_the_whole_basket(self):
        tulip = self.make_offer("Tulip", category=self.category, krokus_packing_step=5)
        self.price(tulip, 50, 40)
        self.stock(100, tulip)
        self.ask([self.rose.id, 60])
        (line,) = self.ask([tulip.id, 40])["lines"]
        self.assertEqual((line["price"], line["kind"]), (40, "wholesale"))
        prices = {line.product_id: line.price for line in self.basket(self.anna)._contents()}
        self.assertEqual(prices, {self.rose.id: 80, tulip.id: 40})
        self.ask([tulip.id, 35])
        prices = {line.product_id: line.price for line in self.basket(self.anna)._contents()}
        self.assertEqual(prices, {self.rose.id: 100, tulip.id: 50})

    def test_late_request_changes_nothing(self):
        self.ask([self.rose.id, 30], number=2)
        answer = self.ask([self.rose.id, 10], number=1)
        self.assertTrue(answer["basket"]["late"])
        self.assertEqual((answer["basket"]["number"], self.held()), (2, {self.rose.id: 30}))

    @mute_logger("odoo.http")
    def test_nonsense_is_refused_in_words_and_changes_nothing(self):
        self.ask([self.rose.id, 30])
        for lines in ([[self.rose.id, -5]], [[self.rose.id, None]], "1;2", [[self.rose.id]]):
            with self.subTest(lines), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request("/krokus/take", {"lines": lines})
        self.assertEqual(self.held(), {self.rose.id: 30})

    def test_closed_floor_says_when_it_opens(self):
        self.trading.active = False
        self.make_session(opens=1, closes=2)
        (line,) = self.ask([self.rose.id, 10])["lines"]
        self.assertEqual(line["granted"], 0)
        self.assertRegex(line["message"], r"\d\d\.\d\d, \d\d:\d\d")

    @mute_logger("odoo.http")
    def test_guest_takes_nothing(self):
        self.authenticate(None, None)
        with self.assertRaises(JsonRpcException):
            self.ask([self.rose.id, 10])
        self.assertEqual(self.free(), 100)

    def test_number_of_queries_does_not_grow_with_the_lines(self):
        offers = [self.make_offer(f"Offer {n}", category=self.category) for n in range(30)]
        for offer in offers:
            self.price(offer, 10)
            self.stock(10, offer)
        basket = self.basket(self.anna)
        counts = []
        # The first two also learn what every later take knows.
        for some in (offers[:2], offers[2:4], offers[4:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            basket._take_asked({offer.id: 1 for offer in some})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
