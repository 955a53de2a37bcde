import json

from lxml import html
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install", "cases")
class TestWithdrawnOffer(PortalCase, HttpCase):
    """An offer that left the shop while a client holds it, as the client meets it over HTTP."""

    def setUp(self):
        super().setUp()
        self.goods = self.rose.product_tmpl_id
        self.take(self.anna, 20, price=100)
        self.authenticate(self.anna.login, self.anna.login)

    def ask(self, quantity):
        lines = [[self.rose.id, quantity]]
        (line,) = self.make_jsonrpc_request("/krokus/take", {"lines": lines})["lines"]
        return line

    def held(self):
        contents = self.basket(self.anna)._contents()
        return {held.product_id: float(held.quantity) for held in contents}

    def test_an_archived_offer_is_shown_with_its_reason_and_given_back_at_once(self):
        self.goods.active = False
        answer = self.url_open("/shop/cart", timeout=60)
        self.assertEqual(answer.status_code, 200)
        (line,) = html.fromstring(answer.text).find_class("krokus_basket_line")
        self.assertIn("Red Naomi", line.text_content())
        self.assertRegex(line.text_content(), "on sale any more|не продаётся")
        self.assertEqual(self.ask(0)["granted"], 0)
        self.assertEqual((self.held(), self.free()), ({}, 100))

    def test_it_is_not_raised_by_the_fast_route_and_the_row_says_what_is_held(self):
        for values in ({"is_published": False}, {"sale_ok": False}, {"active": False}):
            with self.subTest(values):
                self.goods.write(values)
                line = self.ask(30)
                self.assertEqual((line["granted"], self.held()), (20, {self.rose.id: 20}))
                self.assertTrue(line["message"])
                self.goods.write(dict.fromkeys(values, True))
        self.assertEqual(self.ask(30)["granted"], 30)

    def test_what_lost_its_price_is_not_raised_either(self):
        self.env["krokus.price"].search([("product_id", "=", self.rose.id)]).unlink()
        line = self.ask(30)
        self.assertEqual((line["granted"], self.held()), (20, {self.rose.id: 20}))
        self.assertEqual(self.ask(0)["granted"], 0)
        self.assertEqual(self.held(), {})

    def test_a_page_that_was_opened_before_confirms_nothing_of_it(self):
        page = html.fromstring(self.url_open("/shop/cart", timeout=60).text)
        form = page.xpath("//form[@action='/shop/krokus/confirm']")[0]
        words = {field.name: field.value or "" for field in form.xpath(".//input[@name]")}
        self.assertTrue(json.loads(words["seen"]))
        self.goods.sale_ok = False
        before = self.env["sale.order"].search_count([("state", "=", "sale")])
        answer = self.url_open("/shop/krokus/confirm", words, timeout=60)
        self.assertRegex(answer.text, "on sale any more|не продаётся")
        self.assertEqual(self.env["sale.order"].search_count([("state", "=", "sale")]), before)
        self.assertEqual(self.held(), {self.rose.id: 20})

    def test_what_ran_out_and_was_withdrawn_is_not_taken_again(self):
        self.expire(self.anna)
        self.goods.is_published = False
        sentences = self.basket(self.anna)._take_again()
        self.assertEqual(len(sentences), 1)
        self.assertEqual((self.held(), self.free()), ({}, 100))

    def add(self, quantity, **more):
        words = {"product_template_id": self.goods.id, "product_id": self.rose.id, **more}
        return self.make_jsonrpc_request("/shop/cart/add", {**words, "quantity": quantity})

    def update(self, quantity):
        words = {"line_id": 0, "product_id": self.rose.id, "quantity": quantity}
        return self.make_jsonrpc_request("/shop/cart/update", words)

    def test_cores_cart_keeps_whole_packs(self):
        self.assertEqual(self.add(10)["quantity"], 30)
        answer = self.update(11)
        self.assertEqual(answer["quantity"], 10)
        self.assertTrue(answer["warning"])
        self.assertEqual(self.update(1)["quantity"], 0)

    @mute_logger("odoo.http")
    def test_cores_cart_takes_no_foreign_unit(self):
        ounce = self.env.ref("uom.product_uom_oz").id
        with self.assertRaisesRegex(JsonRpcException, "UserError|Odoo"):
            self.add(10, uom_id=ounce)
        self.assertEqual((self.held(), self.free()), ({self.rose.id: 20}, 80))

    def test_cores_cart_gives_back_what_is_withdrawn(self):
        self.make_jsonrpc_request("/shop/cart/quantity")
        self.goods.is_published = False
        self.assertEqual(self.update(30)["quantity"], 20)
        self.assertEqual(self.update(0)["cart_quantity"], 0)
