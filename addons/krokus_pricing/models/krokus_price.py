from odoo import fields, models


class KrokusPrice(models.Model):
    """What an offer costs in a price list: retail, and from a quantity on wholesale."""

    _name = "krokus.price"
    _description = "Price"
    _order = "list_id, product_id"
    _rec_name = "product_id"

    list_id = fields.Many2one("krokus.price.list", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", "Offer", required=True, index=True, ondelete="cascade"
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id", store=True)
    retail = fields.Float(digits="Product Price", required=True)
    wholesale = fields.Float(digits="Product Price", help="0: the retail price at any quantity.")

    # With the prices in it, the shop sorts all offers by what this index alone tells.
    _list_offer_uniq = models.Constraint(
        "UNIQUE (list_id, product_tmpl_id) INCLUDE (retail, wholesale)",
        "The offer already has a price in this list: change it.",
    )
    _positive = models.Constraint(
        "CHECK (retail >= 0 AND wholesale >= 0)", "A price cannot be less than nothing."
    )
