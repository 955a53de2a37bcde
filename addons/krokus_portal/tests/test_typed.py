from decimal import Decimal

from odoo.tests import BaseCase, tagged

from .. import asked_offers, typed
from ..asked_offers import CARDS, NAME, POSITION, PRICE, Asked


@tagged("post_install", "-at_install")
class TestTyped(BaseCase):
    def reading(self, text):
        """{the first name: quantity} of what is taken, [why] of what is not."""
        found = typed.read(text)
        return {row.names[0]: row.quantity for row in found.rows}, [r.why for r in found.refused]

    def test_a_line_is_an_article_and_a_quantity_however_they_are_parted(self):
        for line in ("РЭ-1\t25", "РЭ-1;25", "РЭ-1 25", "РЭ-1, 25", "РЭ-1\tРоза\t25", "РЭ-1 25 шт"):
            with self.subTest(line):
                self.assertEqual(self.reading(line), ({"РЭ-1": Decimal(25)}, []))

    def test_a_name_may_have_spaces_and_numbers(self):
        found, refused = self.reading("Роза Explorer 50 см\t12\nРоза Explorer 60 см 25")
        self.assertEqual(found, {"Роза Explorer 50 см": 12, "Роза Explorer 60 см": 25})
        self.assertFalse(refused)

    def test_what_has_no_quantity_is_told(self):
        self.assertEqual(
            self.reading("\n Роза \nРоза\t0\nx 5"),
            ({"x": Decimal(5)}, [typed.NO_QUANTITY, typed.NO_QUANTITY]),
        )


@tagged("post_install", "-at_install")
class TestAskedOffers(BaseCase):
    def test_an_address_says_what_is_asked_and_the_other_way_round(self):
        words = {"view": "cards", "search": "роза", "order": "price", "page": "3", "stock": "1"}
        words |= {"color": "7,5", "size": "stem-60", "min_price": "10.5", "mode": "preorder"}
        asked = asked_offers.read(words)
        self.assertEqual((asked.view, asked.order, asked.page), (CARDS, PRICE, 3))
        self.assertEqual(asked.chosen["color"], (7, 5))
        again = dict(pair.split("=") for pair in asked.query(page=3).split("&"))
        self.assertEqual(asked_offers.read(again | {"search": "роза"}), asked)

    def test_nonsense_was_not_asked(self):
        words = {"view": "x", "order": "id; drop", "page": "-1", "stock": "yes", "color": "a,²,-3"}
        words |= {"min_price": "nan", "max_price": "1e400", "search": None, "size": "0"}
        asked = asked_offers.read(words)
        self.assertEqual(asked._replace(chosen={}), Asked())
        self.assertEqual(asked_offers.read_size("stem-x"), None)

    def test_addresses_of_core_s_list_keep_their_order(self):
        self.assertEqual(asked_offers.read({"order": "list_price asc"}).order, PRICE)
        self.assertEqual(asked_offers.read({"order": "name asc"}).order, NAME)

    def test_who_has_no_prices_does_not_sort_or_bound_by_them(self):
        asked = asked_offers.read({"order": "-price", "min_price": "5", "max_price": "9"})
        self.assertEqual(asked.without_prices(), Asked(order=POSITION))

    def test_a_value_is_chosen_and_dropped_again(self):
        once = Asked().toggled("color", 5)
        self.assertEqual(once.chosen, {"color": (5,)})
        self.assertEqual(once.toggled("color", 7).chosen, {"color": (5, 7)})
        self.assertEqual(once.toggled("color", 5).chosen, {})
