"""Stock Odoo's pages and adds to the cart beside ours, without judging."""

from statistics import median

from . import cart, table
from .data import Scale
from .measure import in_turns
from .peer import both

SECONDS = 5
ROUNDS = 3
PAGE_TURNS = 5


def main():
    with both(Scale()) as (stock, ours):
        sides = (stock, ours)
        figures, rows = {}, []
        for title, measure in _measures(sides):
            found = in_turns(sides, measure, ROUNDS)
            for side in sides:
                figures.update(_named(f"{side.name}_{title}", found[side]))
            rows += _rows(title, found, sides)
    header = ["stock/ours", "per s", "", "p50 ms", "", "p95 ms", "", "CPU ms", "", "queries", ""]
    table.show("Stock Odoo's figure, then ours", [*header, "errors", ""], rows)
    return figures


def _measures(sides):
    """(title, measure): the pages one after the other, then adds with one and eight in flight."""
    for side in sides:
        cart.warm_up(side)
    offer = {side: cart.offer_page(side) for side in sides}
    yield "shop", lambda side: _pages(side, "/shop")
    yield "product", lambda side: _pages(side, offer[side])
    yield "cart", lambda side: _pages(side, "/shop/cart")
    for in_flight in (1, 8):
        yield f"add_{in_flight}", lambda side, number=in_flight: _adds(side, number)


def _pages(side, path):
    return cart.measured(
        side,
        side.buyers(1),
        lambda buyer, _turn, _outcome: buyer.get(path),
        in_flight=1,
        turns=PAGE_TURNS,
    )


def _adds(side, in_flight):
    return cart.measured(
        side, side.buyers(in_flight), cart.Core(side), in_flight=in_flight, seconds=SECONDS
    )


def _named(name, runs):
    """The medians of a measure's rounds, and whatever went wrong in any of them."""
    return {
        f"{name}_rate": median(run.rate for run in runs),
        f"{name}_p95_ms": median(run.p95 for run in runs),
        f"{name}_cpu_ms": median(run.cpu for run in runs),
        f"{name}_errors": sum(run.errors for run in runs),
    }


def _rows(title, found, sides):
    columns = [
        [median(getattr(run, what) for run in found[side]) for side in sides]
        for what in ("rate", "p50", "p95", "cpu", "queries", "errors")
    ]
    yield [title, *[value for pair in columns for value in pair]]
