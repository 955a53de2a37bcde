from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..window import NO_SESSION, NOT_FOR_YOU, NOT_YET, OPEN, Window, answer

TEN, FOUR = datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 16)
NOON = datetime(2026, 3, 2, 12)


def window(opens=TEN, closes=FOUR, ships=3, tiers=(), key=1):
    return Window(key, opens, closes, date(2026, 3, ships), frozenset(tiers))


@tagged("post_install", "-at_install")
class TestWindow(BaseCase):
    def test_open_between_the_bells(self):
        found = answer([window()], 1, NOON)
        self.assertEqual((found.reason, found.session_id, found.until), (OPEN, 1, FOUR))

    def test_opens_with_the_second_of_the_bell(self):
        self.assertTrue(answer([window()], 1, TEN).allowed)

    def test_closed_from_the_second_of_the_close(self):
        found = answer([window()], 1, FOUR)
        self.assertEqual((found.allowed, found.reason), (False, NO_SESSION))

    def test_before_the_bell_the_next_opening_is_told(self):
        found = answer([window()], 1, datetime(2026, 3, 2, 9, 59, 50))
        self.assertEqual((found.reason, found.opens_at), (NOT_YET, TEN))

    def test_a_tier_that_is_not_named_may_not(self):
        self.assertEqual(answer([window(tiers=[2])], 1, NOON).reason, NOT_FOR_YOU)
        self.assertTrue(answer([window(tiers=[2])], 2, NOON).allowed)

    def test_of_two_open_sessions_the_earlier_shipment_is_taken(self):
        found = answer([window(ships=9, key=1), window(ships=4, key=2)], 1, NOON)
        self.assertEqual(found.session_id, 2)
