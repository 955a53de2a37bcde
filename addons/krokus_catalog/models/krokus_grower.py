from odoo import fields, models


class KrokusGrower(models.Model):
    """The plantation that a flower comes from."""

    _name = "krokus.grower"
    _inherit = "krokus.dictionary"
    _description = "Grower"
    _order = "sequence, name"

    _borne_by = (("product.template", "krokus_grower_id"),)

    name = fields.Char(required=True, translate=True)
