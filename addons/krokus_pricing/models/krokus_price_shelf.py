from odoo import api, models
from odoo.tools import SQL

from .. import facts
from ..price import NOTHING, Label
from ..shelf import Effect, effect
from ..tax import factor

# The keys: an offer that has rules itself, below 0; else its category, and what its own label does.
_KEY = """CASE WHEN %(offer)s.id = ANY(%(special)s::int[]) THEN -%(offer)s.id
    ELSE 3 * COALESCE(%(offer)s.categ_id, 0) + CASE
        WHEN %(offer)s.krokus_label_id = ANY(%(stopping)s::int[]) THEN 1
        WHEN %(offer)s.krokus_label_id = ANY(%(others)s::int[]) THEN 2 ELSE 0 END END"""
# An Effect and the quantity from which wholesale begins. Few of them differ, and a key is found by
# halving: joined as rows, PostgreSQL goes through all keys for each offer when it keeps an order to
# stop early.
_RULES = """LATERAL (SELECT %(columns)s
    FROM (SELECT (%(rows)s::int[])[width_bucket(%(key)s, %(keys)s::int[])] AS place) at)"""
_COLUMNS = {name: "bool" if name in ("stops", "guarded") else "numeric" for name in Effect._fields}
_COLUMNS["least"] = "numeric"
_TAX = """CASE WHEN EXISTS (
        SELECT FROM product_taxes_rel WHERE prod_id = %(offer)s.id AND tax_id = %(tax)s)
    THEN %(times_with)s ELSE %(times)s END"""
_LIST = """%(this)s.product_tmpl_id = %(offer)s.id AND %(this)s.list_id = %(list)s
    AND %(this)s.retail > 0"""
# What a pack costs in a list; NULL if the list does not know the offer.
_LISTED = """COALESCE(
    CASE WHEN %(offer)s.krokus_packing_step * %(unit)s.factor
              >= COALESCE(NULLIF(%(offer)s.krokus_wholesale_from, 0), %(rules)s.least)
         THEN NULLIF(%(list)s.wholesale, 0) END,
    %(list)s.retail) * %(times)s"""
# PostgreSQL writes a formula out wherever its result is used: the way that most offers go, those
# without a label that stops discounts, uses the base once.
_BASE = "LATERAL (SELECT COALESCE(%(listed)s) AS amount)"
_FOR_ALL = """LATERAL (SELECT %(base)s.amount * %(rules)s.times + %(rules)s.plus AS amount)"""
_STEP = """LATERAL (SELECT CASE WHEN %(rules)s.guarded AND %(for_all)s.amount < %(base)s.amount
    THEN LEAST(%(base)s.amount, %(base)s.amount * %(rules)s.own_times + %(rules)s.own_plus)
    ELSE %(for_all)s.amount END AS amount)"""
_AMOUNT = """LATERAL (SELECT ROUND(CASE WHEN %(rules)s.stops
    THEN GREATEST(
        %(step)s.amount, %(step)s.amount * %(rules)s.agreed_times + %(rules)s.agreed_plus)
    ELSE %(for_all)s.amount END, 2) AS amount)"""

# A label of an offer's own, wherever it stands.
_ITS_OWN = Label(0, ("product", 0))


