from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    krokus_session_id = fields.Many2one(
        "krokus.trading.session",
        "Trading session",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="krokus_catalog.group_salesman",
    )
