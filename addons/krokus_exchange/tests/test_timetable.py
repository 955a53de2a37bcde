from datetime import date, datetime
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ..timetable import Days, Rule, moment, slots

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
WEEK = frozenset(range(5))
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
PLAIN = Days(WEEK)


@tagged("post_install", "-at_install")
class TestTimetable(BaseCase):
    def test_monday_to_friday_from_ten_to_four_ships_the_next_working_day(self):
        found = slots(Rule(WEEK, 10, 16), MONDAY, 7, MOSCOW, PLAIN)
        self.assertEqual([slot.day.weekday() for slot in found], [0, 1, 2, 3, 4])
        self.assertEqual(
            found[0][1:4], (datetime(2026, 3, 2, 7), datetime(2026, 3, 2, 13), date(2026, 3, 3))
        )
        self.assertEqual(found[-1].ships_on, date(2026, 3, 9))

    def test_nothing_trades_and_nothing_ships_on_a_holiday(self):
        days = Days(WEEK, frozenset({date(2026, 3, 9)}))
        found = slots(Rule(WEEK, 10, 16), FRIDAY, 4, MOSCOW, days)
        self.assertEqual([slot.day for slot in found], [FRIDAY])
        self.assertEqual(found[0].ships_on, date(2026, 3, 10))

    def test_over_midnight_it_closes_and_ships_by_the_day_of_its_close(self):
        (slot,) = slots(Rule(frozenset({4}), 22, 2, closes_later=1), FRIDAY, 7, MOSCOW, PLAIN)
        self.assertEqual(
            slot[1:4], (datetime(2026, 3, 6, 19), datetime(2026, 3, 6, 23), date(2026, 3, 9))
        )

    def test_a_cut_off_is_an_hour_of_the_shipment_day(self):
        (slot,) = slots(Rule(WEEK, 10, 16, cut_off=7.5), MONDAY, 1, MOSCOW, PLAIN)
        self.assertEqual(slot.ships_until, datetime(2026, 3, 3, 4, 30))

    def test_no_days_after_the_close_is_the_day_itself_if_it_works(self):
        every = frozenset(range(7))
        same, weekend = slots(Rule(every, 8, 9, ships_after=0), FRIDAY, 2, MOSCOW, PLAIN)
        self.assertEqual((same.ships_on, weekend.ships_on), (FRIDAY, date(2026, 3, 9)))

    def test_on_a_day_of_23_or_25_hours_the_local_hours_stay(self):
        sunday = frozenset({6})
        for day, opens, closes in (
            (date(2026, 3, 29), datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 8)),
            (date(2026, 10, 25), datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 9)),
        ):
            (slot,) = slots(Rule(sunday, 0, 10), day, 1, BERLIN, PLAIN)
            self.assertEqual(slot[1:3], (opens, closes))

    def test_an_hour_that_the_clock_skips_or_repeats_is_one_moment(self):
        self.assertEqual(moment(date(2026, 3, 29), 2.5, BERLIN), datetime(2026, 3, 29, 1, 30))
        self.assertEqual(moment(date(2026, 10, 25), 2.5, BERLIN), datetime(2026, 10, 25, 0, 30))

    def test_midnight_belongs_to_the_next_day(self):
        self.assertEqual(moment(MONDAY, 24, MOSCOW), datetime(2026, 3, 2, 21))

    def test_where_no_day_works_every_day_does(self):
        (slot,) = slots(
            Rule(frozenset({5}), 10, 12), date(2026, 3, 7), 1, MOSCOW, Days(frozenset())
        )
        self.assertEqual(slot.ships_on, date(2026, 3, 8))
