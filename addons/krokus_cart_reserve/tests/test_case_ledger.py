from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import invariants
from ..take import REFUSED, Wish
from .common import ReserveCase


class LedgerCase(ReserveCase):
    def setUp(self):
        super().setUp()
        self.stock(100)

    def order(self, *quantities, offer=None, user=None):
        """A manager's quotation for a client."""
        product = (offer or self.rose).id
        lines = [(0, 0, {"product_id": product, "product_uom_qty": q}) for q in quantities]
        partner = (user or self.boris).partner_id
        return self.env["sale.order"].create({"partner_id": partner.id, "order_line": lines})

    def ended(self):
        """As if the request had committed."""
        self.env.cr.postcommit.run()

    def held(self, user=None):
        basket = self.basket(user or self.anna)
        return {held.product_id: float(held.quantity) for held in basket._contents()}

    def assert_counted(self):
        self.env.flush_all()
        self.env.cr.execute(invariants.DRIFTED.sql)
        self.assertEqual(self.env.cr.fetchall(), [])


@tagged("post_install", "-at_install", "cases")
class TestReturns(LedgerCase):
    """A line below nothing is a return: it frees what there is, and no more."""

    def test_a_return_written_over_a_sold_line_frees_what_it_held(self):
        order = self.order(40)
        order.action_confirm()
        self.ended()
        order.order_line.product_uom_qty = -20
        self.ended()
        self.assertEqual(self.free(), 100)
        for _sweep in range(2):
            self.env["krokus.hold"]._sweep()
        self.assertEqual(self.free(), 100)
        self.assert_counted()

    def test_a_return_beside_a_sold_line_frees_nothing_of_it(self):
        order = self.order(40)
        order.action_confirm()
        self.ended()
        order.write({"order_line": [(0, 0, {**self.values(-20)})]})
        self.ended()
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.free(), 60)
        self.assert_counted()

    def values(self, quantity):
        return {"product_id": self.rose.id, "product_uom_qty": quantity}

    def test_a_return_in_a_cart_frees_what_it_held(self):
        cart = self.basket(self.anna)._cart()
        cart.write({"order_line": [(0, 0, self.values(40))]})
        self.ended()
        cart.order_line.product_uom_qty = -20
        self.ended()
        self.assertEqual((self.held(), self.free()), ({}, 100))
        self.assert_counted()

    @mute_logger("odoo.addons.krokus_cart_reserve.models.krokus_hold", "odoo.sql_db")
    def test_one_bad_order_stops_nobodys_sweep(self):
        lily = self.make_offer("Lily", category=self.category)
        self.stock(100, lily)
        bad, good = self.order(40), self.order(30, offer=lily)
        (bad | good).action_confirm()
        self.ended()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE krokus_stock SET held = 0 WHERE product_id = %s", [self.rose.id]
        )
        self.env.cr.execute(
            "UPDATE sale_order SET state = 'cancel' WHERE id IN %s", [(bad.id, good.id)]
        )
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.free(lily), 100)

    def test_nothing_is_no_order(self):
        empty, returned, both = self.order(), self.order(-20), self.order(-20, 10)
        for order in (empty, returned):
            refused = self.assertRaisesRegex(UserError, "nothing in this order")
            with refused, self.env.cr.savepoint():
                order.action_confirm()
            self.assertEqual(order.state, "draft")
        both.action_confirm()
        self.assertEqual((both.state, self.free()), ("sale", 90))

    def test_a_cart_that_was_emptied_a_moment_ago_sells_nothing(self):
        self.take(self.anna, 40)
        cart = self.basket(self.anna)._cart()
        cart._krokus_project(self.basket(self.anna))
        self.take(self.anna, 0)
        with self.assertRaisesRegex(UserError, "nothing in this order"), self.env.cr.savepoint():
            cart.action_confirm()
        self.assertEqual((cart.state, self.free()), ("draft", 100))

    def test_a_cart_that_was_lowered_a_moment_ago_sells_what_is_left(self):
        self.take(self.anna, 40)
        cart = self.basket(self.anna)._cart()
        cart._krokus_project(self.basket(self.anna))
        self.take(self.anna, 10)
        cart.action_confirm()
        self.assertEqual((cart.order_line.product_uom_qty, self.free()), (10, 90))


