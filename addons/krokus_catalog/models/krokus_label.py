from odoo import fields, models


class KrokusLabel(models.Model):
    """A word on an offer, as «sale»; it may keep other discounts away."""

    _name = "krokus.label"
    _description = "Label"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    stops_discounts = fields.Boolean(
        help="Only the discount that is set beside the label stands; markups are not touched."
    )
    active = fields.Boolean(default=True)
