import json

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import PortalCase

NUL, HALF = "a\0b", "a\ud800b"
PAGES = (
    "/shop?search=a%00b",
    "/shop?order=%00&stock=%00&color=%00&size=%00&mode=%00&list=%00&page=%00&part=%00",
    "/shop?min_price=%00&max_price=%00&view=%00&label=%00",
    "/shop?tags=%00&attribute_values=1-%00",
    "/shop/category/a%00b",
    "/shop/a%00b-1",
    "/a%00b",
    "/web/static/a%00b",
    "/web/image/a%00b",
    "/web/content/website/1/a%00b",
    "/web/login?login=a%00b&redirect=%00",
    "/contactus?name=a%00b",
    "/website/search?search=a%00b",
    "/website/info?x=%00",
    "/my?x=%00",
    "/my/orders?sortby=%00&filterby=%00&search=%00",
    "/my/quotes?sortby=%00",
    "/my/checkout/a%00b",
    "/my/orders/1?access_token=%00",
    "/shop/cart?access_token=a%00b",
    "/?debug=%00&db=%00",
)
SHOWN = {f"display{what}": True for what in ("Description", "Image", "Detail", "ExtraLink")}
CALLS = (
    ("/krokus/lines/typed", {"text": NUL + "\t5"}),
    ("/krokus/lines/typed", {"text": HALF + "\t5"}),
    ("/krokus/lines/typed", {"text": {NUL: [NUL]}}),
    ("/krokus/lines/kept", {"key": NUL}),
    ("/krokus/lines/mark", {"offer": NUL, "on": NUL}),
    ("/krokus/free", {"offers": [NUL]}),
    ("/krokus/take", {"lines": [[NUL, HALF]]}),
    ("/my/checkout/a/numbers", {"number": NUL}),
    ("/website/snippet/autocomplete", {"search_type": "products", "term": NUL, "options": SHOWN}),
    ("/website/snippet/autocomplete", {"search_type": "all", "term": HALF, "options": SHOWN}),
    ("/shop/cart/add", {"product_template_id": 1, "product_id": 1, "zip_code": NUL}),
)
# Errors of a program; what is told to people comes from odoo.exceptions or werkzeug's.
OURS = ("odoo.exceptions.", "werkzeug.exceptions.", "odoo.http.")
REFUSED = "odoo.exceptions.UserError"


