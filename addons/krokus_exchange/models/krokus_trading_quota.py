from functools import partial

from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve import ledger
from odoo.exceptions import ValidationError

from .. import quota


class KrokusTradingQuota(models.Model):
    """How much of an offer a preorder session sells: a balance in the session's own pool.

    The guarded counter is the balance; this row says what a manager set, and that there is one.
    """

    _name = "krokus.trading.quota"
    _description = "Quota of an offer in a session"
    _order = "session_id, product_id"
    _rec_name = "product_id"

    session_id = fields.Many2one(
        "krokus.trading.session", required=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", string="Offer", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits="Product Unit", required=True)
    held = fields.Float(digits="Product Unit", compute="_compute_held")
    left = fields.Float(digits="Product Unit", compute="_compute_held")

    _offer_uniq = models.Constraint(
        "UNIQUE (session_id, product_id)", "An offer has one quota in a session."
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "A quota cannot be less than nothing."
    )

    @api.depends("quantity", "product_id", "session_id.pool_id")
    def _compute_held(self):
        stock = self.env["krokus.stock"].sudo()
        found = stock.search(
            [
                ("pool_id", "in", self.session_id.pool_id.ids),
                ("product_id", "in", self.product_id.ids),
            ]
        )
        held = {(row.pool_id.id, row.product_id.id): row.held for row in found}
        for row in self:
            row.held = held.get((row.session_id.pool_id.id, row.product_id.id), 0.0)
            row.left = max(row.quantity - row.held, 0.0)

    @api.constrains("session_id")
    def _check_mode(self):
        if any(row.session_id.mode != "preorder" for row in self):
            raise ValidationError(
                self.env._("Only a preorder has quotas: the exchange sells what the warehouse has.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._count_later()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if {"quantity", "product_id", "session_id"} & vals.keys():
            self._count_later()
        return result

    def _count_later(self):
        """Make the balances of these quotas, once their session and its pool are committed."""
        pools = self.env["krokus.pool"].sudo()
        for session in self.session_id.sudo():
            if not session.pool_id:
                session.pool_id = pools.create({"name": session.name})
        for row in self.sorted(lambda row: (row.product_id.id, row.session_id.id)):
            self.env["krokus.basket"]._after_commit(row._counting())

    def _counting(self):
        """What counts this quota, on the side cursor that it is given."""
        return partial(
            quota.count,
            session_id=self.session_id.id,
            pool_id=self.session_id.pool_id.id,
            product_id=self.product_id.id,
            quantity=ledger.exact(self.quantity),
        )
