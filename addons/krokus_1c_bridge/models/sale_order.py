import uuid

from odoo import models
from odoo.tools import float_repr


class SaleOrder(models.Model):
    """A confirmed order leaves for 1C, and carries what 1C's books say of it."""

    _inherit = "sale.order"

    def _krokus_after_confirm(self):
        result = super()._krokus_after_confirm()
        self.env["krokus.onec.message"].sudo()._enqueue(self)
        return result

    def _krokus_onec_snapshot(self):
        """The order as it goes to 1C: plain values, fixed at the moment of confirming."""
        self.ensure_one()
        connection = self.env["krokus.onec.connection"]._for_company(self.company_id)
        moment = connection._local(self.date_order) if connection else self.date_order
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return {
            "ref": self._krokus_onec_ref(),
            "number": self.name,
            "ordered_at": moment.replace(microsecond=0).isoformat(),
            "currency": self.currency_id.name,
            "amount": float_repr(self.amount_total, 2),
            "tax_amount": float_repr(self.amount_tax, 2),
            "ships_on": (self.krokus_shipment_date and str(self.krokus_shipment_date)) or "",
            "comment": self.krokus_comment or "",
            "client": self._krokus_onec_client(),
            "lines": [line._krokus_onec_snapshot() for line in lines if line.product_uom_qty],
        }

    def _krokus_onec_client(self):
        client = self.partner_id.commercial_partner_id
        address = [client.zip, client.city, client.street, client.street2]
        return {
            "ref": client.onec_ref or str(uuid.uuid5(self._krokus_onec_space(), str(client.id))),
            "name": client.name,
            "inn": client.vat or "",
            "phone": client.phone or "",
            "email": client.email or "",
            "address": ", ".join(filter(None, address)),
        }

    def _krokus_onec_ref(self):
        """The same GUID at every repetition, another one in another database."""
        return str(uuid.uuid5(self._krokus_onec_space(), f"sale.order/{self.id}"))

    def _krokus_onec_space(self):
        return uuid.UUID(self.env["ir.config_parameter"].sudo().get_param("database.uuid"))

    def _krokus_onec_document(self, message):
        """1C's number and state, for the client to see."""
        states = dict(message._fields["document_state"]._description_selection(self.env))
        self.write(
            {
                "krokus_document_number": message.document_number,
                "krokus_document_state": states[message.document_state],
            }
        )
