from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ExchangeCase


@tagged("post_install", "-at_install")
class TestSession(ExchangeCase):
    def test_nothing_is_held_while_the_floor_is_closed(self):
        self.stock(20)
        self.make_session(opens=1, closes=2)
        grant = self.take(self.anna, 10)
        self.assertEqual(grant.granted, 0)
        self.assertIn("Trading opens on", grant.sentence)
        self.assertEqual(self.free(), 20)

    def test_a_hold_ends_with_the_session_and_its_grace(self):
        self.stock(20)
        self.make_session(opens=-1, closes=0.5, grace_minutes=10)
        self.take(self.anna, 10)
        self.assertLessEqual(self.basket(self.anna)._seconds_left(), 40 * 60)

    def test_what_is_held_may_be_given_back_after_the_close(self):
        self.stock(20)
        session = self.make_session()
        self.take(self.anna, 20)
        session.tier_ids = self.make_tier(name="Somebody else")
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        self.assertEqual(self.take(self.anna, 20).granted, 10)

    def test_confirming_makes_one_order_for_each_shipment(self):
        self.stock(20)
        early = self.make_session(ships=2)
        tulips = self.make_category("Tulips")
        tulip = self.make_offer("Strong Gold", category=tulips)
        self.stock(5, tulip)
        late = self.make_session(ships=4, category_ids=tulips.ids)
        self.take(self.anna, 10, price=self.rose.lst_price)
        self.take(self.anna, 5, offer=tulip, price=tulip.lst_price)
        checkout = self.confirm(self.anna)
        self.assertEqual(len(checkout.orders), 2)
        self.assertEqual(checkout.orders.krokus_session_id, early | late)
        self.assertEqual(len(set(checkout.orders.mapped("krokus_checkout_number"))), 1)

    def test_two_sessions_of_a_category_cannot_overlap_for_a_tier(self):
        self.make_session()
        with self.assertRaisesRegex(ValidationError, "same category"):
            self.make_session(opens=0, closes=3)

    def test_sessions_for_different_tiers_may_overlap(self):
        one, two = self.make_tier(name="One"), self.make_tier(name="Two")
        self.make_session(tier_ids=one.ids)
        self.assertTrue(self.make_session(tier_ids=two.ids))

    def test_a_session_of_the_category_above_overlaps_too(self):
        below = self.make_category("Spray roses", parent=self.category)
        self.make_session()
        with self.assertRaisesRegex(ValidationError, "same category"):
            self.make_session(category_ids=below.ids)

    def test_a_close_that_is_moved_moves_the_end_of_what_is_held(self):
        self.stock(20)
        session = self.make_session(closes=2, grace_minutes=10)
        self.take(self.anna, 10)
        for minutes in (20, 50):
            session.closes_at = fields.Datetime.now() + timedelta(minutes=minutes)
            self.env.cr.postcommit.run()
            left = self.basket(self.anna)._seconds_left()
            self.assertAlmostEqual(left, min(minutes + 10, 60) * 60, delta=60)

    def test_closing_now_lets_what_is_held_be_confirmed_and_nothing_be_added(self):
        self.stock(20)
        session = self.make_session()
        self.take(self.anna, 10, price=self.rose.lst_price)
        session.action_close_now()
        self.env.cr.postcommit.run()
        self.assertEqual(self.take(self.anna, 20, price=self.rose.lst_price).granted, 10)
        self.assertTrue(self.confirm(self.anna).orders)

    def test_opening_now_and_prolonging(self):
        self.stock(20)
        session = self.make_session(opens=1, closes=2)
        session.action_open_now()
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        session.opens_at -= timedelta(minutes=1)
        session.action_close_now()
        with self.assertRaisesRegex(UserError, "another state"):
            session.action_close_now()
        self.assertEqual(self.take(self.boris, 10).granted, 0)
        session.action_prolong()
        self.assertEqual(self.take(self.boris, 10).granted, 10)

    def test_a_copy_is_the_session_of_the_week_after(self):
        session = self.make_session()
        copy = session.copy()
        self.assertEqual(copy.opens_at - session.opens_at, timedelta(weeks=1))
        self.assertEqual(copy.ships_on - session.ships_on, timedelta(weeks=1))

    def test_a_closed_session_keeps_its_figures_and_its_orders_their_day(self):
        self.stock(20)
        session = self.make_session()
        self.take(self.boris, 10)
        self.take(self.anna, 10, price=self.rose.lst_price)
        day = session.ships_on
        order = self.confirm(self.anna).orders
        self.env["krokus.stock"]._set_on_hand({self.rose.id: 10}, settled=order.ids)
        session.write({"closes_at": fields.Datetime.now(), "ships_on": day + timedelta(days=3)})
        self.assertEqual(
            (session.sold, session.held, session.client_count, session.order_count),
            (10, 10, 1, 1),
        )
        self.assertEqual(session.turnover, order.amount_total)
        self.assertEqual(order.krokus_shipment_date, day)
        with self.assertRaisesRegex(UserError, "archive"):
            session.unlink()
