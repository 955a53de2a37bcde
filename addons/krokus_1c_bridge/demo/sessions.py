from datetime import timedelta

from odoo import fields

DAYS = 45
CUT = "Срезанные цветы"
WAREHOUSE = (CUT, "Горшечные растения", "Аксессуары")
PREORDER = "Предзаказ"


def open_trading(env):
    """Exchange sessions follow each other day after day, so that one is open at any hour.

    Preorder sessions: one that is open now, and one that opens when it closes.
    """
    sessions = env["krokus.trading.session"]
    if sessions.search_count([], limit=1):
        return
    sessions.create([*_exchange(env), *_preorder(env)])


def _exchange(env):
    start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
    categories = _categories(env, WAREHOUSE)
    for day in range(DAYS):
        opens_at = start + timedelta(days=day)
        ships_on = (opens_at + timedelta(days=2)).date()
        yield {
            "name": f"Биржа на {ships_on:%d.%m}",
            "mode": "exchange",
            "category_ids": [(6, 0, categories.ids)],
            "opens_at": opens_at,
            "closes_at": opens_at + timedelta(days=1),
            "ships_on": ships_on,
        }


def _preorder(env):
    start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
    categories = _categories(env, (PREORDER,))
    for week in range(6):
        opens_at = start + timedelta(weeks=week)
        ships_on = (opens_at + timedelta(weeks=2)).date()
        yield {
            "name": f"Предзаказ на {ships_on:%d.%m}",
            "mode": "preorder",
            "category_ids": [(6, 0, categories.ids)],
            "opens_at": opens_at,
            "closes_at": opens_at + timedelta(weeks=1),
            "ships_on": ships_on,
        }


def _categories(env, names):
    return env["product.category"].search([("name", "in", names), ("onec_ref", "!=", False)])
