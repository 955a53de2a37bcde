from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO

from ..slip import is_many, may_be_slip

# Not read-only: core's forms would compute it anew for what is not saved yet.
KEPT = {
    "compute": "_compute_krokus_delivery",
    "store": True,
    "readonly": False,
    "copy": False,
}


class SaleOrder(models.Model):
    """What a client said of the order, and what the company's books say of it."""

    _inherit = "sale.order"

    krokus_comment = fields.Text("Client's comment", copy=False)
    krokus_pickup = fields.Boolean("Picked up by the client", copy=False)
    krokus_delivery_name = fields.Char("Delivered to", **KEPT)
    krokus_delivery_address = fields.Char("Delivery address as ordered", **KEPT)
    krokus_delivery_phone = fields.Char("Phone at the delivery", **KEPT)
    krokus_document_number = fields.Char("Number in the books", copy=False, readonly=True)
    krokus_document_state = fields.Char("State in the books", copy=False, readonly=True)

    @api.depends("state", "partner_shipping_id", "krokus_pickup")
    def _compute_krokus_delivery(self):
        """Where a confirmed order goes, as it was when it was ordered, or sent elsewhere by hand.

        It depends on nothing of the address: who edits or archives that changes no order.
        """
        for order in self:
            name, address, phone = order._krokus_delivery_parts()
            order.krokus_delivery_name = name
            order.krokus_delivery_address = address
            order.krokus_delivery_phone = phone

    def _krokus_delivery_parts(self):
        """(name, address, phone): of a confirmed order the present ones, else what stands there."""
        if self.state != "sale":
            kept = (self.krokus_delivery_name, self.krokus_delivery_address)
            return *kept, self.krokus_delivery_phone
        if self.krokus_pickup:
            return False, False, False
        place = self.partner_shipping_id.with_context(lang=self.partner_id.lang)
        lines = place._display_address(without_company=True).split("\n")
        address = ", ".join(" ".join(line.split()) for line in lines if line.strip())
        return place.name or place.commercial_partner_id.name, address, place.phone

    def _krokus_is_placed(self):
        """Whether the order remembers where it goes, whatever becomes of the address."""
        return self.krokus_pickup or bool(self.krokus_delivery_name)

    def _krokus_where(self):
        """How the client gets what he ordered, in a line for him."""
        if self.krokus_pickup:
            return self.env._("You pick it up")
        name, phone = self.krokus_delivery_name, self.krokus_delivery_phone
        return ", ".join(filter(None, (name, self.krokus_delivery_address, phone)))

    def _krokus_quantities(self):
        """The shipments of one checkout were one basket: together they decide on wholesale."""
        totals = super()._krokus_quantities()
        for sister in self._krokus_sisters():
            for key, quantity in super(SaleOrder, sister)._krokus_quantities().items():
                totals[key] = totals.get(key, 0) + quantity
        return totals

    def _krokus_sisters(self):
        number = self.krokus_checkout_number
        if not number:
            return self.browse()
        return self.search([("krokus_checkout_number", "=", number), ("id", "!=", self.id)])

    # ---------------------------------------------- what may be a slip, at core's own doors

    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, krokus_sure=False, **kwargs
    ):
        """Without a yes, which comes as `krokus_sure`, the line stays as it is."""
        if self.krokus_is_cart and not krokus_sure:
            question = self._krokus_question(order_line, product_id, new_qty, uom_id)
            if question:
                return order_line.product_uom_qty, question
        return super()._verify_updated_quantity(order_line, product_id, new_qty, uom_id, **kwargs)

    def _krokus_question(self, order_line, product_id, new_qty, uom_id):
        """The sentence, or None where nothing is asked."""
        baskets = self.env["krokus.basket"]
        offer = self.env["product.product"].browse(product_id)
        unit = self.env["uom.uom"].browse(uom_id) or offer.uom_id
        number = float(baskets._check_quantity(new_qty))
        asked = exact(unit._compute_quantity(number, offer.uom_id))
        step, limits = exact(offer.krokus_packing_step), baskets._slip_limits()
        if not is_many(asked, step, limits):
            return None
        client = self.partner_id.commercial_partner_id
        usual = baskets._largest_lines(self.env.cr, client.id, [offer.id]).get(offer.id, ZERO)
        held = order_line._krokus_base_quantity() if order_line else ZERO
        if not may_be_slip(asked, held, usual, step, limits):
            return None
        hint = self.env._("Type it in the order sheet, where you can say yes.")
        return f"{baskets._question(offer.id, asked, usual)} {hint}"
