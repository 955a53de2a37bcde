"""Core's own cart at real workers: no request waits for itself, nor for long for another one."""

import json
import threading
import unittest
from contextlib import contextmanager

from dev import database
from dev.odoo import script
from dev.paths import LOGS, ROOT
from dev.ports import free
from dev.server import serving
from faults.crew import crew_of
from faults.shop import Buyer

REPEATED = "tries left, try again"  # Odoo's word for a request that sleeps with its worker

_ALONE = """
import json
from odoo.addons.krokus_cart_reserve.tests.common import ReserveCase as make
make.env = env
import sys
sys.path.insert(0, {root!r})
client = make.make_client("A shop")
buyer = make.make_buyer(client, login="alone")
offer = make.make_offer("A rose")
env.cr.commit()
env["krokus.stock"]._set_on_hand({{offer.id: 100}})
from faults import looks
found = looks.sessions(env, ["alone"])
env.cr.commit()
print("FOUND" + json.dumps({{**found, "product": offer.id}}))
"""
_STAFF = """
line = {{"product_id": {product}, "product_uom_qty": 3}}
person = env["res.users"].search([("login", "=", "{login}")]).partner_id
cart = env["sale.order"].search([("partner_id", "=", person.id), ("krokus_is_cart", "=", True)])
cart.write({{"order_line": [(0, 0, line)]}})
env.cr.commit()
"""
_EXTENDS = """
env["ir.config_parameter"].set_param("krokus_cart_reserve.hold_extends", "{value}")
env.cr.commit()
"""


class Doors:
    """A client at core's cart."""

    def add(self, buyer, product, quantity=1):
        """What the cart has of it; who had waited for himself would hear that he must try again."""
        words = {"product_template_id": product, "product_id": product, "quantity": quantity}
        answer = buyer.call("/shop/cart/add", **words)
        self.assertIn("result", answer, answer)
        return answer["result"]["quantity"]


class TestReservationAlone(Doors, unittest.TestCase):
    """Nothing but `krokus_cart_reserve` is installed."""

    def test_every_add_of_cores_door_is_served(self):
        with database.scratch("alone") as name:
            database.copy(database.core(), name)
            database.install(name, "krokus_cart_reserve")
            found = json.loads(script(name, _ALONE.format(root=str(ROOT))).partition("FOUND")[2])
            port = free(3)
            with serving(name, port, log="cases-alone.log"):
                buyer = Buyer(port, found["sessions"][0])
                for count in (1, 2, 3):
                    self.assertEqual(self.add(buyer, found["product"]), count)


class TestCartDoors(Doors, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = cls.enterClassContext(database.scratch("doors"))
        database.copy(database.TEMPLATE, cls.name)
        crew = cls.enterClassContext(crew_of(cls.name))
        cls.keeper, cls.hand = crew.hire(2)
        for worker in (cls.keeper, cls.hand):
            cls.addClassCleanup(worker.close)
        cls.people = cls.keeper.do("people", count=12)["logins"]
        cls.port = free(3)
        cls.enterClassContext(serving(cls.name, cls.port, log="cases-doors.log"))

    def tearDown(self):
        self.keeper.do("sweep")
        self.assertEqual(self.keeper.do("ledger")["broken"], {})

    def client(self, offers=1):
        """(login, Buyer, product ids): somebody with an empty basket, and what he can have."""
        login = self.people.pop()
        [session] = self.keeper.do("sessions", logins=[login])["sessions"]
        return (
            login,
            Buyer(self.port, session),
            self.keeper.do("furnish", offers=offers, stock=100)["products"],
        )

    @contextmanager
    def adding_extends(self):
        script(self.name, _EXTENDS.format(value="True"))
        try:
            yield
        finally:
            script(self.name, _EXTENDS.format(value=""))

    def test_an_add_after_all_was_confirmed_is_served(self):
        login, buyer, [product] = self.client()
        self.add(buyer, product)
        self.assertIn("number", self.hand.do("confirm", login=login))
        self.assertEqual(self.add(buyer, product), 1)

    def test_an_order_is_put_into_the_basket_again_after_all_was_confirmed(self):
        login, buyer, [product] = self.client()
        self.add(buyer, product)
        [order] = self.hand.do("confirm", login=login)["orders"]
        answer = buyer.call("/my/orders/reorder", order_id=order, access_token=None)
        self.assertEqual(answer["result"]["cart_quantity"], 1, answer)
        self.assertEqual(self.keeper.do("look", login=login)["held"], {str(product): 1})

    def test_an_add_after_the_hour_is_served(self):
        login, buyer, [product] = self.client()
        self.add(buyer, product)
        self.keeper.do("end", login=login, seconds=-60)
        self.assertEqual(self.add(buyer, product), 1)

    def test_an_add_that_extends_the_time_is_served_also_during_a_confirmation(self):
        login, buyer, products = self.client(offers=2)
        with self.adding_extends():
            for product in products:
                self.assertEqual(self.add(buyer, product), 1)
            seen = self.hand.do("page", login=login)["seen"]
            self.hand.tell("confirm", login=login, seen=seen)
            self.add(buyer, products[1])
            self.assertNotIn("broken", self.hand.hear())

    def test_a_line_that_staff_adds_to_a_clients_cart_is_held(self):
        login, buyer, products = self.client(offers=2)
        self.add(buyer, products[0])
        self.keeper.do("end", login=login, seconds=-60)
        script(self.name, _STAFF.format(product=products[1], login=login))
        held = self.keeper.do("look", login=login)["held"]
        self.assertEqual(held, {str(products[1]): 3})

    def test_six_adds_of_one_client_at_once_put_no_worker_to_sleep(self):
        login, buyer, products = self.client(offers=6)
        self.add(buyer, products[0])
        with self.nobody_sleeps():
            self.at_once([lambda one=one: self.add(buyer, one) for one in products])
        lines = self.keeper.do("look", login=login)["lines"]
        self.assertEqual(sum(lines.values()), 7)

    def test_eight_first_adds_at_once_make_one_cart(self):
        login, buyer, products = self.client(offers=8)
        with self.nobody_sleeps():
            self.at_once([lambda one=one: self.add(buyer, one) for one in products])
        lines = self.keeper.do("look", login=login)["lines"]
        self.assertEqual(lines, {str(product): 1 for product in products})
        self.assertEqual(self.keeper.do("carts")["carts"][login], [1, 1])

    @contextmanager
    def nobody_sleeps(self):
        """Odoo repeats no request of the block: it sleeps before, and its worker serves nobody."""
        log = LOGS / "cases-doors.log"
        before = log.read_text(errors="replace").count(REPEATED)
        yield
        self.assertEqual(log.read_text(errors="replace").count(REPEATED), before)

    def at_once(self, acts):
        """What one of them finds wrong fails the test."""
        wrong = []

        def run(act):
            try:
                act()
            except AssertionError as error:
                wrong.append(error)

        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(wrong)
