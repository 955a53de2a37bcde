"""May a client buy an offer now, in which session, until when, and when does it ship?

Plain: windows, whoever asks, the mode of the floor and a moment come in, an Answer with its
reason goes out. Moments are naive and in UTC, as the database keeps them.
"""

from typing import NamedTuple

# The modes of the floor.
SCHEDULE = "schedule"
OUTSIDE = "outside"
CHOSEN = "chosen"
ALL = "all"
SHUT = "shut"

# The reasons of an answer.
OPEN = "open"
PRIVILEGED = "privileged"
NOT_YET = "not_yet"
NOT_FOR_YOU = "not_for_you"
NO_SESSION = "no_session"
OVER = "over"
CHOSEN_ONLY = "chosen_only"
FLOOR_SHUT = "floor_shut"
STOPPED = "stopped"


class Window(NamedTuple):
    """A session as far as the question needs it; no tiers means every tier.

    What was held before it closed may be confirmed up to `last_at`; who may trade outside the
    hours joins it up to `ships_until`. `pool_id` counts the offers of `counted`, its quotas.
    """

    session_id: int
    opens_at: object
    closes_at: object
    ships_on: object
    tier_ids: frozenset = frozenset()
    last_at: object = None
    ships_until: object = None
    pool_id: int = 0
    counted: frozenset = frozenset()


class Asker(NamedTuple):
    """Who asks. `chosen`: his tier may trade outside the hours; `excepted`: he himself may;
    `staff`: somebody of the company who may sell after the close."""

    tier_id: int | None = None
    chosen: bool = False
    excepted: bool = False
    staff: bool = False


class Answer(NamedTuple):
    """`until`: nothing is added from then on; `last_at`: nor held. `choices` are the Answers
    among which the client may choose his shipment, if there are several."""

    allowed: bool
    reason: str
    session_id: int = 0
    until: object = None
    ships_on: object = None
    opens_at: object = None
    last_at: object = None
    pool_id: int = 0
    counted: frozenset = frozenset()
    choices: tuple = ()


def answer(windows, asker, now, mode=OUTSIDE, session_id=0):
    """The session to buy in: the chosen one, else the earliest shipment; or the reason why not."""
    within, outside = _rights(mode, asker)
    if not within:
        return Answer(False, FLOOR_SHUT if mode == SHUT else CHOSEN_ONLY)
    known = [w for w in windows if mode == ALL or _is_for(w, asker)]
    choices = _choices(known, outside, now)
    for choice in choices:
        if session_id in (0, choice.session_id):
            return choice._replace(choices=tuple(choices) if len(choices) > 1 else ())
    if asker.staff and not session_id:
        return Answer(True, PRIVILEGED)
    return _refused(windows, known, now, session_id and choices)


def _rights(mode, asker):
    """(may trade within the hours, may trade outside them)."""
    if asker.staff or mode == ALL:
        return True, True
    privileged = asker.excepted or (asker.chosen and mode != SCHEDULE)
    if mode in (SHUT, CHOSEN):
        may = mode == CHOSEN and privileged
        return may, may
    return True, privileged


def _is_for(window, asker):
    return asker.staff or not window.tier_ids or asker.tier_id in window.tier_ids


def _choices(windows, outside, now):
    """The Answers that allow; outside the hours it is the last shipment, else the next one."""
    running = [w for w in windows if w.opens_at <= now < w.closes_at]
    if running:
        running.sort(key=lambda w: (w.ships_on, w.closes_at))
        return [_allowed(OPEN, w, w.closes_at, w.last_at) for w in running]
    if not outside:
        return []
    closed = [w for w in windows if w.closes_at <= now and w.ships_until and now < w.ships_until]
    if closed:
        last = max(closed, key=lambda w: w.closes_at)
        return [_allowed(PRIVILEGED, last, last.ships_until, last.ships_until)]
    coming = [w for w in windows if w.opens_at > now]
    if coming:
        first = min(coming, key=lambda w: (w.opens_at, w.ships_on))
        return [_allowed(PRIVILEGED, first, first.closes_at, first.last_at)]
    return []


def _allowed(reason, window, until, last_at):
    return Answer(
        *(True, reason, window.session_id, until, window.ships_on),
        last_at=last_at,
        pool_id=window.pool_id,
        counted=window.counted,
    )


def _refused(windows, known, now, others):
    if others:
        return Answer(False, OVER)
    coming = [w for w in known if w.opens_at > now]
    if coming:
        first = min(coming, key=lambda w: w.opens_at)
        return Answer(False, NOT_YET, ships_on=first.ships_on, opens_at=first.opens_at)
    running = any(w.opens_at <= now < w.closes_at for w in windows)
    return Answer(False, NOT_FOR_YOU if running else NO_SESSION)
