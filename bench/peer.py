"""Krokus and stock Odoo side by side: the same goods, two workers each, the same proxy."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property

from dev import database, postgres
from dev.paths import LOGS
from dev.ports import free
from dev.server import serving

from . import data, shell
from .load import Buyer
from .seconds import RequestLog, cpu

# Nothing that runs by itself may fall into one side's turn.
CALM = ("--max-cron-threads=0",)


@dataclass(eq=False)
class Side:
    """A server that runs, and people who are logged in to it; the last one is the administrator."""

    name: str
    log_path: object
    database: str
    port: int
    odoo: object
    sids: list

    @property
    def people(self):
        return self.sids[:-1]

    def buyers(self, count, start=0):
        """`count` people, each with a connection of his own."""
        return [Buyer(self.port, sid) for sid in self.people[start : start + count]]

    def admin(self):
        return Buyer(self.port, self.sids[-1])

    def write(self, model, ids, values):
        """Change records as the administrator; every worker hears of it with its next request."""
        words = {"model": model, "method": "write", "args": [ids, values], "kwargs": {}}
        answer = self.admin().call("/web/dataset/call_kw", **words)
        if answer.result is not True:
            raise AssertionError(f"{model} cannot be changed: {answer.refusal}")

    def show(self, ours):
        """The shop's list is our own, or Odoo's."""
        websites = [int(key) for key in self.query("SELECT id FROM website")]
        self.write("website", websites, {"krokus_order_sheet": ours})

    def log(self):
        return RequestLog(self.log_path)

    def cpu(self):
        return cpu(self.odoo.pid, self.database)

    def query(self, sql):
        return postgres.query(sql, self.database)

    @cached_property
    def offers(self):
        """[(template id, product id)] of what can be bought, in the order of their ids."""
        rows = self.query(
            "SELECT p.product_tmpl_id || ' ' || p.id FROM product_product p"
            " JOIN product_template t ON t.id = p.product_tmpl_id"
            " WHERE t.default_code LIKE 'A%' ORDER BY p.id"
        )
        return [tuple(map(int, row.split())) for row in rows]

    def product(self, code):
        """The id of the offer with this article."""
        return int(
            self.query(
                "SELECT p.id FROM product_product p JOIN product_template t"
                f" ON t.id = p.product_tmpl_id WHERE t.default_code = '{code}'"
            )[0]
        )


@contextmanager
def side(name, scale):
    """One side on a fresh copy of its database, for as long as the block runs."""
    source = data.prepared(name, scale)
    log = f"bench-{name}-{scale.offers}.log"
    with database.scratch(f"bench_{name}_{scale.offers}") as copied:
        database.copy(source, copied)
        logins = [*(f"buyer{number}" for number in range(1, scale.buyers + 1)), "admin"]
        sids = shell.call(copied, "people", "log_in", logins=logins)
        port = free(3)
        with serving(copied, port, words=CALM, log=log) as odoo:
            yield Side(name, LOGS / log, copied, port, odoo, sids)


@contextmanager
def both(scale):
    """(stock, ours), running at the same time, so that they can take turns."""
    with ExitStack() as stack:
        yield tuple(stack.enter_context(side(name, scale)) for name in ("stock", "ours"))
