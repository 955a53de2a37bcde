from odoo import fields, models


class KrokusFlowerType(models.Model):
    """A kind of flower: rose, tulip, chrysanthemum."""

    _name = "krokus.flower.type"
    _description = "Flower type"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
