import json
import logging
import time
from typing import NamedTuple

import psycopg2
from odoo import api, fields, models
from zeep.exceptions import Error as ZeepError

from ..shape import order_message, read_documents
from ..transport import DeniedError, FaultError, Service, UnavailableError

_logger = logging.getLogger(__name__)
SECONDS = 20  # a run never keeps the cron worker longer


class Letter(NamedTuple):
    """What a call needs to know about a message: nothing is read while 1C is spoken to."""

    message_id: int
    order: dict


class KrokusOnecOutbox(models.AbstractModel):
    """Delivers confirmed orders to 1C and brings its numbers back.

    Each call stands between two transactions: no lock, no snapshot is open while 1C thinks.
    """

    _name = "krokus.onec.outbox"
    _description = "1C Outbox"

    @api.model
    def _deliver_due(self):
        deadline = time.monotonic() + SECONDS
        self._adopt_orphans()
        for connection in self.env["krokus.onec.connection"]._usable():
            try:
                self._deliver(connection, deadline)
            except psycopg2.OperationalError:
                # somebody wrote the same order at this moment: 1C takes the repetition as one
                self.env.cr.rollback()
                connection._wake()
                _logger.info("Delivery to %s is repeated", connection.id, exc_info=True)

    def _adopt_orphans(self):
        """Orders confirmed while there was no connection belong to the one there is now."""
        orphans = self.env["krokus.onec.message"].sudo()
        orphans = orphans.search([("direction", "=", "out"), ("connection_id", "=", False)])
        for company, messages in orphans.grouped(lambda each: each.order_id.company_id).items():
            messages.connection_id = self.env["krokus.onec.connection"]._for_company(company)

    def _deliver(self, connection, deadline):
        letters = self._letters(connection)
        if not letters and not self._unnumbered(connection):
            return
        address, access = connection.site_address, connection._access()
        now = connection._local(fields.Datetime.now())
        self._commit()
        try:
            service = Service(address, access)
            for letter in letters:
                if time.monotonic() > deadline:
                    connection._wake()
                    break
                self._send(service, letter, now)
            self._collect(service, connection)
        except (UnavailableError, DeniedError) as error:
            connection._failed(error)
        else:
            connection._answered()
        self._commit()

    def _letters(self, connection):
        messages = self.env["krokus.onec.message"]._waiting("out", connection)
        return [Letter(message.id, json.loads(message.payload)) for message in messages]

    def _unnumbered(self, connection):
        return self.env["krokus.onec.message"].search_count(
            [("connection_id", "=", connection.id), ("state", "=", "sent")], limit=1
        )

    def _send(self, service, letter, now):
        """One order. Only a fault of 1C is the message's own; a dead line is the connection's."""
        message = self.env["krokus.onec.message"].sudo().browse(letter.message_id)
        unknown = [line["name"] for line in letter.order["lines"] if not line["ref"]]
        if unknown:
            message._stopped("unknown_lines", ", ".join(unknown))
        else:
            self._load(service, order_message(letter.order, now), message)
        self._commit()

    def _load(self, service, data, message):
        try:
            loaded = service.call("LoadOrders", data)
        except FaultError as error:
            message._failed(error.problem, error)
        except ZeepError as error:
            message._stopped("unexpected", str(error))
        except (UnavailableError, DeniedError) as error:
            message._failed(error.problem, error, pause=False)
            raise
        else:
            if (loaded.text or "").strip() == "true":
                message._sent()
            else:
                message._failed("not_loaded")

    def _collect(self, service, connection):
        """Numbers and states of our orders, as 1C has them now."""
        since, asked_at = connection._documents_since(), fields.Datetime.now()
        self._commit()
        try:
            reading = read_documents(service.call("GetOrders", since or None))
        except FaultError as error:
            raise UnavailableError(str(error)) from error
        self._apply_documents(connection, reading.rows)
        connection.sudo().documents_at = asked_at

    def _apply_documents(self, connection, rows):
        documents = {row.number: row for row in rows if row.onec_number}
        messages = self.env["krokus.onec.message"].sudo()
        messages = messages.search(
            [
                ("connection_id", "=", connection.id),
                ("direction", "=", "out"),
                ("state", "in", ("sent", "done")),
                ("number", "in", list(documents)),
            ]
        )
        for message in messages:
            self._apply_document(message, documents[message.number])

    def _apply_document(self, message, document):
        values = {
            "document_number": document.onec_number,
            "document_state": self._document_state(document),
        }
        if all(message[name] == value for name, value in values.items()):
            return
        message._done()
        message.write(values)
        message.order_id._krokus_onec_document(message)

    def _document_state(self, document):
        if document.cancelled:
            return "cancelled"
        if document.shipped:
            return "shipped"
        return "posted" if document.posted else "received"

    def _commit(self):
        self.env["ir.cron"]._commit_progress(0, remaining=0)
