"""Databases full of goods, made once for a size and copied for every run."""

from typing import NamedTuple

from dev import database, postgres
from dev.paths import DATA, ROOT, digest

from . import shell

INSIDE = ROOT / "bench" / "inside"


class Scale(NamedTuple):
    """How much there is of everything."""

    offers: int = 2000
    buyers: int = 112  # nine lines each of their own: a thousand offers
    clients: int = 0  # besides the buyers
    conditions: int = 0  # on prices, of those clients and of the buyers


# What a company of the size that the issues name has.
LARGE = Scale(50_000, 12, 3_000, 20_000)


def prepared(side, scale):
    """The name of a filled database of `side`: `stock` or `ours`."""
    base, inputs = _bases()[side]

    def make(name):
        shell.call(name, side, "fill", **scale._asdict())
        postgres.query("VACUUM ANALYZE", name)

    fillers = [INSIDE / f"{name}.py" for name in ("clone", "goods", side)]
    return database.build(
        f"krokus_goods_{side}_{scale.offers}",
        digest(inputs, *scale, *fillers),
        f"{side}, {scale.offers} offers",
        base,
        make,
    )


def _bases():
    """{side: (what makes the empty database, of what it is made)}."""
    core = (DATA / f"{database.core()}.complete").read_text()
    return {"stock": (lambda: _stock(core), core), "ours": (database.template, database.inputs())}


def _stock(core):
    """Stock Odoo with the shop, the orders and the warehouse, in Russian as ours is."""
    return database.build(
        "krokus_goods_stock",
        core,
        "stock Odoo with website_sale_stock",
        database.core,
        lambda name: shell.call(name, "stock", "install"),
    )
