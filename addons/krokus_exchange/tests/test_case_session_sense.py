from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import ExchangeCase

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@tagged("post_install", "-at_install", "cases")
class TestCaseSessionSense(ExchangeCase):
    """S06, A27: what cannot be meant is refused in a sentence, and nothing is kept of it."""

    def setUp(self):
        super().setUp()
        self.sessions = self.env["krokus.trading.session"]
        self.now = fields.Datetime.now()
        self.colombia = self.make_category("Colombia", mode="preorder")

    def refused(self, words, **values):
        count = self.sessions.search_count([])
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            self.make_session(**values)
        self.assertEqual(self.sessions.search_count([]), count)

    def preorder(self, **values):
        return self.make_session(
            **{"mode": "preorder", "category_ids": self.colombia.ids, "ships": 20, **values}
        )

    def test_it_cannot_ship_before_it_closes(self):
        self.refused("before it closes", ships=-400)
        self.refused("before it closes", ships=-1)
        self.refused("before it closes", opens=1, closes=100, ships=2)

    def test_it_cannot_ship_months_after_its_close(self):
        self.refused("limit in the settings", ships=65)
        self.env["ir.config_parameter"].set_param("krokus_exchange.exchange_ships_within", 90)
        self.assertTrue(self.make_session(ships=65))

    def test_a_preorder_may_ship_later_than_the_exchange(self):
        self.assertTrue(self.preorder(ships=300))
        with self.assertRaisesRegex(ValidationError, "limit in the settings"):
            self.preorder(ships=400)

    def test_a_year_that_was_mistyped_is_refused(self):
        for name in ("opens_at", "closes_at", "ships_until"):
            for year in (26, 2206, 9999):
                with self.subTest(name, year=year):
                    moment = self.now.replace(year=year, month=12, day=31, hour=23)
                    session = self.make_session()
                    with self.assertRaises(ValidationError), self.env.cr.savepoint():
                        self.mistype(session, name, moment)
                    session.active = False
        for year in (26, 2206, 9999):
            session = self.make_session()
            day = self.now.date().replace(year=year, month=12, day=31)
            with self.subTest(year), self.assertRaises(ValidationError), self.env.cr.savepoint():
                session.ships_on = day
            session.active = False

    def mistype(self, session, name, moment):
        with mute_logger("odoo.sql_db"):
            try:
                session[name] = moment
                self.env.flush_all()
            except CheckViolation as error:  # the server makes a sentence of it
                raise ValidationError(str(error)) from error

    def test_it_cannot_last_longer_than_a_month(self):
        self.refused("would last", closes=24 * 40, ships=45)
        self.assertTrue(self.preorder(closes=24 * 40, ships=45))

    @mute_logger("odoo.sql_db")
    def test_a_grace_is_at_most_a_day(self):
        for minutes in (-1, 1441, 2_000_000_000):
            with self.subTest(minutes), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.make_session(grace_minutes=minutes)
        self.assertTrue(self.make_session(grace_minutes=1440))

    def test_the_cut_off_lies_between_the_close_and_the_end_of_the_shipment_day(self):
        self.refused("cut-off lies before the close", ships_until=self.now + HOUR / 2)
        self.refused("cut-off lies after the shipment day", ships_until=self.now + 4 * DAY)
        self.assertTrue(self.make_session(ships_until=self.now + DAY))

    def test_a_preorder_whose_shipment_has_left_is_not_prolonged(self):
        session = self.preorder()
        self.env.cr.execute(
            "UPDATE krokus_trading_session SET opens_at = %s, closes_at = %s, over_at = %s,"
            " ships_on = %s WHERE id = %s",
            [
                *(self.now - 30 * DAY, self.now - 10 * DAY, self.now - 10 * DAY),
                *(self.now.date() - 3 * DAY, session.id),
            ],
        )
        session.invalidate_recordset()
        before = session.closes_at
        with self.assertRaisesRegex(UserError, "shipment"):
            session.with_user(self.make_manager()).action_prolong()
        self.assertEqual((session.closes_at, session.state), (before, "closed"))

    def test_a_session_whose_cut_off_is_over_is_not_prolonged(self):
        session = self.make_session(opens=-5, closes=-3, ships_until=self.now - HOUR)
        with self.assertRaisesRegex(UserError, "cut-off"):
            session.action_prolong()
        self.assertEqual(session.state, "closed")

    def test_a_session_is_not_prolonged_over_its_cut_off(self):
        session = self.make_session(closes=1, ships_until=self.now + HOUR + timedelta(minutes=10))
        with self.assertRaisesRegex(ValidationError, "cut-off lies before the close"):
            session.action_prolong()

    def test_a_session_whose_shipment_has_left_is_not_opened(self):
        session = self.make_session(opens=1, closes=2)
        self.env.cr.execute(
            "UPDATE krokus_trading_session SET ships_on = %s WHERE id = %s",
            [self.now.date() - 3 * DAY, session.id],
        )
        session.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "shipment"):
            session.action_open_now()
        self.assertEqual(session.state, "scheduled")

    def test_what_was_accepted_before_can_still_be_closed(self):
        session = self.make_session()
        self.env.cr.execute(
            "UPDATE krokus_trading_session SET ships_on = %s WHERE id = %s",
            [self.now.date() - 3 * DAY, session.id],
        )
        session.invalidate_recordset()
        session.action_close_now()
        self.assertEqual(session.state, "closed")

    def test_a_schedule_is_refused_whose_sessions_make_no_sense(self):
        schedules = self.env["krokus.trading.schedule"]
        plain = {"name": "Week", "category_ids": self.category.ids, "calendar_id": False}
        self.env["ir.config_parameter"].set_param("krokus_exchange.exchange_ships_within", 30)
        for values in ({"ships_after": 0, "cut_off": 9}, {"ships_after": 40}):
            with self.subTest(values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                schedules.create({**plain, **values})
            self.assertFalse(schedules.search([("name", "=", "Week")]))

    def test_a_limit_that_shrinks_does_not_stop_the_other_schedules(self):
        schedules = self.env["krokus.trading.schedule"]
        plain = {"category_ids": self.category.ids, "calendar_id": False}
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True)
        late = schedules.create({**plain, **week, "name": "A", "ships_after": 40})
        late.session_ids.unlink()
        tulips = self.make_category("Tulips")
        other = schedules.create({**plain, **week, "name": "B", "category_ids": tulips.ids})
        other.session_ids.unlink()
        self.env["ir.config_parameter"].set_param("krokus_exchange.exchange_ships_within", 7)
        schedules._cron_make()
        self.assertTrue(other.session_ids)
        self.assertFalse(late.session_ids)
