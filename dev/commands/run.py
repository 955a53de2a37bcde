"""make run: from nothing to the shop, in the foreground; Ctrl-C stops all of it."""

import os

from .. import demo, postgres, standin, venv
from ..console import Stop, say, step
from ..server import check_free, serving

DATABASE = "krokus"


def main(arguments):
    port = _port()
    for number in (port, port + 1, port + 2, port + 3):
        check_free(number)
    say("Krokus: fetching and building what is not there yet.")
    venv.python()
    postgres.start()
    with standin.serving(port + 3) as books:
        people = _ready(books.address)
        with step("Odoo with two workers behind the proxy"):
            shop = serving(DATABASE, port)
            odoo = shop.__enter__()
        try:
            _tell(port, books.address, people)
            odoo.wait()
        except KeyboardInterrupt:
            say("\nStopping.")
        finally:
            shop.__exit__(None, None, None)
            postgres.stop()


def _ready(address):
    """The demo's database; who can log in. The stand-in's port may have changed since."""
    if not demo.complete(DATABASE):
        demo.copy(DATABASE)
    demo.point_at(DATABASE, address)
    return demo.people(DATABASE)


def _port():
    text = os.environ.get("PORT", "8069")
    if not text.isdecimal() or not 1024 <= int(text) <= 65000:
        raise Stop(f"PORT={text} is no port: take a number from 1024 to 65000.")
    return int(text)


def _tell(port, address, people):
    say(f"\nThe shop:        http://localhost:{port}")
    say(f"The backend:     http://localhost:{port}/odoo")
    say(f"1C's stand-in:   {address}\n")
    for who, login, password in people:
        say(f"  {who:<34} {login:<22} {password}")
    say("\nCtrl-C stops it.")
