from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    krokus_session_id = fields.Many2one(
        "krokus.trading.session",
        "Trading session",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        groups="krokus_catalog.group_salesman",
    )
    krokus_shipment_date = fields.Date("Shipment date", readonly=True, copy=False, index=True)

    def _krokus_check_free(self, missing, terms, balances):
        """Staff sells within the hours; who has the right also after them, and it is written down.

        An order that no basket stands behind ships as its first line's session does.
        """
        result = super()._krokus_check_free(missing, terms, balances)
        refused = [terms[key].refusal for key in missing if key in terms and terms[key].refusal]
        if refused:
            raise UserError(refused[0])
        self._krokus_log_late(missing)
        order = self.sudo()
        for line in order.order_line:
            term = terms.get(line.product_id.id)
            if term and term.session_id and not line.krokus_session_id:
                line.krokus_session_id = term.session_id
        first = order.order_line.krokus_session_id[:1]
        if first and not order.krokus_session_id:
            order.krokus_session_id = first
            order.krokus_shipment_date = first.ships_on
        return result

    def _krokus_log_late(self, missing):
        """Say on the order that the client himself could not have bought this now."""
        floor = self.env["krokus.trading.floor"]
        if not floor._is_trusted():
            return
        offers = self.env["product.product"].sudo().browse(missing)
        answers = floor._may_buy(self.partner_id, offers, trusted=False)
        late = offers.filtered(lambda offer: not answers[offer.id].allowed)
        if late:
            reason = floor._sentence(answers[late[0].id])
            self._message_log(
                body=self.env._(
                    "Sold outside the client's trading hours by %(user)s: %(offers)s. %(reason)s",
                    user=self.env.user.name,
                    offers=", ".join(late.mapped("display_name")),
                    reason=reason,
                )
            )
