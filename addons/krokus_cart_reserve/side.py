"""The short transaction beside the request's own, in which flowers are taken and given back.

Odoo's requests run at REPEATABLE READ: a counter that many want would make each race a failure
that repeats the whole request after seconds of sleep. Here each statement sees what others
committed, waits for its turn, and is done in milliseconds.
"""

import os
from contextlib import contextmanager
from select import POLLIN, poll

from odoo.addons.krokus_catalog.see_as import is_seeing
from odoo.modules import module
from odoo.sql_db import Connection, ConnectionPool, Cursor, connection_info_for
from odoo.tools import config
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from . import news

PATIENTLY = "SET LOCAL lock_timeout = '3s'"
LAZILY = "SET LOCAL synchronous_commit = off"
# Few rows, found by their keys and kept in memory; one plan for all values, for to weigh each
# call's own is what takes the time.
_FURNISH = """
SET lock_timeout = '3s';
SET enable_seqscan = off; SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan
"""
_SIDES = {}  # of this process and database: a fork must not share a connection


class KeptConnections(ConnectionPool):
    """Hands out a connection as it was left: Odoo's own pool forgets what is prepared on it."""

    def borrow(self, connection_info):
        return self._kept() or _furnished(super().borrow(connection_info))

    def _kept(self):
        with self._lock:
            for connection in self._connections:
                if not connection._pool_in_use and not connection.closed and _is_quiet(connection):
                    connection._pool_in_use = True
                    return connection
        return None


def _furnished(connection):
    connection.krokus_prepared = set()
    with connection.cursor() as cr:
        cr.execute(_FURNISH)
    connection.commit()
    return connection


def _is_quiet(connection):
    """Whether the server has sent nothing unasked: its last word is that it ends."""
    watched = poll()
    watched.register(connection, POLLIN)
    return not watched.poll(0)


@contextmanager
def side_cursor(env, lazily=False):
    """A READ COMMITTED cursor of its own that commits at the end of the block.

    `lazily` does not wait until the disk has it: for what a crash may lose, because somebody does
    it again, or because a later commit that is waited for takes it to the disk too.

    It cannot see what the request wrote and has not committed. In tests it is a savepoint of the
    test's own transaction, whose isolation stays, and where what is not flushed would be missing.
    """
    with _open(env) as cr:
        if isinstance(cr, Cursor):
            # Sent with BEGIN: no round trip.
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        else:
            env.flush_all()
        if module.current_test:
            cr.execute(PATIENTLY)
        if lazily:
            cr.execute(LAZILY)
        if is_seeing():
            cr.execute("SET TRANSACTION READ ONLY")
        yield cr
        moved = news.marked(cr)
    if moved:
        news.of(env.cr.dbname).hear(moved)


def _open(env):
    if module.current_test:
        return env.registry.cursor()
    key = os.getpid(), env.cr.dbname
    if key not in _SIDES:
        pool = KeptConnections(int(config["db_maxconn"]))
        _SIDES[key] = Connection(pool, *connection_info_for(env.cr.dbname))
    return _SIDES[key].cursor()
