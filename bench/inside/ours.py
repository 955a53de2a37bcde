"""Fills Krokus: six tiers with a price list each, one session that is open, and a balance."""

from datetime import timedelta

from odoo import fields

from . import goods

PACK = 10


def fill(env, offers, buyers):
    tiers = env["krokus.client.tier"].search([])[:6]
    leaves = goods.plant(env, lambda *words: _category(env, tiers, *words))
    products = goods.prototypes(env, leaves, krokus_packing_step=PACK)
    _prices(env, tiers, products.product_variant_ids)
    _balances(env, products.product_variant_ids)
    _session(env, leaves)
    goods.spread(env, products, offers)
    _hidden(env)
    goods.people(env, buyers, krokus_tier_id=tiers.ids)


def _category(env, tiers, name, parent, depth):
    """Everybody sees the tops; a fifth of the leaves is for three tiers, another is for six."""
    values = {"krokus_visibility": ("public", "clients", "clients")[depth]}
    if depth == 2 and name.endswith(goods.SORTS[:2]):
        chosen = tiers if name.endswith(goods.SORTS[0]) else tiers[:3]
        values = {"krokus_visibility": "tiers", "krokus_tier_ids": [(6, 0, chosen.ids)]}
    if not parent:
        values["krokus_mode"] = "exchange"
    return env["product.category"].create(
        {"name": name, "parent_id": parent and parent.id, **values}
    )


def _prices(env, tiers, products):
    lists = env["krokus.price.list"]
    for tier in [env["krokus.client.tier"], *tiers]:
        found = lists.search([("tier_id", "=", tier.id)], limit=1) or lists.create(
            {"name": tier.name or "Общий", "tier_id": tier.id}
        )
        env["krokus.price"].create(
            [
                {
                    "list_id": found.id,
                    "product_id": product.id,
                    "retail": product.list_price - tier.id,
                    "wholesale": product.list_price - tier.id - 5,
                }
                for product in products
            ]
        )


def _balances(env, products):
    env.cr.commit()  # balances are written beside this transaction
    env["krokus.stock"]._set_on_hand(dict.fromkeys(products.ids, goods.STOCK))
    env.cr.commit()


def _session(env, leaves):
    now = fields.Datetime.now()
    env["krokus.trading.session"].create(
        {
            "name": "Биржа",
            "mode": "exchange",
            "category_ids": [(6, 0, leaves[0].browse([leaf.id for leaf in leaves]).ids)],
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=3650),
            "ships_on": now.date() + timedelta(days=3651),
        }
    )


def _hidden(env):
    """An offer that no client sees, whatever he asks for."""
    category = env["product.category"].create(
        {"name": "Не для клиентов", "krokus_mode": "exchange", "krokus_visibility": "managers"}
    )
    goods.prototypes(env, category, default_code="HIDDEN")