@tagged("post_install", "-at_install", "cases")
class TestCaseText(PortalCase, HttpCase):
    """What neither the database nor XML can hold stops no route of anybody's."""

    def everybody(self):
        """A guest, then a client."""
        self.authenticate(None, None)
        yield "guest"
        self.authenticate(self.anna.login, self.anna.login)
        yield "client"

    def test_no_page_breaks_on_nul(self):
        for who in self.everybody():
            for path in PAGES:
                with self.subTest(path, who=who):
                    self.assertLess(self.url_open(path).status_code, 500)

    def test_what_makes_no_sense_in_an_address_of_the_account_was_not_asked(self):
        self.authenticate(self.anna.login, self.anna.login)
        for path in ("/my/orders", "/my/quotes", "/my/invoices"):
            for words in ("sortby=x", "filterby=x", "date_begin=x&date_end=2026-99-01"):
                with self.subTest(path, words=words):
                    self.assertEqual(self.url_open(f"{path}?{words}").status_code, 200)

    def test_no_form_breaks_on_nul(self):
        forms = {
            "/shop/krokus/keep": {"name": NUL},
            "/shop/krokus/confirm": {"seen": NUL, NUL: NUL, "comment_1": NUL, "delivery_1": NUL},
            "/shop/krokus/again": {"again": NUL},
            "/web/login": {"login": NUL, "password": NUL},
            "/web/reset_password": {"login": NUL},
            "/my/account": {"name": NUL, "city": NUL},
            "/my/address/submit": {"name": NUL, "city": NUL, "street": NUL, "zip": NUL},
        }
        for who in self.everybody():
            for path, words in forms.items():
                token = {"csrf_token": self.csrf_token()}
                with self.subTest(path, who=who):
                    self.assertLess(self.url_open(path, data=words | token).status_code, 500)

    def test_a_form_with_nested_brackets_is_an_old_page(self):
        self.authenticate(self.anna.login, self.anna.login)
        words = {"seen": "[" * 60_000, "csrf_token": self.csrf_token()}
        self.assertEqual(self.url_open("/shop/krokus/confirm", data=words).status_code, 200)

    def test_a_form_of_the_website_is_sent_without_what_cannot_be_kept(self):
        words = {"email_from": "a@krokus.example", "name": NUL, "subject": NUL, "website": NUL}
        words["website_form_signature"] = NUL
        answer = self.url_open(
            "/website/form/mail.mail", data=words, files={"file": (NUL, b"text", "text/plain")}
        )
        self.assertLess(answer.status_code, 500)

    def test_no_call_breaks_on_what_cannot_be_kept(self):
        for who in self.everybody():
            for path, params in CALLS:
                with self.subTest(path, who=who, params=repr(params)):
                    self.assertNotProgramError(self.call(path, json.dumps({"params": params})))

    def test_what_comes_in_pieces_has_no_limit_and_is_not_taken(self):
        self.authenticate(self.anna.login, self.anna.login)
        for path in ("/krokus/lines/typed", "/krokus/take"):
            answer = self.url_open(
                path, data=iter([b"{"] * 10), headers={"Content-Type": "application/json"}
            )
            self.assertEqual(answer.json()["error"]["data"]["name"], REFUSED, path)

    def test_an_address_that_no_page_of_the_shop_has_leads_to_the_shop(self):
        for path in ("/shop/category/0", "/shop/category/x-0"):
            self.assertTrue(self.url_open(path).url.endswith("/shop"), path)

    def test_no_call_breaks_on_nesting(self):
        self.authenticate(self.anna.login, self.anna.login)
        for opens, closes in (("[", "]"), ('{"a":', "}")):
            for depth in (90, 300, 600, 950, 5000):
                nested = f"{opens * depth}1{closes * depth}"
                with self.subTest(opens, depth=depth):
                    body = f'{{"params": {{"text": "x", "more": {nested}}}}}'
                    self.assertNotProgramError(self.call("/krokus/lines/typed", body))

    def test_what_cannot_be_kept_is_left_out_by_rpc_too(self):
        """On every field that a client may write, of core's models as well."""
        self.authenticate(self.anna.login, self.anna.login)
        self.make_jsonrpc_request("/web/dataset/call_kw", {
            "model": "res.users", "method": "write",
            "args": [[self.anna.id], {"signature": f"<p>{NUL}</p>"}], "kwargs": {},
        })  # fmt: skip
        self.assertEqual(self.anna.signature, "<p>ab</p>")

    def test_cookies_are_cleaned(self):
        self.opener.cookies.set("odoo_utm_campaign", '"a\\000b"')
        self.opener.cookies.set("frontend_lang", '"a\\000b"')
        self.assertLess(self.url_open("/shop").status_code, 500)

    def test_a_search_has_its_limits(self):
        """Core looked for each of thousands of words in all columns, for seconds."""
        words = {"term": "rose " * 10_000, "order": "name asc", "options": SHOWN}
        asked = self.patched_search()
        body = json.dumps({"params": {"search_type": "products", **words}})
        self.assertNotProgramError(self.call("/website/snippet/autocomplete", body))
        self.assertEqual(asked, ["rose " * 7 + "rose"])

    def patched_search(self):
        """What core is asked to look for."""
        asked = []

        def _search_find_fuzzy_term(self, details, term, **how):
            asked.append(term)

        self.patch(self.registry["website"], "_search_find_fuzzy_term", _search_find_fuzzy_term)
        return asked

    def call(self, path, body):
        headers = {"Content-Type": "application/json"}
        return self.url_open(path, data=body, headers=headers)

    def assertNotProgramError(self, answer):
        if answer.status_code == 200:
            error = answer.json().get("error")
            name = error["data"]["name"] if error else OURS[0]
            self.assertTrue(name.startswith(OURS), error)
        else:
            self.assertLess(answer.status_code, 500)

    def csrf_token(self):
        known = {"session": self.session, "env": self.env, "db": self.env.cr.dbname}
        return Request.csrf_token(type("Asked", (), known))
