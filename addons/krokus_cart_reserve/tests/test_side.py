from odoo.addons.krokus_catalog.prepared import Prepared
from odoo.sql_db import Connection, connection_info_for
from odoo.tests import TransactionCase, tagged

from ..side import KeptConnections

TWICE = Prepared("SELECT 2 * n FROM unnest(%(numbers)s) n", numbers="int[]")


@tagged("post_install", "-at_install")
class TestKeptConnections(TransactionCase):
    """What the side cursor stands on, with connections of its own."""

    def setUp(self):
        super().setUp()
        self.pool = KeptConnections()
        self.addCleanup(self.pool.close_all)

    def cursor(self):
        return Connection(self.pool, *connection_info_for(self.env.cr.dbname)).cursor()

    def ask(self, cr, sql):
        cr.execute(sql)
        return [row[0] for row in cr.fetchall()]

    def test_what_is_prepared_outlives_the_cursor(self):
        for _time in range(2):
            with self.cursor() as cr:
                TWICE(cr, numbers=[1, 2])
                self.assertEqual([row[0] for row in cr.fetchall()], [2, 4])
        with self.cursor() as cr:
            self.assertEqual(self.ask(cr, "SELECT name FROM pg_prepared_statements"), [TWICE.name])

    def test_where_nothing_is_kept_the_statement_is_sent_as_it_is(self):
        TWICE(self.env.cr, numbers=[])
        self.assertEqual(self.env.cr.fetchall(), [])
        self.assertNotIn(
            TWICE.name, self.ask(self.env.cr, "SELECT name FROM pg_prepared_statements")
        )

    def test_a_connection_that_the_server_has_ended_is_not_handed_out(self):
        with self.cursor() as cr:
            (ended,) = self.ask(cr, "SELECT pg_backend_pid()")
        self.env.cr.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
        with self.cursor() as cr:
            self.assertNotEqual(self.ask(cr, "SELECT pg_backend_pid()"), [ended])

    def test_two_at_once_have_a_connection_each(self):
        with self.cursor() as one, self.cursor() as other:
            pid = "SELECT pg_backend_pid()"
            self.assertNotEqual(self.ask(one, pid), self.ask(other, pid))
