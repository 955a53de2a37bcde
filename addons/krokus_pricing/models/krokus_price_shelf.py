from odoo import api, models
from odoo.tools import SQL

from .. import facts
from ..price import ALL_GOODS
from ..shelf import effect

# Rules by category, or by offer: a key, an Effect, and from which quantity wholesale begins.
_RULES = """(SELECT * FROM unnest(
    %s::int[], %s::bool[], %s::bool[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
    %s::numeric[], %s::numeric[], %s::numeric[]
) rules (id, stops, guarded, times, plus, own_times, own_plus, agreed_times, agreed_plus, least))"""
_LABELS = """(
    SELECT id, COALESCE(stops_discounts, FALSE) AS stops FROM krokus_label WHERE active)"""
# What a pack costs in a list; NULL if the list does not know the offer.
_LISTED = """COALESCE(
    CASE WHEN %(offer)s.krokus_packing_step * %(unit)s.factor
              >= COALESCE(NULLIF(%(offer)s.krokus_wholesale_from, 0), %(usual)s.least)
         THEN NULLIF(%(listed)s.wholesale, 0) END,
    %(listed)s.retail)"""
_IN_LIST = """%(this)s.product_tmpl_id = %(offer)s.id
    AND %(this)s.list_id = %(list)s AND %(this)s.retail > 0"""
_OF_TAX = "%(this)s.prod_id = %(offer)s.id AND %(this)s.tax_id = %(tax)s"
_NET, _GROSS = "%(amount)s * (100 / (100 + %(rate)s))", "%(amount)s * (100 + %(rate)s) / 100"
# A label of the offer's own stands before the category's, and no rule at a category belongs to it.
_BASE = """LATERAL (SELECT COALESCE(%(amounts)s) AS amount,
    COALESCE(%(special)s.stops, %(label)s.stops, %(usual)s.stops) AS stops,
    COALESCE(%(special)s.guarded, %(label)s.stops, %(usual)s.guarded) AS guarded,
    COALESCE(%(special)s.times, %(usual)s.times) AS times,
    COALESCE(%(special)s.plus, %(usual)s.plus) AS plus,
    CASE WHEN %(special)s.id IS NOT NULL THEN %(special)s.own_times
         WHEN %(label)s.id IS NULL THEN %(usual)s.own_times ELSE 1 END AS own_times,
    CASE WHEN %(special)s.id IS NOT NULL THEN %(special)s.own_plus
         WHEN %(label)s.id IS NULL THEN %(usual)s.own_plus ELSE 0 END AS own_plus,
    COALESCE(%(special)s.agreed_times, %(usual)s.agreed_times) AS agreed_times,
    COALESCE(%(special)s.agreed_plus, %(usual)s.agreed_plus) AS agreed_plus)"""
_FOR_ALL = """LATERAL (SELECT CASE
    WHEN %(base)s.guarded AND %(base)s.amount * %(base)s.times + %(base)s.plus < %(base)s.amount
    THEN LEAST(%(base)s.amount, %(base)s.amount * %(base)s.own_times + %(base)s.own_plus)
    ELSE %(base)s.amount * %(base)s.times + %(base)s.plus END AS amount)"""
_AMOUNT = """LATERAL (SELECT ROUND(GREATEST(
    %(for_all)s.amount * %(base)s.agreed_times + %(base)s.agreed_plus,
    CASE WHEN %(base)s.stops THEN %(for_all)s.amount END), 2) AS amount)"""


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
        usual, special = self._rules(client, tier)
        joins.add("unit", "uom_uom", "%(unit)s.id = %(offer)s.uom_id")
        joins.add("label", SQL(_LABELS), "%(label)s.id = %(offer)s.krokus_label_id")
        joins.add("usual", _table(usual), "%(usual)s.id = COALESCE(%(offer)s.categ_id, 0)")
        joins.add("special", _table(special), "%(special)s.id = %(offer)s.id")
        amounts = [*self._listed(joins, tier), SQL("NULL::numeric")]
        joins.add("base", joins.sql(_BASE, amounts=SQL(", ").join(amounts)))
        joins.add("for_all", joins.sql(_FOR_ALL))
        joins.add("amount", joins.sql(_AMOUNT))

    def _rules(self, client, tier):
        """Rows of what the rules do in every category, and for the offers that have some of their
        own."""
        cr = self.env.cr
        terms = self.env["product.product"]._krokus_terms(client)
        told = facts.read_all_categories(cr)
        rules = facts.read_all_rules(cr, client.id or None, tier.id or None, terms.at)
        usual = [(0, *effect((ALL_GOODS,), None, rules), terms.wholesale_from)]
        for key, row in told.items():
            path, nearest = facts.way(row, told)
            least = facts.wholesale_from(nearest, terms)
            usual.append((key, *effect(path, facts.label(nearest), rules), least))
        special = {}
        for row in facts.read_placed(cr, [key for what, key in rules if what == "product"]):
            path, nearest = facts.way(row, told, row["id"])
            found = effect(path, facts.label(nearest), rules)
            special[row["template"]] = (row["template"], *found, None)
        return usual, special.values()

    def _listed(self, joins, tier):
        """What an offer costs in the lists that are asked, in the terms of the offer's taxes."""
        company = self.env.company.sudo()
        taxes = facts.read_taxes(self.env.cr, company.parent_ids.ids, company.account_price_include)
        lists = self.env["krokus.price.list"].sudo().search([("tier_id", "in", [*tier.ids, False])])
        for price_list in lists.sorted(lambda one: not one.tier_id):
            listed = joins.add(
                f"list_{price_list.id}", "krokus_price", _IN_LIST, list=price_list.id
            )
            amount = joins.sql(_LISTED, listed=listed)
            rates = [
                _rate(joins, *tax) for *tax, added in taxes if added == price_list.tax_included
            ]
            if rates:
                times = _NET if price_list.tax_included else _GROSS
                amount = SQL(times, amount=amount, rate=SQL(" + ").join(rates))
            yield amount


class _Joins:
    """LEFT JOINs to the offers of a query, under names that the conditions and formulas use."""

    def __init__(self, query, offer):
        self.query, self.offer = query, offer
        self.names = {"offer": SQL.identifier(offer)}

    def add(self, name, table, on="TRUE", **values):
        """Join a table, and tell its alias; `this` is the table that is joined."""
        alias = self.query.make_alias(self.offer, f"krokus_{name}")
        self.names[name] = SQL.identifier(alias)
        condition = self.sql(on, this=self.names[name], **values)
        self.query.add_join("LEFT JOIN", alias, table, condition)
        return self.names[name]

    def sql(self, text, **values):
        return SQL(text, **self.names, **values)


def _table(rows):
    columns = zip(*rows, strict=True) if rows else [()] * 10
    return SQL(_RULES, *[list(column) for column in columns])


def _rate(joins, tax_id, rate):
    """The rate in percent of a tax, where the offer has it."""
    tax = joins.add(f"tax_{tax_id}", "product_taxes_rel", _OF_TAX, tax=tax_id)
    return SQL("CASE WHEN %s.tax_id IS NULL THEN 0 ELSE %s END", tax, rate)
