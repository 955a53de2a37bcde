from odoo import api, fields, models


class KrokusLostDemand(models.Model):
    """What somebody wanted and did not get, for whoever orders the next delivery."""

    _name = "krokus.lost.demand"
    _description = "Lost demand"
    _order = "happened_at desc, id desc"
    _rec_name = "product_id"

    partner_id = fields.Many2one("res.partner", string="Client", index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", string="Offer", index=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit")
    price = fields.Float(digits="Product Price")
    amount = fields.Float(compute="_compute_amount", store=False)
    reason = fields.Selection(
        [("gone", "Not enough in stock"), ("expired", "The hold expired")], required=True
    )
    happened_at = fields.Datetime(required=True)

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for lost in self:
            lost.amount = lost.quantity * lost.price
