"""The worst that 64 kB can cost on each public route, beside an ordinary request.

Every shape of input is sent to every route with 8 and with 64 kB; CPU is the processes' own, of
Odoo and of PostgreSQL, so that a busy machine does not matter. An ordinary request is a page or
fifty lines. Then one client sends the worst of all, six at a time, while another looks at pages.
"""

import json
import re
from itertools import chain
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlencode

from . import table
from .data import Scale
from .load import press
from .measure import in_turns, median_ratio, percentile
from .peer import side
from .shapes import SHAPES

SMALL, LARGE = 8_000, 64_000
TURNS = 3
ROUNDS = 3
IN_FLIGHT = 6
SECONDS = 6
LINES = 50
PAGE = "/shop?view=sheet"
FORM = "application/x-www-form-urlencoded"


class Route(NamedTuple):
    """`body(text)` of a POST to `path`; without one, the text stands in the address."""

    name: str
    path: str
    body: object = None
    kind: str = "application/json"

    def ask(self, buyer, text):
        if not self.body:
            return buyer.get(f"{self.path}{urlencode({'': text})[1:]}")
        return buyer.send(self.path, self.body(text), self.kind)


class Cost(NamedTuple):
    """CPU seconds of a request with so much of a shape."""

    small: float
    large: float

    @property
    def growth(self):
        """What costs as good as nothing does not grow: a tick of the clock is 10 ms."""
        return self.large / max(self.small, 0.005)


def main():
    with side("ours", Scale(buyers=12)) as ours:
        routes = _routes(ours)
        ordinary = _ordinary(ours)
        costs = {
            (route.name, shape): Cost(*(_cost(ours, route, shape, size) for size in (SMALL, LARGE)))
            for route in routes
            for shape in SHAPES
        }
        figures = _judge(ordinary, costs)
        worst = max(costs, key=lambda key: costs[key].large)
        route = next(route for route in routes if route.name == worst[0])
        figures |= _bystander(ours, route, worst[1])
    return figures


# -------------------------------------------------------------------- requests


def _routes(ours):
    token = _token(ours)

    def call(name, path, **params):
        return Route(name, path, lambda text: _call(params, text))

    def form(name, path, field, **words):
        return Route(name, path, lambda text: _form({**words, field: text}, token), FORM)

    template, product = ours.offers[0]
    options = {f"display{what}": True for what in ("Description", "Detail", "ExtraLink", "Image")}
    return [
        call("list", "/krokus/lines/typed", text=TEXT),
        call("take", "/krokus/take", lines=[[product, 10]], more=TEXT),
        Route("lines", "/krokus/take", _raw_lines),
        call("free", "/krokus/free", offers=[product], more=TEXT),
        call("mark", "/krokus/lines/mark", offer=TEXT, on=TEXT),
        call("suggestions", "/website/snippet/autocomplete", search_type="products",
             term=TEXT, options=options),
        call("core's add", "/shop/cart/add", product_template_id=template, product_id=product,
             quantity=1, more=TEXT),
        Route("search", "/shop?search="),
        Route("facets", "/shop?view=sheet&color="),
        form("keep", "/shop/krokus/keep", "name"),
        form("confirm", "/shop/krokus/confirm", "seen"),
        form("comment", "/shop/krokus/confirm", "comment_1", seen="{}"),
        form("login", "/web/login", "login", password="x"),
        form("contact", "/website/form/mail.mail", "name", website_form_signature="x"),
        form("site's search", "/website/search", "search"),
    ]  # fmt: skip


class TEXT:
    """Where the text of a shape goes."""


def _call(params, text):
    filled = {name: text if value is TEXT else value for name, value in params.items()}
    return json.dumps({"params": filled}, ensure_ascii=False).encode(errors="replace")


def _raw_lines(text):
    """What may be no JSON at all."""
    return f'{{"params": {{"lines": {text}}}}}'.encode(errors="replace")


def _form(words, token):
    return urlencode({**words, "csrf_token": token}).encode()


def _token(ours):
    body = ours.buyers(1)[0].get("/shop/cart").body.decode()
    return re.search(r'csrf_token: "(\w+)"', body)[1]


