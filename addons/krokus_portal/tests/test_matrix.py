import json
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import product

from odoo import fields
from odoo.addons.krokus_cart_reserve.take import totals
from odoo.exceptions import UserError
from odoo.http import Request
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
# All sessions at once, of lists: their names, openings, closes and cut-offs.
SHAPE = """
    UPDATE krokus_trading_session s
       SET opens_at = clock.at + shape.opens * interval '1 hour',
           closes_at = clock.at + shape.closes * interval '1 hour',
           ships_until = clock.at + shape.until * interval '1 hour',
           over_at = clock.at + GREATEST(shape.closes, shape.until) * interval '1 hour'
      FROM unnest(%s, %s, %s, %s) shape (name, opens, closes, until),
           (SELECT date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC') AS at) clock
     WHERE s.name = shape.name
"""
# By whom a door is tried: one request for all offers, or one for each of them.
AT_ONCE = ("take", "rpc", "manager")
ONE_BY_ONE = ("add", "update", "reorder", "linked", "salesman")
HELD, WANTED = 10, 20


@tagged("post_install", "-at_install")
class TestMatrix(PortalCase, HttpCase):
    """Tier x state of the session x mode of the floor x door: each cell is right.

    There is an offer for each state of a session. The client holds ten of each and wants twenty;
    every door is tried by whom it belongs to, and all is as before after each try.
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
        last.krokus_outside_until = fields.Datetime.now() + timedelta(days=300)
        cls.kinds = {**dict.fromkeys(cls.buyers, PLAIN), "tier 1": CHOSEN, "tier 6": EXCEPTED}
        cls.manager = cls.make_manager("matrix_manager")
        group = "krokus_catalog.group_salesman,sales_team.group_sale_salesman_all_leads"
        cls.salesman = new_test_user(cls.env, "matrix_salesman", groups=group)
        cls.offers = {state: cls.make_traded(state) for state in STATES}
        cls.carrier = cls.make_traded("always open")

    @classmethod
    def make_traded(cls, name):
        """An offer with a price, and a session of its own that is open."""
        offer = cls.make_offer(name, cls.make_category(name))
        cls.price(offer, 100)
        cls.make_session(name=name, category_ids=offer.categ_id.ids)
        return offer

    def setUp(self):
        super().setUp()
        for offer in (*self.offers.values(), self.carrier):
            self.stock(10_000, offer)

    # ------------------------------------------------------------------- cells

    @contextmanager
    def undone(self):
        """What happens in the block leaves nothing behind."""
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            self.env.invalidate_all()
            yield
            savepoint.rollback()
        self.env.clear()
        self.env.cr.postcommit.clear()

    @contextmanager
    def floor(self, mode):
        """The floor in that mode, with each session in its state."""
        with self.undone():
            shape = map(list, zip(*STATES.values(), strict=True))
            self.env.cr.execute(SHAPE, [list(STATES), *shape])
            self.env.cr.execute(
                "INSERT INTO krokus_client_tier_krokus_trading_session_rel"
                " (krokus_trading_session_id, krokus_client_tier_id)"
                " SELECT id, %s FROM krokus_trading_session WHERE name = 'others'",
                [self.others.id],
            )
            self.env.cr.execute("INSERT INTO krokus_floor_mode (mode) VALUES (%s)", [mode])
            yield

    def prepare(self, buyer):
        """Of each offer some are held since before the close, and an order is there to repeat."""
        self.authenticate(buyer.login, buyer.login)
        self.orders = {}
        for state, offer in self.offers.items():
            self.take(buyer, HELD, offer, price=100)
            self.orders[state] = self.confirm(buyer).orders
        for offer in self.offers.values():
            self.take(buyer, HELD, offer, price=100)
        self.env.cr.execute("UPDATE krokus_hold SET started_at = started_at - interval '3 hours'")
        basket = self.basket(buyer)
        self.cart = basket._cart()
        self.cart._krokus_project(basket)
        self.lines = {state: self.of(state, self.cart.order_line) for state in STATES}
        self.form = self.page_of(basket)
        self.env.flush_all()

    def page_of(self, basket):
        """What the form of its page sends."""
        contents = basket._contents()
        seen = {held.id: [float(held.price), HELD, held.product_id] for held in contents}
        ways = {f"delivery_{one.key}": "pickup" for one in basket._confirm_groups(contents)}
        return {"seen": json.dumps(seen), **ways}

    def of(self, state, lines):
        return lines.filtered(lambda line: line.product_id == self.offers[state])

    def held(self, buyer):
        """{state: how many are held}"""
        held = totals(self.basket(buyer)._contents())
        return {state: held.get(offer.id, 0) for state, offer in self.offers.items()}

    # ------------------------------------------------------------------- doors

    def ask(self, path, **words):
        return self.make_jsonrpc_request(path, words)

    def door_take(self, states):
        self.ask("/krokus/take", lines=[[self.offers[state].id, WANTED] for state in states])

    def door_add(self, state):
        self.ask("/shop/cart/add", **self.naming(self.offers[state]), quantity=WANTED - HELD)

    def door_update(self, state):
        words = {"line_id": self.lines[state].id, "product_id": self.offers[state].id}
        self.ask("/shop/cart/update", **words, quantity=WANTED)

    def door_reorder(self, state):
        self.ask("/my/orders/reorder", order_id=self.orders[state].id)

    def door_linked(self, state):
        linked = {
            **self.naming(self.offers[state]),
            "parent_product_template_id": self.carrier.product_tmpl_id.id,
            "quantity": WANTED - HELD,
            "product_custom_attribute_values": [],
            "no_variant_attribute_value_ids": [],
        }
        words = self.naming(self.carrier)
        self.ask("/shop/cart/add", **words, quantity=1, linked_products=[linked])

    def naming(self, offer):
        return {"product_template_id": offer.product_tmpl_id.id, "product_id": offer.id}

    def door_rpc(self, states):
        values = [
            {"order_id": self.cart.id, "product_id": self.offers[state].id, "product_uom_qty": 10}
            for state in states
        ]
        with self.assertRaises(JsonRpcException):
            self.ask(
                "/web/dataset/call_kw/sale.order.line/create",
                model="sale.order.line",
                method="create",
                args=[values],
                kwargs={},
            )

    def door_salesman(self, state):
        self.lines[state].with_user(self.salesman).product_uom_qty = WANTED

    def door_manager(self, states):
        for state in states:
            self.lines[state].with_user(self.manager).product_uom_qty = WANTED

    def try_door(self, name, buyer, asked):
        """{state: what the basket holds after it}; a refusal in words is an answer."""
        words = suppress(UserError, JsonRpcException)
        with self.undone():
            with words, self.env.cr.savepoint(), mute_logger("odoo.http"):
                getattr(self, f"door_{name}")(asked)
            self.env.invalidate_all()
            return self.held(buyer)

    # ------------------------------------------------------------------- tests

    def test_every_tier_at_every_door_in_every_mode_and_state(self):
        for name, buyer in self.buyers.items():
            self.prepare(buyer)
            for mode, rows in MAY_BUY.items():
                may = {state for state in STATES if self.kinds[name] in rows.get(state, NOBODY)}
                with self.subTest(tier=name, mode=mode), self.floor(mode):
                    self.check_at_once(buyer, may)
                    self.check_one_by_one(buyer, may)
                    self.check_confirming(buyer)

    def check_at_once(self, buyer, may):
        for door in AT_ONCE:
            allowed = {"rpc": NOBODY, "manager": STATES}.get(door, may)
            expected = {state: WANTED if state in allowed else HELD for state in STATES}
            self.assertEqual(self.try_door(door, buyer, list(STATES)), expected, door)

    def check_one_by_one(self, buyer, may):
        for door, state in product(ONE_BY_ONE, STATES):
            expected = {**dict.fromkeys(STATES, HELD), state: WANTED if state in may else HELD}
            self.assertEqual(self.try_door(door, buyer, state), expected, (door, state))

    def check_confirming(self, buyer):
        """What is held can be confirmed until its session and the grace are over."""
        with self.undone():
            form = {"csrf_token": Request.csrf_token(self), **self.form}
            answer = self.url_open("/shop/krokus/confirm", form, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            mine = [("partner_id", "=", buyer.partner_id.id), ("state", "=", "sale")]
            sold = self.env["sale.order"].search(mine).order_line
            counts = {state: len(self.of(state, sold)) for state in STATES}
            self.assertEqual(counts, {state: 1 + MAY_CONFIRM[state] for state in STATES})
