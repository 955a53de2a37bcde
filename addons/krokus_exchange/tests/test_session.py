from odoo.exceptions import ValidationError
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
        basket = self.basket(self.anna)
        checkout = basket._confirm({held.id: held.price for held in basket._contents()})
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

    def test_the_question_costs_one_query_for_many_offers_and_sessions(self):
        for hour in range(30):
            self.make_session(opens=-2 * hour - 4, closes=-2 * hour - 3)
        self.make_session()
        offers = self.rose
        for number in range(10):
            offers += self.make_offer(f"Offer {number}", category=self.category)
        self.env.flush_all()
        offers.mapped("categ_id.krokus_mode")
        client = self.anna.partner_id.commercial_partner_id
        client.krokus_tier_id.mapped("name")
        with self.assertQueryCount(1):
            self.env["krokus.trading.session"]._may_buy(client, offers)
