"""What a hold costs: the fast route and core's own add beside stock Odoo's, and the crowd.

Stock Odoo's add holds nothing. Baskets have ten lines, whose quantities are replaced: no basket
grows while it is measured.
"""

from statistics import median

from . import crowd, ledger, sweep, table
from .cart import Core, measured, warm_up
from .data import Scale
from .fast import Fast, Projected
from .load import press
from .measure import in_turns, median_ratio
from .peer import both

SECONDS = 5
ROUNDS = 5
IN_FLIGHT = (8, 12)


def main():
    tally, figures = Tally(), {}
    with both(Scale()) as (stock, ours):
        for title, part in (
            ("Adds a second, and their ratio to stock Odoo's", lambda: _adds(stock, ours, tally)),
            ("A crowd around one offer", lambda: crowd.measure(ours, tally)),
            ("Ten thousand holds that ran out", lambda: sweep.measure(ours, tally)),
            ("The take beside pgbench", lambda: ledger.measure(ours)),
            ("What all of ours answered", tally.figures),
        ):
            found = part()
            table.show(title, ["", "figure"], found.items())
            figures |= found
    return figures


class Tally:
    """What went wrong, and how the refusals that were asked for ended, in all runs of ours."""

    def __init__(self):
        self.outcomes = []

    def keep(self, run):
        self.outcomes.append(getattr(run, "outcome", run))
        return run

    def figures(self):
        count = {
            what: sum(outcome.counts[what] for outcome in self.outcomes)
            for what in ("5xx", "bad_refused", "bad_let_through", "wrong", "refused")
        }
        return {
            "errors_5xx": count["5xx"],
            "bad_requests_refused": count["bad_refused"],
            "bad_requests_let_through": count["bad_let_through"],
            "answers_wrong": count["wrong"],
            "answers_try_again": count["refused"],
        }


def _adds(stock, ours, tally):
    """The rates of every kind of add, taken in turns."""
    for side in (stock, ours):
        warm_up(side, max(IN_FLIGHT))
    kinds = {"stock": (stock, Core), "fast": (ours, Fast), "core": (ours, Core)}
    kinds["projected"] = (ours, Projected)

    def rate(kind, in_flight):
        side, act = kinds[kind]
        buyers, does = side.buyers(in_flight), act(side)
        # What the kind before left is made good before the clock starts: the lines of the orders
        # that other routes left behind have a figure of their own.
        press(buyers, does, in_flight=in_flight, turns=1)
        run = measured(side, buyers, does, in_flight=in_flight, seconds=SECONDS)
        if side is ours:
            tally.keep(run)
        costs.setdefault(f"{kind}_cpu_ms_{in_flight}", []).append(run.cpu)
        return run.outcome.counts["done"] / run.outcome.wall

    figures, costs = {}, {}
    for in_flight in IN_FLIGHT:
        names = kinds if in_flight == IN_FLIGHT[0] else ("stock", "fast")
        found = in_turns(names, lambda kind, number=in_flight: rate(kind, number), ROUNDS)
        figures |= {f"{kind}_rate_{in_flight}": median(rates) for kind, rates in found.items()}
        figures[f"add_ratio_{in_flight}"] = median_ratio(found["fast"], found["stock"])
        if in_flight == IN_FLIGHT[0]:
            figures["core_ratio_8"] = median_ratio(found["core"], found["stock"])
            figures["projected_ratio"] = median_ratio(found["projected"], found["stock"])
    return figures | {name: median(values) for name, values in costs.items()}
