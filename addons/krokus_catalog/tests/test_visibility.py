from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import KrokusCase

MARK = "Xqzhidden"


@tagged("post_install", "-at_install")
class TestVisibility(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.env.ref("krokus_catalog.client_tier_1")
        cls.second = cls.env.ref("krokus_catalog.client_tier_2")
        cls.client = cls.make_client("A shop", tier=cls.second)
        cls.buyer = cls.make_buyer(cls.client)
        cls.tree = cls.make_category("For the first", visibility="tiers")
        cls.tree.krokus_tier_ids = cls.first
        cls.child = cls.make_category("Below", parent=cls.tree)
        cls.offer = cls.make_offer(f"{MARK} rose", category=cls.child)

    def seen_by(self, user):
        self.env["product.category"]._krokus_forget_visibility()
        offers = self.env["product.template"].with_user(user)
        return bool(offers.search([("name", "like", MARK)]))

    def test_only_the_chosen_tier_sees_it(self):
        self.assertFalse(self.seen_by(self.buyer))
        self.client.krokus_tier_id = self.first
        self.assertTrue(self.seen_by(self.buyer))

    def test_a_guest_sees_only_what_is_public(self):
        guest = self.env.ref("base.public_user")
        self.assertFalse(self.seen_by(guest))
        self.tree.krokus_visibility = "public"
        self.assertTrue(self.seen_by(guest))

    def test_a_client_without_a_tier_sees_only_what_is_public(self):
        self.tree.krokus_visibility = "clients"
        self.assertTrue(self.seen_by(self.buyer))
        self.client.krokus_tier_id = False
        self.assertFalse(self.seen_by(self.buyer))

    def test_a_manager_sees_everything(self):
        self.assertTrue(self.seen_by(self.make_manager()))

    def test_no_category_hides_an_offer(self):
        self.tree.krokus_visibility = "public"
        self.offer.categ_id = False
        self.assertFalse(self.seen_by(self.buyer))

    def test_reading_by_id_is_refused(self):
        for record in (self.offer, self.offer.product_tmpl_id, self.child):
            with self.assertRaises(AccessError):
                record.with_user(self.buyer).read(["display_name"])

    def test_a_hidden_offer_cannot_be_added(self):
        offer = self.offer.with_user(self.buyer).sudo()
        self.assertFalse(offer._is_add_to_cart_allowed())
        self.assertFalse(offer.product_tmpl_id._can_be_added_to_cart())

    def test_the_tier_of_a_client_is_no_clients_business(self):
        with self.assertRaises(AccessError):
            self.buyer.partner_id.with_user(self.buyer).read(["krokus_tier_id"])


@tagged("post_install", "-at_install")
class TestVisibilityOnPages(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.make_category("Secret roses", visibility="managers")
        cls.offer = cls.make_offer(f"{MARK} rose", category=category)
        cls.shown = cls.make_offer("Visible rose", category=cls.make_category("Open roses"))
        image = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
            "AABJRU5ErkJggg=="
        )
        cls.offer.image_1920 = cls.shown.image_1920 = image
        cls.buyer = cls.make_buyer(cls.make_client("A shop"), login="visible_buyer")

    def test_no_page_shows_a_hidden_offer(self):
        for login in (None, "visible_buyer"):
            self.authenticate(login, login)
            for url in ("/shop", "/shop?search=rose", "/sitemap.xml"):
                page = self.url_open(url).text
                self.assertNotIn(MARK, page, f"{url} as {login}")
                self.assertNotIn("Secret roses", page, f"{url} as {login}")
            self.assertIn("Visible rose", self.url_open("/shop?search=rose").text)

    def test_a_hidden_product_page_looks_like_a_missing_one(self):
        self.authenticate("visible_buyer", "visible_buyer")
        hidden = self.url_open(f"/shop/x-{self.offer.product_tmpl_id.id}")
        missing = self.url_open("/shop/x-99999999")
        self.assertEqual(hidden.status_code, missing.status_code)
        self.assertNotIn(MARK, hidden.text)

    def test_the_picture_of_a_hidden_offer_is_not_given(self):
        self.authenticate("visible_buyer", "visible_buyer")
        path = "/web/image/product.template/%s/image_1920"
        shown = self.url_open(path % self.shown.product_tmpl_id.id)
        hidden = self.url_open(path % self.offer.product_tmpl_id.id)
        self.assertNotEqual(hidden.content, shown.content)
