"""Reads what a quote needs to know: three statements, however many offers and rules there are.

Plain SQL, for it stands on the hottest route. The caller has flushed what he wrote.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.krokus_catalog.prepared import Prepared

from .price import ALL_GOODS, CLIENT, EVERYBODY, TIER, Entry, Label, Offer, Rule
from .quote import Quote, Quoted
from .tax import factor

CART, PER_CATEGORY, PER_LINE = "cart", "category", "line"

# Whether core may find a fiscal position for a person: his own, or one that is for his country.
_POSITIONED = """
    (person.property_account_position_id ->> %(company)s::text IS NOT NULL
     OR person.country_id IS NOT NULL AND EXISTS (
        SELECT FROM account_fiscal_position
         WHERE active AND auto_apply AND company_id = ANY(company.ids)))
"""
_OFFERS = Prepared(
    f"""
WITH company AS (
    SELECT string_to_array(trim(TRAILING '/' FROM parent_path), '/')::int[] AS ids,
           account_price_include AS taxes
      FROM res_company WHERE id = %(company)s
), client AS (
    SELECT firm.id, firm.krokus_tier_id AS tier, {_POSITIONED} AS positioned
      FROM company, res_partner person
      JOIN res_partner firm ON firm.id = person.commercial_partner_id
     WHERE person.id = %(partner)s
    UNION ALL
    SELECT NULL, %(tier)s, FALSE WHERE %(partner)s IS NULL
)
SELECT p.id, t.categ_id AS category, t.krokus_packing_step::text AS pack,
       t.krokus_wholesale_from::text AS wholesale_from, t.krokus_wholesale_from > 0 AS least,
       (SELECT ARRAY[parent_path, krokus_mode]
          FROM product_category WHERE id = t.categ_id) AS place,
       (SELECT ARRAY[split_part(parent_path, '/', 1), factor::text]
          FROM uom_uom WHERE id = t.uom_id) AS unit,
       (SELECT ARRAY[id, stops_discounts::int]
          FROM krokus_label WHERE id = t.krokus_label_id AND active) AS label,
       (SELECT ARRAY[id::text, retail::text, wholesale::text] FROM krokus_price
         WHERE product_id = p.id AND retail > 0
           AND list_id = (%(lists)s)[array_position(%(tiers)s, (SELECT tier FROM client))]) AS own,
       (SELECT ARRAY[id::text, retail::text, wholesale::text] FROM krokus_price
         WHERE product_id = p.id AND retail > 0
           AND list_id = %(common)s) AS common,
       (SELECT ARRAY[SUM(amount) FILTER (WHERE how <> 'tax_excluded'),
                     SUM(amount) FILTER (WHERE how = 'tax_excluded')]::text[]
          FROM (SELECT tax.amount, COALESCE(tax.price_include_override, company.taxes) AS how
                  FROM product_taxes_rel rel, account_tax tax, company
                 WHERE rel.prod_id = t.id AND tax.id = rel.tax_id
                   AND tax.amount_type = 'percent' AND tax.company_id = ANY(company.ids)
               ) rate) AS rates,
       (SELECT id FROM client) AS client, (SELECT tier FROM client) AS tier,
       (SELECT positioned FROM client) AS positioned,
       t.type = 'consu' AS is_goods
  FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE p.id = ANY(%(products)s)
""",
    company="int",
    partner="int",
    tier="int",
    tiers="int[]",
    lists="int[]",
    common="int",
    products="int[]",
)
_CATEGORIES = """
SELECT c.id, c.parent_path,
       c.krokus_wholesale_from::text AS wholesale_from, c.krokus_wholesale_from > 0 AS least,
       label.id AS label, label.stops_discounts AS stops
  FROM product_category c
  LEFT JOIN krokus_label label ON label.id = c.krokus_label_id AND label.active
