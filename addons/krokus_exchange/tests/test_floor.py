from datetime import datetime, timedelta

from odoo import fields
from odoo.addons.krokus_cart_reserve.take import Client
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..window import ALL, CHOSEN, OUTSIDE, SCHEDULE, SHUT
from .common import ExchangeCase

PAST = """
    WITH made AS (
        INSERT INTO krokus_trading_session
            (name, active, mode, opens_at, closes_at, over_at, ships_on, grace_minutes)
        SELECT 'Past', true, 'exchange', at, at + interval '1 hour', at + interval '1 hour', at, 15
          FROM generate_series(now() - interval '1000 days', now() - interval '1 day', '1 day') at
        RETURNING id)
    INSERT INTO krokus_trading_session_product_category_rel
        (krokus_trading_session_id, product_category_id) SELECT id, %s FROM made
"""


@tagged("post_install", "-at_install")
class TestFloor(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.stock(100)

    def tier(self):
        return self.anna.partner_id.commercial_partner_id.krokus_tier_id

    def test_a_switch_counts_at_the_next_take_and_says_from_what_to_what(self):
        self.make_session()
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        switch = self.switch(SHUT)
        self.assertEqual(
            (switch.mode_before, switch.mode, switch.is_current), (OUTSIDE, SHUT, True)
        )
        self.assertEqual(self.take(self.anna, 20).granted, 10)
        self.assertEqual(self.take(self.anna, 0).granted, 0)
        self.assertEqual(self.switch(SCHEDULE).mode_before, SHUT)
        switch.invalidate_recordset()
        self.assertFalse(switch.is_current)
        self.assertEqual(self.take(self.anna, 20).granted, 20)

    def test_only_an_administrator_switches_and_nobody_rewrites_the_log(self):
        manager = self.make_manager()
        with self.assertRaises(AccessError):
            self.env["krokus.floor.mode"].with_user(manager)._switch(SHUT, False)
        admin = self.env.ref("base.user_admin")
        switch = self.env["krokus.floor.mode"].with_user(admin)._switch(SHUT, False)
        self.assertEqual(switch.create_uid, admin)
        with self.assertRaises(AccessError):
            switch.write({"mode": ALL})
        with self.assertRaises(AccessError):
            switch.unlink()

    def test_chosen_tiers_join_the_last_shipment_until_its_cut_off(self):
        now = fields.Datetime.now()
        last = self.make_session(opens=-3, closes=-1, ships_until=now + timedelta(minutes=30))
        coming = self.make_session(opens=20, closes=22, ships=5)
        self.assertEqual(self.take(self.anna, 10).granted, 0)
        self.tier().outside_hours = True
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        (held,) = self.basket(self.anna)._contents()
        self.assertEqual((held.session_id, held.deadline), (last.id, last.ships_until))
        last.ships_until = now - timedelta(minutes=1)
        self.assertEqual(self.take(self.boris, 10).granted, 10)
        self.assertEqual(self.basket(self.boris)._contents()[0].session_id, coming.id)
        self.switch(SCHEDULE)
        self.assertEqual(self.take(self.boris, 20).granted, 10)

    def test_an_exception_of_a_client_ends_by_itself(self):
        self.make_session(opens=1, closes=2)
        client = self.anna.partner_id.commercial_partner_id
        client.krokus_outside_until = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        self.assertEqual(self.take(self.boris, 10).granted, 0)
        client.krokus_outside_until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.take(self.anna, 20).granted, 10)

    def test_chosen_tiers_only_and_open_to_all(self):
        self.make_session()
        self.switch(CHOSEN)
        self.assertIn("Only some clients", self.take(self.anna, 10).sentence)
        self.tier().outside_hours = True
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        self.tier().outside_hours = False
        self.switch(ALL)
        self.env["krokus.trading.session"].search([]).tier_ids = self.make_tier(name="Others")
        self.assertEqual(self.take(self.boris, 10).granted, 10)

    def test_a_stopped_category_sells_nothing_and_its_baskets_lose_no_time(self):
        self.make_session(closes=3)
        self.take(self.anna, 10, price=self.rose.lst_price)
        tulip = self.make_offer("Tulip", self.make_category("Tulips"))
        self.make_session(category_ids=tulip.categ_id.ids)
        self.stock(10, tulip)
        self.category.action_krokus_stop()
        self.env.cr.postcommit.run()
        self.assertIn("stopped", self.take(self.boris, 10).sentence)
        self.assertEqual(self.take(self.boris, 10, offer=tulip).granted, 10)
        self.expire(self.anna, minutes=90)
        self.assertEqual(len(self.basket(self.anna)._contents()), 1)
        self.category.krokus_stopped_at -= timedelta(minutes=90)
        self.category.action_krokus_resume()
        self.env.cr.postcommit.run()
        self.assertAlmostEqual(self.basket(self.anna)._seconds_left(), 3600, delta=60)
        self.assertEqual(self.take(self.boris, 10).granted, 10)

    def test_a_stop_reaches_the_categories_below(self):
        spray = self.make_category("Spray roses", parent=self.category)
        offer = self.make_offer("Spray", spray)
        self.stock(10, offer)
        self.make_session()
        self.category.action_krokus_stop()
        self.assertEqual(self.take(self.anna, 10, offer=offer).granted, 0)

    def test_moments_are_told_in_the_companys_time_wherever_the_client_sits(self):
        self.env.company.partner_id.tz = "Europe/Moscow"
        self.anna.tz = "Asia/Vladivostok"
        session = self.make_session(opens=1, closes=2)
        self.env.cr.execute(
            "UPDATE krokus_trading_session SET opens_at = '2031-06-02 07:00' , closes_at ="
            " '2031-06-02 13:00', over_at = '2031-06-02 13:00' WHERE id = %s",
            [session.id],
        )
        session.invalidate_recordset()
        self.assertIn("02.06, 10:00", self.take(self.anna, 10).sentence)
        self.assertEqual(session.with_user(self.make_manager()).hours, "02.06, 10:00 – 16:00")
        self.assertEqual(session.opens_at, datetime(2031, 6, 2, 7))

    def test_staff_with_the_right_sells_after_the_close_and_it_is_written_down(self):
        self.make_session(opens=-2, closes=-1)
        order = self.order_of(self.make_manager())
        order.action_confirm()
        self.assertEqual((order.state, self.free()), ("sale", 90))
        self.assertIn("Sold outside", "".join(order.message_ids.mapped("body")))

    def test_staff_without_the_right_keeps_to_the_hours(self):
        self.make_session(opens=-2, closes=-1)
        salesman = self.make_salesman()
        order = self.order_of(salesman)
        with self.assertRaisesRegex(Exception, "Trading is closed"), self.env.cr.savepoint():
            order.action_confirm()
        self.assertEqual((order.state, self.free()), ("draft", 100))
        session = self.make_session()
        order.action_confirm()
        self.assertEqual((order.krokus_session_id, self.free()), (session, 90))
        self.assertNotIn("Sold outside", "".join(order.message_ids.mapped("body")))

    def order_of(self, user):
        line = {"product_id": self.rose.id, "product_uom_qty": 10}
        values = {"partner_id": self.anna.partner_id.id, "order_line": [(0, 0, line)]}
        return self.env["sale.order"].with_user(user).create(values)

    def make_salesman(self):
        return new_test_user(self.env, "krokus_salesman", groups="krokus_catalog.group_salesman")

    def test_a_thousand_past_sessions_and_fifty_open_ones_cost_one_query(self):
        self.env.flush_all()
        self.env.cr.execute(PAST, [self.category.id])
        offers = self.rose
        for number in range(50):
            category = self.make_category(f"Category {number}")
            offers += self.make_offer(f"Offer {number}", category)
            self.make_session(category_ids=category.ids)
        trading = self.env["krokus.trading.floor"].with_user(self.anna)
        offers = offers.with_user(self.anna)
        client = self.anna.partner_id
        trading._may_buy(client, offers)
        with self.assertQueryCount(1):
            answers = trading._may_buy(client, offers)
        self.assertEqual(sum(answer.allowed for answer in answers.values()), 50)
        company = client.commercial_partner_id
        asker = Client(client.id, company.id, company.sudo().krokus_tier_id.id)
        facts = {offer.id: ("exchange", (offer.categ_id.id,), 0) for offer in offers.sudo()}
        with self.assertQueryCount(1):
            trading._answers(self.env.cr, asker, facts)
