from lxml import html
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..person import OtherPersonError
from .common import PortalCase


@tagged("post_install", "-at_install", "cases")
class TestPages(PortalCase, HttpCase):
    """A page knows whose it is, and nobody keeps it."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def take(self, *lines, **more):
        return self.make_jsonrpc_request("/krokus/take", {"lines": lines, **more})

    def held(self):
        return {line.product_id: line.quantity for line in self.basket(self.anna)._contents()}

    def page(self, path):
        return html.fromstring(self.url_open(path).text)

    # ------------------------------------------------------------- whose page

    def test_page_names_its_person_and_a_take_from_it_is_served(self):
        (bar,) = self.page("/shop").xpath("//div[@id='krokus_bar']")
        self.assertEqual(bar.get("data-name"), self.anna.name)
        self.take([self.rose.id, 20], person=bar.get("data-person"))
        self.assertEqual(self.held(), {self.rose.id: 20})

    @mute_logger("odoo.http")
    def test_take_from_another_persons_page_changes_nothing(self):
        self.take([self.rose.id, 20])
        other = str(self.env.ref("base.user_admin").id)
        for asked in ([[self.rose.id, 50]], []):
            with self.assertRaises(JsonRpcException) as caught:
                self.take(*asked, number=9, person=other)
            self.assertIn(OtherPersonError.__name__, str(caught.exception))
        self.assertEqual(self.held(), {self.rose.id: 20})
        self.assertEqual(self.take([self.rose.id, 30], number=1)["basket"]["late"], False)

    @mute_logger("odoo.http")
    def test_star_of_another_persons_page_is_nobodys(self):
        params = {"offer": self.rose.id, "on": True, "person": "0"}
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request("/krokus/lines/mark", params)
        self.assertFalse(self.env["krokus.offer.list"].search([]).line_ids)

    def test_every_answer_tells_all_that_is_held_and_counted(self):
        tulip = self.make_offer("Tulip")
        self.price(tulip, 60)
        self.take([self.rose.id, 20])
        basket = self.take()["basket"]
        ((session_id, quantity),) = basket["held"][str(self.rose.id)]
        self.assertEqual(quantity, 20)
        self.assertTrue(session_id)
        self.assertEqual(list(basket["counted"].values()), [20])

    # ------------------------------------------------------------ what is kept

    def test_no_page_of_a_person_is_kept_by_the_browser(self):
        self.take([self.rose.id, 20])
        offer = self.rose.product_tmpl_id.website_url
        for path in ("/shop", "/shop?part=list", "/shop/cart", offer, "/my", "/my/orders"):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200, path)
            self.assertEqual(answer.headers.get("Cache-Control"), "no-store", path)
        answer = self.url_open("/krokus/free", json={"params": {"offers": [self.rose.id]}})
        self.assertEqual(answer.headers.get("Cache-Control"), "no-store")

    def test_what_is_everybodys_may_be_kept(self):
        for path in ("/shop", "/web/image/website/1/logo"):
            self.authenticate(None, None)
            self.assertNotEqual(self.url_open(path).headers.get("Cache-Control"), "no-store")
        self.authenticate(self.anna.login, self.anna.login)
        answer = self.url_open("/web/image/website/1/logo")
        self.assertNotEqual(answer.headers.get("Cache-Control"), "no-store")

    # ----------------------------------------------------------------- prices

    def test_page_of_an_offer_shows_the_price_that_the_basket_pays(self):
        """Wholesale is counted over the basket, which the page has to ask."""
        tulip = self.make_offer("Tulip")
        self.price(tulip, 60, 50)
        path = tulip.product_tmpl_id.website_url
        price = "//*[@id='product_details']//span[contains(@class, 'oe_price')]"
        (shown,) = self.page(path).xpath(price)
        self.assertIn("60", shown.text_content())
        self.take([self.rose.id, 100])
        (shown,) = self.page(path).xpath(price)
        self.assertIn("50", shown.text_content())

    def test_row_knows_both_prices_and_what_is_counted_with_it(self):
        answer = self.take([self.rose.id, 60])
        (row,) = self.page("/shop?view=sheet").xpath(f"//tr[@data-offer='{self.rose.id}']")
        known = {name: row.get(f"data-{name}") for name in ("retail", "wholesale", "from")}
        self.assertEqual(known, {"retail": "100.0", "wholesale": "80.0", "from": "100.0"})
        self.assertEqual(answer["basket"]["counted"], {row.get("data-group"): 60})

    # --------------------------------------------------------------- language

    def test_links_of_the_list_speak_its_language(self):
        """A link without it is answered by a redirect, which a script takes for no answer."""
        english = self.env.ref("base.lang_en")
        english.active = True
        website = self.env["website"].search([], limit=1)
        website.language_ids |= english
        russian = website.default_lang_id
        other = website.language_ids - russian
        self.assertTrue(other)
        code = other[0].url_code
        page = self.page(f"/{code}/shop?view=sheet")
        (found,) = page.xpath("//div[@data-filters]")
        filters = found.get("data-filters")
        self.assertTrue(filters.startswith(f"/{code}/shop"), filters)
        answer = self.url_open(filters, allow_redirects=False)
        self.assertEqual(answer.status_code, 200)