def _fifty(ours):
    """What a client types: fifty lines, as a list."""
    codes = ours.query("SELECT default_code FROM product_template WHERE default_code LIKE 'A%'")
    return _call({"text": TEXT}, "\n".join(f"{code}\t10" for code in codes[:LINES]))


# ------------------------------------------------------------------------ cost


def _ordinary(ours):
    """CPU seconds of {a page, fifty lines}."""
    lines = _fifty(ours)
    acts = {
        "page": lambda buyer, _turn, _outcome: buyer.get(PAGE),
        "fifty lines": lambda buyer, _turn, _outcome: buyer.send("/krokus/lines/typed", lines),
    }
    for act in acts.values():
        press(ours.buyers(4), act, in_flight=4, turns=3)  # both workers have seen it
    return {name: _spent(ours, act, 5 * TURNS) for name, act in acts.items()}


def _cost(ours, route, shape, size):
    text = SHAPES[shape].text(size)
    return _spent(ours, lambda buyer, _turn, _outcome: route.ask(buyer, text), TURNS)


def _spent(ours, act, turns):
    before = sum(ours.cpu())
    outcome = press(ours.buyers(1), act, in_flight=1, turns=turns)
    if outcome.counts["5xx"]:
        raise AssertionError(f"{outcome.counts['5xx']} of {turns} requests broke the server")
    return (sum(ours.cpu()) - before) / turns


def _judge(ordinary, costs):
    usual = min(ordinary.values())
    rows = []
    for name in dict.fromkeys(route for route, _shape in costs):
        mine = {shape: cost for (route, shape), cost in costs.items() if route == name}
        dear = max(mine, key=lambda shape: mine[shape].large)
        steep = max(mine, key=lambda shape: mine[shape].growth)
        rows.append([name, mine[dear].large * 1000, mine[dear].large / usual,
                     mine[steep].growth, dear, steep])  # fmt: skip
    header = ["route", "CPU ms", "to ordinary", "growth", "dearest", "steepest"]
    table.show("The worst 64 kB on each route", header, rows)
    return {
        **{f"{name.replace(' ', '_')}_cpu_ms": cost * 1000 for name, cost in ordinary.items()},
        "worst_route_ratio": max(row[2] for row in rows),
        "worst_growth": max(row[3] for row in rows),
        "routes": len(rows),
        "shapes": len(SHAPES),
    }


# ------------------------------------------------------------------- bystander


def _bystander(ours, route, shape):
    """How long another's pages take while one client sends the worst, or what is ordinary."""
    text, lines = SHAPES[shape].text(LARGE), _fifty(ours)
    acts = {
        "worst": lambda buyer, _turn, _outcome: route.ask(buyer, text),
        "ordinary": lambda buyer, _turn, _outcome: buyer.send("/krokus/lines/typed", lines),
    }
    waits = in_turns(acts, lambda kind: _watch(ours, acts[kind]), ROUNDS)
    seconds = {kind: list(chain.from_iterable(found)) for kind, found in waits.items()}
    p95 = {kind: percentile(found, 95) for kind, found in seconds.items()}
    return {
        "bystander_pages": len(seconds["worst"]),
        "bystander_worst_p95_ms": p95["worst"] * 1000,
        "bystander_ordinary_p95_ms": p95["ordinary"] * 1000,
        "bystander_median_ratio": median_ratio(seconds["worst"], seconds["ordinary"]),
        "bystander_worst_ratio": p95["worst"] / p95["ordinary"],
    }


def _watch(ours, act):
    watched = []

    def look():
        watcher = ours.buyers(1, start=1)
        seen = press(watcher, lambda b, _t, _o: b.get(PAGE), in_flight=1, seconds=SECONDS)
        watched.extend(seen.seconds)

    looking = Thread(target=look)
    looking.start()
    one = [buyer for _turn in range(IN_FLIGHT) for buyer in ours.buyers(1)]
    press(one, act, in_flight=IN_FLIGHT, seconds=SECONDS)
    looking.join()
    return watched