@tagged("post_install", "-at_install", "cases")
class TestWithdrawn(LedgerCase):
    """What a client may no longer see or buy he can only give back, by whatever door."""

    def circumstances(self):
        goods = self.rose.product_tmpl_id
        company = self.env["res.company"].create({"name": "Another"})
        website = self.env["website"].create({"name": "Another"})
        hidden = self.make_category("Hidden", visibility="managers")
        return [
            (goods, {"is_published": False}),
            (goods, {"sale_ok": False}),
            (goods, {"active": False}),
            (goods, {"categ_id": hidden.id}),
            (goods, {"company_id": company.id}),
            (goods, {"website_id": website.id}),
            (self.category, {"krokus_visibility": "managers"}),
            (self.anna.partner_id.commercial_partner_id, {"krokus_tier_id": False}),
        ]

    def setUp(self):
        super().setUp()
        self.category.krokus_visibility = "clients"

    def test_what_is_withdrawn_is_not_raised_nor_confirmed_and_can_be_given_back(self):
        for record, values in self.circumstances():
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.take(self.anna, 20)
                record.write(values)
                self.assert_only_given_back()
                savepoint.rollback()
                self.env.invalidate_all()

    def assert_only_given_back(self):
        basket = self.basket(self.anna)
        grant = self.take(self.anna, 30)
        self.assertEqual((grant.granted, grant.reason), (20, REFUSED))
        self.assertIn("not on sale any more", basket._sentence(grant))
        self.assertEqual(len(basket._left_out(basket._contents())), 1)
        before = self.env["sale.order"].search_count([])
        with self.assertRaisesRegex(UserError, "not on sale any more"), self.env.cr.savepoint():
            basket._confirm({held.id: held.price for held in basket._contents()})
        self.assertEqual(self.env["sale.order"].search_count([]), before)
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        self.assertEqual(self.take(self.anna, 0).granted, 0)
        self.assertEqual((self.held(), self.free()), ({}, 100))

    def test_a_first_take_of_it_holds_nothing(self):
        for record, values in self.circumstances():
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                record.write(values)
                self.assertEqual(self.take(self.anna, 20).granted, 0)
                self.assertEqual((self.held(), self.free()), ({}, 100))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_cores_cart_does_not_raise_it_and_no_route_of_cores_confirms_it(self):
        cart = self.basket(self.anna)._cart().with_user(self.anna).sudo()
        cart._cart_add(self.rose.id, 20)
        self.ended()
        self.rose.is_published = False
        again = cart._cart_update_line_quantity(cart.order_line.id, 30)
        self.assertEqual((again["quantity"], self.held()), (20, {self.rose.id: 20}))
        with self.assertRaisesRegex(UserError, "not on sale"), self.env.cr.savepoint():
            cart.order_line.product_uom_qty = 30
        with self.assertRaisesRegex(UserError, "not on sale"), self.env.cr.savepoint():
            cart.action_confirm()
        self.assertEqual((cart.state, self.held()), ("draft", {self.rose.id: 20}))

    def test_staff_sells_what_no_client_sees(self):
        self.rose.is_published = False
        order = self.order(20)
        order.action_confirm()
        self.assertEqual((order.state, self.free()), ("sale", 80))


@tagged("post_install", "-at_install", "cases")
class TestPacksAtCoresDoors(LedgerCase):
    """Packs are asked for wherever a client writes a number, and his lines are in its own unit."""

    def setUp(self):
        super().setUp()
        self.cart = self.basket(self.anna)._cart().with_user(self.anna).sudo()

    def added(self, quantity):
        self.cart._cart_add(self.rose.id, quantity)
        self.ended()
        return self.cart.order_line

    def test_less_than_a_pack_is_the_packs_below(self):
        line = self.added(30)
        for asked, kept in ((25, 20), (11, 10), (1, 0)):
            with self.subTest(asked):
                answer = self.cart._cart_update_line_quantity(line.id, asked)
                self.ended()
                self.assertEqual(answer["quantity"], kept)
                self.assertIn("by the pack", answer["warning"])
                self.assertEqual(self.held(), {self.rose.id: kept} if kept else {})
        self.assertEqual(self.free(), 100)

    def test_a_line_that_is_written_keeps_whole_packs(self):
        line = self.added(30)
        with self.assertRaisesRegex(UserError, "by the pack"), self.env.cr.savepoint():
            line.product_uom_qty = 21
        line.product_uom_qty = 20
        self.ended()
        self.assertEqual((line.product_uom_qty, self.held()), (20, {self.rose.id: 20}))

    def test_a_remainder_that_was_sold_stays_until_it_is_lowered(self):
        self.env["ir.config_parameter"].set_param("krokus_cart_reserve.sell_remainder", "True")
        self.stock(13)
        line = self.added(20)
        self.assertEqual((line.product_uom_qty, self.held()), (13, {self.rose.id: 13}))
        self.cart._cart_update_line_quantity(line.id, 13)
        self.ended()
        self.assertEqual(self.held(), {self.rose.id: 13})
        self.cart._cart_update_line_quantity(line.id, 12)
        self.ended()
        self.assertEqual(self.held(), {self.rose.id: 10})

    def test_a_foreign_unit_is_refused_in_words(self):
        for unit in ("uom.product_uom_oz", "uom.product_uom_dozen"):
            with self.subTest(unit), self.assertRaisesRegex(UserError, "counted in"):
                self.cart._cart_add(self.rose.id, 10, uom_id=self.env.ref(unit).id)
        self.assertEqual((self.held(), self.free()), ({}, 100))

    def test_staffs_line_in_dozens_is_held_exactly_and_shown_to_the_client_in_pieces(self):
        self.rose.krokus_packing_step = 1
        dozen = self.env.ref("uom.product_uom_dozen").id
        values = {"product_id": self.rose.id, "product_uom_qty": 2.5, "product_uom_id": dozen}
        cart = self.env["sale.order"].browse(self.cart.id)
        cart.write({"order_line": [(0, 0, values)]})
        self.ended()
        self.assertEqual(self.held(), {self.rose.id: 30})
        cart._krokus_project(self.basket(self.anna))
        line = cart.order_line
        self.assertEqual((line.product_uom_qty, line.product_uom_id), (30, self.rose.uom_id))
        self.assertEqual(self.held(), {self.rose.id: 30})


