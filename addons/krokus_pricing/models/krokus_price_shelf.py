from odoo import api, models
from odoo.tools import SQL

from .. import facts
from ..price import CLIENT, EVERYBODY, TIER, ranked

# What holds in a category, before an offer's own rules and label: a row of VALUES for each.
_COLUMNS = """id, wholesale_from, stops, all_own, all_percent, all_fixed, own_percent, own_fixed,
 client_percent, client_fixed, tier_percent, tier_fixed"""
_ROW = "(%s::int, %s::numeric, %s::bool, %s::bool" + ", %s::numeric" * 8 + ")"
# OFFSET 0 keeps each step a step: PostgreSQL would write every amount out wherever it is used,
# and work it out hundreds of times.
_SELECT = """
WITH taxes AS (
    SELECT tax.id, tax.amount, how.added
      FROM account_tax tax
     CROSS JOIN LATERAL (
           SELECT COALESCE(tax.price_include_override, %(taxes)s) = 'tax_excluded' AS added) how
     WHERE tax.amount_type = 'percent' AND tax.company_id = ANY(%(companies)s)
       AND (how.added OR EXISTS (
            SELECT FROM krokus_price_list WHERE active AND NOT tax_included))
), lists AS (
    SELECT id, tier_id, tax_included FROM krokus_price_list WHERE active
), agreed AS (
    SELECT DISTINCT ON (scope, product_id) scope, product_id,
           COALESCE(percent, 0) AS percent, COALESCE(fixed, 0) AS fixed
      FROM krokus_price_condition
     WHERE active AND product_id IS NOT NULL
       AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
       AND (client_id = %(client)s OR tier_id = %(tier)s
            OR (client_id IS NULL AND tier_id IS NULL))
     ORDER BY scope, product_id, source = 'hand' DESC, starts_at DESC, id DESC
)
SELECT t.id, ROUND(step3.amount, 2) AS amount
  FROM product_template t
  JOIN product_product p ON p.product_tmpl_id = t.id AND p.active
  JOIN uom_uom u ON u.id = t.uom_id
  JOIN (VALUES %(categories)s) c (%(columns)s) ON c.id = COALESCE(t.categ_id, 0)
  LEFT JOIN krokus_label label ON label.id = t.krokus_label_id AND label.active
  LEFT JOIN lists own_list ON own_list.tier_id = %(tier)s
  LEFT JOIN lists common_list ON common_list.tier_id IS NULL
  LEFT JOIN krokus_price own
         ON own.product_id = p.id AND own.list_id = own_list.id AND own.retail > 0
  LEFT JOIN krokus_price common
         ON common.product_id = p.id AND common.list_id = common_list.id AND common.retail > 0
  LEFT JOIN (
       SELECT rel.prod_id, SUM(amount) FILTER (WHERE NOT added) AS included,
              SUM(amount) FILTER (WHERE added) AS excluded
         FROM product_taxes_rel rel JOIN taxes ON taxes.id = rel.tax_id
        GROUP BY rel.prod_id) tax ON tax.prod_id = t.id
  LEFT JOIN agreed for_all ON for_all.product_id = p.id AND for_all.scope = 'everybody'
  LEFT JOIN agreed for_client ON for_client.product_id = p.id AND for_client.scope = 'client'
  LEFT JOIN agreed for_tier ON for_tier.product_id = p.id AND for_tier.scope = 'tier'
 CROSS JOIN LATERAL (SELECT
       CASE WHEN label.id IS NULL THEN c.stops
            ELSE COALESCE(label.stops_discounts, FALSE) END AS stops,
       t.krokus_packing_step * u.factor::numeric
       >= COALESCE(NULLIF(t.krokus_wholesale_from, 0), c.wholesale_from) AS enough,
       1 / (1 + COALESCE(tax.excluded, 0) * 0.01) AS with_tax,
       1 + COALESCE(tax.included, 0) * 0.01 AS without_tax
 OFFSET 0) how
 CROSS JOIN LATERAL (SELECT CASE WHEN own.id IS NULL
       THEN CASE WHEN how.enough AND common.wholesale > 0
            THEN common.wholesale ELSE common.retail END
            * CASE WHEN common_list.tax_included THEN how.with_tax ELSE how.without_tax END
       ELSE CASE WHEN how.enough AND own.wholesale > 0 THEN own.wholesale ELSE own.retail END
            * CASE WHEN own_list.tax_included THEN how.with_tax ELSE how.without_tax END
       END AS amount
 OFFSET 0) step1
 CROSS JOIN LATERAL (SELECT %(winner)s AS amount, %(own)s AS own OFFSET 0) agreed2
 CROSS JOIN LATERAL (SELECT CASE
       WHEN NOT how.stops OR agreed2.amount >= step1.amount THEN agreed2.amount
       WHEN CASE WHEN label.id IS NULL THEN for_all.product_id IS NULL AND c.all_own
            ELSE for_all.product_id IS NOT NULL END THEN agreed2.amount
       WHEN label.id IS NULL THEN LEAST(step1.amount, agreed2.own)
       ELSE step1.amount END AS amount
 OFFSET 0) step2
 CROSS JOIN LATERAL (SELECT %(condition)s AS amount OFFSET 0) agreed3
 CROSS JOIN LATERAL (SELECT CASE WHEN how.stops
       THEN GREATEST(step2.amount, agreed3.amount) ELSE agreed3.amount END AS amount
 OFFSET 0) step3
 WHERE step1.amount IS NOT NULL
"""


