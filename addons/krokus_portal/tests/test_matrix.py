from contextlib import contextmanager, suppress

from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCase

PLAIN, CHOSEN, EXCEPTED = "plain", "chosen", "excepted"
EVERYBODY, FEW, NOBODY = {PLAIN, CHOSEN, EXCEPTED}, {CHOSEN, EXCEPTED}, set()

# Who may buy what the exchange sells: by the mode of the floor and the state of its session.
MAY_BUY = {
    "schedule": {"ahead": {EXCEPTED}, "open": EVERYBODY, "shipping": {EXCEPTED}},
    "outside": {"ahead": FEW, "open": EVERYBODY, "shipping": FEW},
    "chosen": {"ahead": FEW, "open": FEW, "shipping": FEW},
    "all": {"ahead": EVERYBODY, "open": EVERYBODY, "others": EVERYBODY, "shipping": EVERYBODY},
    "shut": {},
}
# Whether what is held can be confirmed: the mode does not matter, the session's end does.
MAY_CONFIRM = {"ahead": True, "open": True, "others": True, "closed": False, "shipping": False}

# The session's opening, close and cut-off, in hours from now; `others` names another tier.
STATES = {
    "ahead": (2, 4, None),
    "open": (-2, 2, None),
    "others": (-2, 2, None),
    "closed": (-2, -1, None),
    "shipping": (-2, -1, 2),
}
SHAPE = """
    UPDATE krokus_trading_session SET opens_at = at + %s * interval '1 hour',
           closes_at = at + %s * interval '1 hour', ships_until = at + %s * interval '1 hour',
           over_at = at + GREATEST(%s, %s) * interval '1 hour'
      FROM (SELECT date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC') AS at) clock
     WHERE id = %s
"""


