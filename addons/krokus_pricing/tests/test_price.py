from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..price import RETAIL, WHOLESALE, Condition, Entry, price

COMMON = Entry("Common", Decimal("100"), Decimal("80"))
OWN = Entry("Salons", Decimal("90"), Decimal("70"))


def ask(own=None, common=COMMON, quantity=1, conditions=()):
    return price(own, common, Decimal(quantity), Decimal(100), conditions)


@tagged("post_install", "-at_install")
class TestPrice(BaseCase):
    def test_the_common_list_serves_who_has_none(self):
        self.assertEqual(ask().amount, Decimal("100.00"))

    def test_the_own_list_comes_first(self):
        self.assertEqual(ask(own=OWN).amount, Decimal("90.00"))

    def test_wholesale_begins_with_the_threshold(self):
        found = [ask(quantity=quantity) for quantity in (99, 100, 101)]
        self.assertEqual([p.kind for p in found], [RETAIL, WHOLESALE, WHOLESALE])
        self.assertEqual([p.amount for p in found], [Decimal(100), Decimal(80), Decimal(80)])

    def test_no_wholesale_price_means_retail_at_any_quantity(self):
        found = ask(common=Entry("Common", Decimal(100)), quantity=500)
        self.assertEqual((found.kind, found.amount), (RETAIL, Decimal("100.00")))

    def test_a_condition_is_taken_off_the_base(self):
        # 80 wholesale, less 5 %: 80 * 95 / 100 = 76
        found = ask(quantity=100, conditions=[Condition("-5", Decimal(-5))])
        self.assertEqual(found.amount, Decimal("76.00"))
        self.assertEqual([step.kind for step in found.steps], [WHOLESALE, "condition"])

    def test_only_the_highest_condition_holds(self):
        tier = Condition("tier", Decimal(-10), rank=(False, 2))
        client = Condition("client", Decimal(-3), rank=(True, 0))
        self.assertEqual(ask(conditions=[tier, client]).amount, Decimal("97.00"))

    def test_a_fixed_price_replaces_the_base(self):
        found = ask(conditions=[Condition("fixed", Decimal(0), Decimal("64.5"))])
        self.assertEqual(found.amount, Decimal("64.50"))

    def test_everything_off_is_nothing_and_never_less(self):
        self.assertEqual(ask(conditions=[Condition("-120", Decimal(-120))]).amount, 0)

    def test_half_a_kopeck_is_rounded_up(self):
        # 33.50 * 95 / 100 = 31.825
        entry = Entry("Common", Decimal("33.50"))
        found = ask(common=entry, conditions=[Condition("-5", Decimal(-5))])
        self.assertEqual(found.amount, Decimal("31.83"))

    def test_no_list_no_price(self):
        self.assertIsNone(ask(common=None))
