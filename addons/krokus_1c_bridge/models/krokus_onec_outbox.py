import logging
import time
from decimal import Decimal

import psycopg2
from odoo import api, fields, models

from ..shape import Refused, order_message, read_documents
from ..transport import Service
from ..trouble import (
    DeniedError,
    FaultError,
    UnavailableError,
    UnreachedError,
    UnwritableError,
)
from .krokus_onec_connection import IDLE

_logger = logging.getLogger(__name__)
SECONDS = 20  # then a run turns to the next connection: the rest leaves with the next run


class KrokusOnecOutbox(models.AbstractModel):
    """Delivers confirmed orders to 1C and brings its numbers back.

    Each call stands between two transactions: no lock, no snapshot is open while 1C thinks.
    """

    _name = "krokus.onec.outbox"
    _description = "1C Outbox"

    @api.model
    def _deliver_due(self):
        self._adopt_orphans()
        for stream in self.env["krokus.onec.stream"]._usable("order"):
            stream._alone(self._deliver)

    def _adopt_orphans(self):
        """Orders confirmed while there was no connection belong to the one there is now."""
        orphans = self.env["krokus.onec.message"].sudo()
        orphans = orphans.search([("direction", "=", "out"), ("connection_id", "=", False)])
        for company, messages in orphans.grouped(lambda each: each.order_id.company_id).items():
            connection = self.env["krokus.onec.connection"]._for_company(company)
            if connection:
                self._adopt(messages, connection)

    def _adopt(self, messages, connection):
        try:
            with self.env.cr.savepoint():
                messages.connection_id = connection
        except Exception:  # another company's letters leave all the same
            self.env.invalidate_all(flush=False)
            _logger.exception("Letters wait for connection %s", connection.id)

    def _deliver(self, stream):
        connection, deadline = stream.connection_id, time.monotonic() + SECONDS
        messages = self.env["krokus.onec.message"]._waiting(stream)
        if not messages and not self._unnumbered(connection):
            return
        address, access, limits = (
            connection.site_address,
            connection._access(),
            connection._limits(IDLE),
        )
        self._commit()
        try:
            service = Service(address, access, limits)
            for message in messages:
                if time.monotonic() > deadline:
                    connection._wake()
                    break
                self._send(service, message, connection)
            self._collect(service, stream)
        except (UnavailableError, DeniedError) as error:
            stream._failed(error)
        else:
            stream._answered()
        self._commit()

    def _unnumbered(self, connection):
        return self.env["krokus.onec.message"].search_count(
            [("connection_id", "=", connection.id), ("state", "=", "sent")], limit=1
        )

    def _send(self, service, message, connection):
        """One order: sealed and committed before the call, so that no lock is held over it."""
        is_due, is_first = message._lock_due(), not message.left_at
        data = self._seal(service, message, connection) if is_due else None
        self._commit()
        if data:
            self._load(service, data, message, is_first)
            self._commit()

    def _seal(self, service, message, connection):
        """What leaves now, or None: a letter that cannot be written stops, and it alone."""
        now = connection._local(fields.Datetime.now())
        try:
            with self.env.cr.savepoint():
                letter = message._letter()
                obstacle = _obstacle(letter)
                data = not obstacle and order_message(letter, now)
                if data:
                    service.check("LoadOrders", data)
        except (psycopg2.OperationalError, DeniedError):
            raise
        except Exception as error:
            self.env.invalidate_all(flush=False)
            _logger.exception("Letter %s", message.id)
            obstacle = ("unwritable", f"{error}"[:300])
        if obstacle:
            message._stopped(*obstacle)
            return None
        message._leaving(letter)
        return data

    def _load(self, service, data, message, is_first):
        """Only what 1C surely refused lets the order change again; a lost answer does not.

        What is refused now may have arrived with an earlier try, whose answer was lost: only of
        the first one it is known.
        """
        stayed = message._stayed if is_first else lambda: None
        try:
            loaded = service.call("LoadOrders", data)
        except FaultError as error:
            stayed()
            message._failed(error.problem, error)
        except UnwritableError as error:
            stayed()
            message._stopped(error.problem, error)
        except (UnreachedError, DeniedError) as error:
            stayed()
            message._failed(error.problem, error, pause=False)
            raise
        except UnavailableError as error:
            message._failed(error.problem, error, pause=False)
            raise
        else:
            if (loaded.text or "").strip() == "true":
                message._sent()
            else:
                stayed()
                message._failed("not_loaded")

    def _collect(self, service, stream):
        """Numbers and states of our orders, as 1C has them now."""
        connection = stream.connection_id
        since, asked_at = connection._documents_since(stream), fields.Datetime.now()
        self._commit()
        try:
            reading = read_documents(service.call("GetOrders", since))
        except FaultError as error:
            raise UnavailableError(str(error)) from error
        self._apply_documents(connection, reading.rows)
        stream.documents_at = asked_at

    def _apply_documents(self, connection, rows):
        """Refused rows; a document that cannot be applied leaves the others alone."""
        documents = {row.number: row for row in rows if row.onec_number}
        messages = self.env["krokus.onec.message"].sudo()
        messages = messages.search(
            [
                ("connection_id", "=", connection.id),
                ("direction", "=", "out"),
                ("number", "in", list(documents)),
                "|",
                ("state", "in", ("sent", "done")),
                ("left_at", "!=", False),
            ]
        )
        refused = (self._apply_alone(message, documents[message.number]) for message in messages)
        return list(filter(None, refused))

    def _apply_alone(self, message, document):
        """The refusal of this one document, or None."""
        try:
            with self.env.cr.savepoint():
                self._apply_document(message, document)
        except psycopg2.OperationalError:
            raise  # somebody wrote the same order at this moment: all is read again
        except Exception as error:
            self.env.invalidate_all(flush=False)
            _logger.exception("Document %s from 1C", document.onec_number)
            values = {"text": f"{error}"[:200]}
            return Refused(document.number, document.onec_number, "unexpected", values)
        return None

    def _apply_document(self, message, document):
        values = {
            "document_number": document.onec_number,
            "document_state": self._document_state(document),
        }
        if all(message[name] == value for name, value in values.items()):
            return
        message._done()
        message.write({**values, "left_at": message.left_at or fields.Datetime.now()})
        message.order_id._krokus_onec_document(message)

    def _document_state(self, document):
        if document.cancelled:
            return "cancelled"
        if document.shipped:
            return "shipped"
        return "posted" if document.posted else "received"

    def _commit(self):
        self.env["ir.cron"]._commit_progress(0, remaining=0)


def _obstacle(letter):
    """Why 1C could not take this order, as a problem and its details, or None."""
    unknown = [line["name"] for line in letter["lines"] if not line["ref"]]
    negative = [line["name"] for line in letter["lines"] if Decimal(line["quantity"]) < 0]
    if unknown:
        return "unknown_lines", ", ".join(unknown)
    if negative:
        return "negative_lines", ", ".join(negative)
    return None if letter["lines"] else ("empty_order", "")
