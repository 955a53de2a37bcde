from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..take import GONE, SHORT, UNEVEN, share, whole_packs


@tagged("post_install", "-at_install")
class TestShare(BaseCase):
    def ask(self, asked, own=0, on_hand=100, held=0, step=10):
        return share(Decimal(asked), Decimal(own), Decimal(on_hand), Decimal(held), Decimal(step))

    def test_what_is_there_is_granted(self):
        self.assertEqual(self.ask(30), (Decimal(30), None))

    def test_less_is_granted_in_whole_packs(self):
        self.assertEqual(self.ask(50, on_hand=47), (Decimal(40), SHORT))

    def test_nothing_is_left(self):
        self.assertEqual(self.ask(10, held=100), (Decimal(0), GONE))

    def test_own_hold_counts_as_available(self):
        self.assertEqual(self.ask(40, own=30, on_hand=40, held=30), (Decimal(40), None))

    def test_part_of_a_pack_gives_the_packs_below(self):
        self.assertEqual(self.ask(37), (Decimal(30), UNEVEN))

    def test_sunken_stock_takes_nothing_away(self):
        self.assertEqual(self.ask(30, own=30, on_hand=10, held=30), (Decimal(30), None))

    def test_whole_packs_of_fractions_are_exact(self):
        self.assertEqual(whole_packs(Decimal("0.7"), Decimal("0.1")), Decimal("0.7"))

    def test_nothing_or_less_is_no_pack(self):
        self.assertEqual(whole_packs(Decimal(-5), Decimal(1)), Decimal(0))
