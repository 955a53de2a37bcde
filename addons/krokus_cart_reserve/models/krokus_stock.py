from odoo import api, fields, models
from odoo.tools import split_every
from psycopg2.extras import execute_values

from ..ledger import CLOCK, exact
from ..side import side_cursor

BATCH = 500


class KrokusStock(models.Model):
    """What there is of an offer in a pool, and how much of it is held.

    `held` is moved by the side transaction alone, under the guard that `free` stays above
    nothing; the ORM only reads.
    """

    _name = "krokus.stock"
    _description = "Balance of an offer"
    _order = "product_id, pool_id"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    pool_id = fields.Many2one("krokus.pool", required=True, ondelete="restrict", index=True)
    on_hand = fields.Float(digits="Product Unit", required=True, default=0.0)
    held = fields.Float(digits="Product Unit", required=True, default=0.0)
    free = fields.Float(digits="Product Unit", compute="_compute_free")
    as_of = fields.Datetime(string="Figures of", help="When the warehouse counted this.")

    _offer_pool_uniq = models.Constraint(
        "UNIQUE (product_id, pool_id)", "An offer has one balance in a pool."
    )
    _on_hand_positive = models.Constraint(
        "CHECK (on_hand >= 0)", "There cannot be less than nothing of an offer."
    )
    _held_positive = models.Constraint(
        "CHECK (held >= 0)", "There cannot be less than nothing held of an offer."
    )

    def init(self):
        """Leave room on each page: a hot counter is rewritten in place."""
        self.env.cr.execute("ALTER TABLE krokus_stock SET (fillfactor = 50)")

    @api.depends("on_hand", "held")
    def _compute_free(self):
        for stock in self:
            stock.free = max(stock.on_hand - stock.held, 0.0)

    @api.model
    def _free_of(self, products, pool=None):
        """{product id: what is free in the pool now}, dead holds not counted as held."""
        if not products:
            return {}
        pool = pool or self.env["krokus.pool"]._warehouse()
        self.env.cr.execute(
            "SELECT s.product_id, s.on_hand - s.held + COALESCE((SELECT SUM(h.quantity)"
            " FROM krokus_hold h WHERE h.product_id = s.product_id AND h.pool_id = s.pool_id"
            f" AND h.state = 'live' AND h.deadline <= {CLOCK}), 0)"
            " FROM krokus_stock s WHERE s.pool_id = %s AND s.product_id IN %s",
            [pool.id, tuple(products.ids)],
        )
        found = {product: max(free, 0) for product, free in self.env.cr.fetchall()}
        return {product.id: found.get(product.id, 0) for product in products}

    @api.model
    def _set_on_hand(self, quantities, pool=None, as_of=None):
        """Take over what the warehouse says there is: {product id: quantity}.

        Short transactions in the order of the offers, so that nobody who buys waits for long.
        """
        pool = pool or self.env["krokus.pool"]._warehouse()
        self.env.flush_all()
        for product_ids in split_every(BATCH, sorted(quantities)):
            rows = [(key, pool.id, exact(quantities[key]), as_of) for key in product_ids]
            with side_cursor(self.env) as cr:
                execute_values(
                    cr._obj,
                    "INSERT INTO krokus_stock (product_id, pool_id, on_hand, held, as_of)"
                    " VALUES %s ON CONFLICT (product_id, pool_id)"
                    " DO UPDATE SET on_hand = EXCLUDED.on_hand, as_of = EXCLUDED.as_of",
                    rows,
                    template="(%s, %s, %s, 0, %s::timestamp)",
                )
        self.invalidate_model()
