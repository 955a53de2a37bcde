import json

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..see_as import END, KEY
from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestSeeAs(HttpCase, KrokusCase):
    """A manager looks with a client's eyes: he sees no more than the client, and does nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier = cls.make_tier(name="Few")
        cls.client_company = cls.make_client("Anna's shop", tier=cls.tier)
        cls.anna = cls.make_buyer(cls.client_company, "anna_seen")
        cls.other = cls.make_buyer(cls.make_client("Boris' shop"), "boris_seen")
        theirs = cls.make_category("Theirs", visibility="tiers", krokus_tier_ids=cls.tier.ids)
        closed = cls.make_category("Closed", visibility="managers")
        cls.shown = cls.make_offer("Xqzshown", category=theirs)
        cls.hidden = cls.make_offer("Xqzhidden", category=closed)
        cls.manager = cls.make_manager("seeing_manager")
        cls.salesman = new_test_user(
            cls.env, "seeing_salesman", groups="krokus_catalog.group_salesman"
        )

    def start(self, partner=None):
        """Press the button on the partner's form; the answer, or a refusal, as text."""
        args = [(partner or self.client_company).ids]
        return self.rpc(
            "/web/dataset/call_button/res.partner/action_krokus_see_as",
            model="res.partner",
            method="action_krokus_see_as",
            args=args,
            kwargs={},
        )

    def rpc(self, url, **params):
        body = json.dumps({"jsonrpc": "2.0", "params": params})
        return self.url_open(url, data=body, headers={"Content-Type": "application/json"}).text

    def enter(self, user):
        self.authenticate(user.login, user.login)

    def see(self, user=None, partner=None):
        self.enter(user or self.manager)
        return self.start(partner)

    def end(self):
        token = Request.csrf_token(self._request())
        return self.url_open(END, data={"csrf_token": token}, allow_redirects=False)

    def _request(self):
        """As the page's own form has it."""
        return type(
            "Asked", (), {"session": self.session, "env": self.env, "db": self.env.cr.dbname}
        )

    def page(self, url="/shop?search=Xqz&noFuzzy=1"):
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200, url)
        return answer.text

    def assert_sees_as_client(self):
        text = self.page()
        self.assertIn('id="krokus_see_as"', text)
        self.assertIn("Xqzshown", text)
        self.assertNotIn("Xqzhidden", text)

    def assert_sees_as_oneself(self, hidden=True):
        text = self.page()
        self.assertNotIn('id="krokus_see_as"', text)
        self.assertEqual("Xqzhidden" in text, hidden)

    # ------------------------------------------------------------ what is seen

    def test_the_shop_is_the_clients_with_either_list(self):
        self.enter(self.manager)
        self.assert_sees_as_oneself()
        self.assertIn('"url": "/shop"', self.start())
        for really in (True, False):
            self.use_core_list(really)
            self.assert_sees_as_client()

    def test_the_page_of_a_hidden_offer_is_missing(self):
        self.see()
        self.assertEqual(self.url_open(self.hidden.website_url).status_code, 404)
        self.assertIn("Xqzshown", self.page(self.shown.website_url))

    def test_every_page_tells_that_one_looks_and_as_whom(self):
        self.see()
        for url in ("/shop", self.shown.website_url, "/my", "/my/orders", "/my/account", "/"):
            text = self.page(url)
            self.assertIn('id="krokus_see_as"', text, url)
            self.assertIn("anna_seen", text, url)

    def test_an_order_that_the_client_never_opened_is_shown(self):
        order = self.env["sale.order"].create({"partner_id": self.anna.partner_id.id})
        order.state = "sent"
        self.see()
        self.assertIn(order.name, self.page(f"/my/orders/{order.id}"))
        self.assertFalse(order.access_token, "who looks leaves nothing behind")

    def test_the_backend_stays_the_managers(self):
        self.see()
        url = "/web/dataset/call_kw/product.template/search_count"
        args = [[("name", "=", "Xqzhidden")]]
        answer = self.rpc(
            url, model="product.template", method="search_count", args=args, kwargs={}
        )
        self.assertIn('"result": 1', answer)

    def test_the_end_gives_ones_own_eyes_back(self):
        self.see()
        self.assert_sees_as_client()
        answer = self.end()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"/odoo/res.partner/{self.anna.partner_id.id}", answer.headers["Location"])
        self.assert_sees_as_oneself()

    def test_it_is_written_down_once_at_the_client(self):
        before = self.client_company.message_ids
        self.see()
        self.page()
        self.page("/my")
        note = self.client_company.message_ids - before
        self.assertEqual(len(note), 1)
        self.assertEqual(note.author_id, self.manager.partner_id)
        self.assertIn("anna_seen", note.body)
        self.assertTrue(note.subtype_id.internal, "a client does not read it")

    def test_nothing_of_the_client_stays_in_the_session(self):
        cart = self.env["sale.order"].create(
            {
                "partner_id": self.anna.partner_id.id,
                "website_id": self.env["website"].get_current_website().id,
            }
        )
        self.see()
        for url in ("/shop", "/shop/cart", self.shown.website_url):
            self.page(url)
        self.end()
        self.page("/shop/cart")
        self.assertEqual(cart.partner_id, self.anna.partner_id)
        self.assertFalse(
            self.env["website.visitor"].search([("partner_id", "=", self.anna.partner_id.id)])
        )

    def test_the_client_has_viewed_nothing(self):
        self.see()
        answer = self.rpc("/shop/products/recently_viewed_update", product_id=self.shown.id)
        self.assertIn('"result": {}', answer)
        viewed = [("product_id", "=", self.shown.id)]
        self.assertFalse(self.env["website.track"].search(viewed))

    # ------------------------------------------------------- what can be done

    def add(self):
        offer = self.shown
        return self.rpc(
            "/shop/cart/add",
            product_template_id=offer.product_tmpl_id.id,
            product_id=offer.id,
            quantity=1,
        )

    def test_json_that_reads_is_answered_as_to_the_client(self):
        self.see()
        options = {"displayDetail": True, "displayDescription": True}
        options |= {"displayImage": True, "displayExtraLink": True}
        answer = self.rpc(
            "/website/snippet/autocomplete", search_type="products", term="Xqz", options=options
        )
        self.assertIn('"results_count": 1', answer)
        self.assertIn(f"{self.shown.website_url}", answer)

    @mute_logger("odoo.http")
    def test_what_does_more_than_read_is_refused_and_does_nothing(self):
        self.see()
        lines = self.env["sale.order.line"].search_count([])
        name = self.anna.partner_id.name
        self.assertIn("odoo.exceptions.UserError", self.add())
        answer = self.url_open("/my/account", data={"name": "Mallory"})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.env["sale.order.line"].search_count([]), lines)
        self.assertEqual(self.anna.partner_id.name, name)
        self.assert_sees_as_client()

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_a_page_that_writes_is_refused_by_the_database(self):
        def write(company, *args):
            company.env.cr.execute("UPDATE res_partner SET comment = 'written'")

        self.patch(self.registry["website"], "_krokus_is_seeing", write)
        self.see()
        answer = self.url_open("/shop")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self.env["res.partner"].search([("comment", "like", "written")]))

    # ---------------------------------------------------------------- attacks

    @mute_logger("odoo.http")
    def test_a_client_cannot_see_as_another(self):
        for partner in (self.anna.partner_id, self.other.partner_id, self.client_company):
            self.assertIn("odoo.exceptions.AccessError", self.see(self.other, partner))
            self.assert_sees_as_oneself(hidden=False)

    @mute_logger("odoo.http")
    def test_staff_without_the_group_cannot(self):
        plain = new_test_user(self.env, "seeing_plain", groups="base.group_user")
        self.assertIn("odoo.exceptions.AccessError", self.see(plain))
        self.assert_sees_as_oneself()

    @mute_logger("odoo.http")
    def test_a_salesman_sees_as_his_own_clients_only(self):
        self.client_company.user_id = self.manager
        self.assertIn("odoo.exceptions.AccessError", self.see(self.salesman))
        self.assert_sees_as_oneself()
        self.client_company.user_id = self.salesman
        self.start()
        self.assert_sees_as_client()
        self.client_company.user_id = self.manager
        self.assert_sees_as_oneself()

    @mute_logger("odoo.http")
    def test_nobody_sees_as_the_staff(self):
        for user in (
            self.salesman,
            self.env.ref("base.user_admin"),
            self.env.ref("base.public_user"),
        ):
            self.assertIn("odoo.exceptions.UserError", self.see(partner=user.partner_id))
            self.assert_sees_as_oneself()

    @mute_logger("odoo.http")
    def test_a_client_without_a_login_is_told_what_to_do(self):
        self.assertIn("odoo.exceptions.UserError", self.see(partner=self.make_client("No login")))

    def test_a_person_is_seen_as_himself_and_one_without_a_login_as_a_colleague(self):
        clara = self.make_buyer(self.client_company, "clara_seen")
        dora = self.env["res.partner"].create({"name": "Dora", "parent_id": self.client_company.id})
        for person, seen in ((clara.partner_id, "clara_seen"), (dora, "anna_seen")):
            self.see(partner=person)
            self.assertIn(seen, self.page().split('id="krokus_see_as"')[1][:900])

    @mute_logger("odoo.http")
    def test_a_right_that_is_gone_ends_it_before_anything_is_done(self):
        def archive():
            self.anna.active = False

        def leave():
            group = self.env.ref("krokus_catalog.group_salesman")
            self.manager.group_ids = self.env.ref("base.group_user")
            self.assertNotIn(group, self.manager.all_group_ids)

        def promote():
            self.other.group_ids = self.env.ref("base.group_user")

        for lose, partner in ((archive, None), (promote, self.other.partner_id), (leave, None)):
            self.anna.active = True
            self.see(partner=partner)
            lose()
            self.assertIn("odoo.exceptions.UserError", self.add())
            self.assert_sees_as_oneself()

    def test_another_person_in_the_same_session_does_not_inherit_it(self):
        seen = {KEY: [self.manager.id, self.anna.id]}
        for user in (self.other, self.salesman):
            self.authenticate(user.login, user.login, session_extra=seen)
            text = self.page()
            self.assertNotIn("anna_seen", text)
            self.assertNotIn('id="krokus_see_as"', text)

    @mute_logger("odoo.http")
    def test_a_page_of_somebody_else_neither_starts_nor_ends_it(self):
        self.enter(self.manager)
        url = "/web/dataset/call_button/res.partner/action_krokus_see_as"
        forged = self.url_open(url, data={"args": f"[[{self.client_company.id}]]"})
        self.assertGreaterEqual(forged.status_code, 400)
        self.assert_sees_as_oneself()
        self.start()
        self.assertEqual(self.url_open(END, data={"any": "thing"}).status_code, 400)
        self.assertEqual(self.url_open(END).status_code, 405)
        self.assert_sees_as_client()
