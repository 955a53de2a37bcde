"""When does a weekly schedule open and close, and when does it ship?

Plain: a Rule with local hours, days and a zone come in, Slots with moments in naive UTC go out.
"""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Rule(NamedTuple):
    """Hours count from local midnight: 16.5 is half past four. `weekdays`: 0 is Monday.

    It closes `closes_later` days after it opened, ships so many working days after that, and
    `cut_off` is an hour of the shipment day, if there is one.
    """

    weekdays: frozenset
    opens: float
    closes: float
    closes_later: int = 0
    ships_after: int = 1
    cut_off: float = 0


class Days(NamedTuple):
    """On which weekdays the warehouse works, and which days are holidays."""

    weekdays: frozenset
    holidays: frozenset = frozenset()

    def works(self, day):
        return day not in self.holidays and (not self.weekdays or day.weekday() in self.weekdays)


class Slot(NamedTuple):
    day: object
    opens_at: object
    closes_at: object
    ships_on: object
    ships_until: object


def slots(rule, first, count, zone, days):
    """[Slot] of `count` days from the first; there is no trading on a holiday."""
    found = (first + n * DAY for n in range(count))
    return [
        _slot(rule, day, zone, days)
        for day in found
        if day.weekday() in rule.weekdays and day not in days.holidays
    ]


def _slot(rule, day, zone, days):
    last = day + rule.closes_later * DAY
    ships_on = _working_day(last, rule.ships_after, days)
    return Slot(
        day,
        moment(day, rule.opens, zone),
        moment(last, rule.closes, zone),
        ships_on,
        moment(ships_on, rule.cut_off, zone) if rule.cut_off else None,
    )


def _working_day(day, count, days):
    """So many working days later; after none it is the day itself, or the next that is one."""
    while count or not days.works(day):
        day += DAY
        if count and days.works(day):
            count -= 1
    return day


def moment(day, hours, zone):
    """A local hour of a day in UTC. What the clock skips counts as if it had not been moved, and
    of an hour that it repeats it is the first."""
    minutes = round(hours * 60)
    later, minutes = divmod(minutes, 24 * 60)
    local = datetime.combine(day + later * DAY, time(minutes // 60, minutes % 60), zone)
    return local.astimezone(UTC).replace(tzinfo=None)
