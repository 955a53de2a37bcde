"""Who sees a category, given what it says itself and who sees the one above it."""

from typing import NamedTuple

from .prepared import Prepared

INHERIT, PUBLIC, CLIENTS, TIERS, MANAGERS = "inherit", "public", "clients", "tiers", "managers"
_NARROW_TO_WIDE = (MANAGERS, TIERS, CLIENTS, PUBLIC)

# The tier of a person's company, and whom a category `c` admits by what it says itself.
TIER = """
    SELECT company.krokus_tier_id AS id FROM res_partner person
      JOIN res_partner company ON company.id = person.commercial_partner_id
     WHERE person.id = %(person)s
"""
_ADMITS = f"""(c.krokus_visibility = '{PUBLIC}' OR (SELECT id FROM tier) IS NOT NULL AND (
    c.krokus_visibility = '{CLIENTS}' OR c.krokus_visibility = '{TIERS}' AND EXISTS (
        SELECT FROM krokus_client_tier_product_category_rel t
          JOIN tier ON t.krokus_client_tier_id = tier.id
         WHERE t.product_category_id = c.id)))"""
# The whole tree, from its tops down.
SEEN = Prepared(
    f"""
    WITH RECURSIVE tier AS (SELECT %(tier)s AS id), seen AS (
        SELECT c.id FROM product_category c WHERE c.parent_id IS NULL AND {_ADMITS}
        UNION ALL
        SELECT c.id FROM product_category c JOIN seen ON c.parent_id = seen.id
         WHERE c.krokus_visibility = '{INHERIT}' OR {_ADMITS}
    ) SELECT id FROM seen
    """,
    tier="int",
)
# The same of one category `own`, up its way: nothing there keeps the person out.
IS_SEEN = f"""NOT EXISTS (
    SELECT FROM product_category c
     WHERE c.id = ANY(string_to_array(trim(TRAILING '/' FROM own.parent_path), '/')::int[])
       AND NOT ({_ADMITS} OR c.krokus_visibility = '{INHERIT}' AND c.parent_id IS NOT NULL))"""

# Which tiers, and clients without one (a tier of NULL), see these offers of a company, or of all.
SEEN_BY = Prepared(
    f"""
    SELECT one.id, t.company_id, p.id
      FROM product_product p
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN product_category own ON own.id = t.categ_id
     CROSS JOIN (SELECT id FROM krokus_client_tier UNION ALL SELECT NULL) one
     CROSS JOIN LATERAL (WITH tier AS (SELECT one.id) SELECT WHERE {IS_SEEN}) seen
     WHERE p.id = ANY(%(ids)s) AND p.active AND t.active AND t.sale_ok AND t.is_published
    """,
    ids="int[]",
)


class Audience(NamedTuple):
    """One of the kinds above; `tiers` holds ids and counts for TIERS alone."""

    kind: str
    tiers: frozenset = frozenset()


EVERYBODY = Audience(PUBLIC)


def tier_of(cr, person_id):
    """The id of the tier of a person's company, as it is written down; None without one."""
    cr.execute(TIER, {"person": person_id or None})
    return next((tier_id for (tier_id,) in cr.fetchall()), None)


def narrowed(own, above):
    """The audience in fact: below another category nobody is added, only left out."""
    if own.kind == INHERIT:
        return above
    if own.kind == above.kind == TIERS:
        return Audience(TIERS, own.tiers & above.tiers)
    return min(own, above, key=lambda audience: _NARROW_TO_WIDE.index(audience.kind))


def is_wider(own, above):
    """Whether `own` promises the category to somebody who does not see the one above it."""
    return own.kind != INHERIT and narrowed(own, above) != own
