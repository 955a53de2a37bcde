"""The second of the opening, with real processes on real connections: a price file commits in it,
and nobody orders at a price of before."""

import threading
import time
import unittest
from itertools import cycle

from faults.deeds import PRICE

from .crew import CrewCase

HANDS = 6
SOON, AFTERWARDS = 4, 4  # seconds
NEW_PRICE = 12.5


class TestOpening(CrewCase):
    purpose, hands, clients = "opening", HANDS, 4 * HANDS

    def test_no_order_has_a_price_of_before_the_file_that_came_in_the_second_of_the_opening(self):
        """Some trade before it, some wait for it, and some have a page that shows the old price."""
        floor = self.keeper.do("furnish", stock=10**6, opens_in=SOON)
        open_before = self.keeper.do("furnish", stock=10**6)["products"]
        products = [*open_before, *floor["products"]]
        late_pages = {login: self.page_of(login, open_before) for login in self.people[:3]}

        self.keeper.tell("reprice", at=floor["opens"], products=products, price=NEW_PRICE)
        bought = self.buy(products, until=floor["opens"] + AFTERWARDS)
        imported = self.keeper.hear()["ended"]

        prices = {True: set(), False: set()}  # by whether it was asked for after the import
        for answer in bought:
            told = self.keeper.do("prices", orders=answer["orders"])["prices"]
            prices[answer["begun"] > imported].update(told)
        self.assertEqual(prices[True], {NEW_PRICE})
        self.assertIn(PRICE, prices[False])
        for login, seen in late_pages.items():
            answer = self.keeper.do("confirm", login=login, seen=seen)
            self.assertRegex(answer["refused"], "(?s)Prices have changed.*10 → 12.5")
            held = self.keeper.do("look", login=login)["held"]
            self.assertEqual(held, {str(product): 2 for product in open_before})
        self.assertEqual(self.keeper.do("ledger")["broken"], {})

    def page_of(self, login, products):
        """The page that a client has before him who takes two of each."""
        self.keeper.do("ask", login=login, lines=[[product, 2] for product in products])
        return self.keeper.do("basket_page", login=login)["seen"]

    def buy(self, products, until):
        """The answers of confirmations: every worker takes, looks and confirms until then."""
        answers = []

        def work(number, worker):
            logins = cycle(self.people[3 + number :: HANDS])
            while time.time() < until:
                login = next(logins)
                lines = [[product, 1] for product in products]
                told = [worker.do("ask", login=login, lines=lines)]
                told.append(worker.do("basket_page", login=login))
                told.append(worker.do("confirm", login=login, seen=told[-1]["seen"]))
                answers.extend(told)

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(self.workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse([answer for answer in answers if "broken" in answer])
        return [answer for answer in answers if "number" in answer]


if __name__ == "__main__":
    unittest.main()
