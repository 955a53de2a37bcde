import logging
from typing import NamedTuple

import psycopg2
from odoo import api, fields, models

from .. import shape
from ..transport import Service
from ..trouble import DeniedError, FaultError, OnecError, UnavailableError

_logger = logging.getLogger(__name__)
INCOMING = ("catalogue", "clients", "figures")
DEVICE = "krokus"  # «1С:Заказы» asks who calls


class Answers(NamedTuple):
    """What 1C answered to one request, parsed, and when it was asked."""

    elements: tuple
    asked_at: object


class KrokusOnecInbox(models.AbstractModel):
    """Fetches what 1C has and hands it to the appliers, one message at a time.

    As in the outbox, a call to 1C stands between two transactions.
    """

    _name = "krokus.onec.inbox"
    _description = "1C Inbox"

    @api.model
    def _fetch_due(self):
        for stream in self.env["krokus.onec.stream"]._usable(*INCOMING):
            if stream._may_call():  # a login that was refused a moment ago is not tried again
                stream._alone(self._fetch_stream)

    @api.model
    def _ask_regularly(self, *kinds):
        for stream in self.env["krokus.onec.stream"]._usable(*kinds):
            stream._alone(self._ask)
        self.env["krokus.onec.connection"]._wake()

    def _ask(self, stream):
        self.env["krokus.onec.message"].sudo()._request(stream.connection_id, [stream.kind])

    def _fetch_stream(self, stream):
        for message in self.env["krokus.onec.message"]._waiting(stream):
            if not self._fetch(stream, message):
                break

    def _fetch(self, stream, message):
        """True unless the stream failed, so that its other messages may wait with it."""
        try:
            answers = self._call(stream)
        except (UnavailableError, DeniedError) as error:
            message._failed(error.problem, error, pause=False)
            stream._failed(error)
        except (OnecError, shape.UnreadableMessageError) as error:
            message._failed(error.problem, error)
        else:
            self._take(stream, message, answers)
        self._commit()
        return not stream.failures

    def _take(self, stream, message, answers):
        try:
            refused, count = getattr(self, f"_take_{stream.kind}")(stream, answers)
        except psycopg2.OperationalError as error:
            self.env.cr.rollback()  # a buyer was quicker: the next run finds the same message
            message._failed("unexpected", error)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Message %s from 1C", message.id)
            message._failed("unexpected", error)
        else:
            self._close(stream, message, refused, count)

    def _close(self, stream, message, refused, count):
        self.env["krokus.onec.rejection"].sudo()._record(message, refused)
        if refused:
            message._refused_in_part(row_count=count)
        else:
            message._done(row_count=count)
        stream._answered()

    def _call(self, stream):
        connection, kind = stream.connection_id, stream.kind
        access, address, limits = (
            connection._access(),
            connection.site_address,
            connection._limits(),
        )
        if kind == "clients":
            address = connection.customers_address
        since, asked_at = connection._documents_since(stream), fields.Datetime.now()
        self._commit()
        service = Service(address, access, limits)
        return Answers(getattr(self, f"_call_{kind}")(service, since), asked_at)

    def _call_catalogue(self, service, since):
        return (
            service.call("GetItems", None, None),
            service.call("GetAmountAndPrices", None, None, None, None),
        )

    def _call_figures(self, service, since):
        """Orders before stock: what is posted in the first is contained in the second."""
        return (
            service.call("GetOrders", since),
            service.call("GetAmountAndPrices", None, None, None, None),
        )

    def _call_clients(self, service, since):
        returned = service.call("GetCustomers", DEVICE, True, None, None)
        if not shape.read_flag(returned.findtext("{*}Success")):
            raise FaultError(returned.findtext("{*}ResultMessage") or "GetCustomers")
        return (shape.parse(returned.findtext("{*}ResultMessage") or ""),)

    def _take_catalogue(self, stream, answers):
        connection = stream.connection_id
        items, package = answers.elements
        groups = shape.read_groups(items)
        offers = shape.read_offers(items, package)
        types = shape.read_price_types(items)
        refused = []
        for kind, reading, model in (
            ("price_type", types, "krokus.onec.price.type.applier"),
            ("group", groups, "krokus.onec.category.applier"),
            ("offer", offers, "krokus.onec.offer.applier"),
        ):
            lost = reading.refused + self.env[model].sudo()._apply(connection, reading.rows)
            refused += [(kind, each) for each in lost]
        return refused, len(groups.rows) + len(types.rows) + len(offers.rows)

    def _take_clients(self, stream, answers):
        connection = stream.connection_id
        reading = shape.read_clients(*answers.elements)
        applier = self.env["krokus.onec.client.applier"].sudo()
        lost = reading.refused + applier._apply(connection, reading.rows)
        return [("client", each) for each in lost], len(reading.rows)

    def _take_figures(self, stream, answers):
        connection = stream.connection_id
        orders, package = answers.elements
        reading = shape.read_figures(package)
        applier = self.env["krokus.onec.figures.applier"].sudo()
        lost = reading.refused + applier._apply(connection, reading.rows)
        documents = self._take_documents(stream, orders, answers.asked_at)
        self._commit()  # balances are written on their own connection, which must see the offers
        contained = self._contained(connection)
        self.env["krokus.stock"].sudo()._set_on_hand(
            applier._stock(reading.rows), as_of=answers.asked_at, settled=contained.order_id.ids
        )
        self.env["krokus.hold"].sudo()._settle(contained.order_id.ids)
        contained.settled = True
        return [("figures", each) for each in lost] + documents, len(reading.rows)

    def _take_documents(self, stream, orders, asked_at):
        reading = shape.read_documents(orders)
        outbox = self.env["krokus.onec.outbox"]
        # a document without the site's number is none of ours
        lost = [row for row in reading.refused if row.code != "empty_field"]
        lost += outbox._apply_documents(stream.connection_id, reading.rows)
        stream.documents_at = asked_at
        return [("document", each) for each in lost]

    def _contained(self, connection):
        """The messages of orders that these figures contain, and whose holds end with them."""
        return (
            self.env["krokus.onec.message"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("direction", "=", "out"),
                    ("settled", "=", False),
                    ("document_state", "in", connection._contained_states()),
                ]
            )
        )

    def _commit(self):
        self.env["ir.cron"]._commit_progress(0, remaining=0)
