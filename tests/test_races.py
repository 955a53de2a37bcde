"""Real processes on real connections want the same flowers at once.

The whole of it, at length and with processes killed meanwhile, is `python3 -m dev faults`.
"""

import unittest
from contextlib import closing

import psycopg2

from dev import database, postgres
from dev.paths import SOCKETS
from faults.crew import crew_of, together
from faults.storm import Storm

CROWD = 100


class TestRaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = name = cls.enterClassContext(database.scratch("races"))
        database.copy(database.TEMPLATE, name)
        cls.crew = cls.enterClassContext(crew_of(name))
        cls.workers = cls.crew.hire(8)
        cls.pair = cls.workers[:2]
        cls.first = cls.workers[0]
        cls.people = cls.first.do("people", count=CROWD + 40)["logins"]

    def tearDown(self):
        """After every race the ledger is as it must be, once the sweep has been round."""
        self.first.do("sweep")
        self.assertEqual(self.first.do("ledger")["broken"], {})

    def furnish(self, clients=1, **words):
        """(logins of people with empty baskets, product ids)"""
        people = [self.people.pop() for _number in range(clients)]
        return people, self.first.do("furnish", **words)["products"]

    def race(self, *orders, workers=None):
        """The answers of orders that begin at once; none of them may be an error of the machine."""
        workers = (workers or self.workers)[: len(orders)]
        answers = together(workers, orders)
        self.assertFalse([answer for answer in answers if "broken" in answer])
        return answers

    def balance(self, product):
        """(on hand, held, live, sold, ordered)"""
        return self.first.do("ledger")["balances"][str(product)]

    def connection(self):
        return psycopg2.connect(dbname=self.name, host=str(SOCKETS), user=postgres.USER)

    def test_two_race_for_the_last_pack_and_one_gets_it_the_other_a_sentence(self):
        logins, products = self.furnish(clients=2, offers=10, stock=10, step=10)
        for product in products:
            answers = self.race(
                *[("take", {"login": who, "lines": [[product, 10]]}) for who in logins],
                workers=self.pair,
            )
            granted = sorted(answer["granted"][str(product)] for answer in answers)
            self.assertEqual(granted, [0, 10])
            loser = min(answers, key=lambda answer: answer["granted"][str(product)])
            self.assertIn("sold out", loser["sentences"][0])

    def test_of_a_hundred_clients_thirty_seven_get_the_thirty_seven(self):
        for count in (2, 8):
            logins, [product] = self.people[:CROWD], self.furnish(clients=0, stock=37)[1]
            answers = []
            for start in range(0, CROWD, count):
                orders = [
                    ("take", {"login": who, "lines": [[product, 1]]})
                    for who in logins[start : start + count]
                ]
                answers += self.race(*orders)
            granted = [answer["granted"][str(product)] for answer in answers]
            self.assertEqual((granted.count(1), granted.count(0)), (37, 63))

    def test_two_tabs_set_one_line_and_hold_and_line_are_the_same(self):
        [login], products = self.furnish(offers=4, stock=100)
        for product in products:
            self.first.do("door", login=login, product=product, quantity=1)
            self.race(
                ("door", {"login": login, "product": product, "quantity": 3}),
                ("door", {"login": login, "product": product, "quantity": 5}),
            )
            seen = self.first.do("look", login=login)
            self.assertIn(seen["held"][str(product)], (3, 5))
            self.assertEqual(seen["lines"], seen["held"])

    def test_of_two_pages_of_a_basket_the_later_answer_knows_of_both(self):
        """Who had to wait for the basket counts what it holds then: wholesale goes by the whole."""
        [login], products = self.furnish(offers=16, stock=100)
        held = {}
        for pair in zip(products[::2], products[1::2], strict=True):
            answers = self.race(
                *[("take", {"login": login, "lines": [[product, 3]]}) for product in pair],
                workers=self.pair,
            )
            held |= dict.fromkeys(map(str, pair), 3)
            self.assertIn(held, [answer["whole"] for answer in answers])

    def test_fast_route_and_core_meet_on_a_line_and_agree(self):
        [login], products = self.furnish(offers=4, stock=100)
        for product in products:
            self.race(
                ("door", {"login": login, "product": product, "quantity": 3}),
                ("take", {"login": login, "lines": [[product, 5]]}),
            )
            seen = self.first.do("look", login=login)
            self.assertEqual(seen["lines"], seen["held"])

    def test_two_devices_begin_at_once_and_share_one_cart(self):
        logins, [product] = self.furnish(clients=4, stock=100)
        for login in logins:
            self.race(
                ("door", {"login": login, "product": product, "quantity": 1}),
                ("door", {"login": login, "product": product, "quantity": 2}),
            )
        counts = self.first.do("carts")["carts"]
        self.assertEqual({tuple(counts[login]) for login in logins}, {(1, 1)})

    def test_ten_clicks_confirm_once_and_hear_the_same_number(self):
        [login], [product] = self.furnish(stock=100)
        self.first.do("take", login=login, lines=[[product, 7]])
        seen = self.first.do("page", login=login)["seen"]
        clicks = [("confirm", {"login": login, "seen": seen})] * 8
        answers = self.race(*clicks) + self.race(*clicks[:2])
        numbers = {answer["number"] for answer in answers}
        self.assertEqual(len(numbers), 1)
        self.assertEqual(
            self.first.do("orders", numbers=list(numbers))["orders"], {numbers.pop(): 1}
        )
        self.assertEqual(self.balance(product)[1:], [7, 0, 7, 7])

    def test_an_add_during_the_confirmation_is_in_the_order_or_in_the_next_basket(self):
        logins, [one, two] = self.furnish(clients=4, offers=2, stock=100)
        taken = 0  # who had to wait too long for the confirmation was refused in words
        for login in logins:
            self.first.do("take", login=login, lines=[[one, 2]])
            answers = self.race(
                ("confirm", {"login": login}), ("take", {"login": login, "lines": [[two, 3]]})
            )
            self.assertNotIn("refused", answers[0])
            if "refused" not in answers[1]:
                self.assertEqual(answers[1]["granted"], {str(two): 3})
                taken += 3
        _on_hand, _held, live, sold, _ordered = self.balance(two)
        self.assertEqual(live + sold, taken)

    def test_baskets_that_cross_do_not_block_each_other(self):
        logins, [one, two] = self.furnish(clients=4, offers=2, stock=1000)
        for quantity in range(1, 15):
            lines = [[one, quantity], [two, quantity]]
            answers = self.race(
                *[
                    ("take", {"login": who, "lines": lines[:: 1 if number % 2 else -1]})
                    for number, who in enumerate(logins)
                ]
            )
            for answer in answers:
                self.assertEqual(set(answer["granted"].values()), {quantity})

    def test_manager_and_client_never_sell_the_same_flower(self):
        logins, products = self.furnish(clients=3, offers=4, stock=10)
        for product in products:
            answers = self.race(
                ("sell", {"product": product, "quantity": 6}),
                *[("take", {"login": who, "lines": [[product, 6]]}) for who in logins],
            )
            on_hand, held, live, sold, ordered = self.balance(product)
            self.assertLessEqual(held, on_hand)
            self.assertEqual((live + sold, sold), (held, ordered))
            self.assertEqual("sold" in answers[0], sold == 6)

    def test_sinking_stock_cuts_baskets_and_never_what_is_confirmed(self):
        logins, products = self.furnish(clients=3, offers=5, stock=50)
        for product in products:
            for login in logins:
                self.first.do("take", login=login, lines=[[product, 10]])
            self.race(
                ("stock", {"product": product, "quantity": 10}), ("confirm", {"login": logins[1]})
            )
            _on_hand, held, _live, sold, ordered = self.balance(product)
            self.assertEqual((held, sold), (10, ordered))

    def test_a_confirmation_at_the_last_moment_is_whole_or_refused(self):
        logins, products = self.furnish(clients=2, offers=5, stock=10)
        for number, product in enumerate(products):
            self.first.do("take", login=logins[0], lines=[[product, 10]])
            self.first.do("age", seconds=3599.9 - 0.08 * number)
            answers = self.race(
                ("confirm", {"login": logins[0]}),
                ("take", {"login": logins[1], "lines": [[product, 10]]}),
            )
            _on_hand, held, live, sold, ordered = self.balance(product)
            self.assertLessEqual(held, 10)
            self.assertEqual(ordered, sold)
            self.assertEqual(sold, 10 if "number" in answers[0] else 0)
            self.assertLessEqual(live + sold, 10)
            self.first.do("take", login=logins[1], lines=[[product, 0]])

    def test_a_request_that_fails_leaves_what_was_before_it(self):
        [login], [product] = self.furnish(stock=10)
        self.first.do("door", login=login, product=product, quantity=2)
        for fails in ("savepoint", "whole"):
            self.first.do("door", login=login, product=product, quantity=9, fails=fails)
            self.assertEqual(self.balance(product)[1:3], [2, 2])

    def test_sweeps_meet_each_other_and_those_who_buy(self):
        logins, products = self.furnish(clients=4, offers=3, stock=100)
        for turn in range(4):
            for login in logins:
                lines = [[product, 1 + turn] for product in products]
                self.first.do("take", login=login, lines=lines)
            self.first.do("age", seconds=3600)
            self.race(
                *[("sweep", {})] * 3,
                *[("take", {"login": who, "lines": [[products[0], 2]]}) for who in logins],
            )
        self.assertEqual(self.balance(products[0])[1:3], [8, 8])
        self.assertEqual(self.balance(products[1])[1:3], [0, 0])

    def test_what_a_confirmation_under_way_has_taken_is_no_fault_until_it_has_failed(self):
        _logins, [product] = self.furnish(clients=0, stock=10)
        [order] = self.first.do("sell", product=product, quantity=4)["orders"]
        change = "UPDATE krokus_hold SET order_id = %s, xact = %s WHERE order_id = %s"
        with closing(self.connection()) as one, closing(self.connection()) as other:
            confirming, beside = one.cursor(), other.cursor()
            confirming.execute("SELECT pg_current_xact_id()::text")
            beside.execute(change, [0, *confirming.fetchone(), order])
            other.commit()
            self.assertFalse(self.strays())
            one.rollback()
            self.assertTrue(self.strays())
            beside.execute(change, [order, None, 0])
            other.commit()
        self.assertFalse(self.strays())

    def strays(self):
        broken = self.first.do("ledger")["broken"]
        return [rows for rule, rows in broken.items() if rule.startswith("I8")]

    def test_killed_workers_and_connections_leave_nothing_behind(self):
        found = Storm(self.name, self.crew, self.people[:CROWD]).run(workers=4, seconds=8)
        self.assertTrue(found.clean, f"{found}\n{found.journal.failures[:3]}\n{found.broken}")
        self.assertTrue(found.journal.counts["done"] and found.journal.counts["killed"])
