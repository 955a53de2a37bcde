from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import ExchangeCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 06:00:00")  # Monday, nine o'clock in Moscow
class TestSchedule(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Europe/Moscow"
        cls.days = cls.env["resource.calendar"].create({"name": "Warehouse"})

    def make_schedule(self, **values):
        return self.env["krokus.trading.schedule"].create(
            {
                "name": "Exchange",
                "category_ids": self.category.ids,
                "calendar_id": self.days.id,
                "days_ahead": 7,
                **values,
            }
        )

    def days_of(self, schedule):
        return sorted(schedule.session_ids.mapped("scheduled_on"))

    def test_a_week_of_sessions_is_made_once(self):
        schedule = self.make_schedule()
        first = schedule.session_ids.sorted("opens_at")[0]
        self.assertEqual(len(schedule.session_ids), 5)
        self.assertEqual(
            (str(first.opens_at), str(first.closes_at), str(first.ships_on)),
            ("2026-03-02 07:00:00", "2026-03-02 13:00:00", "2026-03-03"),
        )
        schedule._make()
        self.env["krokus.trading.schedule"]._cron_make()
        self.assertEqual(len(schedule.session_ids), 5)

    def test_a_user_elsewhere_makes_the_same_sessions(self):
        self.env.user.tz = "Asia/Vladivostok"
        schedule = self.make_schedule()
        self.assertEqual(str(min(schedule.session_ids.mapped("opens_at"))), "2026-03-02 07:00:00")
        self.assertEqual(
            schedule.session_ids.sorted("opens_at")[0].hours, "02.03, 10:00 – 02.03, 16:00"
        )

    def test_a_holiday_is_left_out(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.days.id,
                "date_from": "2026-03-02 21:00:00",
                "date_to": "2026-03-03 20:59:59",
            }
        )
        schedule = self.make_schedule()
        self.assertNotIn("2026-03-03", map(str, self.days_of(schedule)))
        first = schedule.session_ids.sorted("opens_at")[0]
        self.assertEqual(str(first.ships_on), "2026-03-04")

    def test_a_session_made_by_hand_wins(self):
        by_hand = self.make_session(opens=2, closes=3)
        schedule = self.make_schedule()
        self.assertEqual(len(schedule.session_ids), 4)
        self.assertTrue(by_hand.active)

    def test_what_was_changed_or_archived_by_hand_stays_so(self):
        schedule = self.make_schedule()
        moved, left_out = schedule.session_ids.sorted("opens_at")[1:3]
        moved.closes_at += timedelta(hours=1)
        closes = moved.closes_at
        left_out.active = False
        schedule.opens = 11
        self.assertEqual(moved.closes_at, closes)
        self.assertEqual(len(schedule.session_ids), 4)
        hours = schedule.session_ids.filtered(lambda s: not s.by_hand).mapped("opens_at")
        self.assertEqual({moment.hour for moment in hours}, {8})

    def test_what_somebody_bought_in_stays_when_the_schedule_changes(self):
        schedule = self.make_schedule()
        bought = schedule.session_ids.sorted("opens_at")[-1]
        self.env.cr.execute(
            "INSERT INTO krokus_hold (product_id, session_id, quantity, state, order_id)"
            " VALUES (%s, %s, 1, 'sold', 1)",
            [self.rose.id, bought.id],
        )
        schedule.opens = 11
        self.assertTrue(bought.exists())
        self.assertEqual(len(schedule.session_ids), 5)

    def test_what_makes_no_sense_is_refused_in_words(self):
        week = ("monday", "tuesday", "wednesday", "thursday", "friday")
        colombia = self.make_category("Colombia", mode="preorder")
        for values in (dict.fromkeys(week, False), {"category_ids": colombia.ids}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.make_schedule(**values)

    @mute_logger("odoo.sql_db")
    def test_hours_that_no_day_has_are_refused(self):
        for values in ({"closes": 9}, {"closes": 10}, {"opens": 25}, {"ships_after": -1}):
            with self.subTest(values), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.make_schedule(**values)

    def test_a_preorder_of_the_week_takes_one_shipment_a_time(self):
        colombia = self.make_category("Colombia", mode="preorder")
        schedule = self.make_schedule(
            mode="preorder",
            category_ids=colombia.ids,
            closes_later=3,
            ships_after=5,
            days_ahead=14,
        )
        shipments = schedule.session_ids.mapped("ships_on")
        self.assertEqual(len(shipments), len(set(shipments)))
        self.assertTrue(fields.Date.to_date("2026-03-12") in shipments)
