from odoo import api, fields, models


class KrokusPool(models.Model):
    """Where flowers are counted: the warehouse, or a quota that somebody else defines."""

    _name = "krokus.pool"
    _description = "Pool of stock"
    _order = "id"

    name = fields.Char(required=True, translate=True)

    def _warehouse(self):
        return self.env.ref("krokus_cart_reserve.pool_warehouse").sudo()

    @api.model
    def _warehouse_id(self):
        """Its id, without a query: every take asks."""
        return self.env["ir.model.data"]._xmlid_to_res_id("krokus_cart_reserve.pool_warehouse")
