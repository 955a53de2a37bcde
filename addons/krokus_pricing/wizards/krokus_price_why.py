from odoo import api, fields, models


class KrokusPriceWhy(models.TransientModel):
    """«Why this price?»: the steps of an offer's price for a client, or of an order's line."""

    _name = "krokus.price.why"
    _description = "Why this price"

    line_id = fields.Many2one("sale.order.line", readonly=True)
    product_id = fields.Many2one("product.product", "Offer", required=True)
    client_id = fields.Many2one("res.partner", domain=[("is_company", "=", True)])
    quantity = fields.Float(digits="Product Unit", default=1, required=True)
    at = fields.Datetime(default=fields.Datetime.now, required=True)
    in_short = fields.Char("The client reads", compute="_compute_reason")
    reason = fields.Html(compute="_compute_reason", sanitize=False)

    @api.depends("line_id", "product_id", "client_id", "quantity", "at")
    def _compute_reason(self):
        reasons = self.env["krokus.price.reason"]
        for why in self:
            price = why._price()
            why.in_short = reasons._in_short(price) if price else False
            why.reason = self.env["ir.qweb"]._render(
                "krokus_pricing.price_why",
                {
                    "price": price,
                    "amount": price and reasons._money(price.amount),
                    "steps": price and reasons._steps(price),
                    "left_out": price and reasons._left_out(price),
                },
            )

    def _price(self):
        """The Price that the line was given; without a line, what the rules say."""
        if self.line_id:
            return self.line_id._krokus_price()
        offers = self.env["product.product"]
        quote = offers._krokus_quote(self.client_id, self.product_id.ids, self.at)
        return quote.prices({self.product_id.id: self.quantity}).get(self.product_id.id)
