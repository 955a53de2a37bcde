from odoo import fields, models


class SaleOrder(models.Model):
    """What a client said of the order, and what the company's books say of it."""

    _inherit = "sale.order"

    krokus_comment = fields.Text("Client's comment", copy=False)
    krokus_pickup = fields.Boolean("Picked up by the client", copy=False)
    krokus_document_number = fields.Char("Number in the books", copy=False, readonly=True)
    krokus_document_state = fields.Char("State in the books", copy=False, readonly=True)

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
