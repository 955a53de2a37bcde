"""The same promises at the shop's own routes: real workers behind the proxy, and many buyers."""

import unittest

from dev import database
from dev.ports import free
from dev.server import serving
from faults import shop
from faults.crew import crew_of
from faults.shop import Buyer

ODD = (-5, 0, 1e308, float("nan"), "1;2", None, [], True, 2**63, 0.5)


class TestShopRaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = cls.enterClassContext(database.scratch("shop"))
        database.copy(database.TEMPLATE, cls.name)
        crew = cls.enterClassContext(crew_of(cls.name))
        cls.keeper = crew.hire(1)[0]
        cls.addClassCleanup(cls.keeper.close)
        cls.people = cls.keeper.do("people", count=48)["logins"]

    def test_forty_want_thirty_seven_while_workers_are_killed(self):
        found = shop.bell(self.name, self.keeper, self.people[:40], workers=2, seconds=6)
        self.assertTrue(found.clean, f"{found}\n{found.journal.failures[:3]}\n{found.broken}")
        self.assertTrue(found.journal.counts["done"])

    def test_odd_quantities_are_refused_in_words_and_change_nothing(self):
        login = self.people[-1]
        [session] = self.keeper.do("sessions", logins=[login])["sessions"]
        [product] = self.keeper.do("furnish", stock=20)["products"]
        port = free(3)
        with serving(self.name, port, log="faults-shop.log"):
            buyer = Buyer(port, session)
            words = {"product_template_id": product, "product_id": product}
            added = buyer.call("/shop/cart/add", **words, quantity=3)
            self.assertEqual(added["result"]["quantity"], 3)
            line = self.keeper.do("look", login=login)
            for odd in ODD:
                for route in ("add", "quick_add"):
                    answer = buyer.call(f"/shop/cart/{route}", **words, quantity=odd)
                    self.assertIn("refused", answer, (route, odd))
                if odd != 0:
                    answer = buyer.call(
                        "/shop/cart/update", line_id=0, product_id=product, quantity=odd
                    )
                    self.assertIn("refused", answer, ("update", odd))
            self.assertEqual(self.keeper.do("look", login=login)["lines"], line["lines"])
            self.assertEqual(line["held"], {str(product): 3})
