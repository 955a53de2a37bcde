import re

from lxml import html
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestBasketPage(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def page(self):
        return html.fromstring(self.url_open("/shop/cart").text)

    def amounts(self, element):
        """The amounts that an element shows, whatever the language writes around the digits."""
        found = re.findall(r"\d[\d\s.,]*[.,]\d\d\b", element.text_content())
        return [int(re.sub(r"\D", "", amount)) / 100 for amount in found]

    def test_page_shows_what_is_held_at_its_price(self):
        self.take(self.anna, 20, price=100)
        (line,) = self.page().find_class("krokus_basket_line")
        self.assertIn("Red Naomi", line.text_content())
        self.assertEqual(self.amounts(line), [100, 2000])

    def test_price_that_moved_is_told_with_what_it_was(self):
        self.take(self.anna, 20, price=90)
        (line,) = self.page().find_class("krokus_basket_line")
        self.assertEqual(self.amounts(line), [90, 100, 2000])
        self.assertEqual(self.basket(self.anna)._contents()[0].price, 100)

    def test_expired_is_told_once_and_can_be_taken_again(self):
        self.take(self.anna, 20, price=100)
        self.expire(self.anna)
        page = self.page()
        self.assertIn("Red Naomi", page.find_class("krokus_lost")[0].text_content())
        token = page.xpath("//form[@action='/shop/krokus/again']//input[@name='csrf_token']/@value")
        again = self.url_open("/shop/krokus/again", {"csrf_token": token[0], "again": "1"})
        self.assertFalse(html.fromstring(again.text).find_class("krokus_lost"))
        self.assertEqual(self.basket(self.anna)._contents()[0].quantity, 20)

    def test_what_others_took_meanwhile_is_said(self):
        self.take(self.anna, 100, price=100)
        self.expire(self.anna)
        self.take(self.boris, 80, price=100)
        token = self.page().xpath(
            "//form[@action='/shop/krokus/again']//input[@name='csrf_token']/@value"
        )
        again = self.url_open("/shop/krokus/again", {"csrf_token": token[0], "again": "1"})
        self.assertTrue(html.fromstring(again.text).find_class("alert-danger"))
        self.assertEqual(self.basket(self.anna)._contents()[0].quantity, 20)

    def test_guest_is_asked_to_log_in(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/shop/cart").url)

    def test_core_s_checkout_leads_to_the_basket(self):
        for path in ("/shop/checkout", "/shop/payment", "/shop/payment/validate"):
            with self.subTest(path):
                self.assertTrue(self.url_open(path).url.endswith("/shop/cart"))

    def test_tax_on_top_of_the_price_is_in_all_that_the_client_pays(self):
        """Page, bar and order: 20 times 100.10, and 20 % of it, is 2402.40."""
        self.rose.taxes_id = self.env["account.tax"].create(
            {"name": "VAT on top", "amount": 20, "price_include_override": "tax_excluded"}
        )
        self.prices.tax_included = False
        self.prices.price_ids.filtered(lambda row: row.product_id == self.rose).retail = 100.10
        self.take(self.anna, 20, price=100.10)
        page = self.page()
        (line,) = page.find_class("krokus_basket_line")
        self.assertEqual(self.amounts(line), [120.12, 2402.40])
        self.assertEqual(self.amounts(page.find_class("krokus_total")[0]), [2402.40])
        (bar,) = page.find_class("krokus_bar")
        self.assertEqual(float(bar.get("data-amount")), 2402.40)
        answer = self.make_jsonrpc_request("/krokus/take", {"lines": [[self.rose.id, 20]]})
        self.assertEqual(answer["basket"]["amount"], 2402.40)
        (form,) = page.xpath("//form[@action='/shop/krokus/confirm']")
        self.url_open("/shop/krokus/confirm", dict(form.fields))
        order = self.env["sale.order"].search([("partner_id", "=", self.anna.partner_id.id)])
        self.assertEqual((order.amount_total, order.order_line.price_unit), (2402.40, 100.10))
