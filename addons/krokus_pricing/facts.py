"""Reads what a quote needs to know: two statements, however many offers and rules there are.

Plain SQL, for it stands on the hottest route. The caller has flushed what he wrote.
"""

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from odoo.addons.krokus_catalog.prepared import Prepared

from .basis import PER_CATEGORY, PER_LINE, Basis
from .price import ALL_GOODS, CLIENT, EVERYBODY, TIER, Entry, Offer, Rule
from .quote import Quote, Quoted
from .tax import factor

# Whether core may find a fiscal position for a person: his own, or one that is for his country.
_POSITIONED = """
    (person.property_account_position_id ->> %(company)s::text IS NOT NULL
     OR person.country_id IS NOT NULL AND EXISTS (
        SELECT FROM account_fiscal_position
         WHERE active AND auto_apply AND company_id = ANY(%(companies)s)))
"""
_LISTED = """ARRAY[list_id::text, id::text, retail::text, wholesale::text]
              FROM krokus_price WHERE product_id = p.id AND retail > 0"""
_OFFERS = Prepared(
    f"""
WITH client AS MATERIALIZED (
    SELECT firm.id, firm.krokus_tier_id AS tier, {_POSITIONED} AS positioned
      FROM res_partner person
      JOIN res_partner firm ON firm.id = person.commercial_partner_id
     WHERE person.id = %(partner)s
    UNION ALL
    SELECT NULL, %(tier)s, FALSE WHERE %(partner)s IS NULL
)
SELECT client.*, p.id, t.categ_id, t.uom_id, t.krokus_label_id, t.type = 'consu',
       t.krokus_packing_step::text, t.krokus_wholesale_from::text,
       ARRAY(SELECT tax_id FROM product_taxes_rel WHERE prod_id = t.id),
       COALESCE(
           (SELECT {_LISTED} AND list_id = (%(lists)s)[array_position(%(tiers)s, client.tier)]),
           (SELECT {_LISTED} AND list_id = %(common)s))
  FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
  LEFT JOIN client ON TRUE
 WHERE p.id = ANY(%(products)s)
""",
    company="int",
    companies="int[]",
    partner="int",
    tier="int",
    tiers="int[]",
    lists="int[]",
    common="int",
    products="int[]",
)
_RULES = """
SELECT id, client_id, tier_id, category_id, product_id, percent::text, fixed::text,
       source, starts_at
  FROM krokus_price_condition
 WHERE active AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
   AND (client_id = %(client)s OR tier_id = %(tier)s OR (client_id IS NULL AND tier_id IS NULL))
"""
_RULES_OF_THESE = Prepared(
    f"""{_RULES}
   AND (product_id = ANY(%(products)s) OR category_id = ANY(%(categories)s)
        OR (product_id IS NULL AND category_id IS NULL))
""",
    at="timestamp",
    client="int",
    tier="int",
    products="int[]",
    categories="int[]",
)
_PLACED = """
SELECT p.id, p.product_tmpl_id, t.categ_id, t.krokus_label_id
  FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE p.id = ANY(%s)
"""
_USED_TAXES = """
SELECT id FROM account_tax
 WHERE id = ANY(%s) AND EXISTS (SELECT FROM product_taxes_rel WHERE tax_id = account_tax.id)
"""
_TAXED = f"""
SELECT p.id, {_POSITIONED},
       ARRAY(SELECT tax_id FROM product_taxes_rel WHERE prod_id = p.product_tmpl_id)
  FROM product_product p
  LEFT JOIN res_partner person ON person.id = %(partner)s
 WHERE p.id = ANY(%(products)s)
"""


class Terms(NamedTuple):
    """For whom and when; nobody and no tier: the common prices."""

    partner_id: int | None
    tier_id: int | None
    at: datetime
    basis: Basis


class Row(NamedTuple):
    """An offer as the first statement tells it, with the client; `listed` is what his list says,
    or else the common one: [list id, id, retail, wholesale]."""

    client_id: int | None
    tier_id: int | None
    positioned: bool
    id: int
    category_id: int | None
    unit_id: int
    label_id: int | None
    is_goods: bool
    pack: str
    least: str | None
    tax_ids: list
    listed: list | None


