from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestBanner(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.make_category("Flowers", visibility="clients")
        cls.below = cls.make_category("Roses", parent=cls.top)
        cls.beside = cls.make_category("Tulips", visibility="clients")
        cls.first, cls.second = cls.env["krokus.client.tier"].search([], limit=2)
        cls.buyer = cls.make_buyer(cls.make_client("A shop", tier=cls.first), "banner_buyer")

    def make_banner(self, **values):
        return self.env["krokus.banner"].create(
            {"name": "Xqzbanner", "category_id": self.top.id, **values}
        )

    def shown(self, category):
        return self.env["krokus.banner"]._krokus_shown(self.buyer.partner_id, category)

    def test_a_banner_stands_above_its_category_and_all_below(self):
        banner = self.make_banner()
        self.assertEqual(self.shown(self.top), banner)
        self.assertEqual(self.shown(self.below), banner)
        self.assertFalse(self.shown(self.beside))
        banner.category_id = False
        self.assertEqual(self.shown(self.beside), banner)

    def test_a_banner_is_for_its_days_and_tiers(self):
        today = fields.Date.context_today(self.env["krokus.banner"])
        for values in (
            {"starts_on": today + timedelta(days=1)},
            {"ends_on": today - timedelta(days=1)},
            {"tier_ids": self.second},
        ):
            banner = self.make_banner(**values)
            self.assertFalse(self.shown(self.top), values)
            banner.unlink()
        banner = self.make_banner(tier_ids=self.first, starts_on=today, ends_on=today)
        self.assertEqual(self.shown(self.top), banner)

    def test_a_banner_is_on_the_page(self):
        self.make_banner(link="https://krokus.example/tulips")
        self.make_offer("Red Naomi", category=self.below)
        mirror = self.env["product.public.category"]._krokus_mirrors(self.below)[self.below.id]
        self.authenticate("banner_buyer", "banner_buyer")
        page = self.url_open(f"/shop/category/x-{mirror.id}", timeout=60).text
        self.assertIn("Xqzbanner", page)
        self.assertIn("https://krokus.example/tulips", page)

    def test_a_client_cannot_read_the_banners_of_others(self):
        banner = self.make_banner(tier_ids=self.second)
        with self.assertRaises(AccessError):
            banner.with_user(self.buyer).read(["name"])
        self.assertFalse(banner.with_user(self.buyer)._can_return_content("image"))

    def test_a_link_that_is_no_address_is_refused(self):
        for link in ("javascript:alert(1)", "//krokus.example", "shop"):
            with self.assertRaisesRegex(ValidationError, "leads nowhere"), self.env.cr.savepoint():
                self.make_banner(link=link)
        self.assertFalse(self.shown(self.top))
