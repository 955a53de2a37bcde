from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

REASONS = {
    "bad_number": _lt("“%(place)s” is “%(text)s”, which is not a number. Correct it in 1C."),
    "negative_number": _lt("“%(place)s” is %(text)s; it cannot be negative. Correct it in 1C."),
    "bad_date": _lt("“%(place)s” is “%(text)s”, which is not a date. Correct it in 1C."),
    "empty_field": _lt("“%(place)s” is empty. Fill it in 1C."),
    "unknown_good": _lt("1C offers a good that its catalogue does not hold: %(ref)s."),
    "unknown_group": _lt("Its group is not known here: %(ref)s. Publish the group in 1C."),
    "unknown_country": _lt("No country is called “%(name)s”. Correct the name in 1C."),
    "unknown_tax": _lt(
        "No sales tax of %(rate)s %% is set up. Create it under Accounting, then fetch again."
    ),
    "duplicate": _lt("The same 1C ID stands twice in the message: %(ref)s. Correct it in 1C."),
    "unknown_offer": _lt("This offer is not known here yet. Fetch the catalogue."),
    "unmapped_price_type": _lt(
        "The price type “%(name)s” belongs to no price list. Choose one on the connection."
    ),
    "unknown_price_type": _lt("The price type %(ref)s is not known here. Fetch the catalogue."),
    "foreign_currency": _lt(
        "Its price is in %(currency)s, the company's in %(own)s: the price was not taken. Send it "
        "in %(own)s."
    ),
    "not_accepted": _lt("%(text)s"),
    "unexpected": _lt("This row could not be taken: %(text)s. Show it to the administrator."),
}


class KrokusOnecRejection(models.Model):
    """One row of a message that could not be taken, and why, in words for a manager.

    It goes when the same row arrives again and is taken.
    """

    _name = "krokus.onec.rejection"
    _description = "1C Refused Row"
    _order = "id desc"

    message_id = fields.Many2one(
        "krokus.onec.message", required=True, index=True, ondelete="cascade"
    )
    connection_id = fields.Many2one(
        related="message_id.connection_id", store=True, index=True, string="Connection"
    )
    kind = fields.Char("Row Kind", required=True)
    ref = fields.Char("1C ID", index=True)
    name = fields.Char()
    code = fields.Char(required=True)
    details = fields.Json()
    reason = fields.Char(compute="_compute_reason")

    def _record(self, message, refusals):
        """In place of what the connection's earlier messages of this kind had refused."""
        self._earlier(message).unlink()
        return self.create(
            [
                {
                    "message_id": message.id,
                    "kind": kind,
                    "ref": refused.ref,
                    "name": refused.name,
                    "code": refused.code,
                    "details": refused.values,
                }
                for kind, refused in refusals
            ]
        )

    def _earlier(self, message):
        return self.search(
            [
                ("connection_id", "=", message.connection_id.id),
                ("message_id.kind", "=", message.kind),
            ]
        )

    @api.depends("code", "details")
    @api.depends_context("lang")
    def _compute_reason(self):
        """In the reader's language: the exchange itself runs in nobody's."""
        for rejection in self:
            rejection.reason = self.env._(REASONS[rejection.code]) % (rejection.details or {})