def read(cr, product_ids, terms, renew):
    """The Quote of these offers; `renew()` reads the basis anew, where it does not know one yet."""
    product_ids, basis = list(product_ids), terms.basis
    _OFFERS(
        cr,
        company=basis.company_id,
        companies=basis.company_ids,
        partner=terms.partner_id,
        tier=terms.tier_id,
        products=product_ids,
        **_named(basis.lists),
    )
    rows = [Row(*row) for row in cr.fetchall()]
    if not rows:
        return Quote({}, {})
    if not all(basis.knows(row.category_id, row.unit_id, row.label_id) for row in rows):
        basis = renew()._replace(lists=basis.lists)
    category_ids = {key for row in rows for key in basis.places[row.category_id].category_ids}
    first = rows[0]
    rules = read_rules(cr, first.client_id, first.tier_id, terms.at, category_ids, product_ids)
    rates = cache(basis.rates)  # most offers have the same taxes
    offers = {row.id: _quoted(row, basis, rates(tuple(row.tax_ids))) for row in rows}
    return Quote(offers, rules, bool(first.positioned))


def _named(lists):
    """The lists as the first statement is told of them."""
    tiers = [tier for tier in lists if tier]
    common, _included = lists.get(None, (None, False))
    return {"tiers": tiers, "lists": [lists[tier][0] for tier in tiers], "common": common}


def read_rules(cr, client_id, tier_id, at, category_ids, product_ids):
    """{node: [Rule]} in force for a client, of these nodes and of all goods."""
    nodes = {"categories": list(category_ids), "products": list(product_ids)}
    _RULES_OF_THESE(cr, client=client_id, tier=tier_id, at=at, **nodes)
    return _by_node(cr)


def read_all_rules(cr, client_id, tier_id, at):
    """{node: [Rule]} in force for a client, wherever they are."""
    cr.execute(_RULES, {"client": client_id, "tier": tier_id, "at": at})
    return _by_node(cr)


def read_placed(cr, product_ids):
    """[(id, template id, category id, label id)] of these offers."""
    cr.execute(_PLACED, [list(product_ids)])
    return cr.fetchall()


def read_used_taxes(cr, basis):
    """The ids of those taxes that any offer has."""
    cr.execute(_USED_TAXES, [list(basis.taxes)])
    return {tax_id for (tax_id,) in cr.fetchall()}


def read_added(cr, partner_id, product_ids, basis):
    """({product id: rate of the VAT that comes on top of its price}, whether a fiscal position
    may be meant for the client)."""
    known = {"company": basis.company_id, "companies": basis.company_ids}
    cr.execute(_TAXED, {**known, "partner": partner_id, "products": list(product_ids)})
    rows = cr.fetchall()
    positioned = any(may for _id, may, _taxes in rows)
    return {key: basis.rates(tax_ids)[1] for key, _may, tax_ids in rows}, positioned


def _by_node(cr):
    rules = {}
    for row in cr.fetchall():
        rule = _rule(*row)
        rules.setdefault(rule.node, []).append(rule)
    return rules


def _quoted(row, basis, rates):
    place = basis.place(row.category_id, row.label_id, row.id)
    offer = Offer(
        *_entries(row, basis.lists, rates),
        Decimal(row.least or 0) or place.least or basis.wholesale.least,
        place.path,
        place.label,
    )
    unit = basis.units[row.unit_id]
    return Quoted(
        offer,
        _group(row, basis.wholesale, unit.kind, place.mode),
        unit.factor,
        Decimal(row.pack),
        row.is_goods and bool(basis.lists),
        rates[1],
    )


def _entries(row, lists, rates):
    """(the Entry of the client's own list, the one of the common list): one of them at most."""
    if row.listed is None:
        return None, None
    list_id, id_, retail, wholesale = row.listed
    common = lists.get(None)
    is_common = common is not None and common[0] == int(list_id)
    _list_id, with_tax = common if is_common else lists[row.tier_id]
    times = factor(with_tax, *rates)
    more = Decimal(wholesale or 0) * times
    entry = Entry(int(id_), Decimal(retail) * times, more or None)
    return (None, entry) if is_common else (entry, None)


def _group(row, wholesale, kind, mode):
    """What is counted together when wholesale is decided."""
    if wholesale.counted == PER_LINE:
        return ("product", row.id)
    category_id = row.category_id if wholesale.counted == PER_CATEGORY else None
    return (kind, None if wholesale.together else mode, category_id)


def _rule(id_, client_id, tier_id, category_id, product_id, percent, fixed, source, starts_at):
    scope = CLIENT if client_id else TIER if tier_id else EVERYBODY
    node = ALL_GOODS
    if product_id or category_id:
        node = ("product", product_id) if product_id else ("category", category_id)
    price = Decimal(fixed or 0) or None
    return Rule(id_, scope, node, Decimal(percent or 0), price, source == "hand", starts_at)
