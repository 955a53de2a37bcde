"""Buyers at the shop's own routes, behind the proxy, while its workers are killed."""

import http.client
import json
import os
import random
import signal
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from dev.ports import free
from dev.server import serving

from .journal import Journal
from .storm import Found

STOCK, SECONDS = 37, 30
BETWEEN_KILLS = 25  # answers
POLITE = {"odoo.exceptions.UserError", "odoo.exceptions.ValidationError"}


class Buyer:
    """A logged-in client with a connection of his own."""

    polite = POLITE

    def __init__(self, port, session):
        self.port, self.session = port, session

    def call(self, path, **params):
        """The answer as the journal knows it; None if the connection broke."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self._send("POST", path, body, "application/json")
        return answer and self._read(*answer)

    def open(self, path):
        """(status, text) of a page."""
        return self._send("GET", path)

    def submit(self, path, form):
        """(status, text) of what a form leads to; a redirection is not followed."""
        return self._send("POST", path, urlencode(form), "application/x-www-form-urlencoded")

    def _send(self, method, path, body=None, kind="text/html"):
        """(status, text); None if the connection broke."""
        headers = {"Content-Type": kind, "Cookie": f"session_id={self.session}"}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()

    def _read(self, status, text):
        if status in (502, 503):
            return None  # the proxy, whose worker was killed under the request
        if status >= 400:
            return {"broken": f"{status}"} if status >= 500 else {"refused": f"{status}"}
        found = json.loads(text)
        if "error" not in found:
            return {"result": found.get("result")}
        data = found["error"].get("data") or {}
        if data.get("name") in self.polite:
            return {"refused": data["message"]}
        return {"broken": f"{data.get('name')}: {data.get('message')}"}


def bell(database, keeper, people, workers, seconds=SECONDS):
    """Found, when all people want one of STOCK at once, and then others, for a while."""
    journal = Journal(f"shop-{workers}")
    port = free(3)
    sessions = keeper.do("sessions", logins=people)["sessions"]
    products = keeper.do("furnish", offers=4, stock=STOCK)["products"]
    with serving(database, port, workers, log="faults-shop.log") as odoo:
        buyers = [Buyer(port, session) for session in sessions]
        end = time.time() + seconds
        threads = [
            threading.Thread(target=_buy, args=(buyer, products, journal, end)) for buyer in buyers
        ]
        for thread in threads:
            thread.start()
        _kill_sometimes(odoo, journal, end - 1)
        for thread in threads:
            thread.join()
    for _round in range(2):
        keeper.do("sweep")
    seen = keeper.do("ledger")
    oversold = sum(max(held - on_hand, 0) for on_hand, held, *_ in seen["balances"].values())
    journal.close()
    return Found(journal, seen["broken"], oversold, 0)


def _buy(buyer, products, journal, end):
    """First the one that all want, then others, by core's door and the fast one in turns."""
    product, deed = products[0], "/shop/cart/add"
    dice = random.Random(buyer.session)  # noqa: S311
    while True:
        if deed == "/krokus/take":
            words = {"lines": [[product, dice.choice([0, 1, 2, 5])]]}
        else:
            words = {"product_template_id": product, "product_id": product, "quantity": 1}
        journal.note([deed, words], buyer.call(deed, **words))
        if time.time() > end:
            return
        product, deed = dice.choice(products), dice.choice(["/shop/cart/add", "/krokus/take"])


def _kill_sometimes(odoo, journal, end):
    at = 0
    while time.time() < end:
        time.sleep(0.05)
        if journal.served > at + BETWEEN_KILLS:
            at = journal.served
            kill_one(odoo)


def kill_one(odoo):
    """One of the server's workers, but not the one that keeps the websocket."""
    children = Path(f"/proc/{odoo.pid}/task/{odoo.pid}/children").read_text().split()
    workers = [
        pid for pid in children if b"gevent" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    if workers:
        os.kill(int(random.choice(workers)), signal.SIGKILL)  # noqa: S311
