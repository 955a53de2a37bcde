import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..backoff import is_hopeless, pause_after
from ..message_words import DUE, FROM, KINDS, PROBLEMS

STILL = ("draft", "sent", "cancel")  # an order that 1C is told nothing of
OLD = 1000  # messages thrown away in one transaction


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
    kind = fields.Selection(KINDS, required=True, readonly=True)
    number = fields.Char(required=True, readonly=True, index=True)
    payload = fields.Text(readonly=True, groups="krokus_catalog.group_admin")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("sending", "On Its Way Now"),
            ("sent", "Sent, No Number Yet"),
            ("done", "Done"),
            ("partial", "Done, Rows Refused"),
            ("failed", "Will Be Tried Again"),
            ("stopped", "Needs a Person"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    problem = fields.Selection(PROBLEMS, readonly=True)
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
    left_at = fields.Datetime(
        readonly=True, help="Since then 1C may have it, whether or not its answer came through."
    )
    touched = fields.Integer("Changes of the Order", readonly=True)
    history = fields.Text("What People Did", readonly=True)

    _order_uniq = models.UniqueIndex(
        "(order_id, kind) WHERE direction = 'out'", "This order already has its message to 1C."
    )
    _due = models.Index("(direction, state, next_try_at)")

    @api.model
    def _enqueue(self, orders):
        """The outbox: one message per order, however often this is called.

        What the order says is written when the message leaves. One that was withdrawn when its
        order was cancelled waits again.
        """
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
                }
                for order in orders - written.order_id
            ]
        )
        messages |= written.filtered(lambda message: message.state == "withdrawn")._again()
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
    def _waiting(self, stream, limit=200):
        """What is due on a stream now, in the order in which it was written."""
        return self.sudo().search(
            [
                ("kind", "=", stream.kind),
                ("connection_id", "=", stream.connection_id.id),
                ("state", "in", DUE),
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

    def _touch(self, orders):
        """The letters of orders that change now, each locked by a write.

        The delivery that wants to seal one at this moment, or has just sealed it, and the change
        exclude each other: the later of the two is repeated and sees what the other did.
        """
        letters = self.search([("order_id", "in", orders.ids), ("direction", "=", "out")])
        for letter in letters:
            letter.touched += 1
        letters.flush_recordset(["touched"])
        return letters

    def _lock_due(self):
        """Whether the message still waits and nobody changes it or its order at this moment."""
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT 1 FROM krokus_onec_message WHERE id = %s AND state IN %s"
            " FOR UPDATE SKIP LOCKED",
            [self.id, DUE],
        )
        return bool(self.env.cr.fetchone())

    def _letter(self):
        """What leaves: the order as it is now, or what may have left before, unchanged."""
        if self.left_at:
            return json.loads(self.payload)
        return self.order_id.sudo()._krokus_onec_snapshot()

    def _leaving(self, letter):
        """From the commit of this on, 1C may have the order."""
        return self._move(
            "sending",
            number=letter["number"],
            payload=json.dumps(letter, ensure_ascii=False),
            left_at=self.left_at or fields.Datetime.now(),
        )

    def _may_be_there(self):
        """Whether 1C may have the order, so that it cannot change here alone."""
        return bool(self.left_at) or self.state in ("sent", "done")

    def _stayed(self):
        """1C has surely not taken it: the order may change again."""
        self.left_at = False

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

    def _again(self):
        """Begin again: an order is written anew, what 1C sends is fetched anew."""
        return self._move("pending", **self._fresh())

    def _fresh(self):
        return {
            "tries": 0,
            "next_try_at": False,
            "error": False,
            "problem": False,
            "done_at": False,
        }

    def _withdrawn(self, problem):
        return self._move("withdrawn", **{**self._fresh(), "problem": problem})

    def action_retry(self):
        """Now, whatever pause it had; an order that is cancelled has nothing to say."""
        self._handle("pending", self.env._("Try again"))
        self.env["krokus.onec.connection"]._wake()

    def action_withdraw(self):
        """It will never leave. What may be in 1C already can only be cancelled there."""
        for message in self:
            if message.direction == "out" and message.sudo()._may_be_there():
                raise UserError(message.sudo()._told())
        self._handle("withdrawn", self.env._("Withdrawn"), problem="by_hand")

    def action_skip(self):
        """Let the others pass; this one waits for a person."""
        self._handle("stopped", self.env._("Set aside"), problem="set_aside")

    def _handle(self, state, deed, **values):
        """A person's move, through the same gate, with his name."""
        self.check_access("read")
        for message in self.sudo():
            over = message.direction == "out" and message.state in ("done", "sending")
            dead = message.state == "withdrawn" and message.order_id.state in STILL
            if over or (dead and state == "pending") or message.state not in FROM[state]:
                raise UserError(
                    self.env._(
                        "“%(deed)s” is not possible for message %(number)s: it is “%(state)s”.",
                        deed=deed,
                        number=message.number,
                        state=message._label("state"),
                    )
                )
            message._move(state, **{**message._fresh(), **values})
            message._note(deed)

    def _label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _note(self, deed):
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        line = f"{now:%d.%m.%Y %H:%M} {self.env.user.name}: {deed}"
        self.history = f"{self.history}\n{line}" if self.history else line
        if self.order_id:
            self.order_id._message_log(body=self.env._("Letter to 1C: %s", line))

    def _told(self):
        """Why the order of this letter cannot change here any more, and what to do."""
        number = self.document_number or self.number
        if self.state == "sending":
            return self.env._(
                "Order %s is leaving for 1C at this moment. Try again in a minute.", self.number
            )
        if self.state not in ("sent", "done"):
            return self.env._(
                "Order %s was sent, but 1C's answer was lost: 1C may have it. Wait until the"
                " message log shows its number, then call and have it changed in 1C.",
                self.number,
            )
        return self.env._(
            "The order is already in 1C: %s. Call and have it changed there; nothing was changed"
            " here.",
            number,
        )

    def action_open_order(self):
        return self.order_id.get_formview_action()

    @api.autovacuum
    def _gc_messages(self):
        """Answers of 1C that were taken whole are kept for a week, orders for ever."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        old = self.search(
            [
                ("direction", "=", "in"),
                ("state", "in", ("done", "partial", "withdrawn")),
                ("rejection_ids", "=", False),
                ("create_date", "<", limit),
            ],
            order="id",
            limit=OLD,
        )
        old.unlink()
        return len(old), len(old) == OLD
