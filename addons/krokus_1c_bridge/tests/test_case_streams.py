from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from .common import BridgeCase


@tagged("post_install", "-at_install", "cases")
class TestStreams(BridgeCase):
    """K20: a slow kind of traffic pauses itself alone."""

    def setUp(self):
        super().setUp()
        self.fetch_all()
        self.client = self.env["res.partner"].search([("name", "=", "Лепесток")])

    def slow(self, operation, **values):
        self.connection.call_seconds = 1
        self.standin.control("trouble", mode="slow", seconds=3, operation=operation, **values)

    def test_a_slow_catalogue_pauses_neither_orders_nor_figures(self):
        self.slow("GetItems")
        catalogue = self.fetch("catalogue")
        self.assertEqual((catalogue.state, catalogue.problem), ("failed", "over_limit"))
        self.connection.call_seconds = 60
        order = self.make_order(self.client, self.offer(), 1)
        self.deliver()
        self.assertEqual(self.letter(order).state, "done")
        self.assertEqual(self.fetch("figures").state, "done")
        states = {stream.kind: stream.state for stream in self.connection.stream_ids}
        self.assertEqual(states.pop("catalogue"), "unavailable")
        self.assertEqual(set(states.values()), {"working"})
        self.assertEqual(self.connection.state, "unavailable", "part of it")

    def test_a_paused_stream_is_not_asked_before_its_time(self):
        self.slow("GetItems")
        self.fetch("catalogue")
        self.run_cron("inbox", "_fetch_due")
        self.assertEqual(self.connection._stream("catalogue").failures, 1)

    def test_letters_that_fail_leave_what_arrives_alone(self):
        order = self.make_order(self.client, self.offer(), 1)
        self.standin.control("trouble", mode="error", operation="LoadOrders", times=5)
        self.deliver()
        self.assertEqual(self.connection._stream("order").state, "unavailable")
        self.assertEqual(self.fetch("catalogue").state, "done")
        self.assertEqual(self.letter(order).state, "failed")

    def test_a_service_that_is_not_published_stops_its_own_stream_alone(self):
        self.connection.customers_address = f"{self.standin.url}ws/nowhere?wsdl"
        self.assertEqual(self.fetch("clients").problem, "closed")
        self.assertEqual(self.fetch("figures").state, "done")
        order = self.make_order(self.client, self.offer(), 1)
        self.deliver()
        self.assertEqual(self.letter(order).state, "done")

    def test_a_refused_login_is_tried_once_for_all_streams(self):
        self.connection.password = "wrong"
        self.fetch("catalogue", "clients", "figures")
        streams = self.connection.stream_ids
        self.assertEqual(sum(streams.mapped("failures")), 1)
        self.assertEqual(self.connection.state, "denied")

    def test_checking_wakes_every_stream(self):
        self.slow("GetItems")
        self.fetch("catalogue")
        self.connection.call_seconds = 60
        self.connection.with_user(self.make_manager()).action_check()
        self.assertEqual(self.connection.state, "working")
        self.run_cron("inbox", "_fetch_due")
        self.assertEqual(self.connection._stream("catalogue").failures, 0)


@tagged("post_install", "-at_install", "cases")
class TestTwoTransactions(TransactionCase):
    """Two real transactions: two jobs on one connection, a change while a letter leaves.

    What they need to see is committed, and taken away at the end.
    """

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            connection = env["krokus.onec.connection"].create(
                {"name": "1С двух работ", "site_address": "http://127.0.0.1:9/", "login": "site"}
            )
            partner = env["res.partner"].create({"name": "Клиент двух работ"})
            order = env["sale.order"].create({"partner_id": partner.id})
            letter = env["krokus.onec.message"]._enqueue(order)
            letter.connection_id = connection
            self.ids = connection.id, letter.id, order.id, partner.id
        self.addCleanup(self.take_away)

    def take_away(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            names = (
                "krokus.onec.connection",
                "krokus.onec.message",
                "sale.order",
                "res.partner",
            )
            records = [env[name].browse(key) for name, key in zip(names, self.ids, strict=True)]
            for record in (records[1], records[2], records[3], records[0]):
                record.unlink()

    def transaction(self):
        """An environment whose snapshot is taken now."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["krokus.onec.connection"].browse(self.ids[0]).read(["name"])
        return env

    def end(self, env):
        env.flush_all()
        env.cr.commit()

    def stream(self, env, kind):
        return env["krokus.onec.connection"].browse(self.ids[0])._stream(kind)

    def letter(self, env):
        return env["krokus.onec.message"].browse(self.ids[1])

    def order(self, env):
        return env["sale.order"].browse(self.ids[2])

    def test_two_jobs_on_one_connection_keep_what_each_has_done(self):
        delivery, fetching = self.transaction(), self.transaction()
        first, second = fields.Datetime.now(), fields.Datetime.from_string("2026-01-02 03:04:05")
        self.stream(delivery, "order")._answered()
        self.stream(delivery, "order").documents_at = first
        self.stream(fetching, "figures")._failed(ValueError("нет"))
        self.stream(fetching, "figures").documents_at = second
        self.end(delivery)
        self.end(fetching)
        after = self.transaction()
        self.assertEqual(self.stream(after, "order").documents_at, first)
        self.assertEqual(self.stream(after, "figures").documents_at, second)
        self.assertEqual(self.stream(after, "order").failures, 0)
        self.assertEqual(self.stream(after, "figures").failures, 1)

    @mute_logger("odoo.sql_db")
    def test_a_letter_whose_order_is_changing_waits(self):
        change, delivery = self.transaction(), self.transaction()
        self.order(change)._krokus_onec_may_change()
        self.assertFalse(self.letter(delivery)._lock_due())
        self.end(change)
        with self.assertRaises(SerializationFailure):
            self.letter(delivery)._lock_due()
        self.assertTrue(self.letter(self.transaction())._lock_due())

    @mute_logger("odoo.sql_db")
    def test_a_change_that_is_later_than_the_letter_begins_again_and_is_refused(self):
        change, delivery = self.transaction(), self.transaction()
        self.assertTrue(self.letter(delivery)._lock_due())
        self.letter(delivery)._leaving({"number": "S1", "lines": []})
        self.end(delivery)
        with self.assertRaises(SerializationFailure):
            self.order(change)._krokus_onec_may_change()
        change.cr.rollback()
        with self.assertRaises(UserError):
            self.order(self.transaction())._krokus_onec_may_change()