"""
_SOME_CATEGORIES = Prepared(f"{_CATEGORIES} WHERE c.id = ANY(%(categories)s)", categories="int[]")
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
SELECT p.id, p.product_tmpl_id AS template, c.parent_path,
       label.id AS label, label.stops_discounts AS stops
  FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
  LEFT JOIN product_category c ON c.id = t.categ_id
  LEFT JOIN krokus_label label ON label.id = t.krokus_label_id AND label.active
 WHERE p.id = ANY(%(products)s)
"""
_TAXES = """
SELECT id, amount::text, COALESCE(price_include_override, %(how)s) = 'tax_excluded' AS added
  FROM account_tax
 WHERE amount_type = 'percent' AND amount <> 0 AND company_id = ANY(%(companies)s)
   AND EXISTS (SELECT FROM product_taxes_rel WHERE tax_id = account_tax.id)
 ORDER BY id
"""
_ADDED = f"""
SELECT p.id, {_POSITIONED} AS positioned,
       (SELECT SUM(tax.amount)::text
          FROM product_taxes_rel rel JOIN account_tax tax ON tax.id = rel.tax_id
         WHERE rel.prod_id = p.product_tmpl_id
           AND tax.amount_type = 'percent' AND tax.company_id = ANY(company.ids)
           AND COALESCE(tax.price_include_override, %(how)s) = 'tax_excluded') AS added
  FROM product_product p
 CROSS JOIN (SELECT %(companies)s::int[] AS ids) company
  LEFT JOIN res_partner person ON person.id = %(partner)s
 WHERE p.id = ANY(%(products)s)
"""


class Terms(NamedTuple):
    """For whom, when, and how wholesale is counted; nobody and no tier: the common prices."""

    partner_id: int | None
    tier_id: int | None
    company_id: int
    at: datetime
    wholesale_from: Decimal
    counted: str = CART
    together: bool = False
    lists: dict = {}  # {tier id, None of the common list: (list id, whether it includes VAT)}


def read(cr, product_ids, terms):
    """The Quote of these offers."""
    product_ids = list(product_ids)
    known = {"partner": terms.partner_id, "tier": terms.tier_id, "company": terms.company_id}
    _OFFERS(cr, products=product_ids, **known, **_named(terms.lists))
    rows = [_spread(row) for row in cr.dictfetchall()]
    if not rows:
        return Quote({}, {})
    category_ids = {key for row in rows for key in ancestors(row)}
    _SOME_CATEGORIES(cr, categories=list(category_ids))
    told = {row["id"]: row for row in cr.dictfetchall()}
    client, tier = rows[0]["client"], rows[0]["tier"]
    rules = read_rules(cr, client, tier, terms.at, category_ids, product_ids)
    offers = {row["id"]: _quoted(row, told, terms) for row in rows}
    return Quote(offers, rules, bool(rows[0]["positioned"]))


def _named(lists):
    """The lists as the first statement is told of them."""
    tiers = [tier for tier in lists if tier]
    common, _included = lists.get(None, (None, False))
    return {"tiers": tiers, "lists": [lists[tier][0] for tier in tiers], "common": common}


def _spread(row):
    """Each array of the first statement as the names that the others have, too."""
    row["parent_path"], row["mode"] = row["place"] or (None, None)
    row["unit"], row["factor"] = row["unit"]
    row["label"], row["stops"] = row["label"] or (None, None)
    return row


def read_rules(cr, client_id, tier_id, at, category_ids, product_ids):
    """{node: [Rule]} in force for a client, of these nodes and of all goods."""
    nodes = {"categories": list(category_ids), "products": list(product_ids)}
    _RULES_OF_THESE(cr, client=client_id, tier=tier_id, at=at, **nodes)
    return _by_node(cr)


def read_all_rules(cr, client_id, tier_id, at):
    """{node: [Rule]} in force for a client, wherever they are."""
    cr.execute(_RULES, {"client": client_id, "tier": tier_id, "at": at})
    return _by_node(cr)


def read_all_categories(cr):
    """{category id: what is told about it}."""
    cr.execute(_CATEGORIES)
    return {row["id"]: row for row in cr.dictfetchall()}


def read_placed(cr, product_ids):
    """What is told about the place and the label of each of these offers."""
    cr.execute(_PLACED, {"products": list(product_ids)})
    return cr.dictfetchall()