@tagged("post_install", "-at_install", "cases")
class TestGivenBack(LedgerCase):
    """What a company gave back it takes again with the time that was left."""

    def setUp(self):
        super().setUp()
        company = self.anna.partner_id.commercial_partner_id
        self.colleague = self.make_buyer(company, login="colleague_given")
        self.take(self.anna, 20)
        self.expire(self.anna, minutes=50)

    def left(self, user, website=None):
        basket = self.env["krokus.basket"].with_user(user)._current(website or self.website)
        return basket._seconds_left()

    def test_a_colleague_has_the_time_that_was_left(self):
        self.take(self.anna, 0)
        self.assertEqual(self.take(self.colleague, 20).granted, 20)
        self.assertLessEqual(self.left(self.colleague), 600)

    def test_a_part_that_was_given_back_has_it_too(self):
        self.take(self.anna, 10)
        self.take(self.colleague, 10)
        self.assertLessEqual(self.left(self.colleague), 600)

    def test_another_website_has_it_too(self):
        self.take(self.anna, 0)
        other = self.env["website"].create({"name": "Another"})
        basket = self.env["krokus.basket"].with_user(self.anna)._current(other)
        basket._take([Wish(self.rose.id, 20, 1.0)])
        self.assertLessEqual(self.left(self.anna, other), 600)

    def test_what_came_back_by_cores_door_has_it_too(self):
        cart = self.basket(self.anna)._cart()
        cart._krokus_project(self.basket(self.anna))
        cart.order_line.unlink()
        self.ended()
        self.assertEqual(self.held(), {})
        self.take(self.colleague, 20)
        self.assertLessEqual(self.left(self.colleague), 600)

    def test_others_have_an_hour_and_so_has_the_company_for_other_offers(self):
        lily = self.make_offer("Lily", category=self.category)
        self.stock(10, lily)
        self.take(self.anna, 0)
        self.take(self.boris, 20)
        self.take(self.colleague, 5, offer=lily)
        for user in (self.boris, self.colleague):
            self.assertGreater(self.left(user), 3500)

    def test_a_relay_does_not_wind_the_clock_by_a_stem_of_a_fresh_hour(self):
        self.take(self.colleague, 10)
        self.take(self.colleague, 0)
        self.take(self.anna, 0)
        self.take(self.colleague, 10)
        self.assertLessEqual(self.left(self.colleague), 600)

    def test_when_that_time_is_over_a_new_hour_begins(self):
        self.take(self.anna, 0)
        given = self.env["krokus.given.back"].search([])
        given.until -= timedelta(minutes=11)
        self.env.flush_all()
        self.take(self.colleague, 20)
        self.assertGreater(self.left(self.colleague), 3500)
        self.env["krokus.hold"]._sweep()
        self.env.invalidate_all()
        self.assertFalse(given.exists())

    def test_a_request_that_failed_gave_nothing_back(self):
        cart = self.basket(self.boris)._cart()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            values = {"product_id": self.rose.id, "product_uom_qty": 20}
            cart.write({"order_line": [(0, 0, values)]})
            raise ZeroDivisionError
        self.ended()
        self.assertFalse(self.env["krokus.given.back"].search([]))
