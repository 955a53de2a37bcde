from odoo import fields, models


class KrokusClientTier(models.Model):
    _inherit = "krokus.client.tier"

    outside_hours = fields.Boolean(
        "Trades outside the hours",
        help="What its clients take then joins the last shipment until its cut-off, else the next."
        " The mode of the floor may forbid it.",
    )
    minimum_order = fields.Float(
        digits="Product Price",
        help="The least amount of a shipment that can be confirmed; 0 sets none.",
    )

    _minimum_order_positive = models.Constraint(
        "CHECK (minimum_order >= 0)", "A minimum order cannot be less than nothing."
    )
