"""Deeds of the random walk: its scene, 1C's part, time that goes by, and what is looked at then."""

from datetime import timedelta

from .looks import broken

TIERS = (1, 1, 2, 3)  # of a company each, with two people
GROUPS = {"Розы": ("clients", "exchange"), "Тюльпаны": ("tiers", "exchange")}
PREORDER, HIDDEN = "Предзаказ", "Скрытое"
QUOTA = 30


def set_stage(env, address):
    """Fetch 1C's books, open the floor to two tiers and hire a salesman and a manager."""
    _pay_in_roubles(env)
    connection = _connection(env, address)
    _fetch(env, connection, "catalogue")
    categories = _categories(env)
    _price_lists(env, connection)
    _fetch(env, connection, "figures")
    sessions = _sessions(env, categories)
    people = _companies(env)
    offers = env["product.product"].search([("categ_id", "in", categories.ids)])
    return {
        "offers": {offer.id: offer.product_tmpl_id.id for offer in offers},
        "ahead": offers.filtered(lambda one: one.categ_id == categories[2]).ids,
        "refs": {offer.id: offer.onec_ref for offer in offers},
        "categories": categories.ids,
        "sessions": sessions.ids,
        "companies": people.parent_id.ids,
        "people": people.ids,
        "clients": people.user_ids.mapped("login"),
        "staff": _staff(env),
        "tiers": [env.ref(f"krokus_catalog.client_tier_{n}").id for n in (1, 2, 3)],
        "units": [env.ref("uom.product_uom_unit").id, env.ref("uom.product_uom_dozen").id],
    }


def _pay_in_roubles(env):
    """As 1C's prices are."""
    rouble = env.ref("base.RUB")
    rouble.active = True
    env.company.currency_id = rouble
    env["product.pricelist"].search([]).currency_id = rouble


def _connection(env, address):
    values = {
        "name": "1C",
        "site_address": f"{address}ws/site?wsdl",
        "login": "site",
        "password": "site",
    }
    env["krokus.onec.connection"].search([]).active = False
    return env["krokus.onec.connection"].create(values)


def _fetch(env, connection, *kinds):
    env["krokus.onec.message"]._request(connection, kinds)
    env.cr.commit()
    env["krokus.onec.inbox"]._fetch_due()
    env.cr.commit()


def _categories(env):
    """Ids of the last two: what is ordered ahead, and what nobody sees."""
    found = env["product.category"].search([("onec_ref", "!=", False)])
    by_name = {category.name: category for category in found}
    tiers = [env.ref(f"krokus_catalog.client_tier_{number}").id for number in (1, 2)]
    for name, (visibility, mode) in GROUPS.items():
        by_name[name].write({"krokus_mode": mode, "krokus_visibility": visibility})
    by_name["Тюльпаны"].krokus_tier_ids = [(6, 0, tiers)]
    by_name[PREORDER].write({"krokus_mode": "preorder", "krokus_visibility": "clients"})
    hidden = {"name": HIDDEN, "krokus_visibility": "managers"}
    ordered = [by_name[name].id for name in (*GROUPS, PREORDER)]
    return found.browse([*ordered, env["product.category"].create(hidden).id])


def _price_lists(env, connection):
    lists = env["krokus.price.list"]
    common = lists.search([("tier_id", "=", False)], limit=1) or lists.create({"name": "Common"})
    for kind in connection.price_type_ids:
        kind.write(
            {"list_id": common.id, "kind": "retail" if kind.name == "Розничная" else "wholesale"}
        )


def _sessions(env, categories):
    """The exchange's, and two shipments to order ahead for, the first with a quota."""
    from odoo import fields

    now = fields.Datetime.now()
    hours = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1)}
    sessions = env["krokus.trading.session"].create(
        [
            {**hours, "name": mode, "mode": mode, "category_ids": [(6, 0, ids)], "ships_on": day}
            for mode, ids, day in (
                ("exchange", categories[:2].ids, now.date() + timedelta(days=2)),
                ("preorder", categories[2:3].ids, now.date() + timedelta(days=9)),
                ("preorder", categories[2:3].ids, now.date() + timedelta(days=16)),
            )
        ]
    )
    ahead = env["product.product"].search([("categ_id", "=", categories[2].id)], limit=1)
    env["krokus.trading.quota"].create(
        {"session_id": sessions[1].id, "product_id": ahead.id, "quantity": QUOTA}
    )
    return sessions


