"""What must be true of the ledger at any moment, each as one statement that finds what is not.

`python3 -m dev check-invariants` runs them, and so does a job every night. After a killed process
I2 may lag behind until the sweep has been round, a minute at most.
"""

from typing import NamedTuple

CLOCK = "(clock_timestamp() AT TIME ZONE 'UTC')"


class Invariant(NamedTuple):
    """`sql` gives a row of text for whatever breaks it."""

    name: str
    sentence: str
    sql: str


OVERSOLD = Invariant(
    "I1",
    "What is sold and not yet in the books, with what baskets hold, is no more than there is.",
    f"""
    SELECT format('offer %s, pool %s: %s of %s', s.product_id, s.pool_id, h.total, s.on_hand)
      FROM krokus_stock s
      JOIN (SELECT product_id, pool_id, SUM(quantity) AS total FROM krokus_hold
             WHERE state = 'sold' OR deadline > {CLOCK} GROUP BY product_id, pool_id) h
           ON (h.product_id, h.pool_id) = (s.product_id, s.pool_id)
     WHERE h.total > s.on_hand
    """,
)
UNHELD = Invariant(
    "I2",
    "No line of a cart is without a hold as large, no hold without its basket or its order.",
    f"""
    SELECT format('cart %s, offer %s: %s on the lines, %s held', o.id, l.product_id, l.quantity,
                  COALESCE(h.quantity, 0))
      FROM sale_order o
      JOIN LATERAL (SELECT l.product_id, SUM(ROUND(l.product_uom_qty * u.factor / own.factor, 4))
                           AS quantity
                      FROM sale_order_line l JOIN product_product p ON p.id = l.product_id
                      JOIN product_template t ON t.id = p.product_tmpl_id AND t.type = 'consu'
                      JOIN uom_uom own ON own.id = t.uom_id
                      JOIN uom_uom u ON u.id = l.product_uom_id
                     WHERE l.order_id = o.id GROUP BY l.product_id) l ON true
      LEFT JOIN krokus_basket b ON (b.partner_id, b.website_id) = (o.partner_id, o.website_id)
      LEFT JOIN LATERAL (SELECT SUM(h.quantity) AS quantity FROM krokus_hold h
                          WHERE h.basket_id = b.id AND h.product_id = l.product_id
                            AND h.state = 'live' AND h.deadline > {CLOCK}) h ON true
     WHERE o.krokus_is_cart AND l.quantity > COALESCE(h.quantity, 0)
    UNION ALL
    SELECT format('hold %s of order %s, which is not confirmed', h.id, h.order_id)
      FROM krokus_hold h LEFT JOIN sale_order o ON o.id = h.order_id
     WHERE h.state = 'sold' AND o.state IS DISTINCT FROM 'sale'
       AND NOT COALESCE(o.krokus_reserve, false)
    UNION ALL
    SELECT format('hold %s of nobody', id) FROM krokus_hold
     WHERE state = 'live' AND (basket_id IS NULL OR deadline IS NULL)
    """,
)
TWINS = Invariant(
    "I3",
    "A person has one basket and one live cart on a website.",
    """
    SELECT format('person %s, website %s: %s baskets', partner_id, website_id, COUNT(*))
      FROM krokus_basket GROUP BY partner_id, website_id HAVING COUNT(*) > 1
    UNION ALL
    SELECT format('person %s, website %s: %s carts', partner_id, website_id, COUNT(*))
      FROM sale_order WHERE krokus_is_cart AND state = 'draft'
     GROUP BY partner_id, website_id HAVING COUNT(*) > 1
    """,
)
DRIFTED = Invariant(
    "I6",
    "No quantity is less than nothing, and the counter is the sum of the holds that it counts.",
    """
    SELECT format('offer %s, pool %s: the counter says %s, the holds %s', s.product_id, s.pool_id,
                  s.held, COALESCE(h.total, 0))
      FROM krokus_stock s
      LEFT JOIN (SELECT product_id, pool_id, SUM(quantity) AS total FROM krokus_hold
                  GROUP BY product_id, pool_id) h
           ON (h.product_id, h.pool_id) = (s.product_id, s.pool_id)
     WHERE s.held <> COALESCE(h.total, 0) OR s.held < 0 OR s.on_hand < 0
    UNION ALL
    SELECT format('hold %s in a pool without a balance', h.id) FROM krokus_hold h
      LEFT JOIN krokus_stock s ON (h.product_id, h.pool_id) = (s.product_id, s.pool_id)
     WHERE h.pool_id IS NOT NULL AND s.id IS NULL
    UNION ALL
    SELECT format('hold %s of %s', id, quantity) FROM krokus_hold WHERE quantity <= 0
    """,
)
ALL = [OVERSOLD, UNHELD, TWINS, DRIFTED]

# The counters of balances that the caller has locked, set to what they count.
REPAIR = """
    UPDATE krokus_stock s SET held = COALESCE((SELECT SUM(quantity) FROM krokus_hold h
     WHERE (h.product_id, h.pool_id) = (s.product_id, s.pool_id)), 0) WHERE s.id IN %s
"""


def broken(cr):
    """{Invariant: [what breaks it]}, of those that do not hold."""
    found = {}
    for invariant in ALL:
        cr.execute(invariant.sql)
        rows = [row[0] for row in cr.fetchall()]
        if rows:
            found[invariant] = rows
    return found
