"""What must be true of sessions and their quotas, as in krokus_cart_reserve/invariants.py.

After a killed process the balance lags behind its quota until the sweep has been round.
"""

from odoo.addons.krokus_cart_reserve.invariants import Invariant

QUOTAS = Invariant(
    "I11",
    "A quota has its balance, and whatever its session holds or sold of the offer counts there.",
    """
    SELECT format('quota %s: %s, the balance of offer %s says %s', q.id, q.quantity,
                  q.product_id, b.on_hand)
      FROM krokus_trading_quota q
      JOIN krokus_trading_session s ON s.id = q.session_id
      LEFT JOIN krokus_stock b ON (b.product_id, b.pool_id) = (q.product_id, s.pool_id)
     WHERE b.on_hand IS DISTINCT FROM q.quantity
    UNION ALL
    SELECT format('hold %s of session %s counts in pool %s', h.id, s.id, h.pool_id)
      FROM krokus_hold h
      JOIN krokus_trading_session s ON s.id = h.session_id
      LEFT JOIN krokus_trading_quota q
           ON (q.session_id, q.product_id) = (h.session_id, h.product_id)
     WHERE s.mode = 'exchange' AND h.pool_id IS NULL
        OR q.id IS NOT NULL AND h.pool_id IS DISTINCT FROM s.pool_id
    """,
)
ALL = [QUOTAS]
