"""What few records say of the prices of all offers: lists, categories, labels, units, taxes, and
settings.

Plain SQL and plain values: it is read at once, and a process keeps it while nothing of it changes.
"""

from decimal import Decimal
from typing import NamedTuple

from .price import ALL_GOODS, Label

CART, PER_CATEGORY, PER_LINE = "cart", "category", "line"

_COMPANY = """
SELECT string_to_array(trim(TRAILING '/' FROM parent_path), '/')::int[], account_price_include
  FROM res_company WHERE id = %s
"""
_LISTS = "SELECT tier_id, id, COALESCE(tax_included, FALSE) FROM krokus_price_list WHERE active"
_CATEGORIES = """
SELECT id, parent_path, krokus_mode, krokus_wholesale_from::text, krokus_label_id
  FROM product_category
"""
# A label that is put aside is none.
_LABELS = "SELECT id, CASE WHEN active THEN COALESCE(stops_discounts, FALSE) END FROM krokus_label"
_UNITS = "SELECT id, split_part(parent_path, '/', 1), factor::text FROM uom_uom"
_TAXES = """
SELECT id, amount::text, COALESCE(price_include_override, %s) = 'tax_excluded'
  FROM account_tax
 WHERE amount_type = 'percent' AND amount <> 0 AND company_id = ANY(%s)
 ORDER BY id
"""


class Place(NamedTuple):
    """What a category and those above it say of what stands in it, the nearest first.

    `path` are the nodes down to it; `least` is when wholesale begins, None if nobody says.
    """

    path: tuple = (ALL_GOODS,)
    mode: str | None = None
    least: Decimal | None = None
    label: Label | None = None

    @property
    def category_ids(self):
        return [key for what, key in self.path if what == "category"]


NOWHERE = Place()


class Wholesale(NamedTuple):
    """The settings: where nobody else says from when, and what is counted together."""

    least: Decimal
    counted: str = CART
    together: bool = False


class Unit(NamedTuple):
    """Units of one `kind` are counted together."""

    kind: str
    factor: Decimal


class Tax(NamedTuple):
    """A tax in percent, and whether it is added to the price or contained in it."""

    rate: Decimal
    added: bool


class Basis(NamedTuple):
    """All by their ids; `lists`: {tier id, None of the common list: (list id, whether it includes
    VAT)}, `labels`: {id: whether it stops discounts, None if it is not in use}."""

    company_id: int
    company_ids: list  # with those above it
    wholesale: Wholesale
    lists: dict
    places: dict
    labels: dict
    units: dict
    taxes: dict

    def knows(self, category_id, unit_id, label_id):
        """Whether these were there when it was read."""
        return category_id in self.places and unit_id in self.units and label_id in self.labels

    def place(self, category_id, label_id, product_id):
        """The Place of an offer, with a label of its own or none."""
        above = self.places[category_id]
        return _below(above, ("product", product_id), above.mode, None, label_id, self.labels)

    def rates(self, tax_ids):
        """(included, excluded): the rates of an offer's taxes, in percent."""
        found = [self.taxes[key] for key in tax_ids if key in self.taxes]
        included, excluded = (
            sum((tax.rate for tax in found if tax.added is added), Decimal(0))
            for added in (False, True)
        )
        return included, excluded


def read(cr, company_id, wholesale):
    """The Basis as it is now; the caller has flushed what he wrote."""
    cr.execute(_COMPANY, [company_id])
    company_ids, how = cr.fetchone()
    cr.execute(_LISTS)
    lists = {tier_id: (list_id, included) for tier_id, list_id, included in cr.fetchall()}
    cr.execute(_LABELS)
    labels = {None: None, **dict(cr.fetchall())}
    cr.execute(_CATEGORIES)
    places = _places(cr.fetchall(), labels)
    cr.execute(_UNITS)
    units = {key: Unit(kind, Decimal(factor)) for key, kind, factor in cr.fetchall()}
    cr.execute(_TAXES, [how, company_ids])
    taxes = {key: Tax(Decimal(rate), added) for key, rate, added in cr.fetchall()}
    return Basis(company_id, company_ids, wholesale, lists, places, labels, units, taxes)


def _places(rows, labels):
    """{category id, None of an offer without one: Place}."""
    found = {None: NOWHERE}
    for key, path, mode, least, label_id in sorted(rows, key=lambda row: row[1].count("/")):
        parent = path.split("/")[-3:-2]
        above = found[int(parent[0]) if parent else None]
        found[key] = _below(above, ("category", key), mode, Decimal(least or 0), label_id, labels)
    return found


def _below(above, node, mode, least, label_id, labels):
    """The Place of a node below another one, with what it says itself."""
    label, stops = above.label, labels[label_id]
    if stops is not None:
        label = Label(label_id, node) if stops else None
    return Place((*above.path, node), mode, least or above.least, label)
