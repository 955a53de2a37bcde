"""Odoo processes that do what they are told: `python -m faults.worker DB SOCKET OPTIONS...`.

One process loads Odoo and forks, as the shop's server does, whenever it reads a line. A child
works on connections of its own, takes its orders from SOCKET, a JSON line each, and repeats a
request that met another one, as Odoo's server does.
"""

import json
import os
import signal
import socket
import sys
import time

from . import deeds, looks, scene


def main(database, address, arguments):
    registry = _registry(database, arguments)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        if not os.fork():
            _work(registry, address)


def _registry(database, arguments):
    from odoo import sql_db
    from odoo.orm.registry import Registry
    from odoo.tools import config

    config.parse_config(arguments)
    registry = Registry(database)
    sql_db.close_all()
    return registry


def _work(registry, address):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(address)
        lines = link.makefile("rw")
        _answer(lines, {"pid": os.getpid()})
        for line in lines:
            order = json.loads(line)
            time.sleep(max(order.pop("at", 0) - time.time(), 0))
            _answer(lines, _do(registry, **order))
    os._exit(0)


def _do(registry, deed, login=None, **words):
    """The deed's answer with its times; an error that people read is an answer too."""
    from odoo.exceptions import UserError

    begun = time.time()
    try:
        found = _request(registry, deed, login, words)
    except UserError as error:
        found = {"refused": str(error)}
    except Exception as error:  # noqa: BLE001 - the suite counts what is not for people
        found = {"broken": f"{type(error).__name__}: {error}"}
    return {**found, "deed": deed, "login": login, "begun": begun, "ended": time.time()}


def _request(registry, deed, login, words):
    from odoo import SUPERUSER_ID, api
    from odoo.service.model import retrying

    with registry.cursor() as cr:
        uid = SUPERUSER_ID
        if login:
            cr.execute("SELECT id FROM res_users WHERE login = %s", [login])
            uid = cr.fetchone()[0]
        registry.check_signaling(cr)
        env = api.Environment(cr, uid, {"lang": "en_US"})
        return retrying(lambda: _found(deed)(env, **words), env)


def _found(deed):
    home = next(module for module in (deeds, looks, scene) if hasattr(module, deed))
    return getattr(home, deed)


def _answer(lines, found):
    lines.write(json.dumps(found, default=str) + "\n")
    lines.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
