from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    krokus_session_id = fields.Many2one(
        "krokus.trading.session", "Trading session", readonly=True, copy=False, index=True
    )
    krokus_shipment_date = fields.Date("Shipment date", readonly=True, copy=False, index=True)
