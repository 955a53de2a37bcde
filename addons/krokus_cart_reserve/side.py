"""The short transaction beside the request's own, in which flowers are taken and given back.

Odoo's requests run at REPEATABLE READ: a counter that many want would make each race a failure
that repeats the whole request after seconds of sleep. Here each statement sees what others
committed, waits for its turn, and is done in milliseconds.
"""

from contextlib import contextmanager

from odoo.sql_db import Cursor
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

# Goes with the first statement that may wait, which saves a round trip.
PATIENTLY = "SET LOCAL lock_timeout = '3s'; "


@contextmanager
def side_cursor(env):
    """A READ COMMITTED cursor of its own that commits at the end of the block.

    It cannot see what the request wrote and has not committed. In tests it is a savepoint of the
    test's own transaction, whose isolation stays, and where what is not flushed would be missing.
    """
    with env.registry.cursor() as cr:
        if isinstance(cr, Cursor):
            # Sent with BEGIN: no round trip.
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        else:
            env.flush_all()
        yield cr
