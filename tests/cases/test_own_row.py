"""The rule of docs/adr/0013 with real transactions: the side never waits for its own request."""

from faults.deeds import WAYS
from tests.crew import CrewCase


class TestOwnRow(CrewCase):
    purpose, hands, clients = "row", 1, len(WAYS) + 1

    def client(self):
        """(login, product): somebody whose hour is over, so that the clock must be wound."""
        login = self.people.pop()
        [product] = self.keeper.do("furnish", stock=10)["products"]
        for deed, words in (
            ("take", {"lines": [[product, 1]]}),
            ("look", {}),
            ("end", {"seconds": -60}),
        ):
            self.assertNotIn("broken", self.keeper.do(deed, login=login, **words))
        return login, product

    def test_whatever_a_request_asks_after_it_has_the_row_it_is_answered(self):
        for way in WAYS:
            login, product = self.client()
            if way in ("prices", "confirm"):
                self.keeper.do("take", login=login, lines=[[product, 2]])
            answer = self.workers[0].do("ask_the_side", login=login, way=way, product=product)
            self.assertEqual(answer.get("done"), way, answer)
        self.keeper.do("sweep")
        self.assertEqual(self.keeper.do("ledger")["broken"], {})

    def test_what_a_request_sells_it_cannot_change_beside_itself(self):
        login, product = self.client()
        self.keeper.do("take", login=login, lines=[[product, 2]])
        answer = self.workers[0].do("take_after_confirming", login=login, product=product)
        self.assertIn("is being confirmed", answer.get("refused", ""), answer)
        self.assertEqual(self.keeper.do("look", login=login)["held"], {str(product): 2})
