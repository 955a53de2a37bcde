from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ..budget import Limits
from ..message_words import KINDS
from ..transport import Access, Service
from ..trouble import OnecError, UnavailableError

CHECK_TIMEOUT = 5
CONTAINED = {  # what 1C's figure means -> the states in which an order is no longer in it
    "free": ("posted", "shipped", "cancelled"),
    "received": ("received", "posted", "shipped", "cancelled"),
    "on_hand": ("shipped", "cancelled"),
}
DOCUMENTS_OVERLAP = timedelta(days=1)  # 1C's clock is not ours
IDLE = 15  # seconds without a byte in which a letter's answer has to begin
MEGABYTE = 2**20


class KrokusOnecConnection(models.Model):
    """One 1C base that Krokus exchanges with: where it is, who we are there, how it is doing.

    The password goes in and never comes out: not to a form, not by RPC, not to a log.
    """

    _name = "krokus.onec.connection"
    _description = "1C Connection"
    _inherit = ["mail.thread"]

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    site_address = fields.Char(
        "Address of SiteExchange", required=True, help="The address of the WSDL: http…?wsdl"
    )
    customers_address = fields.Char(
        "Address of CustomerOrdersExchange",
        help="Clients, their people and debts. Leave it empty if 1C does not publish it.",
    )
    login = fields.Char(required=True, groups="krokus_catalog.group_admin")
    secret = fields.Char(groups=NO_ACCESS, copy=False)
    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        groups="krokus_catalog.group_admin",
        help="Type a new one to change it. The present one is never shown.",
    )
    tz = fields.Selection("_tz_selection", "1C's Time Zone", required=True, default="Europe/Moscow")
    stock_meaning = fields.Selection(
        [
            ("free", "Free stock: posted orders are already taken out"),
            ("received", "Free stock: every order that 1C received is already taken out"),
            ("on_hand", "Stock on hand: an order is in it until it has been shipped"),
        ],
        "1C's Stock Figure Is",
        required=True,
        default="free",
        help="Tells when the flowers of a confirmed order are no longer in 1C's figure.",
    )
    price_type_ids = fields.One2many("krokus.onec.price.type", "connection_id", "Price Types")
    message_count = fields.Integer(compute="_compute_message_count")
    rejection_count = fields.Integer(compute="_compute_rejection_count")
    call_seconds = fields.Integer(
        "A Call Lasts at Most, s",
        required=True,
        default=60,
        help="From the connection to the last byte of the answer. Raise it if 1C needs longer to "
        "write its whole catalogue.",
    )
    call_megabytes = fields.Integer("An Answer Has at Most, MB", required=True, default=64)
    stream_ids = fields.One2many("krokus.onec.stream", "connection_id", "Streams", readonly=True)
    denied = fields.Boolean(compute="_compute_health")
    answered_at = fields.Datetime("Answered Last", compute="_compute_health")
    state = fields.Selection(
        [
            ("new", "Not Tried Yet"),
            ("working", "Working"),
            ("unavailable", "Unavailable"),
            ("denied", "Access Denied"),
        ],
        compute="_compute_health",
    )

    _limits_positive = models.Constraint(
        "CHECK (call_seconds > 0 AND call_megabytes > 0)",
        "A call needs some time and some size: enter at least 1.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        self.env["krokus.onec.stream"].sudo().create(
            [
                {"connection_id": connection.id, "kind": kind}
                for connection in connections
                for kind, _label in KINDS
            ]
        )
        return connections

    @api.model
    def _tz_selection(self):
        return [(name, name) for name in pytz.common_timezones]

    def _compute_password(self):
        self.password = False

    def _inverse_password(self):
        for connection in self.filtered("password"):
            connection.sudo().secret = connection.password

    @api.depends("stream_ids.failures", "stream_ids.denied", "stream_ids.answered_at")
    def _compute_health(self):
        """Of the streams together; a refused login is refused to all of them."""
        for connection in self:
            streams = connection.sudo().stream_ids
            states = set(streams.mapped("state"))
            connection.denied = any(each.denied and each.problem == "denied" for each in streams)
            connection.answered_at = max(filter(None, streams.mapped("answered_at")), default=False)
            connection.state = next(
                (state for state in ("denied", "unavailable", "working") if state in states), "new"
            )

    def _compute_message_count(self):
        groups = self.env["krokus.onec.message"]._read_group(
            [("connection_id", "in", self.ids)], ["connection_id"], ["__count"]
        )
        counts = {connection.id: count for connection, count in groups}
        for connection in self:
            connection.message_count = counts.get(connection.id, 0)

    def _compute_rejection_count(self):
        groups = self.env["krokus.onec.rejection"]._read_group(
            [("connection_id", "in", self.ids)], ["connection_id"], ["__count"]
        )
        counts = {connection.id: count for connection, count in groups}
        for connection in self:
            connection.rejection_count = counts.get(connection.id, 0)

    @api.model
    def _for_company(self, company):
        return self.sudo().search([("company_id", "=", company.id)], limit=1)

    def _access(self):
        connection = self.sudo()
        return Access(connection.login or "", connection.secret or "")

    def _limits(self, idle=None):
        """`idle` ends a call whose answer does not begin; without it 1C may think to the end."""
        seconds = self.call_seconds
        return Limits(seconds, self.call_megabytes * MEGABYTE, min(idle or seconds, seconds))

    def _stream(self, kind):
        return self.sudo().stream_ids.filtered(lambda stream: stream.kind == kind)

    @api.model
    def _wake(self, at=None):
        for name in ("ir_cron_deliver", "ir_cron_fetch"):
            self.env.ref(f"krokus_1c_bridge.{name}").sudo()._trigger(at)

    def _contained_states(self):
        return CONTAINED[self.stock_meaning]

    def _local(self, moment):
        """A moment as 1C writes it: its local time, without a zone."""
        zone = pytz.timezone(self.tz)
        return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

    def _documents_since(self, stream):
        asked_at = stream.documents_at
        return (asked_at and self._local(asked_at - DOCUMENTS_OVERLAP)) or None

    def action_check(self):
        """Ask 1C for its description, and say what came of it."""
        self.ensure_one()
        addresses = filter(None, [self.site_address, self.customers_address])
        try:
            for address in addresses:
                Service(address, self._access(), Limits(CHECK_TIMEOUT, idle=CHECK_TIMEOUT))
        except OnecError as error:
            return self._notify("danger", self._failed_check(error))
        for stream in self.sudo().stream_ids:
            stream._answered()
        self._wake()
        return self._notify("success", self.env._("1C answers. The exchange goes on."))

    def _failed_check(self, error):
        if isinstance(error, UnavailableError):
            return self.env._("1C does not answer: %s", error)
        problem = self.env["krokus.onec.stream"]._fields["problem"]
        label = dict(problem._description_selection(self.env))[error.problem]
        return f"{label}: {error}"

    def action_fetch_catalogue(self):
        return self._ask("catalogue", "clients", "figures")

    def action_fetch_figures(self):
        return self._ask("figures")

    def _ask(self, *kinds):
        """Queue requests; the cron fetches at once, outside of this transaction."""
        if self.denied:
            raise UserError(self.env._("1C refuses our login. Correct it and press “Check” first."))
        self.check_access("read")  # whoever sees the connection may ask; nobody writes messages
        self.env["krokus.onec.message"].sudo()._request(self, kinds)
        self._wake()
        return self._notify("info", self.env._("Asked. The message log shows what comes."))

    def _notify(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_messages(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "krokus_1c_bridge.krokus_onec_message_action"
            ),
            "domain": [("connection_id", "=", self.id)],
            "context": {},
        }

    def action_open_rejections(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "krokus_1c_bridge.krokus_onec_rejection_action"
            ),
            "domain": [("connection_id", "=", self.id)],
        }
