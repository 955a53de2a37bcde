"""What our record rules cost the shop: the same pages with the rules on and off, in turns.

The pages are those of Odoo's own list, which asks the rules of everything, and our sheet. The
client's tier sees every offer, so that both ways show the same goods; the rules are switched off
in the same database, and Odoo's own request log tells what the database did.
"""

from statistics import median

from . import table
from .cart import page_cost
from .data import LARGE
from .measure import in_turns, median_ratio
from .peer import side
from .rules import Rules

ROUNDS = 3
PAGES = {
    "shop": "/shop",
    "category": "/shop/category/{category}",
    "search": "/shop?search=роза",
}
SHEET = "sheet"


def main():
    with side("ours", LARGE) as ours:
        rules = Rules(ours)
        category = ours.query(
            "SELECT id FROM product_public_category"
            " WHERE name->>'ru_RU' = 'Роза Freedom' OR name->>'en_US' = 'Роза Freedom'"
        )[0]
        buyer = ours.buyers(1)[0]
        pages = {name: buyer.final(path.format(category=category)) for name, path in PAGES.items()}
        ours.show(ours=False)
        measured = {name: _compare(ours, rules, path) for name, path in pages.items()}
        ours.show(ours=True)
        measured[SHEET] = _compare(ours, rules, pages["shop"])
    return _told(measured)


def _compare(ours, rules, path):
    """{on or off: [Cost of each round]} of a page."""

    def measure(how):
        rules.switch(how == "on")
        return page_cost(ours, path)

    return in_turns(("on", "off"), measure, ROUNDS)


def _told(measured):
    figures, rows = {}, []
    for name, costs in measured.items():
        on, off = ([cost.database for cost in costs[how]] for how in ("on", "off"))
        extra = min(c.queries for c in costs["on"]) - min(c.queries for c in costs["off"])
        figures[f"{name}_rule_cost"] = median_ratio(on, off)
        figures[f"{name}_extra_queries"] = extra
        figures[f"{name}_database_ms"] = median(on) * 1000
        rows.append([name, median(on) * 1000, median(off) * 1000, median_ratio(on, off), extra])
    header = ["page", "rules on, ms", "rules off, ms", "ratio", "queries more"]
    table.show("Time in the database, 50,000 offers in 100 categories", header, rows)
    figures["rule_cost"] = max(figures[f"{name}_rule_cost"] for name in measured)
    figures["extra_queries"] = max(figures[f"{name}_extra_queries"] for name in measured)
    return figures
