from odoo import fields, models


class KrokusOfferListLine(models.Model):
    """An offer on somebody's list, and how many of it; 0 says that it is only remembered."""

    _name = "krokus.offer.list.line"
    _description = "Offer on a list"

    list_id = fields.Many2one("krokus.offer.list", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit")

    _list_offer_uniq = models.Constraint(
        "UNIQUE (list_id, product_id)", "An offer stands on a list once."
    )
