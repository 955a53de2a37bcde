"""What prices of each client's own cost: 3,000 clients, 20,000 conditions, 50,000 offers.

A page's queries are counted with our rule in the price list and with a plain one of core's in
its place; sorting is compared within one database; a large cart with stock Odoo's.
"""

from statistics import median

from . import shell, table
from .cart import PACK, offer_page, page_cost
from .data import LARGE, Scale
from .engine import Engine
from .load import press
from .measure import in_turns, median_ratio
from .peer import side

ROUNDS = 4
LINES = 300
OWN, CATALOGUE = "krokus_price asc", "list_price asc"


def main():
    with side("ours", LARGE) as ours, side("stock", Scale()) as stock:
        ours.show(ours=False)  # Odoo's own list can sort by the price of the catalogue, too
        extra = _queries(ours)
        sorts = in_turns((OWN, CATALOGUE), lambda order: _sorted(ours, order), ROUNDS)
        carts = _big_carts(stock, ours)
    figures = {
        **{f"{page}_extra_queries": count for page, count in extra.items()},
        "extra_queries": max(extra.values()),
        "sort_own_ms": median(sorts[OWN]) * 1000,
        "sort_catalogue_ms": median(sorts[CATALOGUE]) * 1000,
        "sort_ratio": median_ratio(sorts[OWN], sorts[CATALOGUE]),
        "big_cart_ms": median(carts[ours]) * 1000,
        "big_cart_stock_ms": median(carts[stock]) * 1000,
        "big_cart_ratio": median_ratio(carts[ours], carts[stock]),
    }
    table.show("Prices of one's own", ["", "figure"], figures.items())
    return figures


def _queries(ours):
    """{page: queries that our rule needs and core's plain one does not}."""
    engine, pages = Engine(ours), {"shop": "/shop", "offer": offer_page(ours)}
    counts = {}
    for how in ("ours", "plain"):
        engine.switch(how)
        counts[how] = {page: page_cost(ours, path).queries for page, path in pages.items()}
    engine.switch("ours")
    return {page: counts["ours"][page] - counts["plain"][page] for page in pages}


def _sorted(ours, order):
    """Seconds in the database of the shop's first page in this order."""
    return page_cost(ours, f"/shop?order={order.replace(' ', '+')}").database


def _big_carts(stock, ours):
    """{side: [seconds in Odoo and the database of a change of one line in 300]}."""
    lines = {}
    for each in (stock, ours):
        lines[each] = each.offers[:LINES]
        products = [product for _template, product in lines[each]]
        words = {"login": "buyer1", "products": products, "quantity": PACK}
        shell.call(each.database, f"{each.name}_cart", "fill", **words)
        _change(each, lines[each], 8)
    return in_turns((stock, ours), lambda each: _change(each, lines[each], 4), ROUNDS)


def _change(each, lines, turns):
    """Put one pack more of one offer after the other into the large cart."""

    def act(buyer, turn, _outcome):
        template, product = lines[turn % LINES]
        return buyer.call(
            "/shop/cart/add", product_template_id=template, product_id=product, quantity=PACK
        )

    log = each.log()
    outcome = press(each.buyers(1), act, in_flight=1, turns=turns)
    if outcome.counts["5xx"] or outcome.counts["refused"]:
        raise AssertionError(f"{each.name} refuses the large cart: {outcome.counts}")
    return log.cost().total
