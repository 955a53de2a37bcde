"""What 1C was told, against what is sold here, as in krokus_cart_reserve/invariants.py."""

from odoo.addons.krokus_cart_reserve.invariants import CLOCK, LINES, UNDER_WAY, Invariant

# A letter that still waits says what the order says when it leaves: only one that has left must
# be as the order is, and after a month nobody writes in it. What 1C itself has cancelled is 1C's
# word, whatever was written before.
TOLD = Invariant(
    "I12",
    "1C is told of no order that is not confirmed, and of the others what they say.",
    f"""
    SELECT format('order %s is %s, its letter is %s', o.id, o.state, m.state)
      FROM krokus_onec_message m JOIN sale_order o ON o.id = m.order_id
     WHERE m.direction = 'out' AND m.kind = 'order' AND m.state <> 'withdrawn'
       AND o.state <> 'sale' AND m.document_state IS DISTINCT FROM 'cancelled'
    UNION ALL
    SELECT format('order %s, %s: 1C was told of %s, it says %s', o.id, of.ref,
                  SUM(of.told), SUM(of.said))
      FROM krokus_onec_message m
      JOIN sale_order o ON o.id = m.order_id AND o.state = 'sale'
     CROSS JOIN LATERAL (
           SELECT line ->> 'ref' AS ref, (line ->> 'quantity')::numeric AS told, 0 AS said
             FROM jsonb_array_elements(m.payload::jsonb -> 'lines') line
            UNION ALL
           SELECT t.onec_ref, 0, l.least
             FROM ({LINES}) l
             JOIN product_product p ON p.id = l.product_id
             JOIN product_template t ON t.id = p.product_tmpl_id) of
     WHERE m.direction = 'out' AND m.kind = 'order' AND m.state IN ('sent', 'done')
       AND m.document_state IS DISTINCT FROM 'cancelled' AND of.ref <> ''
       AND o.date_order > {CLOCK} - interval '1 month'
     GROUP BY o.id, of.ref HAVING SUM(of.told) <> SUM(of.said)
    """,
)
# Between 1C's document and its figures the holds may be gone already: they go with the stock,
# and the next figures repeat what a crash left undone.
KEPT = Invariant(
    "I13",
    "What is confirmed stays sold in full until 1C's figures contain it, and not longer.",
    f"""
    SELECT format('order %s, offer %s: %s on the lines, %s sold', o.id, l.product_id, l.least,
                  COALESCE(h.quantity, 0))
      FROM krokus_onec_message m
      JOIN sale_order o ON o.id = m.order_id AND o.state = 'sale'
      JOIN LATERAL ({LINES}) l ON true
      LEFT JOIN LATERAL (SELECT SUM(h.quantity) AS quantity FROM krokus_hold h
                          WHERE h.state = 'sold' AND h.order_id = o.id
                            AND h.product_id = l.product_id) h ON true
     WHERE m.direction = 'out' AND m.kind = 'order' AND NOT COALESCE(m.settled, false)
       AND COALESCE(m.document_state, 'received') = 'received'
       AND l.least > COALESCE(h.quantity, 0)
    UNION ALL
    SELECT format('order %s, in 1C''s figures, and hold %s of %s', m.order_id, h.id, h.quantity)
      FROM krokus_onec_message m
      JOIN krokus_hold h ON h.order_id = m.order_id AND h.state = 'sold'
     WHERE m.settled AND NOT {UNDER_WAY}
    """,
)
ALL = [TOLD, KEPT]
