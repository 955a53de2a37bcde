"""K17, A37: a salesman sees what his own clients take and order, and nobody else's."""

from odoo.addons.krokus_cart_reserve.tests.common import ReserveCase
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged


@tagged("post_install", "-at_install", "cases")
class TestOwnClients(ReserveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make = {
            role: new_test_user(cls.env, f"own_{role}", groups=f"krokus_catalog.group_{role}")
            for role in ("salesman", "accountant", "manager")
        }
        cls.salesman, cls.accountant, cls.manager = make.values()
        cls.carol = cls.make_buyer(cls.make_client("Carol's"), login="carol_reserve")
        cls.anna.partner_id.commercial_partner_id.user_id = cls.salesman
        cls.boris.partner_id.commercial_partner_id.user_id = cls.manager

    def setUp(self):
        super().setUp()
        self.stock(100)
        for buyer in self.anna | self.boris | self.carol:
            self.take(buyer, 10)
            self.fill(buyer)

    def fill(self, buyer):
        client = buyer.partner_id.commercial_partner_id
        self.env["sale.order"].create(
            {
                "partner_id": buyer.partner_id.id,
                "user_id": False,
                "order_line": [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 10})],
            }
        )
        lost = {"client_id": client.id, "partner_id": buyer.partner_id.id}
        lost |= {"product_id": self.rose.id, "reason": "gone", "happened_at": "2026-03-01"}
        self.env["krokus.lost.demand"].create(lost)
        self.env["krokus.price.condition"].create({"client_id": client.id, "percent": -5})
        own = {"name": "Roses", "partner_id": buyer.partner_id.id}
        own["line_ids"] = [(0, 0, {"product_id": self.rose.id})]
        self.env["krokus.offer.list"].create(own)

    def whose(self, user):
        """{model: whose records the user finds}."""
        self.env.flush_all()
        self.env.invalidate_all()
        people = {
            "krokus.basket": lambda row: row.partner_id,
            "krokus.hold": lambda row: self.env["res.partner"].sudo().browse(row.client_id),
            "krokus.lost.demand": lambda row: row.partner_id,
            "krokus.price.condition": lambda row: row.client_id,
            "krokus.offer.list": lambda row: row.partner_id,
            "krokus.offer.list.line": lambda row: row.list_id.partner_id,
            "sale.order": lambda row: row.partner_id,
            "sale.order.line": lambda row: row.order_id.partner_id,
        }
        buyers = self.anna | self.boris | self.carol
        companies = {buyer.partner_id.commercial_partner_id: buyer.login[0] for buyer in buyers}
        found = {}
        for model, person in people.items():
            rows = self.env[model].with_user(user).search([]).sudo()
            names = {companies.get(person(row).commercial_partner_id) for row in rows}
            found[model] = "".join(sorted(names - {None}))
        return found

    def test_a_salesman_sees_his_own_and_nobodys(self):
        for model, names in self.whose(self.salesman).items():
            self.assertEqual(names, "ac", model)

    def test_manager_and_accountant_see_all(self):
        for user in (self.manager, self.accountant):
            for model, names in self.whose(user).items():
                self.assertEqual(names, "abc", model)

    def test_what_is_listed_can_be_opened(self):
        for user in (self.salesman, self.accountant, self.manager):
            baskets = self.env["krokus.basket"].with_user(user).search([])
            for basket in baskets:
                form = {"partner_id": {"fields": {"display_name": {}}}}
                form["hold_ids"] = {"fields": {"quantity": {}, "product_id": {"fields": {}}}}
                self.assertTrue(basket.web_read(form)[0]["hold_ids"])

    def test_nothing_foreign_is_counted_either(self):
        hold = self.env["krokus.hold"].with_user(self.salesman)
        basket = self.basket(self.boris)
        groups = hold.formatted_read_group([], ["basket_id"], ["quantity:sum"])
        self.assertNotIn(basket.id, [group["basket_id"][0] for group in groups])
        with self.assertRaises(AccessError):
            basket.with_user(self.salesman).read(["until"])

    def test_an_accountant_reads_trade_and_changes_nothing_of_it(self):
        order = self.env["sale.order"].search([("partner_id", "=", self.boris.partner_id.id)])[:1]
        own = order.with_user(self.accountant)
        self.assertTrue(own.read(["amount_total"]))
        line = own.order_line[:1]
        for change in (
            lambda: own.write({"note": "changed"}),
            lambda: line.write({"product_uom_qty": 20}),
            lambda: own.action_confirm(),
            lambda: own.action_cancel(),
            lambda: own.copy(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()
                self.env.flush_all()
        self.assertEqual((order.state, order.order_line.product_uom_qty), ("draft", 10))
