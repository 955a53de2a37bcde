from odoo import fields, models


class KrokusOnecPriceType(models.Model):
    """What one of 1C's price types is here: a price list, and its retail or wholesale price.

    Types come with the catalogue, unmapped: their prices wait until somebody says where they go.
    """

    _name = "krokus.onec.price.type"
    _description = "1C Price Type"
    _order = "connection_id, name, id"

    connection_id = fields.Many2one(
        "krokus.onec.connection", required=True, index=True, ondelete="cascade"
    )
    ref = fields.Char("1C ID", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    tax_included = fields.Boolean("Prices Include VAT", readonly=True)
    list_id = fields.Many2one("krokus.price.list", "Price List", ondelete="set null")
    kind = fields.Selection(
        [("retail", "Retail"), ("wholesale", "Wholesale")], required=True, default="retail"
    )

    _ref_uniq = models.UniqueIndex(
        "(connection_id, ref)", "This connection already has a price type with this 1C ID."
    )