class KrokusPriceShelf(models.AbstractModel):
    """What each offer costs a client, a pack of it bought alone: to sort and filter the shop by.

    `price.py` once more, set-wise in SQL; a test holds the two together. It is worked out in the
    query that asks, so there is nothing to keep in step, and it is never what is charged.
    """

    _name = "krokus.price.shelf"
    _description = "Prices to sort by"

    @api.model
    def _select_for(self, client):
        """SELECT of (template id, amount) for all offers that have a price for the client."""
        client = client.sudo().commercial_partner_id
        terms = self.env["product.product"]._krokus_terms(client)
        company = self.env.company.sudo()
        self.env["product.product"]._krokus_flush()
        tier = client.krokus_tier_id.id or None
        return SQL(
            _SELECT,
            taxes=company.account_price_include,
            companies=company.parent_ids.ids,
            at=terms.at,
            client=client.id or None,
            tier=tier,
            categories=SQL(", ").join(self._categories(client.id or None, tier, terms)),
            columns=SQL(_COLUMNS),
            winner=_applied("step1", ("for_all", "c.all")),
            own=_applied("step1", ("c.own",)),
            condition=_applied("step2", ("for_client", "c.client", "for_tier", "c.tier")),
        )

    def _categories(self, client_id, tier_id, terms):
        """One row of VALUES for each category, and one for offers that have none."""
        told = facts.read_all_categories(self.env.cr)
        rules = facts.read_rules(self.env.cr, client_id, tier_id, terms.at, told)
        for key in (0, *told):
            above = facts.ancestors(told[key]) if key else []
            nearest = [(("category", one), told[one]) for one in reversed(above)]
            least = facts.wholesale_from(nearest, terms)
            label = facts.label(nearest)
            yield SQL(_ROW, key, least, *self._agreed(facts.path_of(above), label, rules))

    def _agreed(self, path, label, rules):
        """The category's label, rule and conditions, in the order of the columns above."""
        order = ranked(path, [rule for node in path for rule in rules.get(node, ())])
        for_all, for_client, for_tier = (
            [rule for rule in order if rule.scope == scope] for scope in (EVERYBODY, CLIENT, TIER)
        )
        own = [rule for rule in for_all if label and rule.node == label.node]
        yield bool(label)
        yield bool(own) and own[0] is for_all[0]
        for found in (for_all, own, for_client, for_tier):
            yield found[0].percent if found else None
            yield (found[0].fixed or 0) if found else None


def _applied(step, sources):
    """The step's amount after the first of these rules that there is."""
    cases = []
    for source in sources:
        of_category = source.startswith("c.")
        prefix = f"{source}_" if of_category else f"{source}."
        there = f"{prefix}percent" if of_category else f"{source}.product_id"
        cases.append(
            f"WHEN {there} IS NOT NULL THEN COALESCE(NULLIF({prefix}fixed, 0),"
            f" GREATEST({step}.amount * (100 + {prefix}percent) * 0.01, 0))"
        )
    return SQL(f"CASE {' '.join(cases)} ELSE {step}.amount END")  # pylint: disable=sql-injection
