from odoo import fields, models


class KrokusColor(models.Model):
    """A colour that flowers are searched by."""

    _name = "krokus.color"
    _description = "Color"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
