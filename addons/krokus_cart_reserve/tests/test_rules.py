from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..take import BARRED, CAPPED, CLOSED, SHORT, Wish
from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestRules(ReserveCase):
    """What a company may set."""

    def set(self, **values):
        for name, value in values.items():
            self.env["ir.config_parameter"].set_param(f"krokus_cart_reserve.{name}", value)

    def lost(self):
        rows = self.env["krokus.lost.demand"].search([("product_id", "=", self.rose.id)])
        return [(row.reason, row.quantity, row.amount) for row in rows]

    def test_a_company_holds_no_more_than_its_share_over_all_its_people(self):
        self.set(client_share=30)
        self.stock(100)
        colleague = self.make_buyer(self.anna.partner_id.commercial_partner_id, login="colleague")
        self.assertEqual(self.take(colleague, 20).granted, 20)
        grant = self.take(self.anna, 30, price=5)
        self.assertEqual((grant.granted, grant.reason), (10, CAPPED))
        self.assertIn("no more than a part", self.basket(self.anna)._sentence(grant))
        self.assertEqual(self.take(self.boris, 30).granted, 30)
        self.assertEqual(self.lost(), [("capped", 20, 100)])

    def test_the_share_holds_at_cores_own_door(self):
        self.set(client_share=30)
        self.stock(100)
        cart = self.basket(self.anna)._cart()
        with self.assertRaisesRegex(UserError, "no more than a part"), self.env.cr.savepoint():
            cart.write({"order_line": [(0, 0, self.line(50))]})
        self.assertEqual(self.free(), 100)

    def line(self, quantity):
        return {"product_id": self.rose.id, "product_uom_qty": quantity}

    def test_what_ran_out_cannot_be_taken_again_before_others_had_their_turn(self):
        self.set(pause_minutes=10)
        self.stock(20)
        self.take(self.anna, 20)
        self.expire(self.anna, minutes=61)
        grant = self.take(self.anna, 10)
        self.assertEqual((grant.granted, grant.reason), (0, BARRED))
        self.assertEqual(self.take(self.boris, 10).granted, 10)
        self.expire(self.anna, minutes=10)
        self.assertEqual(self.take(self.anna, 10).granted, 10)

    def test_adding_extends_the_time_where_the_company_wants_it(self):
        self.set(hold_extends="True")
        self.stock(100)
        lily = self.make_offer("Lily", category=self.category)
        self.stock(5, lily)
        self.take(self.anna, 10)
        self.expire(self.anna, minutes=30)
        self.take(self.anna, 5, offer=lily)
        self.assertGreater(self.basket(self.anna)._seconds_left(), 3500)

    def test_emptying_the_basket_does_not_wind_the_clock(self):
        self.stock(100)
        self.take(self.anna, 10)
        self.expire(self.anna, minutes=50)
        self.take(self.anna, 0)
        self.take(self.anna, 10)
        self.assertLessEqual(self.basket(self.anna)._seconds_left(), 600)

    def test_a_remainder_is_sold_where_the_company_wants_it(self):
        self.stock(13)
        self.assertEqual(self.take(self.anna, 20).granted, 10)
        self.set(sell_remainder="True")
        self.assertEqual(self.take(self.anna, 20)[2:], self.take(self.anna, 20)[2:])
        self.assertEqual(self.take(self.anna, 20).granted, 13)

    def test_the_length_of_the_time_is_a_setting(self):
        self.set(hold_minutes=7)
        self.stock(10)
        self.take(self.anna, 10)
        self.assertLessEqual(self.basket(self.anna)._seconds_left(), 420)

    def test_who_waited_for_his_turn_over_the_close_gets_nothing(self):
        self.stock(10)
        terms = type(self.env["krokus.basket"])._hold_terms
        past = fields.Datetime.now() - timedelta(seconds=1)

        def closed_meanwhile(baskets, cr, client, offers):
            found = terms(baskets, cr, client, offers)
            return {key: term._replace(until=past) for key, term in found.items()}

        self.patch(self.registry["krokus.basket"], "_hold_terms", closed_meanwhile)
        grant = self.take(self.anna, 10, price=3)
        self.assertEqual((grant.granted, grant.reason), (0, CLOSED))
        self.assertIn("just closed", self.basket(self.anna)._sentence(grant))
        self.assertEqual(self.free(), 10)
        self.assertEqual(self.lost(), [("closed", 10, 30)])

    def test_asking_again_and_again_is_lost_once(self):
        self.stock(10)
        for quantity in (30, 50, 30):
            self.assertEqual(self.take(self.anna, quantity, price=2).reason, SHORT)
        self.assertEqual(self.lost(), [("gone", 40, 80)])

    def test_settings_that_make_no_sense_are_refused(self):
        for values in (
            {"krokus_hold_minutes": 0},
            {"krokus_pause_minutes": -1},
            {"krokus_client_share": 101},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.env["res.config.settings"].create(values)

    def test_no_page_sends_such_quantities_and_none_changes_anything(self):
        self.stock(20)
        self.take(self.anna, 10)
        for wrong in (-5, 1e308, float("nan"), "1;2", None, [], True, 2**63):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "no quantity"):
                self.basket(self.anna)._take([Wish(self.rose.id, wrong, 1)])
        for wrong in (-1, 2**40, "1", 1.5, True):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "out of date"):
                self.basket(self.anna)._take([Wish(self.rose.id, 20, 1)], number=wrong)
        self.assertTrue(self.basket(self.anna)._take([], number=2**31 - 1).late)
        self.assertEqual(self.free(), 10)

    def test_the_answer_tells_what_the_basket_holds(self):
        self.stock(20)
        lily = self.make_offer("Lily", category=self.category)
        self.stock(5, lily)
        self.take(self.anna, 10, price=4)
        wish = Wish(lily.id, 5, 7)
        taken = self.basket(self.anna)._take([wish])
        self.assertEqual([float(held.price) for held in taken.contents], [4, 7])
        self.assertEqual(taken.contents[0].quantity, 10)
        again = self.basket(self.anna)._contents()
        self.assertEqual([h[:6] for h in again], [h[:6] for h in taken.contents])
