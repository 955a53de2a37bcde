from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.addons.krokus_cart_reserve.ledger import exact
from odoo.addons.krokus_cart_reserve.take import ZERO
from odoo.addons.krokus_catalog.prepared import Prepared

from ..floor import text
from ..slip import Limits, is_many, may_be_slip

# The largest line of each offer in the client's orders, in the offer's own unit.
_LARGEST = Prepared(
    "SELECT l.product_id, MAX(l.product_uom_qty * u.factor / own.factor)"
    " FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id"
    " JOIN res_partner p ON p.id = o.partner_id"
    " JOIN product_product v ON v.id = l.product_id"
    " JOIN product_template t ON t.id = v.product_tmpl_id"
    " JOIN uom_uom own ON own.id = t.uom_id JOIN uom_uom u ON u.id = l.product_uom_id"
    " WHERE l.product_id = ANY(%(products)s) AND o.state = 'sale'"
    " AND p.commercial_partner_id = %(client)s GROUP BY l.product_id",
    products="int[]",
    client="int",
)


class Question(NamedTuple):
    """`kept`: what the basket goes on holding until the person says yes."""

    kept: Decimal
    sentence: str


class KrokusAskFirst(models.AbstractModel):
    """A quantity that may be a slip is asked about before anything of it is taken."""

    _name = "krokus.ask.first"
    _description = "What may be a slip"

    def _ask_first(self, counter, offers, wanted, sessions=(), sure=()):
        """{product id: Question} of {product id: quantity}; `sure` are what somebody said yes to.

        Only where there are many packs the orders are read: an ordinary take costs nothing more.
        """
        limits = self._slip_limits()
        many = {
            key: quantity
            for key, quantity in wanted.items()
            if key in offers and key not in sure and is_many(quantity, offers[key].step, limits)
        }
        if not many:
            return {}
        largest = self._largest_lines(counter.cr, counter.client.id, many)
        sessions, questions = dict(sessions), {}
        for key, quantity in many.items():
            held, usual = _held(counter, key, sessions.get(key)), largest.get(key, ZERO)
            if may_be_slip(quantity, held, usual, offers[key].step, limits):
                questions[key] = Question(held, self._question(key, quantity, usual))
        return questions

    @api.model
    def _slip_limits(self):
        read = self.env["ir.config_parameter"].sudo().get_param
        packs, times = Limits()
        return Limits(
            exact(read("krokus_portal.question_packs", packs)),
            exact(read("krokus_portal.question_times", times)),
        )

    @api.model
    def _largest_lines(self, cr, client_id, product_ids):
        """{product id: what the client's largest line of it ordered}."""
        _LARGEST(cr, products=list(product_ids), client=client_id)
        return {key: exact(quantity) for key, quantity in cr.fetchall()}

    @api.model
    def _question(self, product_id, quantity, largest):
        name = self.env["product.product"].sudo().browse(product_id).display_name
        values = {"name": name, "asked": text(quantity), "largest": text(largest)}
        if largest:
            return self.env._(
                "%(name)s: %(asked)s is much more than you have ever ordered at once (%(largest)s)."
                " Order that many?",
                **values,
            )
        return self.env._("%(name)s: %(asked)s is a lot. Order that many?", **values)

    @api.model
    def _asked_back(self, lines, questions):
        """The lines of an answer with their questions: of these nothing was taken."""
        return [
            line._replace(question=question.sentence, message=question.sentence)
            if (question := questions.get(line.product_id))
            else line
            for line in lines
        ]


def _held(counter, product_id, session_id):
    return sum(
        (
            row.alive
            for row in counter.rows
            if row.product_id == product_id and session_id in (None, 0, row.session_id)
        ),
        ZERO,
    )
