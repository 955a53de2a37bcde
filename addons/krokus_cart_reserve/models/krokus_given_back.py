from odoo import fields, models


class KrokusGivenBack(models.Model):
    """Until when a company would have held what it gave back itself.

    Whoever of the company takes the offer again before that, on any website, has the time that was
    left and no new hour. Written on the side cursor; the sweep forgets what is over.
    """

    _name = "krokus.given.back"
    _description = "Given back before its time"
    _log_access = False

    client_id = fields.Integer(required=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    until = fields.Datetime(required=True)

    _client_offer_uniq = models.Constraint(
        "UNIQUE (client_id, product_id)", "There is one such moment for a company and an offer."
    )
