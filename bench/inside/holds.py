"""What the ledger is asked to do directly, without the web."""

import os
import time
from unittest.mock import patch

from odoo import api, sql_db
from odoo.addons.krokus_cart_reserve.take import Wish
from odoo.addons.krokus_catalog.prepared import Prepared
from odoo.sql_db import Cursor

from .ours import PACK


def expire(env, baskets, lines):
    """That many baskets with so many lines each, whose time is over."""
    products = env["product.product"].search([("default_code", "=like", "A%")], limit=lines)
    wishes = [Wish(product.id, PACK, 1) for product in products]
    website = env["website"].search([], limit=1)
    people = env["res.users"].search([("login", "=like", "buyer%")], limit=baskets).partner_id
    for person in people:
        env["krokus.basket"]._of(person, website)._take(wishes)
    env.cr.commit()
    env.cr.execute("UPDATE krokus_hold SET deadline = now() AT TIME ZONE 'UTC' - interval '1 min'")
    return env.cr.rowcount


def sweep(env):
    """Tidy up, as the cron does it; when it began and ended, and how many were tidied."""
    dead = "SELECT COUNT(*) FROM krokus_hold WHERE state = 'live' AND deadline <= now()"
    env.cr.execute(dead)
    before = env.cr.fetchone()[0]
    env.cr.commit()
    begun = time.time()
    env["krokus.hold"]._sweep()
    env.cr.commit()
    ended = time.time()
    env.cr.execute(dead)
    return {"begun": begun, "ended": ended, "count": before - env.cr.fetchone()[0]}


def press(env, logins, products, seconds):
    """How many takes as many processes as there are logins make, each on ten offers of its own."""
    people = [env["res.users"].search([("login", "=", login)]).id for login in logins]
    env.cr.commit()
    pipes = [os.pipe() for _login in logins]
    children = [
        _child(env, person, own, seconds, pipe)
        for person, own, (_read, pipe) in zip(people, products, pipes, strict=True)
    ]
    for child in children:
        os.waitpid(child, 0)
    return sum(int(os.read(read, 20) or 0) for read, _write in pipes)


def _child(env, person, products, seconds, pipe):
    """A process with connections of its own; those of its parent it leaves alone."""
    child = os.fork()
    if child:
        return child
    sql_db._Pool = None
    env.registry._db = sql_db.db_connect(env.cr.dbname)
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        with env.registry.cursor() as cr:
            product, quantity = products[done % len(products)], PACK * (1 + done // 10 % 5)
            _take(api.Environment(cr, person, {}), product, quantity)
        done += 1
    os.write(pipe, str(done).encode())
    os._exit(0)


def _take(env, product, quantity):
    website = env["website"].search([], limit=1)
    env["krokus.basket"]._current(website)._take([Wish(product, quantity, 1)])


def record(env, login, product, quantity):
    """The statements of one take: of the request's own transaction, and of the one beside it."""
    user = env["res.users"].search([("login", "=", login)])
    said, execute = [], Cursor.execute

    def listen(cursor, *words, **options):
        found = execute(cursor, *words, **options)
        said.append((cursor, cursor._obj.query.decode()))
        return found

    def send(prepared, cursor, **values):
        cursor.execute(prepared._plain, values)

    with env.registry.cursor() as cr:
        # As they are: pgbench prepares them by itself.
        with patch.object(Cursor, "execute", listen), patch.object(Prepared, "__call__", send):
            _take(api.Environment(cr, user.id, {}), product, quantity)
        return {
            "own": [text for cursor, text in said if cursor is cr],
            "side": [text for cursor, text in said if cursor is not cr],
        }