def read_labels(cr):
    """[(id, whether it stops discounts)] of the labels in use."""
    cr.execute("SELECT id, COALESCE(stops_discounts, FALSE) FROM krokus_label WHERE active")
    return cr.fetchall()


def read_taxes(cr, company_ids, how):
    """[(id, rate, whether it is added to the price)] of the taxes that any offer has."""
    cr.execute(_TAXES, {"companies": company_ids, "how": how})
    return [(id_, Decimal(rate), added) for id_, rate, added in cr.fetchall()]


def read_added(cr, partner_id, product_ids, company, how):
    """({product id: rate of the VAT that comes on top of its price}, whether a fiscal position
    may be meant for the client)."""
    known = {"company": company.id, "companies": company.parent_ids.ids, "how": how}
    cr.execute(_ADDED, {**known, "partner": partner_id, "products": list(product_ids)})
    rows = cr.fetchall()
    positioned = any(may for _id, may, _rate in rows)
    return {id_: Decimal(rate or 0) for id_, _may, rate in rows}, positioned


def way(row, told, product_id=None):
    """(path, [(node, what is told of it)], the nearest first) of a category's or an offer's row."""
    above = ancestors(row)
    nearest = [(("product", product_id), row)] if product_id else []
    nearest += [(("category", key), told[key]) for key in reversed(above)]
    return path_of(above, product_id), nearest


def _by_node(cr):
    rules = {}
    for row in cr.fetchall():
        rule = _rule(*row)
        rules.setdefault(rule.node, []).append(rule)
    return rules


def _quoted(row, told, terms):
    path, nearest = way(row, told, row["id"])
    offer = Offer(
        _entry(row, "own", terms.lists.get(row["tier"])),
        _entry(row, "common", terms.lists.get(None)),
        wholesale_from(nearest, terms),
        path,
        label(nearest),
    )
    pack = Decimal(row["pack"])
    _included, added = row["rates"]
    return Quoted(
        offer,
        _group(row, terms),
        Decimal(row["factor"]),
        pack,
        row["is_goods"] and bool(terms.lists),
        Decimal(added or 0),
    )


def ancestors(row):
    """Ids of the categories on the way to this row, the farthest first."""
    return [int(part) for part in (row["parent_path"] or "").split("/") if part]


def path_of(category_ids, product_id=None):
    """The nodes on the way to an offer, all goods first."""
    path = (ALL_GOODS, *(("category", key) for key in category_ids))
    return (*path, ("product", product_id)) if product_id else path


def wholesale_from(nearest, terms):
    """What the nearest node says that says anything; else the setting."""
    said = (Decimal(told["wholesale_from"]) for _node, told in nearest if told["least"])
    return next(said, terms.wholesale_from)


def label(nearest):
    """The nearest label, if it stops discounts. `nearest`: (node, what is told of it)."""
    for node, told in nearest:
        if told["label"]:
            return Label(told["label"], node) if told["stops"] else None
    return None


def _entry(row, which, price_list):
    if row[which] is None:
        return None
    _list_id, with_tax = price_list
    id_, retail, wholesale = row[which]
    included, excluded = (Decimal(rate or 0) for rate in row["rates"])
    times = factor(with_tax, included, excluded)
    more = Decimal(wholesale or 0) * times
    return Entry(int(id_), Decimal(retail) * times, more or None)


def _group(row, terms):
    """What is counted together when wholesale is decided."""
    if terms.counted == PER_LINE:
        return ("product", row["id"])
    mode = None if terms.together else row["mode"]
    return (row["unit"], mode, row["category"] if terms.counted == PER_CATEGORY else None)


def _rule(id_, client_id, tier_id, category_id, product_id, percent, fixed, source, starts_at):
    scope = CLIENT if client_id else TIER if tier_id else EVERYBODY
    node = ALL_GOODS
    if product_id or category_id:
        node = ("product", product_id) if product_id else ("category", category_id)
    price = Decimal(fixed or 0) or None
    return Rule(id_, scope, node, Decimal(percent or 0), price, source == "hand", starts_at)
