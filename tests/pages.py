"""Somebody in a browser of his own, before a shop that can be slow."""

import json
import time
from contextlib import contextmanager
from itertools import cycle
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg2

from dev import postgres
from dev.paths import SOCKETS
from tests.browser import Browser
from tests.floor import FloorCase
from tests.late import Late

EMPTIED = "DELETE FROM krokus_hold; UPDATE krokus_stock SET held = 0"
TAKE, CART = "/krokus/take", "/shop/cart"
SHEET = "/shop?view=sheet&stock=1&mode=exchange"
ROW = ".krokus_sheet tr.krokus_order_ready"
PATIENCE = 30  # seconds
PACE = 0.06  # seconds between two keys of a quick typist


def posted(path, params):
    """In JavaScript: the promise of an answer, which is thrown if it is an error."""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    return f"""fetch("{path}", {{method: "POST", body: {json.dumps(body)},
        headers: {{"Content-Type": "application/json"}}}})
        .then((answer) => answer.json())
        .then((answer) => {{ if (answer.error) throw Error(answer.error.data.message); }})"""


class Pages(FloorCase):
    """Each test is somebody in a browser of his own, behind a proxy that can be slow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = Late(cls.floor.address)
        cls.addClassCleanup(cls.late.close)
        cls.logins = cycle(f"client{number}" for number in range(1, 12))

    def setUp(self):
        super().setUp()
        self.login = next(self.logins)
        self.page = self.browser()
        self.page.login(self.login)
        self.addCleanup(self.floor.query, EMPTIED)

    def browser(self):
        return self.enterContext(Browser(self.late.address))

    def sheet(self, path=SHEET):
        self.page.open(path)
        self.shown(f"{ROW} input")

    def sees(self, expression):
        return self.page.wait_until(expression, PATIENCE)

    def shown(self, selector):
        self.page.wait(selector, PATIENCE)

    def offers(self, count=1, least=300):
        """The ids of the first offers on the sheet, of which there is enough."""
        return self.page.evaluate(
            f"""[...document.querySelectorAll("{ROW}")]
                .map((row) => row.dataset)
                .filter(({{step, free}}) => Number(step) === 25 && Number(free) >= {least})
                .slice(0, {count}).map(({{offer}}) => offer)"""
        )

    def row(self, offer):
        return f"{ROW}[data-offer='{offer}']"

    def more(self, offer):
        self.page.click(f"{self.row(offer)} .krokus_order_more")

    def field(self, offer):
        return f"{self.row(offer)} .krokus_order_quantity input"

    def value(self, selector):
        return self.page.evaluate(f"document.querySelector({json.dumps(selector)}).value")

    def slowly(self, text):
        for letter in text:
            self.page.write(letter)
            time.sleep(PACE)

    def held(self, login=None):
        """{offer: quantity} that a client holds."""
        rows = self.floor.query(
            """SELECT h.product_id, h.quantity FROM krokus_hold h
                 JOIN krokus_basket b ON b.id = h.basket_id
                 JOIN res_users u ON u.partner_id = b.partner_id
                WHERE u.login = %s AND h.state = 'live'""",
            [login or self.login],
        )
        return {str(offer): float(quantity) for offer, quantity in rows}

    def holds(self, offer, quantity):
        """Wait until that is held, and the row says so."""
        deadline = time.monotonic() + PATIENCE
        while self.held().get(offer) != quantity and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(self.held().get(offer), quantity)
        self.sees(f"!document.querySelector(`{self.row(offer)}.krokus_order_busy`)")

    @contextmanager
    def basket_locked(self):
        """As if another request of the client's did not end."""
        connection = psycopg2.connect(
            dbname=self.floor.database, host=str(SOCKETS), user=postgres.USER
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM krokus_basket FOR UPDATE")
                yield
        finally:
            connection.close()

    def log_in_elsewhere(self, login):
        """As in another tab of the same browser."""
        self.page.evaluate("fetch('/web/session/logout')")
        if login:
            params = {"db": self.floor.database, "login": login, "password": "krokus"}
            self.page.evaluate(posted("/web/session/authenticate", params))

    def as_admin(self, *writes):
        """Without a browser: the pages of staff are large, and are not asked about here."""
        opener = build_opener(HTTPCookieProcessor())
        login = {"db": self.floor.database, "login": "admin", "password": "krokus"}
        calls = [("/web/session/authenticate", login)]
        for model, args in writes:
            words = {"model": model, "method": "write", "args": args, "kwargs": {}}
            calls.append(("/web/dataset/call_kw", words))
        for path, params in calls:
            body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
            kind = {"Content-Type": "application/json"}
            with opener.open(Request(self.floor.address + path, body, kind)) as answer:
                self.assertNotIn("error", json.load(answer))
