"""A record or more of each model that staff works with, in each state that shows other buttons."""

from datetime import timedelta

from odoo import fields
from odoo.addons.krokus_cart_reserve.take import Wish

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def things(case, salesman):
    """{model: records}; what only its own salesman sees is `salesman`'s."""
    env = case.env
    category = case.make_category("Walked", krokus_tier_ids=[])
    stopped = case.make_category("Stopped")
    stopped.action_krokus_stop()
    offer = case.make_offer("Walked rose", category, list_price=10)
    client = case.make_client("Walked client", user_id=salesman.id)
    sessions = _sessions(env, category, case.make_category("Preorder", mode="preorder"))
    env["krokus.stock"]._set_on_hand({offer.id: 50})
    found = {
        "product.category": category | stopped,
        "product.product": offer,
        "product.template": offer.product_tmpl_id,
        "res.partner": client,
        "krokus.client.tier": client.krokus_tier_id,
        "krokus.trading.session": sessions,
        "krokus.trading.schedule": _schedule(env, case.make_category("Scheduled")),
        "krokus.floor.mode": env["krokus.floor.mode"].search([], limit=1),
        "krokus.stock": env["krokus.stock"].search([("product_id", "=", offer.id)]),
        "krokus.basket": _basket(case, client, offer),
        **_prices(env, offer, client),
        **_words(env, offer),
        **_books(env, case.connection, offer),
    }
    orders = _orders(env, client, offer, salesman)
    for order, state in zip(orders, ("stopped", "failed"), strict=True):
        found["krokus.onec.message"] |= _letter(env, case.connection, order, state)
    return {**found, "sale.order": orders, "sale.order.line": orders.order_line}


def _sessions(env, category, preorder):
    now = fields.Datetime.now()
    plain = {"category_ids": category.ids, "ships_on": now.date() + 3 * DAY}
    hours = {"closed": (-5, -3), "open": (-1, 1), "scheduled": (3, 5)}
    rows = [
        {**plain, "name": name, "opens_at": now + opens * HOUR, "closes_at": now + closes * HOUR}
        for name, (opens, closes) in hours.items()
    ]
    rows.append({**rows[1], "name": "preorder", "mode": "preorder", "category_ids": preorder.ids})
    return env["krokus.trading.session"].create(rows)


def _schedule(env, category):
    values = {"name": "Week", "category_ids": category.ids, "days_ahead": 3}
    return env["krokus.trading.schedule"].create(values)


def _basket(case, client, offer):
    website = case.env["website"].get_current_website()
    buyer = case.make_buyer(client)
    basket = case.env["krokus.basket"].with_user(buyer)._current(website)
    basket._take([Wish(offer.id, 5, 10.0)])
    return basket.sudo()


def _prices(env, offer, client):
    lists = env["krokus.price.list"]
    common = lists.search([("tier_id", "=", False)], limit=1) or lists.create({"name": "Common"})
    price = {"list_id": common.id, "product_id": offer.id, "retail": 10, "wholesale": 8}
    condition = {"client_id": client.id, "percent": -5}
    return {
        "krokus.price.list": common,
        "krokus.price": env["krokus.price"].create(price),
        "krokus.price.condition": env["krokus.price.condition"].create(condition),
        "krokus.price.sheet": env["krokus.price.sheet"],
        "krokus.price.why": env["krokus.price.why"],
    }


def _words(env, offer):
    """The dictionaries, each borne by the offer: only what is borne shows its button."""
    found = {}
    for model, field in (
        ("krokus.label", "krokus_label_id"),
        ("krokus.color", "krokus_color_id"),
        ("krokus.flower.type", "krokus_flower_type_id"),
        ("krokus.grower", "krokus_grower_id"),
    ):
        found[model] = env[model].create({"name": f"Walked {model}"})
        offer.product_tmpl_id[field] = found[model]
    found["res.country"] = env.ref("base.ec")
    offer.product_tmpl_id.krokus_country_id = found["res.country"]
    found["krokus.banner"] = env["krokus.banner"].create({"name": "Walked"})
    return found


def _books(env, connection, offer):
    """What came in, in each state but waiting: what waits already is not asked for again."""
    plain = {"connection_id": connection.id, "kind": "figures", "direction": "in"}
    messages = env["krokus.onec.message"].create(
        [{**plain, "number": state, "state": state} for state in ("partial", "stopped", "done")]
    )
    row = {"message_id": messages[0].id, "connection_id": connection.id, "kind": "good"}
    row |= {"ref": "Р-1", "name": offer.name, "code": "unknown_good"}
    row["details"] = {"ref": row["ref"]}
    return {
        "krokus.onec.connection": connection,
        "krokus.onec.message": messages,
        "krokus.onec.rejection": env["krokus.onec.rejection"].create(row),
    }


def _letter(env, connection, order, state):
    values = {"connection_id": connection.id, "kind": "order", "direction": "out"}
    values |= {"number": order.name, "order_id": order.id, "state": state, "payload": "{}"}
    return env["krokus.onec.message"].create(values)


def _orders(env, client, offer, salesman):
    line = {"product_id": offer.id, "product_uom_qty": 2}
    values = {"partner_id": client.id, "user_id": salesman.id, "order_line": [(0, 0, line)]}
    return env["sale.order"].create([values, values])
