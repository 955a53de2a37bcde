from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PricingCase


@tagged("post_install", "-at_install")
class TestOpenCart(PricingCase):
    """Rules move while a cart is open: the next page is right, and says what has changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.rose | cls.tulip).type = "service"  # nothing here is about stock
        cls.website = cls.env["website"].search([], limit=1)

    def test_another_tier_changes_the_next_page(self):
        cart = self.order(self.website, rose=1)
        self.client.krokus_tier_id = self.env.ref("krokus_catalog.client_tier_1")
        cart._verify_cart()
        self.assertEqual(cart.order_line.price_unit, 100)
        self.assertIn("90.00", cart.order_line.shop_warning)
        self.assertIn("100.00", cart.order_line.shop_warning)

    def test_a_price_from_the_books_changes_the_next_page(self):
        cart = self.order(self.website, rose=1, tulip=1)
        self.own.price_ids.retail = 95
        cart._verify_cart()
        rose, tulip = cart.order_line
        self.assertEqual((rose.price_unit, tulip.price_unit), (95, 50))
        self.assertFalse(tulip.shop_warning)

    def test_a_condition_holds_until_its_moment_and_not_at_it(self):
        noon = fields.Datetime.now().replace(hour=12, minute=0, second=0)
        self.make_condition(
            -5, client_id=self.client, starts_at=noon - timedelta(days=1), ends_at=noon
        )
        price = self.env["product.product"]._krokus_price_basket
        before, at = (
            float(price(self.client, {self.rose.id: 1}, moment)[self.rose.id].amount)
            for moment in (noon - timedelta(seconds=1), noon)
        )
        self.assertEqual((before, at), (85.5, 90))

    def test_an_expired_condition_changes_the_cart_and_not_the_order_before_it(self):
        condition = self.make_condition(-5, client_id=self.client)
        order, cart = self.order(rose=1), self.order(self.website, rose=1)
        order.action_confirm()
        condition.ends_at = fields.Datetime.now()
        cart._verify_cart()
        order.order_line.product_uom_qty = 2
        self.assertEqual((cart.order_line.price_unit, order.order_line.price_unit), (90, 85.5))

    def test_nothing_is_confirmed_at_a_price_that_was_not_shown(self):
        cart = self.order(self.website, rose=1)
        self.own.price_ids.retail = 95
        self.assertIn("Red Naomi", cart._confirmation_error_message())
        cart._verify_cart()
        self.assertFalse(cart._confirmation_error_message())

    def test_crossing_the_threshold_prices_the_others_once_and_not_crossing_nothing(self):
        cart = self.order(self.website, rose=60, tulip=20)
        rose, tulip = cart.order_line
        self.own.price_ids.retail = 95
        tulip.product_uom_qty = 30
        self.assertEqual(rose.price_unit, 90, "not crossed: not asked again")
        tulip.product_uom_qty = 40
        self.assertEqual((rose.price_unit, tulip.price_unit), (70, 40))
        tulip.unlink()
        self.assertEqual(rose.price_unit, 95)

    def test_a_price_that_a_manager_gave_by_hand_stays(self):
        order = self.order(rose=60, tulip=39)
        order.order_line[0].price_unit = 77
        order.order_line[1].product_uom_qty = 40
        self.assertEqual(order.order_line.mapped("price_unit"), [77, 40])

    def test_a_line_keeps_what_it_was_priced_by(self):
        order = self.order(rose=60, tulip=40)
        kept = order.order_line[0]._krokus_price()
        self.assertEqual((kept.kind, kept.amount, kept.quantity), ("wholesale", 70, 100))
        self.assertEqual(order.order_line[0].krokus_priced_quantity, 100)

    def test_an_offer_without_a_price_is_refused_in_words(self):
        lily = self.make_offer("Lily", list_price=7)
        cart = self.order(self.website)
        with self.assertRaisesRegex(UserError, "Lily has no price yet"):
            cart.order_line = [(0, 0, {"product_id": lily.id})]
        self.assertFalse(self.env["sale.order.line"].search([("product_id", "=", lily.id)]))
        self.assertTrue(lily.with_user(self.buyer).product_tmpl_id.krokus_on_request)

    def test_a_quotation_with_an_offer_without_a_price_is_not_confirmed(self):
        self.lily = self.make_offer("Lily", list_price=7)
        order = self.order(lily=1)
        self.assertEqual(order.order_line.price_unit, 0)
        self.assertIn("Lily has no price yet", order._confirmation_error_message())
        order.order_line.price_unit = 12
        self.assertFalse(order._confirmation_error_message())

    def test_an_offer_that_loses_its_price_in_a_cart_is_not_confirmed(self):
        cart = self.order(self.website, rose=1)
        (self.rose).type = "consu"
        (self.own | self.common).price_ids.filtered(
            lambda row: row.product_id == self.rose
        ).unlink()
        self.assertIn("Red Naomi", cart._confirmation_error_message())

    def test_what_costs_nothing_by_a_condition_may_be_bought(self):
        self.make_condition(-100, client_id=self.client)
        order = self.order(rose=1)
        order.action_confirm()
        self.assertEqual((order.state, order.order_line.price_unit), ("sale", 0))

    def test_lines_that_are_written_together_cross_the_threshold_together(self):
        """And by as many queries as one of them."""
        offers = [
            self.make_offer(f"Offer {number}", self.rose.categ_id, taxes_id=False)
            for number in range(10)
        ]
        self.env["krokus.price"].create(
            [
                {"list_id": self.common.id, "product_id": offer.id, "retail": 5, "wholesale": 4}
                for offer in offers
            ]
        )
        order = self.order()
        order.order_line = [(0, 0, {"product_id": offer.id}) for offer in offers]
        counts = []
        for size, quantity in ((1, 2), (1, 3), (10, 10)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.order_line = [
                (1, line.id, {"product_uom_qty": quantity}) for line in order.order_line[:size]
            ]
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(set(order.order_line.mapped("price_unit")), {4})
        self.assertEqual(set(order.order_line.mapped("krokus_price_kind")), {"wholesale"})
        self.assertEqual(*counts[1:])
        order.order_line = [(1, order.order_line[0].id, {"product_uom_qty": 1})]
        self.assertEqual(set(order.order_line.mapped("price_unit")), {5})

    def test_a_changed_line_costs_as_many_queries_in_a_small_cart_as_in_a_large_one(self):
        offers = [self.make_offer(f"Offer {number}", self.rose.categ_id) for number in range(40)]
        self.env["krokus.price"].create(
            [{"list_id": self.common.id, "product_id": offer.id, "retail": 5} for offer in offers]
        )
        counts = []
        for size in (3, 3, 40):
            lines = [(0, 0, {"product_id": offer.id}) for offer in offers[:size]]
            order = self.order()
            order.order_line = lines
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            order.order_line[0].product_uom_qty = 2
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
