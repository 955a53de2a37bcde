from odoo import api, fields, models

from ..ledger import reap, release
from ..side import side_cursor


class KrokusHold(models.Model):
    """Flowers that are taken out of stock for somebody: a line of his basket, or an order's.

    Rows are written in the side transaction, which cannot see what the request has not yet
    committed: the session and the order are plain numbers, not references.
    """

    _name = "krokus.hold"
    _description = "Hold"
    _order = "id"
    _log_access = False

    basket_id = fields.Many2one("krokus.basket", index=True, ondelete="restrict")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    pool_id = fields.Many2one("krokus.pool", ondelete="restrict")
    session_id = fields.Integer(default=0, required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    price = fields.Float(digits="Product Price", help="The price that the client was shown.")
    started_at = fields.Datetime()
    deadline = fields.Datetime(index=True)
    state = fields.Selection([("live", "In a basket"), ("sold", "Sold")], required=True)
    order_id = fields.Integer(index="btree_not_null")

    _basket_offer_uniq = models.UniqueIndex(
        "(basket_id, product_id, session_id) WHERE state = 'live'",
        "A basket holds an offer once for each session.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A hold holds more than nothing."
    )

    @api.autovacuum
    def _gc_dead(self):
        self._sweep()

    @api.model
    def _sweep(self, limit=1000):
        """Tidy up dead holds. Nobody waits for this: whoever reads or takes ignores the dead."""
        while True:
            with side_cursor(self.env) as cr:
                if reap(cr, limit=limit) < limit:
                    return

    @api.model
    def _settle(self, order_ids):
        """Drop the sold holds of orders that the warehouse's figures now contain."""
        self._release_after_commit([("state", "=", "sold"), ("order_id", "in", list(order_ids))])

    @api.model
    def _release_after_commit(self, domain):
        """Give back when the request has committed: under-selling for a moment is allowed."""
        ids = self.sudo().search(domain).ids
        if ids:
            self.env.cr.postcommit.add(lambda: self._release(ids))

    @api.model
    def _release(self, ids):
        with side_cursor(self.env) as cr:
            release(cr, ids)

    @api.model
    def _release_order(self, order_id):
        """Give back what was sold to an order that never came to be."""
        with side_cursor(self.env) as cr:
            cr.execute("SELECT id FROM krokus_hold WHERE order_id = %s", [order_id])
            release(cr, [row[0] for row in cr.fetchall()])
