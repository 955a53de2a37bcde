"""The deadlines of what baskets hold, when a session or a category changes under them.

On the side cursor, and in its order of locks: the baskets first, then their holds. A hold that is
dead already stays dead.
"""

from odoo.addons.krokus_cart_reserve.ledger import CLOCK

DAY = "interval '1 day'"
_OF_CATEGORY = (
    "h.product_id IN (SELECT p.id FROM product_product p"
    " JOIN product_template t ON t.id = p.product_tmpl_id"
    " JOIN product_category c ON c.id = t.categ_id WHERE c.parent_path LIKE"
    " (SELECT parent_path FROM product_category WHERE id = %s) || '%%')"
)


def follow_session(cr, session_id, before, after):
    """What had to end at `before` with its session ends at `after`, or with its own hour."""
    _move(
        cr,
        "latest = %s, deadline = LEAST(%s, b.until)",
        [after, after],
        "h.session_id = %s AND h.latest = %s",
        [session_id, before],
    )


def stand_still(cr, category_id):
    """The time of what is held of a category stops, for a day at most."""
    _move(
        cr,
        f"deadline = h.deadline + {DAY}, latest = h.latest + {DAY}",
        [],
        _OF_CATEGORY,
        [category_id],
    )


def run_on(cr, category_id, since):
    """It runs on where it stopped."""
    stood = f"({DAY} - ({CLOCK} - %s::timestamp))"
    _move(
        cr,
        f"deadline = h.deadline - {stood}, latest = h.latest - {stood}",
        [since, since],
        f"{_OF_CATEGORY} AND h.deadline > %s::timestamp + {DAY}",
        [category_id, since],
    )


def _move(cr, change, values, where, words):
    cr.execute(
        "SELECT b.id FROM krokus_basket b WHERE b.id IN (SELECT h.basket_id"
        f" FROM krokus_hold h WHERE h.state = 'live' AND {where}) ORDER BY b.id"
        " FOR NO KEY UPDATE",
        words,
    )
    baskets = tuple(row[0] for row in cr.fetchall())
    if baskets:
        cr.execute(
            f"UPDATE krokus_hold h SET {change} FROM krokus_basket b WHERE b.id = h.basket_id"
            f" AND b.id IN %s AND h.state = 'live' AND h.deadline > {CLOCK} AND {where}",
            [*values, baskets, *words],
        )
