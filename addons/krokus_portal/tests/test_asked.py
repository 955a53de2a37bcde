from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..asked import BadLineError, read_lines, read_number

NO_LINES = (
    None,
    {},
    "1;2",
    [1, 2],
    [[1]],
    [[1, 2, 3, 4]],
    [[1, 2, "3"]],
    [[1, 2, -3]],
    [[1, 2, None]],
    [["1", 2]],
    [[True, 2]],
    [[0, 2]],
)
NO_QUANTITIES = (-5, float("nan"), float("inf"), 1e308, 2**63, "5", None, [], True)


@tagged("post_install", "-at_install")
class TestAsked(BaseCase):
    def test_quantities_keep_their_digits(self):
        found = read_lines([[7, 0.1], [8, 25]])
        self.assertEqual(found, ({7: Decimal("0.1"), 8: Decimal(25)}, {}))

    def test_a_shipment_may_be_chosen(self):
        self.assertEqual(read_lines([[7, 10, 3], [8, 1, 0]]).sessions, {7: 3})

    def test_last_word_on_an_offer_counts(self):
        self.assertEqual(read_lines([[7, 10], [7, 20]]).quantities, {7: Decimal(20)})

    def test_what_is_no_list_of_lines_is_refused(self):
        for lines in NO_LINES:
            with self.subTest(lines), self.assertRaises(BadLineError):
                read_lines(lines)

    def test_what_is_no_quantity_is_refused(self):
        for quantity in NO_QUANTITIES:
            with self.subTest(quantity), self.assertRaises(BadLineError):
                read_lines([[7, quantity]])

    def test_number_counts_from_nothing_or_is_left_out(self):
        self.assertEqual([read_number(n) for n in (None, 0, 12)], [None, 0, 12])
        for number in (-1, 1.5, "1", True, 2**31):
            with self.subTest(number), self.assertRaises(BadLineError):
                read_number(number)
