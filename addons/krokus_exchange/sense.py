"""Which times of a session cannot be meant: a slip of the year, a shipment before its trading.

Plain: moments come in, naive and in UTC, and what is allowed at most; the slip's name goes out.
"""

from datetime import timedelta
from typing import NamedTuple

from .timetable import DAY, moment

FIRST_YEAR = 2000
AHEAD = timedelta(days=2 * 366)  # whatever is planned lies within two years
LASTS = {"exchange": 31, "preorder": 366}  # days from the opening to the close
MINUTE = timedelta(minutes=1)

YEAR = "year"
LONG = "long"
SHIPS_EARLY = "ships_early"
SHIPS_LATE = "ships_late"
CUT_OFF_EARLY = "cut_off_early"
CUT_OFF_LATE = "cut_off_late"


class Times(NamedTuple):
    """`ships_on` is a day by the company's clock, `cut_off` may be missing."""

    opens_at: object
    closes_at: object
    ships_on: object
    cut_off: object = None


class Limits(NamedTuple):
    """Days: how long it may last, and how long after the close it may ship."""

    lasts: int
    ships_within: int


def slip(times, limits, zone, now):
    """The first thing that cannot be meant, or None."""
    if any(_is_strange(time, now) for time in times if time):
        return YEAR
    if times.closes_at - times.opens_at > limits.lasts * DAY:
        return LONG
    day_ends = moment(times.ships_on, 24, zone)
    if times.closes_at > day_ends:
        return SHIPS_EARLY
    if day_ends - times.closes_at > (limits.ships_within + 1) * DAY:
        return SHIPS_LATE
    return _slip_of_cut_off(times, day_ends)


def has_shipped(times, zone, now):
    """Whether the shipment day has passed: whoever bought now would fetch it never."""
    return _is_strange(times.ships_on, now) or now >= moment(times.ships_on, 24, zone)


def _slip_of_cut_off(times, day_ends):
    # A form tells minutes, and a button closes at a second of one.
    if times.cut_off and times.cut_off + MINUTE <= times.closes_at:
        return CUT_OFF_EARLY
    if times.cut_off and times.cut_off > day_ends:
        return CUT_OFF_LATE
    return None


def _is_strange(time, now):
    return time.year < FIRST_YEAR or time.year > (now + AHEAD).year
