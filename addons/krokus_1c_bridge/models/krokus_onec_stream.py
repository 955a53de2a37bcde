import logging

import psycopg2
from odoo import api, fields, models

from ..backoff import pause_after
from ..message_words import KINDS, PROBLEMS
from ..trouble import DeniedError, OnecError

_logger = logging.getLogger(__name__)


class KrokusOnecStream(models.Model):
    """One kind of traffic with a 1C base, and its breaker: a slow kind pauses itself alone.

    A row is written by one job only (orders by the delivery, the others by the fetching), so
    that two jobs on one connection cannot spoil each other's work.
    """

    _name = "krokus.onec.stream"
    _description = "1C Stream"
    _order = "connection_id, id"
    _rec_name = "kind"

    connection_id = fields.Many2one(
        "krokus.onec.connection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    failures = fields.Integer("Failures in a Row", readonly=True)
    paused_until = fields.Datetime("Tries Again At", readonly=True)
    denied = fields.Boolean("Waits for a Person", readonly=True)
    problem = fields.Selection(PROBLEMS, readonly=True)
    last_error = fields.Char("Details", readonly=True)
    answered_at = fields.Datetime("Answered Last", readonly=True)
    documents_at = fields.Datetime("Orders Asked For At", readonly=True)
    state = fields.Selection(
        [
            ("new", "Not Tried Yet"),
            ("working", "Working"),
            ("unavailable", "Paused"),
            ("denied", "Needs a Person"),
        ],
        compute="_compute_state",
    )

    _kind_uniq = models.UniqueIndex("(connection_id, kind)", "A stream stands once.")

    def init(self):
        """Connections from before there were streams get theirs."""
        self.env.cr.execute(
            "INSERT INTO krokus_onec_stream (connection_id, kind)"
            " SELECT c.id, k.kind FROM krokus_onec_connection c, unnest(%s) k(kind)"
            " WHERE NOT EXISTS (SELECT FROM krokus_onec_stream s"
            " WHERE s.connection_id = c.id AND s.kind = k.kind)",
            [[kind for kind, _label in KINDS]],
        )

    @api.depends("failures", "denied", "answered_at")
    def _compute_state(self):
        for stream in self:
            stream.state = (
                "denied"
                if stream.denied
                else "unavailable"
                if stream.failures
                else "working"
                if stream.answered_at
                else "new"
            )

    @api.model
    def _usable(self, *kinds):
        """Streams that may be called now, those that work before those that fail."""
        streams = self.sudo().search(
            [("kind", "in", kinds), ("connection_id.active", "=", True)], order="failures, id"
        )
        return streams.filtered(lambda stream: stream._may_call())

    def _may_call(self):
        now = fields.Datetime.now()
        paused = self.paused_until and self.paused_until > now
        return not (paused or self.denied or self.connection_id.denied)

    def _alone(self, work, *arguments):
        """The work of one stream: whatever stops it stops no other."""
        try:
            work(self, *arguments)
        except psycopg2.OperationalError:
            # somebody wrote the same row at this moment: 1C takes the repetition as one
            self.env.cr.rollback()
            self.env["krokus.onec.connection"]._wake()
            _logger.info("The work of stream %s is repeated", self.id, exc_info=True)
        except Exception as error:  # the transaction is its savepoint
            self.env.cr.rollback()
            _logger.exception("Stream %s failed", self.id)
            self._failed(error)
            self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _answered(self):
        """1C did what it was asked: the breaker closes."""
        values = {"answered_at": fields.Datetime.now()}
        if self.failures or self.denied:
            values |= self._closed()
        self.sudo().write(values)

    def _closed(self):
        return {
            "failures": 0,
            "paused_until": False,
            "denied": False,
            "problem": False,
            "last_error": False,
        }

    def _failed(self, error):
        """No more calls until the pause is over; after a denial until somebody has looked."""
        stream = self.sudo()
        failures = stream.failures + 1
        paused_until = fields.Datetime.now() + pause_after(failures)
        denied = isinstance(error, DeniedError)
        problem = error.problem if isinstance(error, OnecError) else "unexpected"
        newly = denied and not stream.denied
        stream.write(
            {
                "failures": failures,
                "paused_until": paused_until,
                "denied": denied,
                "problem": problem,
                "last_error": f"{error}"[:500],
            }
        )
        if newly:
            stream._tell_denied()
        if not denied:
            self.env["krokus.onec.connection"]._wake(at=paused_until)

    def _tell_denied(self):
        label = dict(self._fields["problem"]._description_selection(self.env))[self.problem]
        self.connection_id.message_post(
            body=self.env._(
                "%(problem)s: %(details)s. Correct it and press “Check”; until then nothing is"
                " asked for there, so that the account is not locked.",
                problem=label,
                details=self.last_error,
            )
        )
