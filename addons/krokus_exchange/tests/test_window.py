from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from .. import window as floor
from ..window import NO_SESSION, NOT_FOR_YOU, NOT_YET, OPEN, OVER, PRIVILEGED, Asker, Window, answer

TEN, FOUR = datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 16)
NOON, EVENING = datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 18)
CUT_OFF, DAY = datetime(2026, 3, 2, 20), timedelta(days=1)


def window(opens=TEN, closes=FOUR, ships=3, tiers=(), key=1, until=None):
    ships_on = date(2026, 3, ships)
    return Window(key, opens, closes, ships_on, frozenset(tiers), closes, until)


TOMORROW = window(TEN + DAY, FOUR + DAY, ships=4, key=2)
PLAIN, CHOSEN = Asker(1), Asker(1, chosen=True)
EXCEPTED, STAFF = Asker(1, excepted=True), Asker(1, staff=True)


@tagged("post_install", "-at_install")
class TestWindow(BaseCase):
    def test_open_between_the_bells(self):
        found = answer([window()], PLAIN, NOON)
        self.assertEqual((found.reason, found.session_id, found.until), (OPEN, 1, FOUR))

    def test_opens_with_the_second_of_the_bell(self):
        self.assertTrue(answer([window()], PLAIN, TEN).allowed)

    def test_closed_from_the_second_of_the_close(self):
        found = answer([window()], PLAIN, FOUR)
        self.assertEqual((found.allowed, found.reason), (False, NO_SESSION))

    def test_before_the_bell_the_next_opening_is_told(self):
        found = answer([window()], PLAIN, datetime(2026, 3, 2, 9, 59, 50))
        self.assertEqual((found.reason, found.opens_at), (NOT_YET, TEN))

    def test_a_tier_that_is_not_named_may_not(self):
        self.assertEqual(answer([window(tiers=[2])], PLAIN, NOON).reason, NOT_FOR_YOU)
        self.assertTrue(answer([window(tiers=[2])], Asker(2), NOON).allowed)

    def test_of_two_open_sessions_the_earlier_shipment_is_taken_unless_one_is_chosen(self):
        windows = [window(ships=9, key=1), window(ships=4, key=2)]
        found = answer(windows, PLAIN, NOON)
        self.assertEqual(found.session_id, 2)
        self.assertEqual([choice.session_id for choice in found.choices], [2, 1])
        self.assertEqual(answer(windows, PLAIN, NOON, session_id=1).session_id, 1)

    def test_a_chosen_session_that_is_over_is_not_replaced_by_another(self):
        found = answer([window(key=1), window(ships=9, key=2)], PLAIN, NOON, session_id=7)
        self.assertEqual((found.allowed, found.reason), (False, OVER))

    def test_outside_the_hours_the_last_shipment_is_joined_until_its_cut_off(self):
        windows = [window(until=CUT_OFF), TOMORROW]
        found = answer(windows, CHOSEN, EVENING)
        self.assertEqual(
            (found.reason, found.session_id, found.until, found.last_at),
            (PRIVILEGED, 1, CUT_OFF, CUT_OFF),
        )
        self.assertEqual(answer(windows, CHOSEN, CUT_OFF).session_id, 2)
        self.assertEqual(answer(windows, PLAIN, EVENING).reason, NOT_YET)

    def test_outside_the_hours_of_its_tiers_a_client_joins_nothing(self):
        self.assertFalse(answer([window(tiers=[2], until=CUT_OFF)], CHOSEN, EVENING).allowed)

    def test_modes_say_who_may_trade_within_and_outside_the_hours(self):
        cells = {
            # mode: who may within the hours, who may outside them
            floor.SCHEDULE: ({PLAIN, CHOSEN, EXCEPTED, STAFF}, {EXCEPTED, STAFF}),
            floor.OUTSIDE: ({PLAIN, CHOSEN, EXCEPTED, STAFF}, {CHOSEN, EXCEPTED, STAFF}),
            floor.CHOSEN: ({CHOSEN, EXCEPTED, STAFF}, {CHOSEN, EXCEPTED, STAFF}),
            floor.ALL: ({PLAIN, CHOSEN, EXCEPTED, STAFF}, {PLAIN, CHOSEN, EXCEPTED, STAFF}),
            floor.SHUT: ({STAFF}, {STAFF}),
        }
        for mode, moments in cells.items():
            for now, may in zip((NOON, EVENING), moments, strict=True):
                for asker in (PLAIN, CHOSEN, EXCEPTED, STAFF):
                    with self.subTest(mode=mode, now=now, asker=asker):
                        found = answer([window(until=CUT_OFF)], asker, now, mode)
                        self.assertEqual(found.allowed, asker in may)

    def test_staff_sells_where_there_is_no_session_at_all(self):
        self.assertTrue(answer([], STAFF, NOON).allowed)
        self.assertFalse(answer([], CHOSEN, NOON).allowed)
