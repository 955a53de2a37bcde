from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..price import CLIENT, EVERYBODY, TIER

HAND, BOOKS = "hand", "books"
PLACE = ("client_id", "tier_id", "category_id", "product_id")


class KrokusPriceCondition(models.Model):
    """A discount, a markup or a fixed price: for everybody, a tier or a client.

    It holds from `starts_at` on, and no longer at `ends_at`. Neither category nor offer means
    all goods. What competes with what, `price.py` decides.
    """

    _name = "krokus.price.condition"
    _description = "Price condition"
    _order = "starts_at desc, id desc"

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    scope = fields.Selection(
        [(EVERYBODY, "Everybody"), (TIER, "A tier"), (CLIENT, "A client")],
        "For",
        compute="_compute_scope",
        store=True,
    )
    client_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="cascade")
    tier_id = fields.Many2one("krokus.client.tier", index="btree_not_null", ondelete="cascade")
    category_id = fields.Many2one("product.category", index="btree_not_null", ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", "Offer", index="btree_not_null", ondelete="cascade"
    )
    percent = fields.Float(digits=(8, 2), help="Below 0 a discount, above it a markup.")
    fixed = fields.Float(
        "Fixed price",
        digits="Product Price",
        help="Instead of a percentage; as the shop shows it, VAT included. 0: none.",
    )
    starts_at = fields.Datetime("From", required=True, default=fields.Datetime.now)
    ends_at = fields.Datetime("Until", help="From this moment on it does not hold any more.")
    source = fields.Selection(
        [(HAND, "By hand"), (BOOKS, "From the books")], required=True, default=HAND, readonly=True
    )
    in_force = fields.Boolean(compute="_compute_winner_id", help="It holds at this moment.")
    winner_id = fields.Many2one(
        "krokus.price.condition",
        "Yields to",
        compute="_compute_winner_id",
        help="The condition for the same client or tier and the same goods that holds instead.",
    )

    _everybody_idx = models.Index("(starts_at) WHERE client_id IS NULL AND tier_id IS NULL")
    _percent_range = models.Constraint(
        "CHECK (percent BETWEEN -100 AND 1000)",
        "A discount takes at most everything, a markup adds at most ten times the price: enter"
        " -100 to 1000.",
    )
    _fixed_positive = models.Constraint(
        "CHECK (fixed >= 0)", "A price cannot be less than nothing."
    )
    _one_of_two = models.Constraint(
        "CHECK (COALESCE(fixed, 0) = 0 OR COALESCE(percent, 0) = 0)",
        "A condition is a percentage or a fixed price: set the other one to 0.",
    )
    _dates = models.Constraint(
        "CHECK (ends_at IS NULL OR ends_at > starts_at)", "A condition ends after it starts."
    )
    _one_node = models.Constraint(
        "CHECK (category_id IS NULL OR product_id IS NULL)",
        "A condition is for a category or for an offer: choose one of them, or none for all goods.",
    )
    _one_side = models.Constraint(
        "CHECK (client_id IS NULL OR tier_id IS NULL)",
        "A condition is for a client or for a tier: choose one of them, or none for everybody.",
    )

    @api.depends("client_id", "tier_id")
    def _compute_scope(self):
        for condition in self:
            scope = CLIENT if condition.client_id else TIER if condition.tier_id else EVERYBODY
            condition.scope = scope

    @api.depends("percent", "fixed", "client_id", "tier_id", "category_id", "product_id")
    def _compute_name(self):
        for condition in self:
            what = f"{condition.fixed:g}" if condition.fixed else f"{condition.percent:+g} %"
            whom = condition.client_id.name or condition.tier_id.name or self.env._("everybody")
            where = condition.product_id.name or condition.category_id.name
            condition.name = ", ".join(filter(None, (what, whom, where)))

    @api.depends(*PLACE, "source", "active", "starts_at", "ends_at")
    def _compute_winner_id(self):
        """Of those that tell the same people something about the same goods, one holds."""
        place = [Domain(field, "in", [*self[field].ids, False]) for field in PLACE]
        rivals = self.search(self._in_force() & Domain.AND(place))
        best = {}
        for rival in rivals.sorted(lambda one: (one.source == HAND, one.starts_at, one.id)):
            best[rival._place()] = rival
        for condition in self:
            condition.in_force = condition._origin in rivals
            winner = best.get(condition._place())
            loses = condition.in_force and winner != condition._origin
            condition.winner_id = winner if loses else False

    @api.model
    def _in_force(self):
        now = fields.Datetime.now()
        ends_later = Domain("ends_at", "=", False) | Domain("ends_at", ">", now)
        return Domain("starts_at", "<=", now) & ends_later

    def _place(self):
        """Whom it is for and which goods it is about."""
        return tuple(self[field].id for field in PLACE)

    @api.constrains("client_id")
    def _check_client(self):
        for condition in self:
            if condition.client_id != condition.client_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("A condition belongs to the client's company: choose that.")
                )
