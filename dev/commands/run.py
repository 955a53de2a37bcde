"""make run: the shop on http://localhost:8069 (PORT=8080 make run takes others).

From nothing, in the foreground; Ctrl-C stops all of it. Started again, it keeps its data.
"""

import os
from contextlib import ExitStack

from .. import database, demo, locks, odoo_tree, postgres, proxy, standin, venv
from ..console import Stop, say, stages, step
from ..once import check_whole
from ..paths import LOGS
from ..server import check_free, serving

DATABASE = "krokus"


def main(arguments):
    port = _port()
    if not locks.claim("run"):
        raise Stop("make run of this checkout is up already: Ctrl-C there or `make stop` ends it.")
    check_free(port, 4)
    with ExitStack() as running:
        odoo = stages([*_stages(), lambda: _serve(running, port)])
        _tell(port)
        try:
            odoo.wait()
        except KeyboardInterrupt:
            say("\nStopping.")
        else:
            raise Stop(f"Odoo ended by itself, see {LOGS / 'odoo.log'}")


def _stages():
    """What must be there before the servers start; most of it is, after the first time."""
    fetched = [odoo_tree.packages_folder, venv.python, postgres.start, proxy.haproxy]
    if demo.complete(DATABASE):
        return [*fetched, lambda: database.update(DATABASE)]
    check_whole()
    say("Krokus from nothing: this takes a few minutes once, and seconds from then on.")
    made = [database.core, database.template, demo.template, lambda: demo.copy(DATABASE)]
    return [*fetched, *made]


def _serve(running, port):
    books = running.enter_context(standin.serving(port + 3))
    demo.point_at(DATABASE, books.address)
    with step("Odoo with two workers behind the proxy"):
        return running.enter_context(serving(DATABASE, port))


def _port():
    text = os.environ.get("PORT", "8069")
    if not text.isdecimal() or not 1024 <= int(text) <= 65000:
        raise Stop(f"PORT={text} is no port: take a number from 1024 to 65000.")
    return int(text)


def _tell(port):
    say(f"\nThe shop         http://localhost:{port}")
    say(f"The backend      http://localhost:{port}/odoo")
    say(f"1C's stand-in    http://localhost:{port + 3}\n")
    people = demo.people(DATABASE)
    names, logins = (max(len(person[part]) for person in people) for part in (0, 1))
    for who, login, password in people:
        say(f"  {who:<{names}}  {login:<{logins}}  {password}")
    say("\nCtrl-C stops it.")
