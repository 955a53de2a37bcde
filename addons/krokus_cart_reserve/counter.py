"""The counter at which a basket is served, in one short transaction on the side cursor.

All that can be known before is worked out before the balances are locked; under their lock the
clock is read again, each wish is decided, and everything is written at once.
"""

from datetime import timedelta
from typing import NamedTuple

from . import ledger, take
from .ledger import Change
from .take import ZERO, Grant, Held, Standing, Terms

NOT_THERE = (take.SHORT, take.GONE)
LOST = {take.SHORT: "gone", take.GONE: "gone", take.CAPPED: "capped", take.CLOSED: "closed"}


class Door(NamedTuple):
    """A request of core's own, which may still fail: its transaction, and per offer what the
    basket holds beyond the lines of its order."""

    xact: str
    unshown: dict


class Counter:
    """One basket, which the caller has locked, what it holds, and the rules of now.

    `late` tells that a younger request had been heard: then the basket is only looked at. The
    basket's row is written on `keeper`, where the request's own transaction has it (see `turn`).
    """

    def __init__(self, cr, basket_id, basket, rows, rules, late=False, keeper=None):
        self.cr = cr
        self.keeper = keeper or cr
        self.basket_id = basket_id
        self.client, self.until, self.number = basket
        self.rules = rules
        self.late = late
        self.now = None  # the clock, read when something is decided
        self.again = {}  # {product id: until when the company takes again what it gave back}
        self.offers = {}  # {product id: take.Offer}: what whoever came has read of them already
        self.rows = rows
        if any(row.door for row in self.rows) and not late:
            ledger.resolve(cr, basket_id)
            self.rows = ledger.holds(cr, basket_id)

    def held(self):
        """{product id: quantity} that was alive when the counter was opened."""
        return take.totals(row for row in self.rows if not row.dead)

    def settle(self, wishes, offers, terms, door=None, all_or_nothing=False):
        """[Grant] for {product id: Wish}; with `all_or_nothing` nothing is written if one lacks."""
        keys = self._keys(wishes, terms)
        plans = self._decide(keys, wishes, offers, terms)
        short = {p.key for p in plans if p.share.reason in NOT_THERE and p.key[1]}
        if short and ledger.reap(self.cr, short):
            plans = self._decide(keys, wishes, offers, terms)
        lacking = any(plan.grant.granted < plan.grant.asked for plan in plans)
        if not (all_or_nothing and lacking):
            self._write(plans, door)
        self._remember(plans)
        return [plan.grant for plan in plans]

    def _keys(self, wishes, terms):
        keys = {(key, terms[key].pool_id) for key in wishes}
        return keys | {(r.product_id, r.pool_id) for r in self.rows if r.product_id in wishes}

    def _decide(self, keys, wishes, offers, terms):
        """[Plan] under the locks of the balances."""
        balances = ledger.lock_balances(self.cr, keys)
        self.now, own, others, self.again = ledger.standing(
            self.cr, self.basket_id, wishes, self.client.id, self.rules.share
        )
        barred = {}
        if self.rules.pause:
            barred = ledger.expired_lately(self.cr, self.client.id, wishes, self.rules.pause)
        self._start_timer()
        return [
            Plan(wish, offers[key], _at(terms[key], own, wish), own, self).fill(
                balances, others, barred
            )
            for key, wish in wishes.items()
        ]

    def _start_timer(self):
        """The first item decides until when all is held; more extends it only by the rules."""
        fresh = self.now + timedelta(minutes=self.rules.minutes)
        running = self.until and self.until > self.now and not self.rules.extends
        self.deadline = self.until if running else fresh

    def _write(self, plans, door):
        changes = [change for plan in plans for change in plan.changes]
        if door:
            changes = [c._replace(unshown=door.unshown[c.product_id]) for c in changes]
        self.ids = {}
        if changes:
            xact = door and door.xact
            self.ids = ledger.write(self.cr, self.basket_id, self.client.id, changes, xact)
        self._touched = {(change.product_id, change.session_id): change for change in changes}
        if any(plan.raised for plan in plans) and self.deadline != self.until:
            ledger.set_timer(self.keeper, self.basket_id, self.deadline)
            if self.until:
                ledger.extend(self.cr, self.basket_id, self.deadline)
            self.extended = self.rules.extends

    extended = False
    _touched = {}

    def _remember(self, plans):
        losses = [
            (grant.product_id, grant.asked - grant.granted, plan.price, plan.lost)
            for plan in plans
            for grant in [plan.grant]
            if plan.lost
        ]
        ledger.remember(self.cr, self.basket_id, self.client, losses)

    def contents(self):
        """[Held] after all that was written; where nothing was decided, what there is."""
        if self.now is None:
            return ledger.contents(self.cr, self.basket_id)
        found = [
            self._held(row.id, row, row.deadline, row.latest)
            for row in self.rows
            if (row.product_id, row.session_id) not in self._touched
        ]
        found += [
            self._held(self.ids[key], change, change.deadline, change.latest)
            for key, change in self._touched.items()
            if change.quantity
        ]
        return sorted(held for held in found if held.seconds_left > 0)

    def _held(self, key, row, deadline, latest):
        if self.extended and deadline > self.now:
            deadline = min(self.deadline, latest) if latest else self.deadline
        left = -((self.now - deadline) // timedelta(seconds=1))
        return Held(key, row.product_id, row.session_id, row.quantity, row.price, deadline, left)


def _at(terms, own, wish):
    """Where nothing may be taken now, the line that is already held can still be lowered."""
    if not terms.refusal:
        return terms
    for (key, session_id), row in own.items():
        if key == wish.product_id and wish.session_id in (0, session_id):
            return terms._replace(session_id=session_id, pool_id=row.pool_id)
    return terms


class Plan:
    """What becomes of one wish: the share, the changes of the holds, and the grant."""

    def __init__(self, wish, offer, terms: Terms, own, counter):
        self.wish, self.offer, self.terms, self.counter = wish, offer, terms, counter
        self.asked = take.quantity(wish.quantity)
        self.price = ledger.exact(wish.price)
        self.here = own.get((wish.product_id, terms.session_id))
        self.elsewhere = [
            row
            for (key, session_id), row in own.items()
            if key == wish.product_id and session_id != terms.session_id and not row.dead
            if not wish.session_id  # else the other shipments are left alone
        ]
        pool_id = self.here.pool_id if self.here else terms.pool_id
        self.key = (wish.product_id, pool_id)

    def fill(self, balances, others, barred):
        standing, free = self._standing(balances, others, barred)
        kept = sum((row.quantity for row in self.elsewhere), ZERO)
        self.share = take.decide(
            max(self.asked - kept, ZERO),
            self.offer.step,
            self.terms._replace(pool_id=self.key[1]),
            standing,
            self.counter.rules,
            self.counter.now,
        )
        self.raised = self.share.quantity > standing.own
        self.changes = [*self._here(), *self._lowered(max(kept - self.asked, ZERO))]
        self.grant = self._grant(free, min(kept, self.asked))
        return self

    def _standing(self, balances, others, barred):
        on_hand, held = balances.get(self.key, (ZERO, ZERO))
        own = ZERO
        if self.here:
            own = self.here.alive
            held -= self.here.quantity - own  # a dead hold is not revived but taken anew
        standing = Standing(own, on_hand, held, others.get(self.key, ZERO), barred.get(self.key[0]))
        return standing, on_hand - held + own

    def _here(self):
        """The change of the hold for the session of now; none if nothing changes."""
        had = self.here.quantity if self.here else ZERO
        quantity = self.share.quantity
        if not had and not quantity:
            return []
        deadline, latest = self._until()
        alive = self.here and not self.here.dead
        if alive and (had, self.here.price) == (quantity, self.price) and not self.here.door:
            return []
        before = self.here.alive if self.here else ZERO
        return [
            Change(
                *(self.wish.product_id, self.terms.session_id, self.key[1]),
                *(quantity, self.price, deadline, latest, quantity - had, before),
            )
        ]

    def _until(self):
        """(deadline, the session's own latest moment); only what is added gets a new one."""
        if self.here and not self.here.dead and not self.raised:
            return self.here.deadline, self.here.latest
        latest, again = self.terms.deadline, self.counter.again.get(self.wish.product_id)
        return min(filter(None, (self.counter.deadline, latest, again))), latest

    def _lowered(self, excess):
        """Less than is held for other sessions was asked: they give back, the last one first."""
        changes = []
        for row in reversed(self.elsewhere):
            less = min(excess, row.quantity)
            excess -= less
            if less:
                rest = row.quantity - less
                changes.append(
                    Change(
                        *(row.product_id, row.session_id, row.pool_id, rest, row.price),
                        *(row.deadline, row.latest, -less, row.quantity),
                    )
                )
        return changes

    def _grant(self, free, elsewhere):
        granted = self.share.quantity + elsewhere
        if self.key[1]:
            free = max(free - self.share.quantity, ZERO)
        refused = self.terms.refusal if self.share.reason == take.REFUSED else None
        deadline = self._until()[0] if granted else None
        return Grant(
            *(self.wish.product_id, self.asked, granted, free if self.key[1] else None),
            *(deadline, self.share.reason, refused),
        )

    @property
    def lost(self):
        """The reason under which the missing quantity counts as lost demand."""
        if self.share.reason == take.REFUSED and self.terms.lost:
            return "closed"
        return LOST.get(self.share.reason)
