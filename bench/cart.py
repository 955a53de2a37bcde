"""Baskets of exactly ten lines, whose lines are replaced and never grow in number."""

import re
from statistics import median
from typing import NamedTuple

from .load import press

LINES = 10
PACK = 10


class Run(NamedTuple):
    """One measured stretch: a rate, milliseconds, and what it cost."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    queries: float
    errors: int
    outcome: object


def measured(side, buyers, act, **how):
    """Press, and read what it took from the processes and from Odoo's request log."""
    log, before = side.log(), sum(side.cpu())
    outcome = press(buyers, act, **how)
    spent = sum(side.cpu()) - before
    for buyer in buyers:
        buyer.close()
    served = [line.queries for line in log.served() if line.status < 400]
    return Run(
        outcome.rate,
        *[outcome.milliseconds(percent) for percent in (50, 95, 99)],
        spent / len(outcome.seconds) * 1000,
        median(served or [0]),
        outcome.counts["5xx"] + outcome.counts["4xx"] + outcome.counts["refused"],
        outcome,
    )


def goods(side, number):
    """The ten (template, product) of the buyer with this number: nobody else's."""
    start = number * LINES % len(side.offers)
    return side.offers[start : start + LINES]


class Core:
    """Core's own add: one pack more of one of the ten offers, in turn."""

    def __init__(self, side):
        self.lines = {sid: goods(side, number) for number, sid in enumerate(side.people)}

    def __call__(self, buyer, turn, outcome):
        template, product = self.lines[buyer.sid][turn % LINES]
        answer = buyer.call(
            "/shop/cart/add", product_template_id=template, product_id=product, quantity=PACK
        )
        if answer.result and answer.result["quantity"]:
            outcome.count("done")
        return answer


def page_cost(side, path, turns=3):
    """What a page costs one client, once both workers have seen it."""
    _come(side, path, in_flight=4, turns=2)
    log = side.log()
    _come(side, path, in_flight=1, turns=turns)
    return log.cost()


def _come(side, path, in_flight, turns):
    outcome = press(side.buyers(in_flight), _visit(path), in_flight=in_flight, turns=turns)
    if outcome.counts["5xx"] or outcome.counts["4xx"]:
        raise AssertionError(f"{path} does not come: {outcome.counts}")


def offer_page(side):
    """The address of the first offer's page, as the shop links it."""
    found = re.search(
        rb'href="(/shop/(?!category/)[^"?]+-\d+)["?]', side.buyers(1)[0].get("/shop").body
    )
    return found[1].decode()


def warm_up(side, carts=8):
    """Both workers have seen every page and route, and the first carts have their ten lines."""
    for path in ("/shop", offer_page(side)):
        press(side.buyers(4), _visit(path), in_flight=4, turns=3)
    fill(side, carts)
    press(side.buyers(4), _visit("/shop/cart"), in_flight=4, turns=3)


def _visit(path):
    return lambda buyer, _turn, _outcome: buyer.get(path)


def fill(side, count):
    """Put ten lines into the carts of the first buyers."""
    return press(side.buyers(count), Core(side), in_flight=4, turns=LINES)
