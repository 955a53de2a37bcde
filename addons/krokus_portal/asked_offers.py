"""Which offers a page is asked for, read from an address that anybody may have typed."""

from typing import NamedTuple
from urllib.parse import urlencode

from odoo.addons.krokus_catalog.text import clean_line, clean_search

SHEET, CARDS = "sheet", "cards"
POSITION, NAME, PRICE, PRICE_DOWN, SIZE, NEW = "position", "name", "price", "-price", "size", "new"
# How an address calls a kind of order, and the database.
ORDERS = {
    POSITION: "website_sequence, id",
    NAME: "name, id",
    PRICE: "krokus_price asc, id",
    PRICE_DOWN: "krokus_price desc, id",
    SIZE: "krokus_size, name, id",
    NEW: "create_date desc, id desc",
}
BY_PRICE = {PRICE, PRICE_DOWN}
# Addresses that core's list had.
CORES = {"name asc": NAME, "list_price asc": PRICE, "list_price desc": PRICE_DOWN}
# {the name in the address: the field}; a size is a kind and a number, `stem-60.0`.
FACETS = {
    "mode": "krokus_mode",
    "type": "krokus_flower_type_id",
    "color": "krokus_color_id",
    "size": "krokus_size",
    "grower": "krokus_grower_id",
    "country": "krokus_country_id",
    "label": "krokus_label_id",
}
WORDS = {"mode", "size"}  # whose values are no ids
PER_PAGE = {SHEET: 50, CARDS: 20}
LAST_PAGE = 10_000
MOST_CHOSEN = 50  # values of a facet: every link of the page repeats them
LONGEST_CHOICE = 1000  # characters of them all


class Asked(NamedTuple):
    """`chosen`: {facet: (value, ...)}; `least` and `most` bound the client's own price."""

    view: str = SHEET
    order: str = POSITION
    search: str = ""
    page: int = 1
    in_stock: bool = False
    least: float = 0.0
    most: float = 0.0
    listed: int = 0  # of which of the client's own lists
    chosen: dict = {}

    @property
    def per_page(self):
        return PER_PAGE[self.view]

    @property
    def offset(self):
        return (self.page - 1) * self.per_page

    @property
    def is_narrowed(self):
        """Whether less is shown than all that the category has."""
        return bool(
            self.search or self.in_stock or self.least or self.most or self.listed or self.chosen
        )

    def without_prices(self):
        """The same for somebody who has none, and cannot find them out by asking."""
        order = POSITION if self.order in BY_PRICE else self.order
        return self._replace(order=order, least=0.0, most=0.0)

    def toggled(self, facet, value):
        """The same with a value of a facet chosen, or not any more."""
        had = self.chosen.get(facet, ())
        now = tuple(one for one in had if one != value) if value in had else (*had, value)
        chosen = {**self.chosen, facet: now}
        return self._replace(chosen={key: values for key, values in chosen.items() if values})

    def query(self, **changes):
        """The part of an address after the question mark; another question begins at page 1."""
        asked = self._replace(**{"page": 1, **changes})
        return urlencode(asked.fields(but=()), safe=",")

    def fields(self, but=("search", "order", "stock", "page")):
        """[(name, value)] of an address or a form; `but` what the form has a field for."""
        found = {
            "search": self.search,
            "order": self.order if self.order != POSITION else "",
            "stock": int(self.in_stock),
            "min_price": f"{self.least:g}" if self.least else "",
            "max_price": f"{self.most:g}" if self.most else "",
            "list": self.listed,
            **{facet: ",".join(map(str, values)) for facet, values in self.chosen.items()},
            "view": self.view,
            "page": self.page if self.page > 1 else "",
        }
        return [(key, value) for key, value in found.items() if value and key not in but]


def read(values, view=SHEET):
    """Asked, of the parameters of an address; what makes no sense was not asked."""
    return Asked(
        view=values.get("view") if values.get("view") in PER_PAGE else view,
        order=_order(values.get("order")),
        search=clean_search(values.get("search")),
        page=min(max(_whole(values.get("page")), 1), LAST_PAGE),
        in_stock=values.get("stock") == "1",
        least=_amount(values.get("min_price")),
        most=_amount(values.get("max_price")),
        listed=_whole(values.get("list")),
        chosen=_chosen(values),
    )


def _order(word):
    word = CORES.get(word, word)
    return word if word in ORDERS else POSITION


def _chosen(values):
    found = {}
    for facet in FACETS:
        words = clean_line(values.get(facet), LONGEST_CHOICE).split(",")[:MOST_CHOSEN]
        read_one = str if facet in WORDS else _whole
        some = tuple(dict.fromkeys(value for word in words if (value := read_one(word.strip()))))
        if some:
            found[facet] = some
    return found


def read_size(word):
    """(kind, number) of `stem-60.0`, or None."""
    kind, _dash, number = word.partition("-")
    return (kind, _amount(number)) if kind and _amount(number) else None


def _whole(word):
    word = str(word or "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def _amount(word):
    try:
        amount = float(str(word or "0").replace(",", "."))
    except ValueError:
        return 0.0
    return amount if 0 < amount < 1e9 else 0.0