class KrokusPriceShelf(models.AbstractModel):
    """What each offer costs a client, a pack of it bought alone: to sort and filter the shop by.

    `price.py` once more, set-wise in SQL; a test holds the two together. It is worked out in the
    query that asks, so there is nothing to keep in step, and it is never what is charged.
    """

    _name = "krokus.price.shelf"
    _description = "Prices to sort by"

    @api.model
    def _amount(self, query, offer, client):
        """The amount in a query that has product.template as `offer`; NULL without a price.

        Everything is joined to the offer's row by a unique key. A sub-select has no key: where
        statistics are missing, PostgreSQL may go through all of it for every offer.
        """
        alias = query.make_alias(offer, "krokus_amount")
        if alias not in query._joins:
            self.env["product.product"]._krokus_flush()
            self._join(_Joins(query, offer), client.sudo().commercial_partner_id)
        return SQL.identifier(alias, "amount")

    def _join(self, joins, client):
        """Join what the amount is made of, and the steps towards it."""
        tier = client.krokus_tier_id
        terms = self.env["product.product"]._krokus_terms(client)
        joins.add("unit", "uom_uom", "%(this)s.id = %(offer)s.uom_id")
        self._join_rules(joins, client, tier, terms)
        listed = [*self._listed(joins, tier, terms.basis), SQL("NULL::numeric")]
        joins.add("base", joins.sql(_BASE, listed=SQL(", ").join(listed)))
        for name, formula in (("for_all", _FOR_ALL), ("step", _STEP), ("amount", _AMOUNT)):
            joins.add(name, joins.sql(formula))

    def _join_rules(self, joins, client, tier, terms):
        """Join the one row of rules that an offer goes by."""
        cr, basis = self.env.cr, terms.basis
        rules = facts.read_all_rules(cr, client.id or None, tier.id or None, terms.at)
        placed = facts.read_placed(cr, [key for what, key in rules if what == "product"])
        special = {place[1]: _of_offer(*place, basis, rules) for place in placed}
        rows = [*_of_categories(basis, rules), *special.values()]
        found = {}  # rows that differ, numbered from 1
        places = {key: found.setdefault(row, len(found) + 1) for key, row in sorted(rows)}
        key = joins.sql(
            _KEY,
            special=[*special],
            stopping=[key for key, stops in basis.labels.items() if stops],
            others=[key for key, stops in basis.labels.items() if stops is False],
        )
        values = dict(zip(_COLUMNS, map(list, zip(*found, strict=True)), strict=True))
        columns = SQL(", ").join(
            SQL(f"(%s::{kind}[])[place] AS {name}", values[name]) for name, kind in _COLUMNS.items()
        )
        at = {"key": key, "keys": [*places], "rows": [*places.values()]}
        joins.add("rules", joins.sql(_RULES, columns=columns, **at))

    def _listed(self, joins, tier, basis):
        """What an offer costs in the lists that are asked, in the terms of the offer's taxes."""
        used = facts.read_used_taxes(self.env.cr, basis)
        taxes = [(key, tax) for key, tax in basis.taxes.items() if key in used]
        lists = basis.lists
        for list_id, included in (lists[key] for key in (*tier.ids, None) if key in lists):
            of_list = joins.add(f"list_{list_id}", "krokus_price", _LIST, list=list_id)
            rates = [(key, tax.rate) for key, tax in taxes if tax.added == included]
            yield joins.sql(_LISTED, list=of_list, times=_times(joins, included, rates))


class _Joins:
    """LEFT JOINs to the offers of a query, under names that conditions and formulas use."""

    def __init__(self, query, offer):
        self.query, self.offer = query, offer
        self.names = {"offer": SQL.identifier(offer)}

    def add(self, name, table, on="TRUE", **values):
        """Join a table, and tell its alias, which is `this` in the condition."""
        alias = self.query.make_alias(self.offer, f"krokus_{name}")
        self.names[name] = SQL.identifier(alias)
        condition = self.sql(on, this=self.names[name], **values)
        self.query.add_join("LEFT JOIN", alias, table, condition)
        return self.names[name]

    def sql(self, text, **values):
        return SQL(text, **{**self.names, **values})


def _of_categories(basis, rules):
    """The rows of offers that have no rules themselves: three for each category.

    One for those without a label of their own, for those whose label stops discounts, and for
    those whose label does not; where there are no labels at all, the first is enough.
    """
    has_labels = any(stops is not None for stops in basis.labels.values())
    for key, place in basis.places.items():
        least = place.least or basis.wholesale.least
        for kind, label in enumerate((place.label, _ITS_OWN, None)):
            if has_labels or not kind:
                yield 3 * (key or 0) + kind, (*effect(place.path, label, rules), least)


def _of_offer(product_id, template_id, category_id, label_id, basis, rules):
    """The row of an offer that has rules itself; from when wholesale begins, its category says."""
    place = basis.place(category_id, label_id, product_id)
    least = place.least or basis.wholesale.least
    return -template_id, (*effect(place.path, place.label, rules), least)


def _times(joins, included, rates, total=NOTHING):
    """What a list's amount is multiplied by, by which of these taxes the offer has."""
    if not rates:
        return SQL("%s", factor(included, *((NOTHING, total) if included else (total, NOTHING))))
    (tax_id, rate), *others = rates
    times = _times(joins, included, others, total)
    times_with = _times(joins, included, others, total + rate)
    return joins.sql(_TAX, tax=tax_id, times=times, times_with=times_with)
