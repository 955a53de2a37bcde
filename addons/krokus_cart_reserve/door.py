"""What a line that core writes asks of the counter, while its request may still fail.

More is taken at once. Less, and all that a failed request took, is given back when the request's
transaction has ended: until then the holds carry its number (see `ledger.resolve`).
"""

from decimal import Decimal
from typing import NamedTuple

from . import ledger
from .counter import Door
from .take import ZERO, Wish


class Memory(NamedTuple):
    """What a transaction knows of an offer since it first touched it.

    `unshown` is held beyond the lines, by a take that no page has shown yet; `held` is what the
    basket holds now, None if that has to be read.
    """

    unshown: Decimal
    held: Decimal | None = None


class Visit:
    """A request's visit, whose own transaction has the basket's row."""

    def __init__(self, cr, basket, turn, memory):
        self.cr, self.basket, self.xact, self.memory = cr, basket, turn.xact, memory
        self.counter = basket._counter_of_own(cr, turn)

    def follow(self, before, after, prices, partly):
        """Hold what the lines say: {product id: quantity} before and after; the grants of more."""
        alive = self.counter.held()
        for key in after:
            unshown = max(alive.get(key, ZERO) - before.get(key, ZERO), ZERO)
            self.memory.setdefault(key, Memory(unshown))
        targets = {key: quantity + self.memory[key].unshown for key, quantity in after.items()}
        wishes = {
            key: Wish(key, target, prices.get(key, ZERO))
            for key, target in targets.items()
            if target > alive.get(key, ZERO)
        }
        unshown = {key: self.memory[key].unshown for key in targets}
        grants = self.basket._settle(
            self.cr,
            self.counter,
            wishes,
            door=Door(self.xact, unshown),
            all_or_nothing=not partly,
        )
        self._mark(unshown, wishes)
        self._remember(targets, grants, partly)
        return grants

    def _mark(self, unshown, wishes):
        lower = {key: quantity for key, quantity in unshown.items() if key not in wishes}
        if lower:
            ledger.mark(self.cr, self.basket.id, self.xact, lower)

    def _remember(self, targets, grants, partly):
        refused = not partly and any(grant.granted < grant.asked for grant in grants)
        granted = {grant.product_id: grant.granted for grant in grants}
        for key, target in targets.items():
            held = None if refused else granted.get(key, target)
            self.memory[key] = self.memory[key]._replace(held=held)
