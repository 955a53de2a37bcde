from datetime import timedelta

from odoo import fields

EVERY_DAY = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FLOWERS = ("Срезанные цветы", "Горшечные растения")
ACCESSORIES = "Аксессуары"
PREORDER = "Предзаказ"
SCARCE = 400  # stems of the offer that the grower has little of


def open_trading(env):
    """The story of a week: flowers are traded day and night, so that the demo is open at any
    hour, accessories for two hours on Mondays, and preorders for three shipments at once.
    """
    schedules = env["krokus.trading.schedule"]
    if schedules.search_count([], limit=1):
        return
    schedules.create([_flowers(env), _accessories(env)])
    sessions = env["krokus.trading.session"].create(list(_preorders(env)))
    _limit(env, sessions[0])
    env.ref("krokus_catalog.client_tier_1").outside_hours = True
    env.ref("krokus_catalog.client_tier_6").minimum_order = 1500


def _flowers(env):
    return {
        "name": "Биржа",
        "category_ids": [(6, 0, _categories(env, FLOWERS).ids)],
        **dict.fromkeys(EVERY_DAY, True),
        "opens": 0,
        "closes": 24,
        "cut_off": 7,
    }


def _accessories(env):
    return {
        "name": "Аксессуары",
        "category_ids": [(6, 0, _categories(env, (ACCESSORIES,)).ids)],
        **dict.fromkeys(EVERY_DAY, False),
        "monday": True,
        "opens": 10,
        "closes": 12,
    }


def _preorders(env):
    """Three that are open now, and one that opens when the first closes."""
    start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
    categories = _categories(env, (PREORDER,))
    for week in range(1, 5):
        ships_on = (start + timedelta(weeks=week + 1)).date()
        yield {
            "name": f"Предзаказ, {ships_on:%d.%m}",
            "mode": "preorder",
            "category_ids": [(6, 0, categories.ids)],
            "opens_at": start + timedelta(weeks=week == 4),
            "closes_at": start + timedelta(weeks=week),
            "ships_on": ships_on,
        }


def _limit(env, session):
    """The grower has little of one offer for the first shipment."""
    offer = env["product.product"].search(
        [("categ_id", "child_of", session.category_ids.ids), ("krokus_mode", "=", "preorder")],
        limit=1,
    )
    env["krokus.trading.quota"].create(
        {"session_id": session.id, "product_id": offer.id, "quantity": SCARCE}
    )


def _categories(env, names):
    return env["product.category"].search([("name", "in", names), ("onec_ref", "!=", False)])
