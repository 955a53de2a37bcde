from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install", "cases")
class TestCaseSlip(PortalCase, HttpCase):
    """What may be a slip of the finger is asked about; without a yes nothing of it is taken."""

    def setUp(self):
        super().setUp()
        self.stock(100_000)
        self.authenticate(self.anna.login, self.anna.login)

    def ask(self, quantity, sure=None, **more):
        params = {"lines": [[self.rose.id, quantity]], "sure": sure, **more}
        return self.make_jsonrpc_request("/krokus/take", params)["lines"][0]

    def held(self):
        return sum(line.quantity for line in self.basket(self.anna)._contents())

    def lost(self):
        return self.env["krokus.lost.demand"].search([("product_id", "=", self.rose.id)])

    def order(self, quantity):
        """An order of the client's company, of before."""
        self.ask(quantity, sure=[self.rose.id])
        self.confirm(self.anna)

    def test_a_slip_is_asked_about_and_takes_nothing(self):
        self.ask(20)
        line = self.ask(99_990)
        self.assertIn("99990", line["question"])
        self.assertEqual((line["granted"], line["free"]), (20, 99_980))
        self.assertEqual((self.held(), len(self.lost())), (20, 0))

    def test_with_a_yes_it_is_taken(self):
        self.assertEqual(self.ask(99_990, sure=[self.rose.id])["granted"], 99_990)
        self.assertEqual(self.held(), 99_990)

    def test_lost_demand_is_what_was_said_yes_to(self):
        self.stock(100)
        self.ask(900_000)
        self.ask(500, sure=[self.rose.id])
        self.assertEqual(self.lost().mapped("quantity"), [400])

    def test_twenty_packs_are_not_asked_about(self):
        self.assertFalse(self.ask(200)["question"])
        self.assertEqual(self.held(), 200)

    def test_five_times_the_largest_line_is_not_asked_about(self):
        self.order(100)
        self.assertFalse(self.ask(500)["question"])
        self.assertIn("100", self.ask(510)["question"])
        self.assertEqual(self.held(), 500)

    def test_what_a_colleague_ordered_counts_and_what_a_stranger_did_not(self):
        self.order(300)
        colleague = self.make_buyer(self.anna.partner_id.parent_id, login="anna_colleague")
        self.authenticate(colleague.login, colleague.login)
        self.assertFalse(self.ask(1500)["question"])
        self.authenticate(self.boris.login, self.boris.login)
        self.assertTrue(self.ask(1500)["question"])

    def test_less_than_is_held_is_never_asked_about(self):
        self.ask(5000, sure=[self.rose.id])
        for quantity in (4000, 4010, 0):
            self.assertFalse(self.ask(quantity)["question"], quantity)
            self.assertEqual(self.held(), quantity)

    def test_a_question_in_a_list_leaves_its_other_lines_alone(self):
        tulip = self.make_offer("Tulip", category=self.category)
        self.price(tulip, 50)
        self.stock(100, tulip)
        params = {"lines": [[self.rose.id, 5000], [tulip.id, 5]]}
        rose, other = self.make_jsonrpc_request("/krokus/take", params)["lines"]
        self.assertTrue(rose["question"])
        self.assertEqual((other["granted"], other["question"]), (5, None))
        self.assertEqual(self.held(), 5)

    def test_core_s_doors_ask_too(self):
        values = {
            "product_template_id": self.rose.product_tmpl_id.id,
            "product_id": self.rose.id,
            "quantity": 990,
        }
        self.make_jsonrpc_request("/shop/cart/add", values)
        self.assertEqual((self.held(), len(self.lost())), (0, 0))
        self.make_jsonrpc_request("/shop/cart/add", values | {"krokus_sure": True})
        self.assertEqual(self.held(), 990)
        line = self.basket(self.anna)._find_cart().order_line
        update = {"line_id": line.id, "quantity": 99_000}
        answer = self.make_jsonrpc_request("/shop/cart/update", update)
        self.assertIn("99000", answer["warning"])
        self.assertEqual(self.held(), 990)

    def test_the_limits_are_settings(self):
        settings = {"krokus_question_packs": 2, "krokus_question_times": 1}
        self.env["res.config.settings"].create(settings).execute()
        self.assertTrue(self.ask(30)["question"])
        self.env["res.config.settings"].create({"krokus_question_packs": 9_000}).execute()
        self.assertFalse(self.ask(90_000)["question"])
        for name in settings:
            with self.assertRaises(ValidationError):
                self.env["res.config.settings"].create({name: 0})

    def test_an_ordinary_take_reads_no_orders(self):
        basket = self.basket(self.anna)
        basket._take_asked({self.rose.id: 10})
        with self.assertQueries([], flush=False), self.subTest("the limits are known already"):
            basket._ask_first(None, {}, {self.rose.id: 10})

    def test_the_page_asks_and_leaves_the_focus_where_it_is(self):
        code = """
            const field = document.querySelector(".krokus_sheet .krokus_order_quantity input");
            const there = async (selector) => {
                while (!document.querySelector(selector)) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                return document.querySelector(selector);
            };
            const type = async (quantity) => {
                field.value = quantity;
                field.dispatchEvent(new Event("change", { bubbles: true }));
                field.focus();
                return there(".krokus_question");
            };
            (async () => {
                const no = (await type("88000")).querySelector(".krokus_no");
                no.click();
                const question = await type("99990");
                if (document.activeElement !== field) {
                    throw new Error("the focus has moved");
                }
                question.querySelector(".krokus_yes").click();
                await there(".krokus_order_held");
                console.log("test successful");
            })();
        """
        ready = "!!document.querySelector('.krokus_order_ready')"
        self.browser_js("/shop?view=sheet", code, ready, login=self.anna.login)
        self.assertEqual(self.held(), 99_990)
