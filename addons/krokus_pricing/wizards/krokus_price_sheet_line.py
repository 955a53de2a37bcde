from odoo import fields, models


class KrokusPriceSheetLine(models.TransientModel):
    """A line of a price list that was worked out."""

    _name = "krokus.price.sheet.line"
    _description = "Line of a client's price list"
    _order = "id"

    sheet_id = fields.Many2one("krokus.price.sheet", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", "Offer", required=True, ondelete="cascade")
    category_id = fields.Many2one(related="product_id.categ_id")
    uom_id = fields.Many2one(related="product_id.uom_id")
    retail = fields.Float("Price", digits="Product Price")
    wholesale = fields.Float(digits="Product Price")
    wholesale_from = fields.Float("Wholesale from", digits="Product Unit")
