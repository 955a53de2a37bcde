"""Fills Krokus: six tiers with a price list each, one session that is open, and a balance."""

from datetime import timedelta

from odoo import fields

from . import goods

PACK = 10


def fill(env, offers, buyers, clients, conditions):
    # Numbers that are like no other: bench/ledger.py replaces them in recorded statements.
    env.cr.execute("SELECT setval('product_product_id_seq', 500000)")
    env.cr.execute("SELECT setval('krokus_basket_id_seq', 700000)")
    tiers = env["krokus.client.tier"].search([])[:6]
    leaves = goods.plant(env, lambda *words: _category(env, tiers, *words))
    products = goods.prototypes(env, leaves, krokus_packing_step=PACK)
    _prices(env, tiers, products.product_variant_ids)
    _balances(env, products.product_variant_ids)
    _session(env, leaves)
    goods.spread(env, products, offers)
    _special(env, next(leaf for leaf in leaves if leaf.name.endswith(goods.SORTS[-1])))
    _settings(env)
    # Of tiers that see every offer, so that what they see is what stock Odoo's clients see.
    companies = goods.people(env, buyers, krokus_tier_id=tiers[:3].ids)
    companies |= goods.companies(env, clients, krokus_tier_id=tiers.ids)
    _conditions(env, companies, leaves, conditions)


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


def _conditions(env, companies, leaves, count):
    """Every client's own, half of them on a category and half on an offer."""
    products = env["product.product"].search([], order="id")
    values = []
    for number in range(count):
        turn = number // len(companies)
        leaf = leaves[(number + turn) % len(leaves)]
        place = {"product_id": products[number * 7 % len(products)].id}
        if number % 2:
            place = {"category_id": leaf.id}
        client = companies[number % len(companies)]
        values.append({"client_id": client.id, "percent": -1 - number % 15, **place})
    env["krokus.price.condition"].create(values)


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
            "closes_at": now + timedelta(days=30),
            "ships_on": now.date() + timedelta(days=31),
        }
    )


def _special(env, leaf):
    """One that no client sees, one that all want, and one of which there are only a hundred."""
    staff = env["product.category"].create(
        {"name": "Не для клиентов", "krokus_mode": "exchange", "krokus_visibility": "managers"}
    )
    hidden = goods.prototypes(env, staff, default_code="HIDDEN")
    hot = goods.prototypes(env, leaf, default_code="HOT", krokus_packing_step=PACK)
    scarce = goods.prototypes(env, leaf, default_code="SCARCE", krokus_packing_step=5)
    tiers = env["krokus.client.tier"].search([])[:6]
    _prices(env, tiers, (hidden | hot | scarce).product_variant_ids)
    stock = {hidden: goods.STOCK, hot: goods.STOCK, scarce: 100}
    env.cr.commit()
    env["krokus.stock"]._set_on_hand(
        {offer.product_variant_id.id: quantity for offer, quantity in stock.items()}
    )


def _settings(env):
    """No client may hold more than five in a hundred of an offer. None is asked whether he means
    so many: these add a pack more all the time, and want more than there is."""
    env["ir.config_parameter"].set_param("krokus_cart_reserve.client_share", "5")
    env["ir.config_parameter"].set_param("krokus_portal.question_packs", "1000000")
