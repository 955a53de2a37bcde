"""Who has the row of a basket: the side, or from its first touch on the request's own transaction.

The side would wait for ever for a row that its own request has locked. What the row says is then
written in the request's own transaction, and stands or falls with it (docs/adr/0013).
"""

from typing import NamedTuple

from odoo.exceptions import ConcurrencyError

from .side import PATIENTLY

# Rewritten, so that of two requests that saw the same basket one repeats.
_TAKE = (
    PATIENTLY + "; WITH mine AS (UPDATE krokus_basket SET version = version + 1 WHERE id = %s"
    " RETURNING until) SELECT pg_current_xact_id()::text, until,"
    " set_config('lock_timeout', '0', true) FROM mine"
)


class Turn(NamedTuple):
    """The request's transaction, and until when the basket's row says that it holds.

    `firm`: it was the transaction's first step, which no savepoint can undo.
    """

    xact: str
    until: object
    firm: bool = False


def take(cr, basket_id, firm=False):
    """The Turn, after waiting for whoever works on the basket. Who cannot see it must repeat."""
    turns = cr.postcommit.data.setdefault("krokus_turns", {})
    known = turns.get(basket_id)
    if known and known.firm:
        return known
    cr.execute(_TAKE, [basket_id], log_exceptions=False)  # to repeat is no error
    row = cr.fetchone()
    if not row:
        raise ConcurrencyError("the basket was made after this transaction began")
    turns[basket_id] = Turn(row[0], row[1], firm)
    return turns[basket_id]


def is_taken(cr, basket_id):
    """Whether this transaction has touched the basket's row. A savepoint that was undone may have
    let it go: who relies on it takes it once more."""
    return basket_id in cr.postcommit.data.get("krokus_turns", ())


def note_sold(cr, basket_id, hold_ids):
    """This transaction has these holds of the basket in its hand."""
    sold = cr.postcommit.data.setdefault("krokus_sold", {})
    sold.setdefault(basket_id, set()).update(hold_ids)


def has_sold(cr, basket_id):
    """Whether it has had any; whether it still has, `is_sold` asks."""
    return basket_id in cr.postcommit.data.get("krokus_sold", ())


def is_sold(cr, side, basket_id):
    """Whether the side would wait for holds that this transaction sells and has not committed.

    A savepoint that was undone has let them go; the side sees what is committed.
    """
    if not has_sold(cr, basket_id):
        return False
    ids = tuple(cr.postcommit.data["krokus_sold"][basket_id])
    return bool(_count(cr, ids, "sold") and _count(side, ids, "live"))


def _count(cr, hold_ids, state):
    cr.execute("SELECT COUNT(*) FROM krokus_hold WHERE id IN %s AND state = %s", [hold_ids, state])
    return cr.fetchone()[0]
