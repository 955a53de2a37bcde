from odoo.addons.krokus_cart_reserve import news
from odoo.addons.krokus_cart_reserve.take import Wish
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ExchangeCase


@tagged("post_install", "-at_install")
class TestQuota(ExchangeCase):
    """Preorders: the client chooses the day, and a session may sell no more than its quota."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colombia = cls.make_category("Colombia", mode="preorder")
        cls.freedom = cls.make_offer("Freedom", cls.colombia, krokus_packing_step=10)
        values = {"mode": "preorder", "category_ids": cls.colombia.ids}
        cls.early = cls.make_session(ships=7, **values)
        cls.late = cls.make_session(ships=14, **values)

    def choose(self, user, quantity, session=None, price=1):
        wish = Wish(self.freedom.id, quantity, price, session.id if session else 0)
        return self.basket(user)._take([wish]).grants[0]

    def held(self, user):
        return {held.session_id: held.quantity for held in self.basket(user)._contents()}

    def limit(self, quantity, session=None):
        values = {"product_id": self.freedom.id, "quantity": quantity}
        quota = self.env["krokus.trading.quota"].create(
            {**values, "session_id": (session or self.early).id}
        )
        self.env.cr.postcommit.run()
        return quota

    def test_without_a_choice_it_ships_on_the_first_day_and_nothing_is_counted(self):
        grant = self.choose(self.anna, 1000)
        self.assertEqual((grant.granted, grant.free), (1000, None))
        self.assertEqual(self.held(self.anna), {self.early.id: 1000})

    def test_quantities_of_two_days_stand_side_by_side(self):
        self.choose(self.anna, 10, self.early)
        self.choose(self.anna, 30, self.late)
        self.assertEqual(self.held(self.anna), {self.early.id: 10, self.late.id: 30})
        self.choose(self.anna, 20, self.late)
        self.choose(self.anna, 0, self.early)
        self.assertEqual(self.held(self.anna), {self.late.id: 20})

    def test_a_day_whose_close_has_passed_takes_no_more_and_gives_back(self):
        self.choose(self.anna, 20, self.late)
        self.late.action_close_now()
        grant = self.choose(self.anna, 30, self.late)
        self.assertEqual(grant.granted, 20)
        self.assertIn("another date", grant.sentence)
        self.assertEqual(self.choose(self.anna, 10, self.late).granted, 10)
        self.assertEqual(self.held(self.anna), {self.late.id: 10})

    def test_a_strangers_session_is_nobodys_choice(self):
        exchange = self.make_session()
        self.assertEqual(self.choose(self.anna, 10, exchange).granted, 0)
        self.assertFalse(self.held(self.anna))

    def test_a_quota_is_all_that_a_session_sells(self):
        quota = self.limit(30)
        self.assertEqual(self.choose(self.anna, 20).granted, 20)
        grant = self.choose(self.boris, 20)
        self.assertEqual((grant.granted, grant.free), (10, 0))
        self.assertEqual(self.choose(self.boris, 50, self.late).granted, 50)
        self.assertEqual((quota.held, quota.left), (30, 0))

    def test_what_was_taken_before_the_quota_counts_in_it(self):
        self.choose(self.anna, 20)
        quota = self.limit(30)
        self.assertEqual(quota.held, 20)
        self.assertEqual(self.choose(self.boris, 20).granted, 10)
        quota.quantity = 10
        self.env.cr.postcommit.run()
        self.assertEqual((self.held(self.anna), self.held(self.boris)), ({self.early.id: 10}, {}))

    def test_only_what_is_counted_is_news_for_open_pages(self):
        moved = news.of(self.env.cr.dbname).collect
        moved()
        self.choose(self.anna, 10)
        self.assertFalse(moved())
        self.limit(30)
        self.assertEqual(moved(), {self.freedom.id})
        self.choose(self.anna, 20)
        self.assertEqual(moved(), {self.freedom.id})

    def test_the_exchange_has_no_quotas(self):
        with self.assertRaisesRegex(ValidationError, "Only a preorder"):
            self.limit(10, self.make_session())
