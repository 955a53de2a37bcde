from odoo import api, fields, models
from odoo.exceptions import ValidationError

HAND, BOOKS = "hand", "books"


class KrokusPriceCondition(models.Model):
    """A discount, a markup or a fixed price for a client or a tier."""

    _name = "krokus.price.condition"
    _description = "Price condition"
    _order = "starts_on desc, id desc"

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    client_id = fields.Many2one("res.partner", index=True, ondelete="cascade")
    tier_id = fields.Many2one("krokus.client.tier", index=True, ondelete="cascade")
    category_id = fields.Many2one("product.category", index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", "Offer", index=True, ondelete="cascade")
    percent = fields.Float(digits=(8, 2), help="Below 0 a discount, above it a markup.")
    fixed = fields.Float("Fixed price", digits="Product Price", help="0: none.")
    starts_on = fields.Date(required=True, default=fields.Date.context_today)
    ends_on = fields.Date()
    source = fields.Selection(
        [(HAND, "By hand"), (BOOKS, "From the books")], required=True, default=HAND, readonly=True
    )

    _percent_range = models.Constraint(
        "CHECK (percent >= -100)", "A discount takes at most everything: enter -100 or more."
    )
    _fixed_positive = models.Constraint(
        "CHECK (fixed >= 0)", "A price cannot be less than nothing."
    )
    _dates = models.Constraint(
        "CHECK (ends_on IS NULL OR ends_on >= starts_on)", "A condition ends after it starts."
    )

    @api.depends("percent", "fixed", "client_id", "tier_id")
    def _compute_name(self):
        for condition in self:
            what = f"{condition.fixed:g}" if condition.fixed else f"{condition.percent:+g} %"
            whom = condition.client_id.name or condition.tier_id.name or ""
            condition.name = f"{what}, {whom}"

    @api.constrains("client_id", "tier_id", "percent", "fixed")
    def _check_target(self):
        for condition in self:
            if bool(condition.client_id) == bool(condition.tier_id):
                raise ValidationError(
                    self.env._("A condition is for a client or for a tier: choose one of them.")
                )
            if condition.client_id != condition.client_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("A condition belongs to the client's company: choose that.")
                )
