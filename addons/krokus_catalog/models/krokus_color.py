from odoo import fields, models


class KrokusColor(models.Model):
    """A colour that flowers are searched by."""

    _name = "krokus.color"
    _inherit = "krokus.dictionary"
    _description = "Color"
    _order = "sequence, name"

    _borne_by = (("product.template", "krokus_color_id"),)

    name = fields.Char(required=True, translate=True)
    html_color = fields.Char("Shade", help="How the colour looks, shown beside its name.")
