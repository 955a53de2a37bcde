import uuid
from decimal import Decimal

from odoo import models
from odoo.addons.krokus_catalog.differs import differs
from odoo.addons.krokus_catalog.text import clean
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..unit_price import unit_price

# What stands in a letter beside its lines.
TOLD = {
    *("name", "state", "partner_id", "company_id", "date_order", "currency_id", "pricelist_id"),
    *("krokus_shipment_date", "krokus_comment"),
}


class SaleOrder(models.Model):
    """A confirmed order leaves for 1C, and carries what 1C's books say of it."""

    _inherit = "sale.order"

    def _krokus_after_confirm(self):
        result = super()._krokus_after_confirm()
        self.env["krokus.onec.message"].sudo()._enqueue(self)
        return result

    def write(self, vals):
        """What 1C was told does not change behind its back; what it was not told yet may."""
        changing = self.filtered(lambda order: order._krokus_onec_would_change(vals))
        letters = changing._krokus_onec_may_change(cancelled=vals.get("state") == "cancel")
        result = super().write(vals)
        letters.filtered(lambda letter: letter.order_id.state != "sale")._withdrawn("cancelled")
        return result

    def _krokus_onec_would_change(self, vals):
        """Whether a confirmed or cancelled order would say something else than before."""
        names = TOLD & vals.keys()
        return bool(names) and self.state in ("sale", "cancel") and differs(self, vals, names)

    def _krokus_onec_may_change(self, cancelled=False):
        """The letters of these orders, locked against leaving now; refused once one has left.

        An order that 1C itself has cancelled may be cancelled here too.
        """
        if not self:
            return self.env["krokus.onec.message"].sudo()
        letters = self.env["krokus.onec.message"].sudo()._touch(self)
        for letter in letters.filtered(lambda letter: letter._may_be_there()):
            if not (cancelled and letter.document_state == "cancelled"):
                raise UserError(letter._told())
        return letters

    def _krokus_onec_snapshot(self):
        """The order as it goes to 1C: plain values, as it is at the moment of leaving."""
        self.ensure_one()
        connection = self.env["krokus.onec.connection"]._for_company(self.company_id)
        moment = connection._local(self.date_order) if connection else self.date_order
        lines = self.order_line.filtered(lambda line: not line.display_type)
        letter = {
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
        _level(letter["lines"], letter["amount"])
        return _cleaned(letter)

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


def _level(lines, amount):
    """Taxes rounded over the whole order: the kopecks go to its largest line, as 1C adds them."""
    rest = Decimal(amount) - sum(Decimal(line["amount"]) for line in lines)
    if lines and rest:
        largest = max(lines, key=lambda line: Decimal(line["amount"]))
        amount = Decimal(largest["amount"]) + rest
        largest["amount"] = str(amount)
        largest["price"] = str(unit_price(amount, Decimal(largest["quantity"])))


def _cleaned(value):
    """Without what XML cannot hold: one name or comment must not stop a letter."""
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return clean(value) if isinstance(value, str) else value
