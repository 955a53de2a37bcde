from odoo import api, fields, models

PRICED_BY = {"product_id", "product_uom_qty", "product_uom_id"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    krokus_price_kind = fields.Selection(
        [("retail", "Retail"), ("wholesale", "Wholesale")], "Price kind", readonly=True, copy=False
    )

    def _get_pricelist_kwargs(self):
        """The price depends on the client and on the whole cart, not on this line alone."""
        order = self.order_id
        return {
            **super()._get_pricelist_kwargs(),
            "krokus_client": order.partner_id,
            "krokus_quantities": order._krokus_quantities(),
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._krokus_follow_threshold()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if PRICED_BY & vals.keys():
            self.order_id._krokus_follow_threshold()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._krokus_follow_threshold()
        return result

    def _compute_price_unit(self):
        """A confirmed line keeps its price, also when the books cut its quantity."""
        confirmed = self.filtered(lambda line: line.state in ("sale", "cancel"))
        return super(SaleOrderLine, self - confirmed)._compute_price_unit()
