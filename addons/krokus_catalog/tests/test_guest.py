import json
import re

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import KrokusCase

PRICE = 4815.16


@tagged("post_install", "-at_install")
class TestGuest(HttpCase, KrokusCase):
    """A guest sees what is public, without prices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        category = cls.make_category("Open roses")
        cls.offer = cls.make_offer(
            "Xqzrose", category=category, list_price=PRICE, compare_list_price=PRICE
        )
        cls.dear = cls.make_offer("Xqzrose dear", category=category, list_price=10 * PRICE)

    def rpc(self, url, **params):
        return self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).text

    def assert_no_price(self, text):
        for written in ("4815", "4,815", "4 815", "4\N{NO-BREAK SPACE}815", "48151", "48,151"):
            self.assertNotIn(written, text)

    def test_no_page_tells_a_price(self):
        for url in ("/shop", "/shop?search=Xqzrose", self.offer.website_url):
            page = self.url_open(url).text
            self.assertIn("Xqzrose", page)
            self.assertIn("o_krokus_login", page, "who logs in sees prices")
            self.assertNotIn('"offers"', page)
            self.assert_no_price(page)

    def test_no_json_tells_a_price(self):
        options = {"displayDetail": True, "displayDescription": True}
        options |= {"displayImage": True, "displayExtraLink": True}
        found = self.rpc(
            "/website/snippet/autocomplete", search_type="products", term="Xqzrose", options=options
        )
        self.assertIn('"results_count": 2', found)
        info = self.rpc(
            "/website_sale/get_combination_info",
            product_template_id=self.offer.product_tmpl_id.id,
            product_id=self.offer.id,
            combination=[],
            add_qty=1,
        )
        self.assertIn('"price": 0.0', info)
        for text in (found, info):
            self.assert_no_price(text)

    def test_a_search_does_not_tell_what_is_dearer(self):
        for query in ("max_price=5000", "min_price=5000"):
            self.assertEqual(self.found(query), {"Xqzrose", "Xqzrose dear"})
        up, down = (self.found(f"order=list_price {way}", list) for way in ("asc", "desc"))
        self.assertEqual(up, down)

    def found(self, query, kind=set):
        page = self.url_open(f"/shop?search=Xqzrose&{query}").text
        return kind(re.findall(r">\s*(Xqzrose[^<]*?)\s*<", page))

    def test_a_snippet_is_not_asked_about_prices(self):
        newest = self.env.ref("website_sale.dynamic_filter_newest_products")
        key = self.env["ir.ui.view"].search(
            [("key", "like", ".dynamic_filter_template_product_product")], limit=1
        )
        for domain, shown in (([], True), ([["list_price", ">", 1]], False)):
            answer = self.rpc(
                "/website/snippet/filters",
                filter_id=newest.id,
                template_key=key.key,
                limit=16,
                search_domain=domain,
            )
            self.assertEqual("Xqzrose" in answer, shown)
            self.assert_no_price(answer)

    def test_a_guest_buys_nothing(self):
        before = self.env["sale.order.line"].search_count([])
        for url in ("/shop/cart/add", "/shop/product/is_add_to_cart_allowed"):
            answer = self.rpc(
                url, product_template_id=self.offer.product_tmpl_id.id, product_id=self.offer.id
            )
            self.assertTrue("error" in answer or '"result": false' in answer, answer)
        self.assertEqual(self.env["sale.order.line"].search_count([]), before)

    def test_the_feed_holds_nothing_that_a_guest_does_not_see(self):
        self.website.enabled_gmc_src = True
        feed = self.env["product.feed"].create({"name": "A feed", "website_id": self.website.id})
        url = f"/gmc.xml?feed_id={feed.id}&access_token={feed.access_token}"
        self.authenticate("admin", "admin")
        text = self.url_open(url).text
        self.assertIn("<channel>", text)
        self.assertNotIn("Xqzrose", text)

    def test_a_client_has_prices(self):
        self.make_buyer(self.make_client("A shop"), login="priced_buyer")
        self.authenticate("priced_buyer", "priced_buyer")
        page = self.url_open(self.offer.website_url).text
        self.assertIn('"offers"', page)
        self.assertNotIn("o_krokus_login", page)


@tagged("post_install", "-at_install")
class TestHiddenInTheCart(HttpCase, KrokusCase):
    """Parts of a combo and what lies in a cart already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls.make_offer(
            "Xqzhidden", category=cls.make_category("Closed", visibility="managers")
        )
        cls.shown = cls.make_offer("Shown", category=cls.make_category("Open"))
        cls.buyer = cls.make_buyer(cls.make_client("A shop"), login="combo_buyer")

    def rpc(self, url, **params):
        return self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()

    def test_a_hidden_part_of_a_combo_is_not_shown(self):
        combo = self.env["product.combo"].create(
            {
                "name": "A bunch",
                "combo_item_ids": [
                    Command.create({"product_id": self.hidden.id}),
                    Command.create({"product_id": self.shown.id}),
                ],
            }
        )
        bunch = self.make_offer("Bunch", type="combo", combo_ids=combo.ids)
        self.authenticate("combo_buyer", "combo_buyer")
        answer = self.rpc(
            "/website_sale/combo_configurator/get_data",
            product_tmpl_id=bunch.product_tmpl_id.id,
            quantity=1,
            date="2026-01-01",
        )
        self.assertIn("Shown", str(answer))
        self.assertNotIn("Xqzhidden", str(answer))

    def test_what_was_hidden_meanwhile_is_not_raised(self):
        order = self.env["sale.order"].create({"partner_id": self.buyer.partner_id.id})
        order = order.with_user(self.buyer).sudo()
        line = self.env["sale.order.line"]
        self.assertEqual(order._verify_updated_quantity(line, self.hidden.id, 5, uom_id=None)[0], 0)
        self.assertTrue(order._verify_updated_quantity(line, self.hidden.id, 5, uom_id=None)[1])
