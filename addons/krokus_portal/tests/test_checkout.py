import json

from lxml import html
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestCheckout(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)
        self.take(self.anna, 20, price=100)

    def form(self):
        page = html.fromstring(self.url_open("/shop/cart").text)
        (form,) = page.xpath("//form[@action='/shop/krokus/confirm']")
        return dict(form.fields)

    def orders(self, user=None):
        partner = (user or self.anna).partner_id
        return self.env["sale.order"].search(
            [("partner_id", "=", partner.id), ("state", "=", "sale")]
        )

    def confirm(self, **values):
        return self.url_open("/shop/krokus/confirm", {**self.form(), **values})

    def test_confirming_leads_to_the_number(self):
        name = next(name for name in self.form() if name.startswith("comment_"))
        answer = self.confirm(**{name: "We fetch it after ten"})
        order = self.orders()
        self.assertIn(order.krokus_checkout_number, answer.text)
        self.assertEqual(order.krokus_comment, "We fetch it after ten")
        self.assertTrue(order.krokus_pickup)
        self.assertEqual(order.amount_untaxed + order.amount_tax, 2000)
        self.assertFalse(self.basket(self.anna)._contents())

    def test_second_click_shows_the_same_number(self):
        form = self.form()
        first, second = (self.url_open("/shop/krokus/confirm", form) for _click in range(2))
        self.assertEqual(first.url, second.url)
        self.assertEqual(len(self.orders()), 1)

    def test_shipments_of_one_basket_decide_on_wholesale_together(self):
        tulips = self.make_category("Tulips")
        tulip = self.make_offer("Tulip", tulips)
        self.price(tulip, 50, 40)
        self.stock(100, tulip)
        self.make_session(ships=4, category_ids=tulips.ids)
        self.take(self.anna, 60, price=80)
        self.take(self.anna, 40, offer=tulip, price=40)
        self.confirm()
        orders = self.orders()
        self.assertEqual(len(orders), 2)
        prices = {line.product_id: line.price_unit for line in orders.order_line}
        self.assertEqual(prices, {self.rose: 80, tulip: 40})

    def test_price_that_the_page_did_not_show_is_not_confirmed(self):
        form = self.form()
        self.prices.price_ids.filtered(lambda p: p.product_id == self.rose).retail = 120
        answer = self.url_open("/shop/krokus/confirm", form)
        self.assertTrue(html.fromstring(answer.text).find_class("alert-danger"))
        self.assertFalse(self.orders())
        self.assertEqual(self.free(), 80)

    def test_tampered_page_only_hurts_itself(self):
        form = self.form()
        (key,) = json.loads(form["seen"])
        for seen in (json.dumps({key: 0.01}), "", "[]", json.dumps({"x": 1}), "{"):
            with self.subTest(seen):
                answer = self.url_open("/shop/krokus/confirm", {**form, "seen": seen})
                self.assertEqual(answer.status_code, 200)
                self.assertFalse(self.orders())

    def test_a_stranger_s_hold_is_not_confirmed(self):
        form = self.form()
        self.authenticate(self.boris.login, self.boris.login)
        self.take(self.boris, 10, price=100)
        answer = self.confirm(seen=form["seen"])
        self.assertTrue(html.fromstring(answer.text).find_class("alert-danger"))
        self.assertFalse(self.orders(self.boris) | self.orders())

    def test_a_stranger_s_checkout_looks_like_a_missing_one(self):
        url = self.confirm().url
        self.authenticate(self.boris.login, self.boris.login)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open("/my/checkout/К-0").status_code, 404)
