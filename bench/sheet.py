"""What it costs until fifty rows with a price and a free quantity stand, beside stock Odoo's shop.

Our sheet and our cards show 50,000 offers, stock's `/shop` twenty of 2,000 products. A category
of five hundred offers is opened among 5,000 and among 50,000. Batches of a hundred lines stand
beside stock's adds of one.
"""

from statistics import median

from . import shell, table
from .cart import Core, fill, measured, page_cost
from .data import LARGE, Scale
from .fast import PACK, take
from .measure import in_turns, median_ratio
from .peer import side

ROUNDS = 10
ROWS = 50
LINES = 100
EQUAL = 500
IN_FLIGHT = 4
SECONDS = 5
SMALL = LARGE._replace(offers=5_000)


def main():
    with side("stock", Scale()) as stock, side("ours", LARGE) as ours:
        figures = _pages(stock, ours)
        with side("ours", SMALL) as small:
            figures |= _growth(ours, small)
        figures |= _batches(stock, ours)  # the last: it leaves baskets, which pages show
    table.show("The order sheet", ["", "figure"], figures.items())
    return figures


def _pages(stock, ours):
    """Seconds in Odoo and the database of the pages, which take turns."""
    pages = {"sheet": (ours, "/shop?view=sheet"), "cards": (ours, "/shop?view=cards")}
    pages["stock"] = (stock, "/shop")
    _check_rows(ours, "/shop?view=sheet")
    costs = in_turns(pages, lambda name: page_cost(*pages[name]), ROUNDS)
    totals = {name: [cost.total for cost in found] for name, found in costs.items()}
    return {
        "to_stock_2000": median_ratio(totals["sheet"], totals["stock"]),
        "shop_to_stock_2000": median_ratio(totals["cards"], totals["stock"]),
        **{f"{name}_ms": median(found) * 1000 for name, found in totals.items()},
        **{f"{name}_queries": min(cost.queries for cost in costs[name]) for name in costs},
    }


def _check_rows(ours, path):
    """The one answer has all that is measured: rows, each with a price and what is free."""
    body = ours.buyers(1)[0].get(path).body.decode()
    found = [body.count(word) for word in ('data-free="', 'class="krokus_order_price"')]
    if min(found) < ROWS or 'data-free=""' in body:
        raise AssertionError(f"not {ROWS} rows with a price and a free quantity: {found}")


def _growth(ours, small):
    """The page of a category with as many offers, in a catalogue ten times as large."""
    pages = {}
    for each in (ours, small):
        category = shell.call(each.database, "equal", "gather", count=EQUAL)
        pages[each] = each.buyers(1)[0].final(f"/shop/category/{category}?view=sheet")
        _check_rows(each, pages[each])
    totals = in_turns(pages, lambda each: page_cost(each, pages[each]).total, ROUNDS)
    return {
        "growth": median_ratio(totals[ours], totals[small]),
        "category_ms": median(totals[ours]) * 1000,
        "category_of_5000_ms": median(totals[small]) * 1000,
    }


def _batches(stock, ours):
    """Lines a second: a hundred in each of our requests, one in each of stock's."""
    fill(stock, IN_FLIGHT)
    kinds = {"batch": (ours, Batch), "single": (stock, Core)}

    def rate(kind):
        each, act = kinds[kind]
        run = measured(
            each, each.buyers(IN_FLIGHT), act(each), in_flight=IN_FLIGHT, seconds=SECONDS
        )
        if run.errors or run.outcome.counts["wrong"]:
            raise AssertionError(f"{kind}: not all was answered well: {run.outcome.counts}")
        return run.outcome.counts["done"] / run.outcome.wall

    rate("batch")
    rates = in_turns(kinds, rate, ROUNDS)
    return {
        "batch_lines_ratio": median_ratio(rates["batch"], rates["single"]),
        "batch_lines_a_second": median(rates["batch"]),
        "single_adds_a_second": median(rates["single"]),
    }


class Batch:
    """Sets a hundred lines of a basket at once, each time to another quantity."""

    def __init__(self, ours):
        products = [product for _template, product in ours.offers]
        self.lines = {
            sid: products[number * LINES : (number + 1) * LINES]
            for number, sid in enumerate(ours.people)
        }

    def __call__(self, buyer, turn, outcome):
        quantity = PACK * (1 + turn % 5)
        answer = take(buyer, [[product, quantity] for product in self.lines[buyer.sid]])
        if answer.result:
            good = [
                line["granted"] == quantity and line["price"] > 0 for line in answer.result["lines"]
            ]
            outcome.count("done" if all(good) and len(good) == LINES else "wrong", LINES)
        return answer
