from odoo import fields, models


class SaleOrder(models.Model):
    """What a client said of the order, and what the company's books say of it."""

    _inherit = "sale.order"

    krokus_comment = fields.Text("Client's comment", copy=False)
    krokus_document_number = fields.Char("Number in the books", copy=False, readonly=True)
    krokus_document_state = fields.Char("State in the books", copy=False, readonly=True)

    def _krokus_note(self, comment):
        """The client's words stay his own; `note` holds the company's terms."""
        self.krokus_comment = comment
