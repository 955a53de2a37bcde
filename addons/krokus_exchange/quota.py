"""A quota's balance, on the side cursor: what the session sold before it was set counts too."""

from odoo.addons.krokus_cart_reserve import ledger, news

# Quotas that nobody has counted: a process was killed after their commit, or somebody took while
# they were being set.
UNCOUNTED = """
    SELECT q.id FROM krokus_trading_quota q
      JOIN krokus_trading_session s ON s.id = q.session_id AND s.pool_id IS NOT NULL
      LEFT JOIN krokus_stock b ON (b.product_id, b.pool_id) = (q.product_id, s.pool_id)
     WHERE b.on_hand IS DISTINCT FROM q.quantity OR EXISTS (
           SELECT FROM krokus_hold h
            WHERE (h.session_id, h.product_id) = (s.id, q.product_id) AND h.pool_id IS NULL)
"""


def count(cr, session_id, pool_id, product_id, quantity):
    """The offer's balance in the session's pool has `quantity`; baskets are cut to fit."""
    key = (product_id, pool_id)
    _lock_baskets(cr, session_id, product_id)
    short = ledger.set_on_hand(cr, pool_id, {product_id: quantity}, None)
    adopted = _adopt(cr, session_id, pool_id, product_id)
    if adopted:
        news.mark(cr, [product_id])
    if adopted or short:
        on_hand, held = ledger.lock_balances(cr, [key])[key]
        if held > on_hand:
            ledger.cut(cr, key)


def _lock_baskets(cr, session_id, product_id):
    """Before the balance, as everywhere: who takes now would write back that nothing counts it."""
    cr.execute(
        "SELECT id FROM krokus_basket WHERE id IN (SELECT basket_id FROM krokus_hold"
        " WHERE session_id = %s AND product_id = %s AND pool_id IS NULL) ORDER BY id"
        " FOR NO KEY UPDATE",
        [session_id, product_id],
    )


def _adopt(cr, session_id, pool_id, product_id):
    """Let what was held without a quota be counted; how many holds there were."""
    cr.execute(
        "WITH mine AS (UPDATE krokus_hold SET pool_id = %s WHERE session_id = %s"
        " AND product_id = %s AND pool_id IS NULL RETURNING quantity),"
        " counted AS (UPDATE krokus_stock SET held = held + (SELECT SUM(quantity) FROM mine)"
        " WHERE product_id = %s AND pool_id = %s AND EXISTS (SELECT 1 FROM mine))"
        " SELECT COUNT(*) FROM mine",
        [pool_id, session_id, product_id, product_id, pool_id],
    )
    return cr.fetchone()[0]
