from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..take import (
    CAPPED,
    GONE,
    SHORT,
    UNEVEN,
    Rules,
    Standing,
    fit,
    quantity,
    share,
    whole_packs,
)


@tagged("post_install", "-at_install")
class TestShare(BaseCase):
    def ask(self, asked, own=0, on_hand=100, held=0, step=10, others=0, **rules):
        standing = Standing(*map(Decimal, (own, on_hand, held, others)))
        return share(Decimal(asked), standing, Decimal(step), Rules(**rules))

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

    def test_a_remainder_is_sold_whole_where_the_rules_let_it_go(self):
        self.assertEqual(self.ask(20, on_hand=13, loose=True), (Decimal(13), SHORT))
        self.assertEqual(self.ask(13, on_hand=13, loose=True), (Decimal(13), None))
        self.assertEqual(self.ask(12, on_hand=13, loose=True), (Decimal(10), UNEVEN))
        self.assertEqual(self.ask(13, on_hand=13), (Decimal(10), UNEVEN))

    def test_a_sold_remainder_is_kept_until_less_is_asked(self):
        self.assertEqual(self.ask(13, own=13, on_hand=13, held=13), (Decimal(13), None))
        self.assertEqual(self.ask(12, own=13, on_hand=13, held=13), (Decimal(10), UNEVEN))

    def test_a_client_holds_no_more_than_his_share(self):
        self.assertEqual(self.ask(50, share=Decimal(30)), (Decimal(30), CAPPED))
        self.assertEqual(self.ask(50, share=Decimal(30), others=20), (Decimal(10), CAPPED))
        self.assertEqual(self.ask(10, share=Decimal(1)), (Decimal(10), None))

    def test_too_little_in_stock_is_no_matter_of_the_share(self):
        self.assertEqual(self.ask(50, on_hand=100, held=90, share=Decimal(50)), (10, SHORT))

    def test_what_is_no_quantity_is_told_from_what_is(self):
        for wrong in (-5, 1e308, float("nan"), float("inf"), True, None, "1;2", [], 2**63):
            with self.subTest(wrong), self.assertRaises(ValueError):
                quantity(wrong)
        self.assertEqual(quantity("0.50"), Decimal("0.5"))

    def test_sunken_stock_goes_to_the_oldest_in_whole_packs(self):
        rows = [(1, Decimal(20)), (2, Decimal(30)), (3, Decimal(10))]
        self.assertEqual(fit(rows, Decimal(45), Decimal(10)), {2: Decimal(20), 3: Decimal(0)})
        self.assertEqual(fit(rows, Decimal(-5), Decimal(10)), dict.fromkeys((1, 2, 3), 0))
        self.assertEqual(fit(rows, Decimal(60), Decimal(10)), {})
