import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import plaintext2html, split_every

from .. import invariants, ledger, news
from ..ledger import CLOCK
from ..side import side_cursor

_logger = logging.getLogger(__name__)

BATCH = 500
TOLD = 20  # of each rule; the command shows them all


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
    is_short = fields.Boolean(compute="_compute_free", search="_search_is_short")
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
            stock.is_short = stock.held > stock.on_hand

    def _search_is_short(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env.cr.execute("SELECT id FROM krokus_stock WHERE held > on_hand")
        domain = fields.Domain("id", "in", [row[0] for row in self.env.cr.fetchall()])
        return domain if True in value else ~domain

    @api.model
    def _free_of(self, products, pool=None):
        """{product id: what is free in the pool now}, dead holds not counted as held."""
        pool_id = pool.id if pool else self.env["krokus.pool"]._warehouse_id()
        found = self._free_at({(product_id, pool_id) for product_id in products.ids})
        return {product_id: free for (product_id, _pool), free in found.items()}

    @api.model
    def _free_at(self, keys):
        """{(product id, pool id): what is free there now}, by one statement."""
        if not keys:
            return {}
        self.env.cr.execute(
            "SELECT s.product_id, s.pool_id, s.on_hand - s.held + COALESCE((SELECT SUM(h.quantity)"
            " FROM krokus_hold h WHERE h.product_id = s.product_id AND h.pool_id = s.pool_id"
            f" AND h.state = 'live' AND h.deadline <= {CLOCK}), 0)"
            " FROM krokus_stock s WHERE (s.product_id, s.pool_id) IN %s",
            [tuple(keys)],
        )
        found = {row[:2]: max(row[2], 0) for row in self.env.cr.fetchall()}
        return {key: found.get(key, 0) for key in keys}

    @api.model
    def _set_on_hand(self, quantities, pool=None, as_of=None, settled=()):
        """Take over what the warehouse says there is: {product id: quantity}.

        `settled` are ids of orders that these figures contain: what was sold to them is dropped
        with them. Where less is left than is held, baskets are cut. Short transactions, so that
        nobody who buys waits for long.
        """
        pool_id = pool.id if pool else self.env["krokus.pool"]._warehouse_id()
        self.env.flush_all()
        for product_ids in split_every(BATCH, sorted(quantities)):
            figures = {key: quantities[key] for key in product_ids}
            with side_cursor(self.env) as cr:
                for key in ledger.set_on_hand(cr, pool_id, figures, as_of, settled):
                    ledger.cut(cr, key)
        self.env["krokus.basket"]._forget_reads()

    @api.model
    def _seconds_until_freed(self, product_ids):
        """{product id: seconds until the first live hold of it ends by itself}, where there is one.

        Nobody tells a page of that moment: it has to know it.
        """
        if not product_ids:
            return {}
        self.env.cr.execute(
            f"SELECT product_id, CEIL(EXTRACT(EPOCH FROM MIN(deadline) - {CLOCK}))::int"
            f" FROM krokus_hold WHERE product_id IN %s AND state = 'live' AND deadline > {CLOCK}"
            " GROUP BY product_id",
            [tuple(product_ids)],
        )
        return dict(self.env.cr.fetchall())

    # -------------------------------------------------------------- invariants

    @api.model
    def _invariants(self):
        """[Invariant] that must hold in this database. Others extend this."""
        return list(invariants.ALL)

    @api.model
    def _broken_invariants(self):
        """{Invariant: [what breaks it]}, of those that do not hold."""
        self.env.flush_all()
        with side_cursor(self.env) as cr:
            return invariants.broken(cr, self._invariants())

    @api.model
    def _check_invariants(self):
        """Every night: what is not as it must be goes to the managers; the broken rules.

        What a crash left behind is tidied first: that is no news.
        """
        broken = self._broken_invariants()
        if broken:
            self.env["krokus.hold"]._sweep()
            broken = self._broken_invariants()
        if broken:
            lines = [
                f"{invariant.name}. {invariant.sentence}\n" + "\n".join(rows[:TOLD])
                for invariant, rows in broken.items()
            ]
            self._tell_managers("\n\n".join(lines))
        return broken

    @api.model
    def _tell_managers(self, text):
        _logger.error("The ledger is not as it must be:\n%s", text)
        managers = self.env.ref("krokus_catalog.group_manager").all_user_ids
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=managers.filtered(lambda user: not user.share).partner_id.ids,
            subject=self.env._("Krokus: balances and holds do not agree"),
            body=plaintext2html(text),
        )

    def action_repair(self):
        """Count again what is held of these offers, for a manager who was told that it drifted."""
        self.check_access("read")
        if not self.env.user.has_group("krokus_catalog.group_manager"):
            raise AccessError(self.env._("Ask a manager: he can count again."))
        if self:
            with side_cursor(self.env) as cr:
                cr.execute(
                    "SELECT 1 FROM krokus_stock WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    [tuple(self.ids)],
                )
                cr.execute(invariants.REPAIR, [tuple(self.ids)])
                news.mark(cr, self.product_id.ids)
        self.env["krokus.basket"]._forget_reads()
