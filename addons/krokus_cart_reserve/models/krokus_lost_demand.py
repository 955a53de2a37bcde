from odoo import fields, models


class KrokusLostDemand(models.Model):
    """What somebody wanted and did not get, for whoever orders the next delivery.

    Written on the side cursor; what a client has not been told yet his cart shows.
    """

    _name = "krokus.lost.demand"
    _description = "Lost demand"
    _order = "happened_at desc, id desc"
    _rec_name = "product_id"
    _log_access = False

    basket_id = fields.Many2one("krokus.basket", index=True, ondelete="set null")
    client_id = fields.Many2one("res.partner", index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Person", ondelete="cascade")
    product_id = fields.Many2one("product.product", string="Offer", index=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit")
    price = fields.Float(digits="Product Price", aggregator=None)
    amount = fields.Float(digits="Product Price")
    reason = fields.Selection(
        [
            ("gone", "Not enough in stock"),
            ("expired", "The hold expired"),
            ("capped", "Over the client's share"),
            ("closed", "After the close"),
            ("cut", "The stock sank below what was held"),
        ],
        required=True,
    )
    happened_at = fields.Datetime(required=True, index=True)
    told = fields.Boolean(help="The client has seen it, or was refused in words at once.")
