"""What must be true of the ledger at any moment, each as one statement that finds what is not.

`python3 -m dev check-invariants` runs them, and so does a job every night; other add-ons bring
theirs by `krokus.stock._invariants`. After a killed process I2 and I8 may lag behind until the
sweep has been round, a minute at most. I4, I5 and I7 are promises that no statement can ask for.
"""

from typing import NamedTuple

from odoo.addons.krokus_catalog.audience import IS_SEEN

CLOCK = "(clock_timestamp() AT TIME ZONE 'UTC')"
# What an order `o` says of each offer in the offer's own unit: returns left out, and taken off.
# Nothing is sold beyond the first, and nothing less than the second may be.
LINES = """
    SELECT l.product_id,
           SUM(GREATEST(ROUND(l.product_uom_qty * u.factor / own.factor, 4), 0)) AS most,
           SUM(ROUND(l.product_uom_qty * u.factor / own.factor, 4)) AS least
      FROM sale_order_line l
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id AND t.type = 'consu'
      JOIN uom_uom own ON own.id = t.uom_id
      JOIN uom_uom u ON u.id = l.product_uom_id
     WHERE l.order_id = o.id GROUP BY l.product_id
"""
# Whoever confirms an order takes beside it, and commits that before the order is there.
UNDER_WAY = """(CASE WHEN h.xact::xid8 < pg_snapshot_xmax(pg_current_snapshot())
    THEN pg_xact_status(h.xact::xid8) END IS NOT DISTINCT FROM 'in progress')"""


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
    "No line of a cart is without a hold as large, no hold of a basket without it or its end.",
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
STRAY = Invariant(
    "I8",
    "What is sold belongs to an order that is confirmed or reserved, and its lines say as much.",
    f"""
    SELECT format('hold %s of order %s, which is %s', h.id, h.order_id, COALESCE(o.state, 'gone'))
      FROM krokus_hold h LEFT JOIN sale_order o ON o.id = h.order_id
     WHERE h.state = 'sold' AND NOT {UNDER_WAY}
       AND (o.state = 'sale' OR o.krokus_reserve AND o.state IN ('draft', 'sent')) IS NOT TRUE
    UNION ALL
    SELECT format('order %s, offer %s: %s on the lines, %s sold', o.id, h.product_id,
                  COALESCE(l.most, 0), h.quantity)
      FROM (SELECT order_id, product_id, SUM(quantity) AS quantity FROM krokus_hold h
             WHERE state = 'sold' AND NOT {UNDER_WAY} GROUP BY order_id, product_id) h
      JOIN sale_order o ON o.id = h.order_id
      LEFT JOIN LATERAL ({LINES}) l ON l.product_id = h.product_id
     WHERE h.quantity > COALESCE(l.most, 0)
    """,
)
# A basket may hold what has been taken off sale since, until its hour is over; what must not
# happen is that it is ordered then. Nothing says when that was, but for this: where neither the
# offer nor its categories nor the client were written for a minute before the order, and all
# that time it was as it is now. A minute, for who confirmed while it was being taken off; two
# days, for each night needs to read what was ordered since the last one, not all that ever was.
UNSELLABLE = Invariant(
    "I9",
    "No client has ordered out of his basket what he could not have put into it then.",
    f"""
    SELECT format('order %s, offer %s', o.id, l.product_id)
      FROM sale_order o
      JOIN sale_order_line l ON l.order_id = o.id AND l.krokus_hold_id IS NOT NULL
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN res_partner client ON client.id = o.partner_id
      JOIN res_partner firm ON firm.id = client.commercial_partner_id
      LEFT JOIN product_category own ON own.id = t.categ_id
     CROSS JOIN LATERAL (WITH tier AS (SELECT firm.krokus_tier_id AS id)
                         SELECT {IS_SEEN} AS by_client) seen
     WHERE o.state = 'sale' AND o.date_order > {CLOCK} - interval '2 days'
       AND NOT (p.active AND t.active AND t.sale_ok AND t.is_published
                AND own.id IS NOT NULL AND seen.by_client)
       AND o.date_order - interval '1 minute' > ALL (
           SELECT unnest(ARRAY[p.write_date, t.write_date, client.write_date, firm.write_date])
            UNION ALL SELECT above.write_date FROM product_category above
                       WHERE starts_with(own.parent_path, above.parent_path))
    """,
)
# A category that trading was stopped in gives back the time that it stood, beyond the hour.
TIMELESS = Invariant(
    "I10",
    "What a basket holds ends with the basket's hour, and with its session, at the latest.",
    f"""
    SELECT format('hold %s ends at %s, its basket %s at %s, its session at %s', h.id, h.deadline,
                  b.id, b.until, h.latest)
      FROM krokus_hold h
      JOIN krokus_basket b ON b.id = h.basket_id
      JOIN product_product p ON p.id = h.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN product_category own ON own.id = t.categ_id
     WHERE h.state = 'live' AND h.deadline > {CLOCK}
       AND (b.until IS NULL OR h.deadline > h.latest
            OR h.deadline > b.until AND NOT EXISTS (
               SELECT FROM product_category above WHERE above.write_date > h.started_at
                  AND starts_with(own.parent_path, above.parent_path)))
    """,
)
ALL = [OVERSOLD, UNHELD, TWINS, DRIFTED, STRAY, UNSELLABLE, TIMELESS]

# The counters of balances that the caller has locked, set to what they count.
REPAIR = """
    UPDATE krokus_stock s SET held = COALESCE((SELECT SUM(quantity) FROM krokus_hold h
     WHERE (h.product_id, h.pool_id) = (s.product_id, s.pool_id)), 0) WHERE s.id IN %s
"""


def broken(cr, rules):
    """{Invariant: [what breaks it]}, of those that do not hold."""
    found = {}
    for invariant in rules:
        cr.execute(invariant.sql)
        rows = [row[0] for row in cr.fetchall()]
        if rows:
            found[invariant] = rows
    return found
