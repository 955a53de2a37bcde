from odoo.tests import tagged

from .common import ExchangeCase


@tagged("post_install", "-at_install")
class TestNews(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.env["krokus.trading.session"].search([]).active = False
        self.stock(20)

    def tell(self, **settings):
        for name, value in settings.items():
            self.env["ir.config_parameter"].set_param(f"krokus_exchange.{name}", value)
        known = self.env["mail.mail"].search([])
        self.env["krokus.trading.news"]._cron_tell()
        return self.env["mail.mail"].search([]) - known

    def people(self, mails):
        return mails.recipient_ids & (self.anna.partner_id | self.boris.partner_id)

    def test_nothing_is_sent_unless_it_is_switched_on(self):
        self.make_session(closes=0.1)
        self.take(self.anna, 10)
        self.assertFalse(self.tell())

    def test_an_opening_is_told_once_to_the_tiers_that_may(self):
        other = self.make_tier(name="Others")
        self.boris.partner_id.commercial_partner_id.krokus_tier_id = other
        self.make_session(opens=1, closes=2)
        self.assertFalse(self.tell(tell_opening="True"))
        tier = self.env.ref("krokus_catalog.client_tier_1")
        session = self.make_session(closes=0.9, tier_ids=tier.ids)
        self.assertEqual(self.people(self.tell()), self.anna.partner_id)
        self.assertTrue(session.told_opening)
        self.assertFalse(self.tell())

    def test_who_sees_nothing_of_it_is_not_told(self):
        hidden = self.make_category("Hidden", visibility="managers")
        self.make_session(category_ids=hidden.ids)
        self.assertFalse(self.people(self.tell(tell_opening="True")))

    def test_the_close_is_told_once_to_those_whose_basket_is_not_empty(self):
        session = self.make_session(closes=1)
        self.take(self.anna, 10)
        self.assertFalse(self.tell(tell_close_minutes=15))
        self.assertEqual(self.people(self.tell(tell_close_minutes=90)), self.anna.partner_id)
        self.take(self.boris, 10)
        self.assertFalse(self.tell())
        self.assertTrue(session.told_close)
