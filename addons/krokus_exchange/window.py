"""May a client buy an offer now, in which session, until when, and when does it ship?

Plain: windows, a tier and a moment come in, an Answer with its reason goes out. Moments are
naive and in UTC, as the database keeps them.
"""

from typing import NamedTuple

OPEN = "open"
NOT_YET = "not_yet"
NOT_FOR_YOU = "not_for_you"
NO_SESSION = "no_session"


class Window(NamedTuple):
    """A session as far as the question needs it; no tiers means every tier.

    What was held before it closed may be confirmed up to `last_at`.
    """

    session_id: int
    opens_at: object
    closes_at: object
    ships_on: object
    tier_ids: frozenset = frozenset()
    last_at: object = None


class Answer(NamedTuple):
    allowed: bool
    reason: str
    session_id: int = 0
    until: object = None
    ships_on: object = None
    opens_at: object = None
    last_at: object = None


def answer(windows, tier_id, now):
    """The session that is open to the tier now; else the reason, with the next opening."""
    for_tier = [w for w in windows if not w.tier_ids or tier_id in w.tier_ids]
    running = [w for w in for_tier if w.opens_at <= now < w.closes_at]
    if running:
        first = min(running, key=lambda w: (w.ships_on, w.closes_at))
        return Answer(
            *(True, OPEN, first.session_id, first.closes_at, first.ships_on),
            last_at=first.last_at,
        )
    coming = [w for w in for_tier if w.opens_at > now]
    if coming:
        first = min(coming, key=lambda w: w.opens_at)
        return Answer(False, NOT_YET, ships_on=first.ships_on, opens_at=first.opens_at)
    others = any(w.opens_at <= now < w.closes_at for w in windows)
    return Answer(False, NOT_FOR_YOU if others else NO_SESSION)
