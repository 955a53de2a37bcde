import logging
import time

from odoo import api, fields, models
from odoo.fields import Domain

from .. import ledger
from ..side import side_cursor

LONGEST_PAUSE = 1  # seconds

_logger = logging.getLogger(__name__)


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
    client_id = fields.Integer(index=True, help="The company of whoever took it.")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    pool_id = fields.Many2one("krokus.pool", ondelete="restrict")
    session_id = fields.Integer(default=0, required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    price = fields.Float(digits="Product Price", help="The price that the client was shown.")
    started_at = fields.Datetime()
    deadline = fields.Datetime(index=True)
    latest = fields.Datetime(help="The session's own end, whatever the timer says.")
    state = fields.Selection([("live", "In a basket"), ("sold", "Sold")], required=True)
    order_id = fields.Integer(index="btree_not_null")
    xact = fields.Char(help="The transaction of core's that wrote it last, until its end is known.")
    before = fields.Float(digits="Product Unit", help="What stands if that transaction fails.")
    unshown = fields.Float(digits="Product Unit", help="What the cart's lines do not show yet.")

    is_own = fields.Boolean(compute="_compute_is_own", search="_search_is_own")

    _basket_offer_uniq = models.UniqueIndex(
        "(basket_id, product_id, session_id) WHERE state = 'live'",
        "A basket holds an offer once for each session.",
    )
    _xact_idx = models.Index("(basket_id) WHERE xact IS NOT NULL")
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A hold holds more than nothing."
    )

    # --------------------------------------------------------------- whose it is

    @api.depends_context("uid")
    def _compute_is_own(self):
        own = self.sudo().filtered_domain(self._own_domain())
        for hold in self:
            hold.is_own = hold in own

    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._own_domain() if True in value else ~self._own_domain()

    @api.model
    def _own_domain(self):
        """A salesman's own are those of clients who have no other salesman; asked by the rule."""
        others = [("user_id", "not in", [self.env.uid, False])]
        clients = self.env["res.partner"].sudo().with_context(active_test=False)
        return Domain("client_id", "not in", clients.search(others).ids)

    # ------------------------------------------------------------------- sweep

    @api.model
    def _cron_sweep(self):
        """The sweep, without the job's own snapshot staying open over it."""
        self.env["ir.cron"]._commit_progress()
        self._sweep()

    @api.model
    def _sweep(self):
        """Tidy what has expired or was left behind, basket by basket; one that fails is logged.

        Nothing waits for it: who reads or takes leaves the dead out by himself.
        """
        self._each(self._expired_baskets(), self._sweep_basket)
        self._each(self._marked_baskets(), self._resolve_basket)
        self._each(self._find_ids(ledger.UNTRIMMED), self._trim)
        self._each(self._stale_carts(), self._project_cart)
        with side_cursor(self.env, lazily=True) as cr:
            ledger.forget_given(cr)

    @api.model
    def _each(self, keys, tidy):
        for key in keys:
            begun = time.monotonic()
            try:
                tidy(key)
            except Exception:  # one bad basket stops nothing
                _logger.exception("The sweep failed in %s of %s", tidy.__name__, key)
            # The shop comes first: it has the machine for as long again.
            time.sleep(min(time.monotonic() - begun, LONGEST_PAUSE))

    @api.model
    def _expired_baskets(self):
        return self._find_ids(
            "SELECT DISTINCT basket_id FROM krokus_hold WHERE state = 'live'"
            f" AND deadline <= {ledger.CLOCK}"
        )

    @api.model
    def _marked_baskets(self):
        return self._find_ids(
            "SELECT DISTINCT basket_id FROM krokus_hold WHERE xact IS NOT NULL AND state = 'live'"
        )

    @api.model
    def _stale_carts(self):
        """Carts whose lines say more than their basket holds."""
        return self._find_ids(ledger.STALE_CARTS)

    @api.model
    def _find_ids(self, sql):
        with side_cursor(self.env) as cr:
            cr.execute(sql)
            return [row[0] for row in cr.fetchall()]

    @api.model
    def _sweep_basket(self, basket_id):
        with side_cursor(self.env, lazily=True) as cr:
            ledger.reap(cr, basket_id=basket_id)

    @api.model
    def _resolve_basket(self, basket_id):
        self.env["krokus.basket"].browse(basket_id)._resolve()

    @api.model
    def _project_cart(self, order_id):
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            order = env["sale.order"].sudo().browse(order_id)
            baskets = env["krokus.basket"]
            order._krokus_project(baskets._of(order.partner_id, order.website_id))

    # ------------------------------------------------------------------ orders

    @api.model
    def _trim(self, order_id, xact=None):
        """Let an order hold no more than its lines say, once its transaction has ended."""
        with side_cursor(self.env) as cr:
            ledger.trim(cr, order_id, xact)
        self.env["krokus.basket"]._forget_reads()

    @api.model
    def _settle(self, order_ids):
        """Drop the sold holds of orders that the warehouse's figures now contain, at once.

        Before whoever asks notes that they are contained: what is killed between is repeated.
        Where the figures come with it, `krokus.stock._set_on_hand(settled=...)` does both at once.
        """
        order_ids = list(order_ids)
        if not order_ids:
            return
        with side_cursor(self.env) as cr:
            ledger.drop_sold(cr, order_ids)
        self.env["krokus.basket"]._forget_reads()
