"""Databases full of goods, made once for a size and copied for every run."""

from typing import NamedTuple

from dev import database, postgres
from dev.paths import ROOT, digest

from . import shell

INSIDE = sorted((ROOT / "bench" / "inside").glob("*.py"))


class Scale(NamedTuple):
    """How much there is of everything."""

    offers: int = 2000
    buyers: int = 80


def prepared(side, scale):
    """The name of a filled database of `side`: `stock` or `ours`."""
    base = {"stock": _stock, "ours": database.template}[side]

    def make(name):
        shell.call(name, side, "fill", **scale._asdict())
        postgres.query("VACUUM ANALYZE", name)

    return database.build(
        f"krokus_goods_{side}_{scale.offers}",
        digest(side, database.inputs(), *scale, *INSIDE),
        f"{side}, {scale.offers} offers",
        base,
        make,
    )


def _stock():
    """Stock Odoo with the shop, the orders and the warehouse, in Russian as ours is."""
    return database.build(
        "krokus_goods_stock",
        digest(database.inputs(), *INSIDE),
        "stock Odoo with website_sale_stock",
        database.core,
        lambda name: shell.call(name, "stock", "install"),
    )
