"""The second of the close, and the day after it, with real processes on real connections: who comes
late gets nothing, who was in time loses nothing, and nobody sees an error of the machine."""

import json
import threading
import time
import unittest

from lxml import html

from dev.ports import free
from dev.server import serving
from faults.shop import Buyer

from .crew import CrewCase

CLIENTS, HANDS = 50, 8
SOON = 6  # seconds
GRACE = 15  # minutes


class TestClose(CrewCase):
    purpose, hands, clients = "close", HANDS, CLIENTS

    def tearDown(self):
        """Empty baskets for the next test, and a ledger that is as it must be."""
        for login in self.people:
            held = self.keeper.do("look", login=login)["held"]
            self.keeper.do("take", login=login, lines=[[int(key), 0] for key in held])
        self.keeper.do("sweep")
        self.assertEqual(self.keeper.do("ledger")["broken"], {})

    def storm(self, until, choose):
        """The answers of all workers, each doing what `choose(login, round)` says until then, for
        people of its own: who is asked for later wants more, and never gives back."""
        answers = []

        def work(number):
            own, turn = self.people[number::HANDS], 0
            while time.time() < until:
                login = own[turn % len(own)]
                deed, words = choose(login, turn)
                answers.append(self.workers[number].do(deed, login=login, **words))
                turn += 1

        threads = [threading.Thread(target=work, args=(number,)) for number in range(HANDS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse([answer for answer in answers if "broken" in answer])
        return answers

    def test_fifty_clients_over_the_second_of_the_close(self):
        floor = self.keeper.do("furnish", offers=2, stock=10**6, closes_in=SOON, grace=GRACE)
        [product, other], closes = floor["products"], floor["closes"]

        def choose(_login, turn):
            # Of one offer a line comes beside what was taken of it: then to ask for less than both
            # is to give back, which nobody is refused.
            if turn % 3 == 2:
                return "door", {"product": other, "quantity": turn}
            return "take", {"lines": [[product, turn + 1]]}

        answers = self.storm(closes + 2, choose)
        seen = self.keeper.do("after_close", session=floor["session"])
        self.assertEqual(seen["late"], 0)
        self.assertGreater(seen["holds"], 0)
        for answer in answers:
            if answer["begun"] >= closes:
                self.assertTrue("refused" in answer or answer["sentences"], answer)
        held_before = {login: self.held(login, product) for login in self.people}
        for login, quantity in held_before.items():
            self.keeper.do("take", login=login, lines=[[product, quantity + 1]])
            self.assertEqual(self.held(login, product), quantity)

    def held(self, login, product):
        return self.keeper.do("look", login=login)["held"].get(str(product), 0)

    def test_what_was_held_at_the_close_can_be_confirmed_and_nothing_is_lost(self):
        floor = self.keeper.do("furnish", stock=10**6, closes_in=SOON, grace=GRACE)
        [product] = floor["products"]
        buyers = self.people[:HANDS]
        for login in buyers:
            self.keeper.do("take", login=login, lines=[[product, 2]])
        time.sleep(max(floor["closes"] - time.time() + 0.2, 0))
        for worker, login in zip(self.workers, buyers, strict=True):
            worker.tell("confirm", login=login)
        answers = [worker.hear() for worker in self.workers]
        self.assertTrue(all("number" in answer for answer in answers), answers)
        seen = self.keeper.do("after_close", session=floor["session"])
        self.assertEqual((seen["late"], seen["ordered"]), (0, 2 * HANDS))

    def test_a_session_without_grace_sells_nothing_from_its_second_on(self):
        floor = self.keeper.do("furnish", stock=10**6, closes_in=SOON, grace=0)
        [product], closes = floor["products"], floor["closes"]
        done = []

        def choose(login, turn):
            return ("confirm", {}) if turn % 2 else ("take", {"lines": [[product, 1]]})

        for answer in self.storm(closes + 2, choose):
            if "number" in answer:
                done.append(answer)
        self.assertTrue(done)
        self.assertFalse([answer for answer in done if answer["begun"] >= closes])
        self.assertEqual(self.keeper.do("after_close", session=floor["session"])["late"], 0)

    def test_a_session_that_is_closed_while_it_runs(self):
        floor = self.keeper.do("furnish", stock=10**6, grace=GRACE)
        [product] = floor["products"]
        closed = []
        manager = self.crew.hire(1)[0]
        self.addCleanup(manager.close)

        def close():
            time.sleep(2)
            closed.append(manager.do("close", session=floor["session"]))

        thread = threading.Thread(target=close)
        thread.start()
        answers = self.storm(
            time.time() + 5, lambda _login, turn: ("take", {"lines": [[product, turn + 1]]})
        )
        thread.join()
        self.assertNotIn("broken", closed[0])
        answers.append(self.keeper.do("take", login=self.people[0], lines=[[product, 10**4]]))
        for answer in answers:
            if answer["begun"] > closed[0]["ended"]:
                self.assertTrue(answer["sentences"], answer)

    def test_yesterdays_tab_takes_nothing_orders_nothing_and_is_answered_in_words(self):
        floor = self.keeper.do("furnish", stock=100, grace=GRACE)
        [product], session = floor["products"], floor["session"]
        login = self.people[0]
        [cookie] = self.keeper.do("sessions", logins=[login])["sessions"]
        with serving(self.name, port := free(3), log="close.log"):
            buyer = Buyer(port, cookie)
            buyer.call("/krokus/take", lines=[[product, 5]])
            form = self.confirmation(buyer)
            self.assertTrue(json.loads(form["seen"]))
            self.keeper.do("a_day_later", session=session)
            for _round in ("as the day left it", "swept"):
                for line in ([product, 8], [product, 8, session]):
                    [answer] = buyer.call("/krokus/take", lines=[line])["result"]["lines"]
                    self.assertEqual(answer["granted"], 0)
                    self.assertRegex(answer["message"], "[А-Яа-я]{4}")
                status, text = buyer.submit("/shop/krokus/confirm", form)
                self.assertEqual(status, 200)
                [told] = html.fromstring(text).find_class("alert-danger")
                self.assertRegex(told.text_content(), "[А-Яа-я]{4}")
                self.keeper.do("sweep")
        self.assertEqual(self.keeper.do("look", login=login)["held"], {})
        seen = self.keeper.do("after_close", session=session)
        self.assertEqual((seen["late"], seen["ordered"]), (0, 0))

    def confirmation(self, buyer):
        """What the basket's page would send."""
        _status, text = buyer.open("/shop/cart")
        [form] = html.fromstring(text).xpath("//form[@action='/shop/krokus/confirm']")
        return dict(form.fields)


if __name__ == "__main__":
    unittest.main()
