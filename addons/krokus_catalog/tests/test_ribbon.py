from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestRibbon(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.make_category("Flowers", visibility="clients")
        cls.roses = cls.make_category("Roses", parent=cls.top)
        cls.offer = cls.make_offer("Red Naomi", category=cls.roses).product_tmpl_id
        cls.buyer = cls.make_buyer(cls.make_client("A shop"), "ribbon_buyer")
        cls.set_days(14)

    @classmethod
    def set_days(cls, days):
        cls.env["res.config.settings"].create({"krokus_new_days": days}).execute()

    def make_label(self, name="Xqzlabel", **values):
        return self.env["krokus.label"].create({"name": name, "bg_color": "#123456", **values})

    def ribbon(self):
        return self.offer.with_user(self.buyer)._get_ribbon().name

    def came(self, days):
        self.offer.publish_date = fields.Datetime.now() - timedelta(days=days)

    def test_an_offer_is_new_for_the_days_of_the_setting(self):
        new = self.env.ref("krokus_catalog.product_ribbon_new").name
        for age, days, ribbon in ((13, 14, new), (16, 14, False), (16, 30, new), (0, 0, False)):
            self.came(age)
            self.set_days(days)
            self.assertEqual(self.ribbon(), ribbon, (age, days))
            settings = self.env["res.config.settings"].create({})
            self.assertEqual(settings.krokus_new_days, days)

    def test_a_label_comes_before_new(self):
        self.offer.krokus_label_id = self.make_label()
        self.assertEqual(self.ribbon(), "Xqzlabel")

    def test_the_nearest_label_above_is_the_offers(self):
        self.top.krokus_label_id = self.make_label("Far")
        self.assertEqual(self.ribbon(), "Far")
        self.roses.krokus_label_id = self.make_label("Near")
        self.assertEqual(self.ribbon(), "Near")
        self.offer.krokus_label_id = self.make_label("Own")
        self.assertEqual(self.ribbon(), "Own")

    def test_an_archived_label_is_none(self):
        self.top.krokus_label_id = self.make_label("Far")
        for record in (self.roses, self.offer):
            record.krokus_label_id = self.make_label(f"Gone {record.name}", active=False)
        self.assertEqual(self.ribbon(), "Far")

    def test_a_label_is_on_the_card_and_on_the_page(self):
        self.roses.krokus_label_id = self.make_label()
        mirror = self.env["product.public.category"]._krokus_mirrors(self.roses)[self.roses.id]
        self.authenticate("ribbon_buyer", "ribbon_buyer")
        for url in (f"/shop/category/x-{mirror.id}", self.offer.website_url):
            page = self.url_open(url, timeout=60).text
            self.assertIn("Xqzlabel", page)
            self.assertIn("#123456", page)

    def test_a_label_of_what_is_hidden_is_on_no_page(self):
        hidden = self.make_category("Hidden", visibility="managers")
        hidden.krokus_label_id = self.make_label()
        offer = self.make_offer("Xqzrose", category=hidden).product_tmpl_id
        self.authenticate("ribbon_buyer", "ribbon_buyer")
        for url in ("/shop", offer.website_url, "/shop?search=xqzrose"):
            self.assertNotIn("Xqzlabel", self.url_open(url, timeout=60).text)
