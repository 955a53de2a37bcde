from odoo.addons.krokus_catalog.see_as import KEY
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestSeeAs(PortalCase, HttpCase):
    """A manager looks at the floor as Anna does, and her basket does not notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_manager("portal_seer")

    def setUp(self):
        super().setUp()
        self.take(self.anna, 20, price=100)
        seen = {KEY: [self.manager.id, self.anna.id]}
        self.authenticate(self.manager.login, self.manager.login, session_extra=seen)

    def remembered(self):
        self.env.cr.execute(
            "SELECT product_id, quantity, price, deadline FROM krokus_hold ORDER BY id"
        )
        return self.env.cr.fetchall()

    def test_the_basket_and_the_prices_are_hers(self):
        for url in ("/shop", "/shop?part=list", "/shop?part=filters", "/shop?view=cards"):
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200, url)
            self.assertIn("krokus_facet" if "filters" in url else "Red Naomi", answer.text, url)
            self.assertNotIn("Hidden rose", answer.text, url)
        self.assertIn('data-held="20.0"', self.url_open("/shop").text)

    def test_her_own_basket_page_is_shown_and_the_prices_that_she_saw_are_kept(self):
        self.env["krokus.price"].search([("product_id", "=", self.rose.id)]).retail = 150
        before = self.remembered()
        answer = self.url_open("/shop/cart")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Red Naomi", answer.text)
        self.assertIn('id="krokus_see_as"', answer.text)
        self.assertEqual(self.remembered(), before)

    def test_what_is_free_is_told_as_to_her(self):
        self.take(self.boris, 30)
        answer = self.make_jsonrpc_request(
            "/krokus/free", {"offers": [self.rose.id, self.hidden.id]}
        )
        self.assertEqual(answer["free"], {str(self.rose.id): 50})

    def test_lists_are_read_as_to_her(self):
        answer = self.make_jsonrpc_request("/krokus/lines/typed", {"text": "Hidden rose, 5"})
        self.assertFalse(answer["lines"])
        self.make_jsonrpc_request("/krokus/lines/last", {})

    @mute_logger("odoo.http")
    def test_nothing_is_taken_given_back_or_confirmed(self):
        before, orders = self.remembered(), self.env["sale.order"].search_count([])
        for quantity in (50, 0):
            with self.assertRaisesRegex(JsonRpcException, "UserError"):
                self.make_jsonrpc_request("/krokus/take", {"lines": [[self.rose.id, quantity]]})
        for url in ("/shop/krokus/confirm", "/shop/krokus/again"):
            self.assertEqual(self.url_open(url, data={"seen": "{}"}).status_code, 422)
        self.assertEqual(self.remembered(), before)
        self.assertEqual(self.env["sale.order"].search_count([]), orders)
        self.assertFalse(
            self.env["krokus.basket"].search([("partner_id", "=", self.manager.partner_id.id)])
        )
