from odoo import fields, models


class KrokusFlowerType(models.Model):
    """A kind of flower: rose, tulip, chrysanthemum."""

    _name = "krokus.flower.type"
    _inherit = "krokus.dictionary"
    _description = "Flower type"
    _order = "sequence, name"

    _borne_by = (("product.template", "krokus_flower_type_id"),)

    name = fields.Char(required=True, translate=True)
