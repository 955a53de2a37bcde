"""Which offers have more or less that is free now, on the way from who moved them to open pages.

A take only drops their ids here when it has committed. A thread of the process, asleep while
nothing moves, tells them beside the requests, at once and then no faster than once a second.
"""

import logging
import os
import time
from collections import deque
from threading import Event, Thread

from odoo import SUPERUSER_ID, api
from odoo.modules import module
from odoo.orm.registry import Registry
from odoo.service import server
from odoo.tools import config

HEAD_START = 0.02  # seconds: the answer of whoever moved them goes first
PAUSE = 1
_MOVED = "krokus_moved"
_NEWS = {}  # of this process and database: a fork has no thread of its parent's

_logger = logging.getLogger(__name__)


def mark(cr, product_ids):
    """The transaction of this side cursor moves what is free of these offers."""
    cr.cache.setdefault(_MOVED, set()).update(product_ids)


def marked(cr):
    """What the transaction has moved; None if nothing."""
    return cr.cache.get(_MOVED)


def of(dbname):
    """The News of this process and database."""
    key = os.getpid(), dbname
    if key not in _NEWS:
        _NEWS[key] = News(dbname)
    return _NEWS[key]


class News:
    """Ids of offers that wait to be told. A server's thread does so, a test by hand; nobody else
    keeps them."""

    def __init__(self, dbname):
        self.dbname = dbname
        self.is_some = Event()
        serves = server.server and not config["stop_after_init"] and not module.current_test
        self.heard = deque(maxlen=None if serves or module.current_test else 0)
        if serves:
            Thread(target=self.run, name=f"krokus.news.{dbname}", daemon=True).start()

    def hear(self, product_ids):
        self.heard.append(product_ids)
        if not self.is_some.is_set():
            self.is_some.set()

    def collect(self):
        """All ids that wait, taken out."""
        found = set()
        while self.heard:
            found |= self.heard.popleft()
        return found

    def run(self):
        while self.is_some.wait():
            time.sleep(HEAD_START)
            self.is_some.clear()
            try:
                self.tell()
            except Exception:  # what failed is told when it moves again
                _logger.exception("Open pages were not told what is free now")
            time.sleep(PAUSE)

    def tell(self):
        """What another worker told a moment ago waits: the last state is told."""
        product_ids = self.collect()
        registry = Registry(self.dbname).check_signaling()
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            left = env["krokus.stock.news"]._tell(product_ids)
        if left:
            self.hear(left)
