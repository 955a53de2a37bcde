import logging
from typing import NamedTuple

import psycopg2
from odoo import api, fields, models

from .. import shape
from ..transport import DeniedError, FaultError, OnecError, Service, UnavailableError

_logger = logging.getLogger(__name__)
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
        for connection in self.env["krokus.onec.connection"]._usable():
            for message in self.env["krokus.onec.message"]._waiting("in", connection):
                if not self._fetch(connection, message):
                    break

    @api.model
    def _ask_regularly(self, *kinds):
        for connection in self.env["krokus.onec.connection"]._usable():
            self.env["krokus.onec.message"].sudo()._request(connection, kinds)
        self.env["krokus.onec.connection"]._wake()

    def _fetch(self, connection, message):
        """True unless the connection failed, so that the other messages may wait with it."""
        try:
            answers = self._call(connection, message.kind)
        except (UnavailableError, DeniedError) as error:
            message._failed(error.problem, error, pause=False)
            connection._failed(error)
        except (OnecError, shape.UnreadableMessageError) as error:
            message._failed(error.problem, error)
        else:
            self._take(connection, message, answers)
        self._commit()
        return not connection.failures

    def _take(self, connection, message, answers):
        try:
            refused, count = getattr(self, f"_take_{message.kind}")(connection, answers)
        except psycopg2.OperationalError as error:
            self.env.cr.rollback()  # a buyer was quicker: the next run finds the same message
            message._failed("unexpected", error)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Message %s from 1C", message.id)
            message._failed("unexpected", error)
        else:
            self._close(connection, message, refused, count)

    def _close(self, connection, message, refused, count):
        self.env["krokus.onec.rejection"].sudo()._record(message, refused)
        if refused:
            message._refused_in_part(row_count=count)
        else:
            message._done(row_count=count)
        connection._answered()

    def _call(self, connection, kind):
        access, address = connection._access(), connection.site_address
        if kind == "clients":
            address = connection.customers_address
        since, asked_at = connection._documents_since(), fields.Datetime.now()
        self._commit()
        service = Service(address, access)
        return Answers(getattr(self, f"_call_{kind}")(service, since), asked_at)

    def _call_catalogue(self, service, since):
        return (
            service.call("GetItems", None, None),
            service.call("GetAmountAndPrices", None, None, None, None),
        )

    def _call_figures(self, service, since):
        """Orders before stock: what is posted in the first is contained in the second."""
        return (
            service.call("GetOrders", since or None),
            service.call("GetAmountAndPrices", None, None, None, None),
        )

    def _call_clients(self, service, since):
        returned = service.call("GetCustomers", DEVICE, True, None, None)
        if not shape.read_flag(returned.findtext("{*}Success")):
            raise FaultError(returned.findtext("{*}ResultMessage") or "GetCustomers")
        return (shape.parse(returned.findtext("{*}ResultMessage") or ""),)

    def _take_catalogue(self, connection, answers):
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

    def _take_clients(self, connection, answers):
        reading = shape.read_clients(*answers.elements)
        applier = self.env["krokus.onec.client.applier"].sudo()
        lost = reading.refused + applier._apply(connection, reading.rows)
        return [("client", each) for each in lost], len(reading.rows)

    def _take_figures(self, connection, answers):
        orders, package = answers.elements
        reading = shape.read_figures(package)
        applier = self.env["krokus.onec.figures.applier"].sudo()
        lost = reading.refused + applier._apply(connection, reading.rows)
        self._take_documents(connection, orders, answers.asked_at)
        self._commit()  # balances are written on their own connection, which must see the offers
        contained = self._contained(connection)
        self.env["krokus.stock"].sudo()._set_on_hand(
            applier._stock(reading.rows), as_of=answers.asked_at, settled=contained.order_id.ids
        )
        self.env["krokus.hold"].sudo()._settle(contained.order_id.ids)
        contained.settled = True
        return [("figures", each) for each in lost], len(reading.rows)

    def _take_documents(self, connection, orders, asked_at):
        reading = shape.read_documents(orders)
        self.env["krokus.onec.outbox"]._apply_documents(connection, reading.rows)
        connection.sudo().documents_at = asked_at

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
