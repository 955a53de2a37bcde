"""The SQL that moves flowers between the balance and the holds.

Everything here runs on the side cursor. The order of locks is the same everywhere: the balance
rows in the order of their ids, then holds. `held` is the sum of a balance's live and sold holds.
"""

from decimal import Decimal

from psycopg2.extras import execute_values

# The database's clock decides, not the worker's, and not the beginning of the transaction.
CLOCK = "(clock_timestamp() AT TIME ZONE 'UTC')"


def lock_balances(cr, keys):
    """{(product, pool): (on_hand, held)}, locked until the transaction ends."""
    if not keys:
        return {}
    cr.execute(
        "SELECT product_id, pool_id, on_hand, held FROM krokus_stock"
        " WHERE (product_id, pool_id) IN %s ORDER BY id FOR NO KEY UPDATE",
        [tuple(keys)],
    )
    return {row[:2]: (exact(row[2]), exact(row[3])) for row in cr.fetchall()}


def own_holds(cr, basket_id, product_ids):
    """{(product, session): (pool, quantity, dead)} of a basket's live holds."""
    cr.execute(
        "SELECT product_id, session_id, pool_id, quantity,"
        f" deadline <= {CLOCK} FROM krokus_hold"
        " WHERE basket_id = %s AND state = 'live' AND product_id IN %s",
        [basket_id, tuple(product_ids)],
    )
    return {row[:2]: (row[2] or 0, exact(row[3]), row[4]) for row in cr.fetchall()}


def first_deadline(cr, basket_id, minutes):
    """The moment until which a basket holds: its first live hold decides, else now + `minutes`."""
    cr.execute(
        "SELECT s.started + make_interval(mins => %s), s.started FROM"
        " (SELECT COALESCE((SELECT MIN(started_at) FROM krokus_hold WHERE basket_id = %s"
        f" AND state = 'live' AND deadline > {CLOCK}), {CLOCK}) AS started OFFSET 0) s",
        [minutes, basket_id],
    )
    return cr.fetchone()


def move(cr, changes):
    """Add to the counters: {(product, pool): difference}; the rows are locked by the caller."""
    rows = [(product, pool, diff) for (product, pool), diff in changes.items() if diff and pool]
    if rows:
        execute_values(
            cr._obj,
            "UPDATE krokus_stock s SET held = s.held + v.diff"
            " FROM (VALUES %s) AS v (product_id, pool_id, diff)"
            " WHERE s.product_id = v.product_id AND s.pool_id = v.pool_id",
            rows,
        )


def write_holds(cr, rows):
    """Insert or replace live holds, or delete where the quantity is nothing.

    A row: (basket, product, session, pool, quantity, price, started_at, deadline).
    """
    gone = [row[:3] for row in rows if not row[4]]
    if gone:
        cr.execute(
            "DELETE FROM krokus_hold WHERE state = 'live'"
            " AND (basket_id, product_id, session_id) IN %s",
            [tuple(gone)],
        )
    kept = [row for row in rows if row[4]]
    if kept:
        execute_values(
            cr._obj,
            "INSERT INTO krokus_hold (basket_id, product_id, session_id, pool_id, quantity,"
            " price, started_at, deadline, state) VALUES %s"
            " ON CONFLICT (basket_id, product_id, session_id) WHERE state = 'live'"
            " DO UPDATE SET quantity = EXCLUDED.quantity, price = EXCLUDED.price,"
            " pool_id = EXCLUDED.pool_id, started_at = EXCLUDED.started_at,"
            " deadline = EXCLUDED.deadline",
            [(*row[:3], row[3] or None, *row[4:], "live") for row in kept],
        )


def reap(cr, product_ids=None, basket_id=None, limit=1000):
    """Delete dead holds, give back what they held, and remember what was lost; how many.

    Only the balances of the offers in question are locked, before their holds.
    """
    where, words = [], []
    if product_ids:
        where.append("AND product_id IN %s")
        words.append(tuple(product_ids))
    if basket_id:
        where.append("AND basket_id = %s")
        words.append(basket_id)
    dead = f"state = 'live' AND deadline <= {CLOCK} {' '.join(where)}"
    cr.execute(
        "SELECT 1 FROM krokus_stock WHERE (product_id, pool_id) IN"
        f" (SELECT product_id, pool_id FROM krokus_hold WHERE {dead} LIMIT %s)"
        " ORDER BY id FOR NO KEY UPDATE",
        [*words, limit],
    )
    cr.execute(
        "WITH dead AS (DELETE FROM krokus_hold WHERE id IN"
        f" (SELECT id FROM krokus_hold WHERE {dead} ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)"
        " RETURNING basket_id, product_id, pool_id, quantity, price, deadline),"
        " given AS (UPDATE krokus_stock s SET held = s.held - d.quantity FROM"
        " (SELECT product_id, pool_id, SUM(quantity) AS quantity FROM dead GROUP BY 1, 2) d"
        " WHERE s.product_id = d.product_id AND s.pool_id = d.pool_id),"
        " lost AS (INSERT INTO krokus_lost_demand"
        " (partner_id, product_id, quantity, price, reason, happened_at, create_date)"
        " SELECT b.partner_id, d.product_id, d.quantity, d.price, 'expired', d.deadline,"
        f" {CLOCK} FROM dead d JOIN krokus_basket b ON b.id = d.basket_id)"
        " SELECT COUNT(*) FROM dead",
        [*words, limit],
    )
    return cr.fetchone()[0]


def release(cr, hold_ids):
    """Give back what these holds held, live or sold."""
    if not hold_ids:
        return
    cr.execute(
        "SELECT 1 FROM krokus_stock WHERE (product_id, pool_id) IN"
        " (SELECT product_id, pool_id FROM krokus_hold WHERE id IN %s)"
        " ORDER BY id FOR NO KEY UPDATE",
        [tuple(hold_ids)],
    )
    cr.execute(
        "WITH gone AS (DELETE FROM krokus_hold WHERE id IN %s"
        " RETURNING product_id, pool_id, quantity)"
        " UPDATE krokus_stock s SET held = s.held - g.quantity FROM"
        " (SELECT product_id, pool_id, SUM(quantity) AS quantity FROM gone GROUP BY 1, 2) g"
        " WHERE s.product_id = g.product_id AND s.pool_id = g.pool_id",
        [tuple(hold_ids)],
    )


def exact(number):
    """A number of Odoo's, whose cursors read numeric columns as floats, as its digits show it."""
    return number if isinstance(number, Decimal) else Decimal(repr(float(number))).normalize()
