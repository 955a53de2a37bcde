import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..backoff import is_hopeless, pause_after

FROM = {
    "sent": ("pending", "failed"),
    "done": ("pending", "failed", "sent", "partial"),
    "partial": ("pending", "failed", "partial"),
    "failed": ("pending", "failed"),
    "stopped": ("pending", "failed"),
    "pending": ("failed", "stopped", "partial", "done"),
}


class KrokusOnecMessage(models.Model):
    """One message to or from 1C, and how far it has come.

    Outgoing ones are written in the transaction that confirms the order, so an order and its
    message exist together or not at all. Delivery may repeat: 1C knows the order by our number.
    """

    _name = "krokus.onec.message"
    _description = "1C Message"
    _order = "id desc"
    _rec_name = "number"

    connection_id = fields.Many2one("krokus.onec.connection", index=True, ondelete="restrict")
    direction = fields.Selection(
        [("out", "To 1C"), ("in", "From 1C")], required=True, readonly=True
    )
    kind = fields.Selection(
        [
            ("order", "Order"),
            ("catalogue", "Catalogue"),
            ("clients", "Clients"),
            ("figures", "Prices and Stock"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True, index=True)
    payload = fields.Text(readonly=True, groups="krokus_catalog.group_admin")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("sent", "Sent, No Number Yet"),
            ("done", "Done"),
            ("partial", "Done, Rows Refused"),
            ("failed", "Will Be Tried Again"),
            ("stopped", "Needs a Person"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    problem = fields.Selection(
        [
            ("unavailable", "1C does not answer"),
            ("denied", "1C refuses our login or address"),
            ("fault", "1C refused the message"),
            ("not_loaded", "1C did not load the order, and gave no reason"),
            ("unknown_lines", "1C does not know these lines: fetch the catalogue or remove them"),
            ("unreadable", "1C's answer cannot be read"),
            ("unexpected", "Something unforeseen happened; the server's log has the details"),
        ],
        readonly=True,
    )
    error = fields.Char("Details", readonly=True)
    tries = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    done_at = fields.Datetime(readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    rejection_ids = fields.One2many("krokus.onec.rejection", "message_id", "Refused Rows")
    order_id = fields.Many2one("sale.order", readonly=True, index=True, ondelete="restrict")
    document_number = fields.Char("1C Number", readonly=True)
    document_state = fields.Selection(
        [
            ("received", "Received"),
            ("posted", "Posted"),
            ("shipped", "Shipped"),
            ("cancelled", "Cancelled"),
        ],
        "State in 1C",
        readonly=True,
    )
    settled = fields.Boolean("In 1C's Stock Figures", readonly=True)

    _order_uniq = models.UniqueIndex(
        "(order_id, kind) WHERE direction = 'out'", "This order already has its message to 1C."
    )
    _due = models.Index("(direction, state, next_try_at)")

    @api.model
    def _enqueue(self, orders):
        """The outbox: one message per order, however often this is called."""
        written = self.search([("order_id", "in", orders.ids), ("direction", "=", "out")])
        connections = self.env["krokus.onec.connection"]
        messages = self.create(
            [
                {
                    "connection_id": connections._for_company(order.company_id).id,
                    "direction": "out",
                    "kind": "order",
                    "number": order.name,
                    "order_id": order.id,
                    "payload": json.dumps(order._krokus_onec_snapshot(), ensure_ascii=False),
                }
                for order in orders - written.order_id
            ]
        )
        if messages:
            self.env.ref("krokus_1c_bridge.ir_cron_deliver").sudo()._trigger()
        return messages

    @api.model
    def _request(self, connection, kinds):
        """Ask 1C for something, once: a request that still waits is enough."""
        waiting = self.search(
            [
                ("connection_id", "=", connection.id),
                ("direction", "=", "in"),
                ("state", "in", ("pending", "failed")),
            ]
        ).mapped("kind")
        now = fields.Datetime.now()
        return self.create(
            [
                {
                    "connection_id": connection.id,
                    "direction": "in",
                    "kind": kind,
                    "number": f"{now:%Y%m%d-%H%M%S}",
                }
                for kind in kinds
                if kind not in waiting and (kind != "clients" or connection.customers_address)
            ]
        )

    @api.model
    def _waiting(self, direction, connection, limit=200):
        """What is due now, in the order in which it was written."""
        return self.sudo().search(
            [
                ("direction", "=", direction),
                ("connection_id", "=", connection.id),
                ("state", "in", ("pending", "failed")),
                "|",
                ("next_try_at", "=", False),
                ("next_try_at", "<=", fields.Datetime.now()),
            ],
            order="id",
            limit=limit,
        )

    def _move(self, state, **values):
        """The one gate of state; a repeat changes nothing."""
        messages = self.filtered(lambda message: message.state in FROM[state])
        messages.write({"state": state, **values})
        return messages

    def _sent(self):
        return self._move("sent", error=False, problem=False)

    def _done(self, **values):
        return self._move("done", **self._finished(), **values)

    def _refused_in_part(self, **values):
        return self._move("partial", **self._finished(), **values)

    def _finished(self):
        return {"error": False, "problem": False, "done_at": fields.Datetime.now()}

    def _failed(self, problem, error="", pause=True):
        """Tried in vain; with `pause` the message itself is at fault and waits longer each time."""
        for message in self:
            tries = message.tries + 1
            values = {"tries": tries, "problem": problem, "error": str(error)}
            if pause and is_hopeless(tries):
                message._move("stopped", **values)
            else:
                at = fields.Datetime.now() + pause_after(tries) if pause else False
                message._move("failed", next_try_at=at, **values)

    def _stopped(self, problem, error):
        return self._move("stopped", problem=problem, error=error, tries=self.tries + 1)

    def action_retry(self):
        """Begin again: an order is written anew, what 1C sends is fetched anew."""
        self.check_access("read")
        for message in self:
            if message.state not in FROM["pending"] or (
                message.direction == "out" and message.state == "done"
            ):
                raise UserError(
                    self.env._("Message %s is not one that could be tried again.", message.number)
                )
            values = {"tries": 0, "next_try_at": False, "error": False, "problem": False}
            if message.order_id:
                snapshot = message.order_id.sudo()._krokus_onec_snapshot()
                values["payload"] = json.dumps(snapshot, ensure_ascii=False)
            message.sudo()._move("pending", **values)
        self.env["krokus.onec.connection"]._wake()

    def action_open_order(self):
        return self.order_id.get_formview_action()

    @api.autovacuum
    def _gc_messages(self):
        """Answers of 1C that were taken whole are kept for a week, orders for ever."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        self.search(
            [
                ("direction", "=", "in"),
                ("state", "in", ("done", "partial")),
                ("rejection_ids", "=", False),
                ("create_date", "<", limit),
            ],
            limit=1000,
        ).unlink()
