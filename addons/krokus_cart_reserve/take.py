"""How much of what a client asks for can be held: arithmetic only, no database.

Quantities are Decimals in the offer's base unit (stems, pots, pieces), moments are naive UTC.
"""

from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import NamedTuple

ZERO, ONE = Decimal(0), Decimal(1)
MOST = Decimal(10_000_000)  # more of one offer is a slip of the finger, or an attack

# Why less was granted than was asked for.
GONE = "gone"
SHORT = "short"
UNEVEN = "uneven"
REFUSED = "refused"
CLOSED = "closed"
CAPPED = "capped"
BARRED = "barred"


class Wish(NamedTuple):
    """What the basket shall hold of an offer afterwards (absolute; 0 gives it back)."""

    product_id: int
    quantity: Decimal
    price: Decimal = ZERO
    session_id: int = 0  # the shipment that was chosen: then the quantity is that shipment's alone


class Offer(NamedTuple):
    """What the counter knows of an offer; `path` are its categories' ids, from the root."""

    id: int
    step: Decimal
    mode: str = ""
    path: tuple = ()
    session_id: int = 0  # the one that the client chose
    sold: bool = True  # to this client, now; else it can only be given back


class Client(NamedTuple):
    """Who takes: the person, his company, and the company's tier."""

    person_id: int
    id: int
    tier_id: int | None = None


class Rules(NamedTuple):
    """What a company may set. `share` is in percent of an offer's stock; 0 sets no limit."""

    minutes: int = 60
    extends: bool = False
    share: Decimal = ZERO
    pause: int = 0
    loose: bool = False


class Terms(NamedTuple):
    """On what terms an offer may be held now; `refusal` is a sentence, and then nothing is."""

    pool_id: int = 0  # 0: nothing is counted, as in a preorder without a quota
    session_id: int = 0
    until: object = None  # from then on nothing is added, whoever waited for his turn
    deadline: object = None  # the hold ends then at the latest, whatever the basket's timer says
    ships_on: object = None
    refusal: str | None = None
    lost: bool = False  # the refusal counts as demand that was lost to the close


class Standing(NamedTuple):
    """How an offer stands for a basket, read under the lock of its balance."""

    own: Decimal = ZERO
    on_hand: Decimal = ZERO
    held: Decimal = ZERO  # for everybody, `own` included
    others: Decimal = ZERO  # by colleagues of the same company, sold and not yet in the books too
    barred_until: object = None


class Grant(NamedTuple):
    """What became of a wish: granted, what is left for others, and why it is less than asked."""

    product_id: int
    asked: Decimal
    granted: Decimal
    free: Decimal | None
    deadline: object = None
    reason: str | None = None
    sentence: str | None = None


class Held(NamedTuple):
    """A line of a basket, as pages and the gate of confirmation read it."""

    id: int
    product_id: int
    session_id: int
    quantity: Decimal
    price: Decimal
    deadline: object
    seconds_left: int


class Lost(NamedTuple):
    """What was held and is no more: it ran out ("expired"), or the stock sank ("cut")."""

    product_id: int
    quantity: Decimal
    price: Decimal
    at: object
    reason: str


class Seen(NamedTuple):
    """A line as a page showed it when the client confirmed it. Who looked at no page knows the
    price alone, of `quantity` and `product_id`."""

    price: Decimal
    quantity: Decimal | None = None
    product_id: int | None = None


class Group(NamedTuple):
    """What ships together and becomes one order: its key, which stays the same whatever lines
    come and go, the order's values, and the holds."""

    key: str
    values: dict
    holds: list


class Taken(NamedTuple):
    """A request's grants, what the basket holds after it, and the number of the last request.

    `late`: a younger request had been heard before, and this one changed nothing.
    """

    grants: list
    contents: list
    number: int
    late: bool = False


class Share(NamedTuple):
    quantity: Decimal
    reason: str | None


def totals(lines):
    """{product id: what these hold of it}, in all shipments."""
    found = {}
    for line in lines:
        found[line.product_id] = found.get(line.product_id, ZERO) + line.quantity
    return found


def quantity(number):
    """A quantity that somebody asked for; ValueError for what no client can mean."""
    if isinstance(number, bool):
        raise ValueError(number)
    try:
        found = number if isinstance(number, Decimal) else as_digits(float(number))
    except (TypeError, ValueError, OverflowError, InvalidOperation):
        raise ValueError(number) from None
    if not found.is_finite() or not ZERO <= found <= MOST:
        raise ValueError(number)
    return found


def as_digits(number):
    """A float as the Decimal that its digits show: 100, 0.1."""
    return Decimal(int(number)) if number.is_integer() else Decimal(repr(number))


def decide(asked, step, terms, standing, rules, now):
    """The Share of a wish. What a basket has already is never taken from it here."""
    own = standing.own
    if asked > own:
        if terms.refusal:
            return Share(own, REFUSED)
        if terms.until and now >= terms.until:
            return Share(own, CLOSED)
        if standing.barred_until and now < standing.barred_until:
            return Share(own, BARRED)
    if not terms.pool_id:
        return _uncounted(asked, step)
    return share(asked, standing, step, rules)


def share(asked, standing, step, rules=Rules()):  # noqa: B008 - an immutable value
    """What a basket may hold of a balance. The others' holds are never touched.

    A part of a pack is never granted, unless it is all that is left and the rules let it go.
    """
    available = max(standing.on_hand - standing.held + standing.own, ZERO)
    wanted = whole_packs(asked, step)
    possible = whole_packs(available, step)
    if rules.loose and asked >= available > possible:
        wanted, possible = max(wanted, available), available
    # Stock may have sunk below what is held: nobody has to give back what he has.
    kept = standing.own if asked >= standing.own else wanted
    granted = max(min(wanted, possible), kept)
    limit = max(_limit(standing, step, rules), kept)
    if granted > limit:
        return Share(limit, CAPPED)
    if granted < wanted:
        return Share(granted, SHORT if granted else GONE)
    return Share(granted, UNEVEN if granted != asked else None)


def _limit(standing, step, rules):
    """The most that this basket may hold where one company may not have all; a pack at least."""
    if not rules.share:
        return MOST
    allowed = max(whole_packs(standing.on_hand * rules.share / 100, step), step)
    return max(allowed - standing.others, ZERO)


def _uncounted(asked, step):
    packs = whole_packs(asked, step)
    return Share(packs, UNEVEN if packs != asked else None)


def fit(rows, room, step):
    """{hold id: what it may keep} for those that lose, of [(hold id, quantity)] in their order."""
    lowered = {}
    for key, held in rows:
        room = max(room, ZERO)
        kept = held if held <= room else min(whole_packs(room, step), held)
        room -= kept
        if kept < held:
            lowered[key] = kept
    return lowered


def lowered(asked, held, step):
    """What stays of a smaller wish: whole packs. What is held may be a remainder, and stays."""
    return whole_packs(asked, step) if asked < held else asked


def whole_packs(quantity, step):
    """The largest multiple of `step` that is not above `quantity`."""
    if quantity <= 0:
        return ZERO
    return (quantity / step).to_integral_value(rounding=ROUND_FLOOR) * step
