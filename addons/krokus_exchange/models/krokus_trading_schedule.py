from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import timetable

# The names that the widget of the form knows.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What else decides the times of its sessions.
RULE = (
    *("mode", "opens", "closes", "closes_later", "ships_after", "cut_off", "calendar_id"),
    "days_ahead",
)


class KrokusTradingSchedule(models.Model):
    """A week of trading: sessions are made of it ahead, where nobody has made one by hand.

    Hours are the company's. A session that was changed or archived by hand stays as it is.
    """

    _name = "krokus.trading.schedule"
    _description = "Trading schedule"
    _order = "name, id"

    name = fields.Char(required=True, help="Its sessions are named after it and their shipment.")
    active = fields.Boolean(default=True)
    mode = fields.Selection(
        [("exchange", "Exchange"), ("preorder", "Preorder")], required=True, default="exchange"
    )
    category_ids = fields.Many2many("product.category", string="Categories", required=True)
    tier_ids = fields.Many2many(
        "krokus.client.tier", string="Tiers", help="Who may trade; empty means every tier."
    )
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean()
    sun = fields.Boolean()
    opens = fields.Float("Opens at", required=True, default=10.0)
    closes = fields.Float("Closes at", required=True, default=16.0)
    closes_later = fields.Integer("Days later", help="0 closes on the day on which it opened.")
    ships_after = fields.Integer(
        "Ships after, in working days", default=1, help="Counted from the day of the close."
    )
    cut_off = fields.Float(
        "Shipment cut-off",
        help="Up to this hour of the shipment day who trades outside the hours may join; 0: never.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working days",
        default=lambda self: self.env.company.resource_calendar_id,
        help="Its working days and holidays: nothing ships, and nothing trades on a holiday.",
    )
    grace_minutes = fields.Integer(default=15)
    days_ahead = fields.Integer("Days made ahead", default=14, required=True)
    session_ids = fields.One2many("krokus.trading.session", "schedule_id", string="Sessions")

    _hours_in_a_day = models.Constraint(
        "CHECK (opens >= 0 AND opens < 24 AND closes >= 0 AND closes <= 24"
        " AND cut_off >= 0 AND cut_off < 24)",
        "An hour lies between 0:00 and 24:00: correct it.",
    )
    _closes_after_opening = models.Constraint(
        "CHECK (closes_later > 0 AND closes_later <= 31 OR closes_later = 0 AND closes > opens)",
        "It must close after it opens: over midnight it closes a day later.",
    )
    _days_positive = models.Constraint(
        "CHECK (ships_after >= 0 AND ships_after <= 60 AND days_ahead BETWEEN 1 AND 90"
        " AND grace_minutes BETWEEN 0 AND 1440)",
        "Days and minutes count from nothing upwards; at most 90 days are made ahead, and a grace"
        " is at most a day (1440 minutes).",
    )

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        if any(not schedule._rule().weekdays for schedule in self):
            raise ValidationError(self.env._("A schedule trades on one day of the week at least."))

    @api.constrains(*WEEKDAYS, *RULE)
    def _check_sense(self):
        """Its sessions are refused before they are made: the job that makes them asks nobody."""
        sessions = self.env["krokus.trading.session"]
        for schedule in self:
            for slot in schedule._slots():
                session = sessions.new(schedule._session_values(slot))
                slip = session._slip()
                if slip:
                    raise ValidationError(session._sentence_of(slip))

    @api.constrains("category_ids", "mode")
    def _check_categories(self):
        for schedule in self:
            if any(category.krokus_mode != schedule.mode for category in schedule.category_ids):
                raise ValidationError(
                    self.env._("A schedule has categories of its own mode: correct one of them.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(vals_list)
        schedules._make()
        return schedules

    def write(self, vals):
        """What has not opened yet, and nobody has touched, is made anew."""
        result = super().write(vals)
        if vals.keys() - {"name", "session_ids"}:
            self._untouched().unlink()
            self._make()
        return result

    def _untouched(self):
        """Coming sessions that are as the schedule made them, and that nobody has bought in."""
        coming = self.session_ids.filtered(
            lambda session: not session.by_hand and session.opens_at > fields.Datetime.now()
        )
        return coming.filtered(lambda session: not session._is_used())

    # ----------------------------------------------------------------- sessions

    @api.model
    def _cron_make(self):
        self.search([("active", "=", True)])._make()

    def action_make(self):
        """The sessions of the days ahead that are not there yet."""
        self._make()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "krokus_exchange.krokus_trading_session_action"
        )
        return {**action, "domain": [("schedule_id", "in", self.ids)]}

    def _make(self):
        sessions = self.env["krokus.trading.session"]
        for schedule in self.filtered("active"):
            for slot in schedule._missing():
                values = schedule._session_values(slot)
                candidate = sessions.new(values)
                if not (candidate._slip() or candidate._rivals() or candidate._twin()):
                    sessions.create(values)

    def _missing(self):
        """[timetable.Slot] of the days ahead that have no session of this schedule."""
        now = fields.Datetime.now()
        made = self.with_context(active_test=False).session_ids.mapped("scheduled_on")
        return [s for s in self._slots() if s.day not in made and s.closes_at > now]

    def _slots(self):
        """[timetable.Slot] of the days ahead."""
        zone = ZoneInfo(self.env["krokus.trading.floor"]._zone())
        now = fields.Datetime.now()
        today = fields.Datetime.context_timestamp(self.with_context(tz=zone.key), now).date()
        return timetable.slots(self._rule(), today, self.days_ahead, zone, self._days(zone))

    def _session_values(self, slot):
        return {
            "name": f"{self.name}, {slot.ships_on:%d.%m}",
            "mode": self.mode,
            "category_ids": [(6, 0, self.category_ids.ids)],
            "tier_ids": [(6, 0, self.tier_ids.ids)],
            "opens_at": slot.opens_at,
            "closes_at": slot.closes_at,
            "ships_on": slot.ships_on,
            "ships_until": slot.ships_until,
            "grace_minutes": self.grace_minutes,
            "schedule_id": self.id,
            "scheduled_on": slot.day,
        }

    def _rule(self):
        return timetable.Rule(
            weekdays=frozenset(n for n, name in enumerate(WEEKDAYS) if self[name]),
            opens=self.opens,
            closes=self.closes,
            closes_later=self.closes_later,
            ships_after=self.ships_after,
            cut_off=self.cut_off,
        )

    def _days(self, zone):
        calendar = self.calendar_id.sudo()
        weekdays = {int(line.dayofweek) for line in calendar.attendance_ids}
        return timetable.Days(frozenset(weekdays), frozenset(self._holidays(calendar, zone)))

    def _holidays(self, calendar, zone):
        """The days whose noon lies in a holiday of everybody's."""
        for leave in calendar.global_leave_ids:
            day = leave.date_from.date() - timedelta(days=1)
            while day <= leave.date_to.date() + timedelta(days=1):
                if leave.date_from <= timetable.moment(day, 12, zone) < leave.date_to:
                    yield day
                day += timedelta(days=1)
