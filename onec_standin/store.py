"""What the stand-in was told, kept in one SQLite file: orders and corrections of stock.

An order is known by the site's number. The same order sent again changes nothing;
the same number with another id is refused, as two documents would hide behind one number.
"""

import json
import sqlite3
import threading
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL,
    site_number TEXT NOT NULL UNIQUE,
    client_ref TEXT NOT NULL,
    client_name TEXT NOT NULL,
    ordered_on TEXT NOT NULL,
    amount TEXT NOT NULL,
    comment TEXT NOT NULL,
    lines TEXT NOT NULL,
    posted INTEGER NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0,
    times_received INTEGER NOT NULL DEFAULT 1,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS stock (offer_ref TEXT PRIMARY KEY, quantity TEXT NOT NULL);
"""


class NumberTakenError(Exception):
    """The site's number already belongs to another order."""


class Line(NamedTuple):
    ref: str
    name: str
    quantity: Decimal
    price: Decimal
    amount: Decimal


class Order(NamedTuple):
    ref: str
    site_number: str
    client_ref: str
    client_name: str
    ordered_on: str
    amount: Decimal
    comment: str
    lines: tuple
    number: str = ""
    posted: bool = False
    cancelled: bool = False
    times_received: int = 1
    received_at: str = ""
    changed_at: str = ""


class Store:
    """Thread-safe: one connection behind one lock, every change its own transaction."""

    def __init__(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / "onec.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        with self._db:
            self._db.executescript(SCHEMA)

    def close(self):
        with self._lock:
            self._db.close()

    def load_orders(self, orders, posted):
        """All or nothing, as 1C does with one message."""
        with self._lock, self._db:
            for order in orders:
                self._load(order, posted)

    def _load(self, order, posted):
        known = self._db.execute(
            "SELECT id, ref FROM orders WHERE site_number = ?", (order.site_number,)
        ).fetchone()
        if known and known["ref"] != order.ref:
            raise NumberTakenError(order.site_number)
        if known:
            self._db.execute(
                "UPDATE orders SET times_received = times_received + 1 WHERE id = ?",
                (known["id"],),
            )
            return
        now = _now()
        self._db.execute(
            "INSERT INTO orders (ref, site_number, client_ref, client_name, ordered_on, amount,"
            " comment, lines, posted, received_at, changed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                order.ref,
                order.site_number,
                order.client_ref,
                order.client_name,
                order.ordered_on,
                str(order.amount),
                order.comment,
                json.dumps([list(map(str, line)) for line in order.lines], ensure_ascii=False),
                int(posted),
                now,
                now,
            ),
        )

    def orders(self, since=None):
        """Orders changed at `since` (ISO text) or later, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT * FROM orders WHERE changed_at >= ? ORDER BY id", (since or "",)
            ).fetchall()
        return [_order(row) for row in rows]

    def post(self, site_number, posted=True):
        return self._mark(site_number, "posted", posted)

    def cancel(self, site_number):
        return self._mark(site_number, "cancelled", True)

    def _mark(self, site_number, column, value):
        with self._lock, self._db:
            cursor = self._db.execute(
                f"UPDATE orders SET {column} = ?, changed_at = ? WHERE site_number = ?",
                (int(value), _now(), site_number),
            )
            return bool(cursor.rowcount)

    def set_stock(self, offer_ref, quantity):
        with self._lock, self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO stock (offer_ref, quantity) VALUES (?, ?)",
                (offer_ref, str(quantity)),
            )

    def stock_corrections(self):
        with self._lock:
            rows = self._db.execute("SELECT offer_ref, quantity FROM stock").fetchall()
        return {row["offer_ref"]: Decimal(row["quantity"]) for row in rows}

    def sold(self):
        """Units that posted orders took out of free stock, by offer."""
        units = {}
        for order in self.orders():
            if order.posted and not order.cancelled:
                for line in order.lines:
                    units[line.ref] = units.get(line.ref, Decimal(0)) + line.quantity
        return units


def _now():
    return datetime.now().isoformat(timespec="milliseconds")  # 1C: the server's local time


def _order(row):
    lines = tuple(
        Line(ref, name, Decimal(quantity), Decimal(price), Decimal(amount))
        for ref, name, quantity, price, amount in json.loads(row["lines"])
    )
    return Order(
        ref=row["ref"],
        site_number=row["site_number"],
        client_ref=row["client_ref"],
        client_name=row["client_name"],
        ordered_on=row["ordered_on"],
        amount=Decimal(row["amount"]),
        comment=row["comment"],
        lines=lines,
        number=f"КРБ-{row['id']:06d}",
        posted=bool(row["posted"]),
        cancelled=bool(row["cancelled"]),
        times_received=row["times_received"],
        received_at=row["received_at"],
        changed_at=row["changed_at"],
    )
