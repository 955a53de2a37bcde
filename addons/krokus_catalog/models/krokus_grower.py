from odoo import fields, models


class KrokusGrower(models.Model):
    """The plantation that a flower comes from."""

    _name = "krokus.grower"
    _description = "Grower"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
