from odoo import api, models
from odoo.tools import SQL

from .. import facts
from ..price import CLIENT, EVERYBODY, TIER, ranked

# What holds in a category, before an offer's own rules and label: a row of VALUES for each.
_COLUMNS = """c_id, c_wholesale_from, c_stops, c_all_own, c_all_percent, c_all_fixed,
 c_own_percent, c_own_fixed, c_client_percent, c_client_fixed, c_tier_percent, c_tier_fixed"""
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
    SELECT id, tier_id, tax_included FROM krokus_price_list
     WHERE active AND (tier_id = %(tier)s OR tier_id IS NULL)
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
SELECT id, ROUND(CASE WHEN stops THEN GREATEST(amount, agreed) ELSE agreed END, 2) AS amount
  FROM (SELECT *, %(agreed)s AS agreed
  FROM (SELECT *, CASE
               WHEN NOT stops OR won >= base THEN won
               WHEN CASE WHEN label IS NULL THEN for_all_is IS NULL AND c_all_own
                    ELSE for_all_is IS NOT NULL END THEN won
               WHEN label IS NULL THEN LEAST(base, own)
               ELSE base END AS amount
  FROM (SELECT *, %(won)s AS won, %(own)s AS own
  FROM (
SELECT t.id, c.*, label.id AS label,
       CASE WHEN label.id IS NULL THEN c_stops
            ELSE COALESCE(label.stops_discounts, FALSE) END AS stops,
       CASE WHEN t.krokus_packing_step * u.factor::numeric
                 >= COALESCE(NULLIF(t.krokus_wholesale_from, 0), c_wholesale_from)
            THEN COALESCE(NULLIF(price.wholesale, 0), price.retail) ELSE price.retail END
       * CASE WHEN price.tax_included THEN 1 / (1 + COALESCE(tax.excluded, 0) * 0.01)
              ELSE 1 + COALESCE(tax.included, 0) * 0.01 END AS base,
       for_all.product_id AS for_all_is,
       for_all.percent AS for_all_percent, for_all.fixed AS for_all_fixed,
       for_client.product_id AS for_client_is,
       for_client.percent AS for_client_percent, for_client.fixed AS for_client_fixed,
       for_tier.product_id AS for_tier_is,
       for_tier.percent AS for_tier_percent, for_tier.fixed AS for_tier_fixed
  FROM (SELECT DISTINCT ON (product_id) product_id, retail, wholesale, tax_included
          FROM krokus_price JOIN lists ON lists.id = krokus_price.list_id
         WHERE retail > 0 ORDER BY product_id, tier_id) price
  JOIN product_product p ON p.id = price.product_id AND p.active
  JOIN product_template t ON t.id = p.product_tmpl_id
  JOIN uom_uom u ON u.id = t.uom_id
  JOIN (VALUES %(categories)s) c (%(columns)s) ON c_id = COALESCE(t.categ_id, 0)
  LEFT JOIN krokus_label label ON label.id = t.krokus_label_id AND label.active
  LEFT JOIN (
       SELECT rel.prod_id, SUM(amount) FILTER (WHERE NOT added) AS included,
              SUM(amount) FILTER (WHERE added) AS excluded
         FROM product_taxes_rel rel JOIN taxes ON taxes.id = rel.tax_id
        GROUP BY rel.prod_id) tax ON tax.prod_id = t.id
  LEFT JOIN agreed for_all ON for_all.product_id = p.id AND for_all.scope = 'everybody'
  LEFT JOIN agreed for_client ON for_client.product_id = p.id AND for_client.scope = 'client'
  LEFT JOIN agreed for_tier ON for_tier.product_id = p.id AND for_tier.scope = 'tier'
  OFFSET 0) step1 OFFSET 0) won OFFSET 0) step2 OFFSET 0) step3
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
            won=_applied("base", "for_all", "c_all"),
            own=_applied("base", "c_own"),
            agreed=_applied("amount", "for_client", "c_client", "for_tier", "c_tier"),
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


def _applied(amount, *rules):
    """The amount after the first of these rules that there is."""
    cases = []
    for rule in rules:
        there = f"{rule}_percent" if rule.startswith("c_") else f"{rule}_is"
        cases.append(
            f"WHEN {there} IS NOT NULL THEN COALESCE(NULLIF({rule}_fixed, 0),"
            f" GREATEST({amount} * (100 + {rule}_percent) * 0.01, 0))"
        )
    return SQL(f"CASE {' '.join(cases)} ELSE {amount} END")  # pylint: disable=sql-injection
