from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestDoors(ReserveCase):
    """Core's own ways to write a line, an order, a state."""

    def setUp(self):
        super().setUp()
        self.stock(100)
        self.cart = self.basket(self.anna)._cart()

    def line(self, quantity, **values):
        return (0, 0, {"product_id": self.rose.id, "product_uom_qty": quantity, **values})

    def ended(self):
        """As if the request had committed."""
        self.env.cr.postcommit.run()

    def held(self):
        return sum(held.quantity for held in self.basket(self.anna)._contents())

    def quotation(self, quantity, **values):
        partner = {"partner_id": self.boris.partner_id.id}
        return self.env["sale.order"].create(
            {**partner, "order_line": [self.line(quantity)], **values}
        )

    def test_a_take_that_no_page_has_shown_survives_cores_line(self):
        self.take(self.anna, 30)
        self.cart.write({"order_line": [self.line(20)]})
        self.ended()
        self.assertEqual(self.held(), 50)
        self.cart._krokus_project(self.basket(self.anna))
        self.assertEqual(self.cart.order_line.product_uom_qty, 50)

    def test_less_is_given_back_when_the_request_has_ended(self):
        self.cart.write({"order_line": [self.line(50)]})
        self.ended()
        self.cart.order_line.product_uom_qty = 20
        self.assertEqual(self.held(), 50)
        self.ended()
        self.assertEqual(self.held(), 20)

    def test_up_and_down_in_one_request_ends_where_the_line_ends(self):
        self.cart.write({"order_line": [self.line(50)]})
        for quantity in (20, 60, 10, 30):
            self.cart.order_line.product_uom_qty = quantity
        self.ended()
        self.assertEqual((self.held(), self.free()), (30, 70))

    def test_an_undone_savepoint_holds_nothing(self):
        self.cart.write({"order_line": [self.line(20)]})
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.cart.order_line.product_uom_qty = 70
            raise ZeroDivisionError
        self.ended()
        self.assertEqual(self.held(), 20)

    def test_an_offer_in_two_lines_is_held_and_shown_as_one(self):
        self.cart.write({"order_line": [self.line(20), self.line(10)]})
        self.assertEqual(self.held(), 30)
        self.take(self.anna, 40)
        self.cart._krokus_project(self.basket(self.anna))
        self.assertEqual(self.cart.order_line.mapped("product_uom_qty"), [40])

    def test_a_dozen_is_twelve(self):
        self.rose.krokus_packing_step = 1
        dozen = self.env.ref("uom.product_uom_dozen")
        self.cart.write({"order_line": [self.line(3, product_uom_id=dozen.id)]})
        self.assertEqual(self.held(), 36)

    def test_a_deleted_cart_gives_back(self):
        self.cart.write({"order_line": [self.line(50)]})
        self.ended()
        self.cart.unlink()
        self.ended()
        self.assertEqual((self.held(), self.free()), (0, 100))

    def test_a_line_that_moves_to_a_cart_is_held_there(self):
        quotation = self.quotation(30)
        self.assertEqual(self.free(), 100)
        quotation.order_line.order_id = self.cart
        self.assertEqual((self.held(), self.free()), (30, 70))

    def test_an_archived_offer_leaves_the_cart_and_the_ledger(self):
        self.cart.write({"order_line": [self.line(50)]})
        self.ended()
        self.rose.active = False
        self.ended()
        self.assertEqual(self.free(), 100)

    def test_only_a_marked_quotation_reserves_and_its_copy_does_not(self):
        quotation = self.quotation(30)
        self.assertEqual(self.free(), 100)
        quotation.krokus_reserve = True
        self.assertEqual(self.free(), 70)
        quotation.order_line.product_uom_qty = 50
        self.assertEqual(self.free(), 50)
        self.assertFalse(quotation.copy().krokus_reserve)
        self.assertEqual(self.free(), 50)
        quotation.action_confirm()
        self.ended()
        self.assertEqual(self.free(), 50)

    def test_an_unmarked_quotation_gives_back(self):
        quotation = self.quotation(30, krokus_reserve=True)
        self.assertEqual(self.free(), 70)
        self.ended()
        quotation.krokus_reserve = False
        self.ended()
        self.assertEqual(self.free(), 100)

    def test_a_confirmed_order_that_grows_takes_more_and_cannot_take_what_is_not_there(self):
        order = self.quotation(30)
        order.action_confirm()
        self.ended()
        order.order_line.product_uom_qty = 50
        self.assertEqual(self.free(), 50)
        with self.assertRaisesRegex(UserError, "Only 50 of"), self.env.cr.savepoint():
            order.order_line.product_uom_qty = 110
        self.ended()
        order.order_line.product_uom_qty = 10
        self.ended()
        self.assertEqual(self.free(), 90)

    def test_a_state_written_past_the_button_is_covered_too(self):
        order = self.quotation(30)
        order.write({"state": "sale"})
        self.assertEqual(self.free(), 70)
        other = self.quotation(80)
        with self.assertRaisesRegex(UserError, "Only 70 of"), self.env.cr.savepoint():
            other.write({"state": "sale"})
        self.assertEqual((other.state, self.free()), ("draft", 70))

    def test_a_cart_that_core_confirms_sells_what_its_basket_holds(self):
        self.cart.write({"order_line": [self.line(20)]})
        self.ended()
        self.take(self.anna, 50)
        self.cart.with_user(self.anna).sudo().action_confirm()
        self.ended()
        self.assertEqual((self.cart.state, self.held(), self.free()), ("sale", 30, 50))

    def test_a_cart_whose_time_ran_out_is_not_confirmed_by_any_route_of_the_client(self):
        self.cart.write({"order_line": [self.line(20)]})
        self.ended()
        self.expire(self.anna)
        cart = self.cart.with_user(self.anna).sudo()
        with self.assertRaisesRegex(UserError, "run out"), self.env.cr.savepoint():
            cart.action_confirm()
        self.assertEqual((self.cart.state, self.free()), ("draft", 100))

    def test_a_person_has_one_cart_whatever_a_manager_makes(self):
        values = {"partner_id": self.anna.partner_id.id, "website_id": self.website.id}
        second = self.env["sale.order"].create({**values, "order_line": [self.line(10)]})
        self.assertEqual((self.cart.krokus_is_cart, second.krokus_is_cart), (True, False))
        self.assertEqual((self.held(), self.free()), (0, 100))

    def test_a_guest_is_asked_to_log_in(self):
        guest = self.website.user_id.partner_id
        values = {"partner_id": guest.id, "website_id": self.website.id}
        cart = self.env["sale.order"].create(values)
        with self.assertRaisesRegex(UserError, "Log in"), self.env.cr.savepoint():
            cart.write({"order_line": [self.line(10)]})
        self.assertEqual(self.free(), 100)

    def test_no_line_takes_what_is_no_number(self):
        self.cart.write({"order_line": [self.line(20)]})
        for wrong in (float("nan"), 1e308, "1;2", [], True, 2**63):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "no quantity"):
                self.cart.order_line.write({"product_uom_qty": wrong})
        self.assertEqual(self.cart.order_line.product_uom_qty, 20)

    def test_the_websites_add_takes_what_there_is_and_says_so(self):
        self.take(self.boris, 80)
        added = self.cart._cart_add(self.rose.id, 50)
        self.assertEqual((added["quantity"], self.held()), (20, 20))
        self.assertIn("Only 20 of", added["warning"])
        self.assertEqual(self.cart.order_line.product_uom_qty, 20)
        again = self.cart._cart_update_line_quantity(self.cart.order_line.id, 30)
        self.assertEqual((again["quantity"], self.held()), (20, 20))