def _companies(env):
    partners, people = env["res.partner"], env["res.partner"]
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    for number, tier in enumerate(TIERS):
        company = partners.create(
            {
                "name": f"Company {number}",
                "is_company": True,
                "krokus_tier_id": env.ref(f"krokus_catalog.client_tier_{tier}").id,
                "street": "ул. Радио, д. 1",
                "city": "Москва",
            }
        )
        for letter in "ab":
            login = f"walker{number}{letter}"
            values = {"name": login, "login": login, "parent_id": company.id}
            user = users.create({**values, "group_ids": [env.ref("base.group_portal").id]})
            people += user.partner_id
    return people


def _staff(env):
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    logins = []
    for name in ("manager", "salesman"):
        group = env.ref(f"krokus_catalog.group_{name}")
        login = f"walking-{name}"
        users.create({"name": login, "login": login, "group_ids": [(6, 0, group.ids)]})
        logins.append(login)
    return logins


# -------------------------------------------------------------------------- 1C


def deliver(env):
    """The outbox's turn: letters leave, numbers come back."""
    env["krokus.onec.outbox"]._deliver_due()
    return {}


def figures(env):
    """Prices and stock are asked for and taken over."""
    env["krokus.onec.inbox"]._ask_regularly("figures")
    env.cr.commit()
    env["krokus.onec.inbox"]._fetch_due()
    return {}


def be_patient_no_more(env):
    """The pauses after failures are over."""
    for model in ("krokus.onec.connection", "krokus.onec.message", "krokus.onec.stream"):
        if model in env:
            records = env[model].sudo().search([])
            pauses = {"paused_until", "next_try_at", "failures"} & records._fields.keys()
            records.write(dict.fromkeys(pauses, False))
    return {}


# --------------------------------------------------------------- time that goes by


def later(env, seconds):
    """As if so long had passed since everything; nobody else may be at work."""
    moved = {
        "krokus_basket": ("until",),
        "krokus_hold": ("started_at", "deadline"),
        "krokus_given_back": ("until",),
        "sale_order": ("date_order",),
        "product_template": ("write_date",),
        "product_product": ("write_date",),
        "product_category": ("write_date",),
        "res_partner": ("write_date",),
    }
    for table, columns in moved.items():
        change = ", ".join(f"{name} = {name} - {seconds} * interval '1 second'" for name in columns)
        env.cr.execute(f"UPDATE {table} SET {change}")
    return {}


def reopen(env, sessions, categories):
    """What closed the floor to all is undone, so that there is something to do."""
    from odoo import fields

    env["krokus.floor.mode"].create({"mode": "schedule"})
    env["product.category"].browse(categories).action_krokus_resume()
    env["krokus.trading.session"].browse(sessions).closes_at = fields.Datetime.now() + timedelta(
        days=1
    )
    return {}


# ------------------------------------------------------------------- what is looked at


def settle_down(env):
    """The sweep goes round twice: once for what it does, once for what that leaves."""
    for _round in range(2):
        env["krokus.hold"]._sweep()
    return {}


def check(env):
    """What is broken, and what is ordered of each offer."""
    return {"broken": broken(env), **ordered(env)}


def ordered(env):
    """{offer: what all confirmed orders say of it}, booked in 1C or not, less returns and without
    them."""
    quantity = "ROUND(l.product_uom_qty * u.factor / own.factor, 4)"
    env.cr.execute(
        f"SELECT l.product_id, SUM({quantity}), SUM(GREATEST({quantity}, 0))"
        " FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id"
        " JOIN product_product p ON p.id = l.product_id"
        " JOIN product_template t ON t.id = p.product_tmpl_id JOIN uom_uom own ON own.id = t.uom_id"
        " JOIN uom_uom u ON u.id = l.product_uom_id WHERE o.state = 'sale' GROUP BY l.product_id"
    )
    rows = env.cr.fetchall()
    return {
        "ordered": {key: float(net) for key, net, _gross in rows},
        "without_returns": {key: float(gross) for key, _net, gross in rows},
    }


def known(env, numbers):
    """The checkouts of which orders are there, in whatever state by now."""
    orders = env["sale.order"].search([("krokus_checkout_number", "in", numbers)])
    return {"known": sorted(set(orders.mapped("krokus_checkout_number")))}
