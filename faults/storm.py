"""Everybody does everything at once, while workers and their connections are killed.

Afterwards the sweep goes round once, and the ledger must be as if nothing had happened.
"""

import random
import threading
import time
from itertools import cycle
from typing import NamedTuple

from dev import postgres

from .journal import Journal

OFFERS, STOCK = 12, 60
BETWEEN_KILLS = 12  # operations
KILL_ONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = '{}' AND state <> 'idle' ORDER BY random() LIMIT 1"
)


class Found(NamedTuple):
    """What a storm left behind."""

    journal: Journal
    broken: dict
    oversold: float
    lost: int  # confirmations that were answered and are not there

    def __str__(self):
        counts = self.journal.counts
        return (
            f"{sum(counts.values())} operations ({counts['done']} done, {counts['refused']}"
            f" refused, {counts['killed']} killed): {self.oversold:g} oversold,"
            f" {self.lost} lost confirmations, {counts['failed']} 5xx,"
            f" {sum(map(len, self.broken.values()))} broken invariants"
        )

    @property
    def clean(self):
        return not (self.oversold or self.lost or self.journal.counts["failed"] or self.broken)


class Storm:
    def __init__(self, database, crew, people, seed=1):
        self.database, self.crew, self.people = database, crew, people
        self.random = random.Random(seed)  # noqa: S311 - to repeat a storm, not to keep a secret
        self.orders = []

    def run(self, workers, seconds, killing=True):
        """Found, after so many workers have done what they can for so long."""
        journal = Journal(f"storm-{workers}")
        keeper = self.crew.hire(1)[0]
        products = keeper.do("furnish", offers=OFFERS, stock=STOCK)["products"]
        self.end = time.time() + seconds
        self.hands = self.crew.hire(workers)
        threads = [
            threading.Thread(target=self._work, args=(number, products, journal))
            for number in range(workers)
        ]
        if killing:
            threads.append(threading.Thread(target=self._kill, args=(journal,)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = self._look(keeper, journal)
        for worker in [keeper, *self.hands]:
            worker.close()
        journal.close()
        return found

    def _work(self, number, products, journal):
        dice = random.Random(f"{number}-{self.random.random()}")  # noqa: S311
        while time.time() < self.end:
            deed, words = self._choose(dice, products)
            worker = self.hands[number]
            try:
                answer = worker.do(deed, **words)
            except BrokenPipeError:
                answer = None
            journal.note([deed, words], answer)
            if answer is None:
                worker.close()
                self.hands[number] = self.crew.hire(1)[0]
            elif deed in ("confirm", "sell") and "orders" in answer:
                self.orders += answer["orders"]

    def _choose(self, dice, products):
        who = {"login": dice.choice(self.people)}
        product, quantity = dice.choice(products), dice.choice([0, 1, 2, 5, 20])
        lines = [[p, dice.choice([0, 1, 3, 10])] for p in dice.sample(products, dice.randint(1, 6))]
        deeds = {
            "take": (50, {**who, "lines": lines}),
            "door": (12, {**who, "product": product, "quantity": quantity}),
            "confirm": (10, who),
            "look": (6, who),
            "sell": (4, {"product": product, "quantity": 1 + quantity}),
            "books": (4, {"product": product, "more": 10}),
            "sweep": (3, {}),
            "age": (1, {"seconds": 1200}),
        }
        deed = dice.choices(list(deeds), [weight for weight, _words in deeds.values()])[0]
        words = dict(deeds[deed][1])
        if deed == "door" and dice.random() < 0.4:
            words["fails"] = dice.choice(["savepoint", "whole"])
        if deed == "sell" and self.orders and dice.random() < 0.5:
            return "cancel", {"orders": [dice.choice(self.orders)]}
        return deed, words

    def _kill(self, journal):
        """Now a worker, now a connection, whenever some have been served."""
        at = 0
        for turn in cycle((True, False)):
            while journal.served < at + BETWEEN_KILLS:
                time.sleep(0.05)
                if time.time() > self.end - 0.5:
                    return
            at = journal.served
            if turn:
                self.random.choice(self.hands).kill()
            else:
                postgres.query(KILL_ONE.format(self.database))

    def _look(self, keeper, journal):
        for _round in range(2):
            keeper.do("sweep")
        seen = keeper.do("ledger")
        kept = keeper.do("orders", numbers=sorted(journal.confirmed))["orders"]
        oversold = sum(max(held - on_hand, 0) for on_hand, held, *_ in seen["balances"].values())
        lost = journal.confirmed - kept.keys() - self._cancelled(keeper, journal)
        return Found(journal, seen["broken"], oversold, len(lost))

    def _cancelled(self, keeper, journal):
        """Checkouts of which the storm itself cancelled an order."""
        return set(keeper.do("orders", numbers=sorted(journal.confirmed), state="cancel")["orders"])
