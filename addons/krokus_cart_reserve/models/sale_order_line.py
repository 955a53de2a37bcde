import math

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import ledger, take

HELD_BY = {"product_id", "product_uom_qty", "product_uom_id", "order_id"}
PLACES = 4  # of a quantity in another unit, as the ledger's own SQL counts it


class SaleOrderLine(models.Model):
    """Every door that writes a line passes here, and takes or gives back on the ledger."""

    _inherit = "sale.order.line"

    krokus_hold_id = fields.Integer(
        copy=False, readonly=True, index="btree_not_null", groups="base.group_no_one"
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"]
        if orders._krokus_is_quiet():
            return super().create(vals_list)
        for vals in vals_list:
            self._krokus_check_quantity(vals)
        orders = orders.browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
        before = orders._krokus_claims()
        lines = super().create(vals_list)
        lines.order_id._krokus_follow(before)
        return lines

    def write(self, vals):
        if self.env["sale.order"]._krokus_is_quiet() or not HELD_BY & vals.keys():
            return super().write(vals)
        self._krokus_check_quantity(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        before = orders._krokus_claims()
        result = super().write(vals)
        orders._krokus_follow(before)
        return result

    def unlink(self):
        if self.env["sale.order"]._krokus_is_quiet():
            return super().unlink()
        orders = self.order_id
        before = orders._krokus_claims()
        result = super().unlink()
        orders._krokus_follow(before)
        return result

    def _krokus_check_quantity(self, vals):
        """Refuse in words what is no number, whoever sent it; a return may be negative."""
        if "product_uom_qty" not in vals:
            return
        quantity = vals["product_uom_qty"]
        try:
            number = 0.0 if quantity is None or quantity is False else float(quantity)
            fits = quantity is not True and math.isfinite(number) and abs(number) <= take.MOST
        except (TypeError, ValueError, OverflowError):
            fits = False
        if not fits:
            raise UserError(self.env._("“%s” is no quantity: enter how many you want.", quantity))

    def _krokus_base_quantity(self):
        """The line's quantity in the offer's own unit, exactly."""
        if not self.product_id:
            return take.ZERO
        unit, own, quantity = self.product_uom_id, self.product_id.uom_id, self.product_uom_qty
        if unit and unit != own:
            quantity = round(unit._compute_quantity(quantity, own, round=False), PLACES)
        return max(ledger.exact(quantity), take.ZERO)

    def _krokus_become(self, quantity):
        """Commands that make these lines of one offer say the quantity, in the offer's unit."""
        if not quantity:
            return [Command.delete(line.id) for line in self]
        first, *rest = self
        values = {"product_uom_qty": float(quantity), "product_uom_id": first.product_id.uom_id.id}
        return [Command.update(first.id, values), *(Command.delete(line.id) for line in rest)]