@tagged("post_install", "-at_install")
class TestMatrix(PortalCase, HttpCase):
    """Tier x state of the session x mode of the floor x door: each cell is right.

    The client holds ten and wants twenty; every door is tried by whom it belongs to.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls.make_tier(name="Others")
        tiers = [cls.env.ref(f"krokus_catalog.client_tier_{n}") for n in range(1, 7)]
        cls.buyers = {}
        for number, tier in enumerate(tiers, 1):
            client = cls.make_client(f"Shop {number}", tier)
            cls.buyers[f"tier {number}"] = cls.make_buyer(client, f"matrix_{number}")
        tiers[0].outside_hours = True
        last = cls.buyers["tier 6"].partner_id.commercial_partner_id
        last.krokus_outside_until = "2099-01-01"
        cls.kinds = {**dict.fromkeys(cls.buyers, PLAIN), "tier 1": CHOSEN, "tier 6": EXCEPTED}
        cls.manager = cls.make_manager("matrix_manager")
        group = "krokus_catalog.group_salesman,sales_team.group_sale_salesman_all_leads"
        cls.salesman = new_test_user(cls.env, "matrix_salesman", groups=group)

    def setUp(self):
        super().setUp()
        self.carrier = self.make_offer("Carrier", self.make_category("Always open"))
        self.price(self.carrier, 1)
        self.stock(1000, self.carrier)
        self.make_session(category_ids=self.carrier.categ_id.ids)
        self.stock(1000)

    # ------------------------------------------------------------------- cells

    @contextmanager
    def cell(self, mode, state):
        """The floor in that mode with the session in that state, and nothing of it afterwards."""
        opens, closes, until = STATES[state]
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute(SHAPE, [opens, closes, until, closes, until, self.trading.id])
            if state == "others":
                self.env.cr.execute(
                    "INSERT INTO krokus_client_tier_krokus_trading_session_rel"
                    " (krokus_trading_session_id, krokus_client_tier_id) VALUES (%s, %s)",
                    [self.trading.id, self.others.id],
                )
            self.env.cr.execute("INSERT INTO krokus_floor_mode (mode) VALUES (%s)", [mode])
            self.env.invalidate_all()
            yield
            savepoint.rollback()
        self.env.clear()
        self.env.cr.postcommit.clear()

    def cells(self):
        for mode, rows in MAY_BUY.items():
            for state in STATES:
                yield mode, state, rows.get(state, NOBODY)

    def held(self, buyer):
        return sum(
            line.quantity
            for line in self.basket(buyer)._contents()
            if line.product_id == self.rose.id
        )

    def prepare(self, buyer):
        """Ten roses held since before the close, an order to repeat, and the basket's page."""
        self.take(buyer, 10, price=100)
        self.confirm(buyer)
        self.old = self.env["sale.order"].search([("partner_id", "=", buyer.partner_id.id)])
        self.take(buyer, 10, price=100)
        self.env.cr.execute("UPDATE krokus_hold SET started_at = started_at - interval '3 hours'")
        basket = self.basket(buyer)
        self.cart = basket._cart()
        self.cart._krokus_project(basket)
        self.env.flush_all()

    # ------------------------------------------------------------------- doors

    def ask(self, path, **words):
        return self.make_jsonrpc_request(path, words)

    def door_take(self, _buyer):
        self.ask("/krokus/take", lines=[[self.rose.id, 20]])

    def door_add(self, _buyer):
        words = {"product_template_id": self.rose.product_tmpl_id.id, "product_id": self.rose.id}
        self.ask("/shop/cart/add", **words, quantity=10)

    def door_update(self, _buyer):
        line = self.cart.order_line.filtered(lambda line: line.product_id == self.rose)
        self.ask("/shop/cart/update", line_id=line.id, product_id=self.rose.id, quantity=20)

    def door_reorder(self, _buyer):
        self.ask("/my/orders/reorder", order_id=self.old.id)

    def door_linked(self, _buyer):
        linked = {
            "product_template_id": self.rose.product_tmpl_id.id,
            "parent_product_template_id": self.carrier.product_tmpl_id.id,
            "product_id": self.rose.id,
            "quantity": 10,
            "product_custom_attribute_values": [],
            "no_variant_attribute_value_ids": [],
        }
        self.ask(
            "/shop/cart/add",
            product_template_id=self.carrier.product_tmpl_id.id,
            product_id=self.carrier.id,
            quantity=1,
            linked_products=[linked],
        )

    def door_rpc(self, _buyer):
        line = {"order_id": self.cart.id, "product_id": self.rose.id, "product_uom_qty": 10}
        with self.assertRaises(JsonRpcException):
            self.ask(
                "/web/dataset/call_kw/sale.order.line/create",
                model="sale.order.line",
                method="create",
                args=[line],
                kwargs={},
            )

    def raise_line(self, user):
        line = self.cart.with_user(user).order_line
        line.filtered(lambda line: line.product_id == self.rose).product_uom_qty = 20

    def door_salesman(self, _buyer):
        self.raise_line(self.salesman)

    def door_manager(self, _buyer):
        self.raise_line(self.manager)

    def try_door(self, name, buyer):
        """What the basket holds after it; a refusal in words is an answer."""
        words = suppress(UserError, JsonRpcException)
        with words, self.env.cr.savepoint(), mute_logger("odoo.http"):
            getattr(self, f"door_{name}")(buyer)
        self.env.invalidate_all()
        return self.held(buyer)

    # ------------------------------------------------------------------- tests

    def test_a_take_of_each_tier(self):
        for name, buyer in self.buyers.items():
            self.take(buyer, 10, price=100)
            for mode, state, may in self.cells():
                with self.subTest(tier=name, mode=mode, state=state), self.cell(mode, state):
                    self.take(buyer, 20, price=100)
                    self.assertEqual(self.held(buyer), 20 if self.kinds[name] in may else 10)

    def test_every_door_of_the_client_and_of_those_who_act_for_him(self):
        doors = ("take", "add", "update", "reorder", "linked", "rpc", "salesman", "manager")
        for name in ("tier 1", "tier 3"):
            buyer = self.buyers[name]
            self.authenticate(buyer.login, buyer.login)
            self.prepare(buyer)
            for mode, state, may in self.cells():
                for door in doors:
                    expected = 20 if self.kinds[name] in may else 10
                    expected = {"rpc": 10, "manager": 20}.get(door, expected)
                    with (
                        self.subTest(tier=name, mode=mode, state=state, door=door),
                        self.cell(mode, state),
                    ):
                        self.assertEqual(self.try_door(door, buyer), expected)

    def test_what_is_held_can_be_confirmed_until_the_session_and_its_grace_are_over(self):
        for name in ("tier 1", "tier 3", "tier 6"):
            buyer = self.buyers[name]
            self.prepare(buyer)
            for mode, state, _may in self.cells():
                with self.subTest(tier=name, mode=mode, state=state), self.cell(mode, state):
                    if MAY_CONFIRM[state]:
                        self.assertEqual(self.confirm(buyer).orders.state, "sale")
                    else:
                        with self.assertRaisesRegex(UserError, "session is closed"):
                            self.confirm(buyer)
