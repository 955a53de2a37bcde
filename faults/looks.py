"""Deeds that only look: what there is, what is held, what was ordered, what is broken."""

from .deeds import PRICE, basket_of


def after_close(env, session):
    """(holds that began, orders that were confirmed) for a session at or after its close, by the
    database's clock; and how many there are at all."""
    closes = env["krokus.trading.session"].browse(session).closes_at
    env.cr.execute(
        "SELECT COUNT(*) FILTER (WHERE started_at >= %s), COUNT(*) FROM krokus_hold"
        " WHERE session_id = %s",
        [closes, session],
    )
    late, holds = env.cr.fetchone()
    lines = env["sale.order.line"].search([("krokus_session_id", "=", session)])
    return {"late": late, "holds": holds, "ordered": sum(lines.mapped("product_uom_qty"))}


def basket_page(env):
    """What the basket's own page shows, and would confirm: {hold id: price}."""
    return {"seen": basket_of(env)._page().seen}


def page(env):
    """What a client's page would confirm: {hold id: price}."""
    return {"seen": {held.id: PRICE for held in basket_of(env)._contents()}}


def ledger(env):
    """{product id: [on hand, held, live, sold, in confirmed orders]}, and what is broken."""
    env.cr.execute(
        "SELECT s.product_id, s.on_hand::float, s.held::float,"
        " COALESCE(SUM(h.quantity) FILTER (WHERE h.state = 'live'), 0)::float,"
        " COALESCE(SUM(h.quantity) FILTER (WHERE h.state = 'sold'), 0)::float,"
        " (SELECT COALESCE(SUM(l.product_uom_qty), 0)::float FROM sale_order_line l"
        " WHERE l.product_id = s.product_id AND l.state = 'sale')"
        " FROM krokus_stock s LEFT JOIN krokus_hold h ON h.product_id = s.product_id"
        " GROUP BY s.product_id, s.on_hand, s.held"
    )
    balances = {row[0]: row[1:] for row in env.cr.fetchall()}
    return {"balances": balances, "broken": broken(env)}


def broken(env):
    """{rule: what breaks it}"""
    found = env["krokus.stock"]._broken_invariants()
    return {f"{rule.name}. {rule.sentence}": rows for rule, rows in found.items()}


def sessions(env, logins):
    """Session ids with which these people are logged in."""
    from odoo.http import get_default_session, root

    found = []
    for user in env["res.users"].search([("login", "in", logins)]):
        session = root.session_store.new()
        session.update(get_default_session(), db=env.cr.dbname, login=user.login, uid=user.id)
        session.context["lang"] = "ru_RU"
        session.session_token = user._compute_session_token(session.sid)
        root.session_store.save(session)
        found.append(session.sid)
    return {"sessions": found}


def orders(env, numbers, state="sale"):
    """{checkout number: how many of its orders are in that state}."""
    found = env["sale.order"].search([("krokus_checkout_number", "in", numbers)])
    groups = found.filtered(lambda order: order.state == state)
    return {"orders": {n: len(g) for n, g in groups.grouped("krokus_checkout_number").items()}}


def prices(env, orders):
    """The prices of these orders' lines."""
    return {"prices": env["sale.order"].browse(orders).order_line.mapped("price_unit")}


def carts(env):
    """{login: [drafts, carts]}."""
    people = env["res.users"].search([("share", "=", True)])
    env.cr.execute(
        "SELECT partner_id, COUNT(*), COUNT(*) FILTER (WHERE krokus_is_cart) FROM sale_order"
        " WHERE state = 'draft' AND website_id IS NOT NULL GROUP BY partner_id"
    )
    counts = {row[0]: row[1:] for row in env.cr.fetchall()}
    return {"carts": {user.login: counts.get(user.partner_id.id, (0, 0)) for user in people}}
