"""What a worker can be told to do. Each gets an environment, and gives what JSON can hold."""

from datetime import UTC, timedelta

PRICE = 10
FAILED = "This request was made to fail."


def people(env, count):
    """So many clients with a login each."""
    tier = env.ref("krokus_catalog.client_tier_1")
    names = [f"client-{number}" for number in range(count)]
    companies = env["res.partner"].create(
        [{"name": name, "is_company": True, "krokus_tier_id": tier.id} for name in names]
    )
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    group = env.ref("base.group_portal").id
    users.create(
        [
            {"name": name, "login": name, "parent_id": company.id, "group_ids": [group]}
            for name, company in zip(names, companies, strict=True)
        ]
    )
    return {"logins": names}


def furnish(env, offers=1, stock=1, step=1, opens_in=-3600, closes_in=18000, grace=15):
    """A floor that opens and closes in so many seconds, with priced offers and their stock."""
    from odoo import fields

    tag = env["ir.sequence"].sudo().next_by_code("krokus.checkout")
    category = env["product.category"].create({"name": tag, "krokus_visibility": "public"})
    products = _offers(env, category, tag, offers, step)
    now = fields.Datetime.now()
    session = env["krokus.trading.session"].create(
        {
            "name": tag,
            "category_ids": category.ids,
            "opens_at": now + timedelta(seconds=opens_in),
            "closes_at": now + timedelta(seconds=closes_in),
            "grace_minutes": grace,
            "ships_on": now.date() + timedelta(days=1),
        }
    )
    env.cr.commit()
    env["krokus.stock"]._set_on_hand(dict.fromkeys(products.ids, stock))
    opens, closes = (
        moment.replace(tzinfo=UTC).timestamp() for moment in (session.opens_at, session.closes_at)
    )
    known = {"products": products.ids, "session": session.id, "category": category.id}
    return {**known, "opens": opens, "closes": closes}


def _offers(env, category, tag, count, step):
    values = {
        "type": "consu",
        "categ_id": category.id,
        "is_published": True,
        "list_price": PRICE,
        "taxes_id": False,
        "krokus_packing_step": step,
    }
    rows = [{**values, "name": f"{tag} {n}"} for n in range(count)]
    products = env["product.template"].create(rows).product_variant_id
    lists = env["krokus.price.list"]
    common = lists.search([("tier_id", "=", False)], limit=1) or lists.create({"name": "Common"})
    entries = [{"list_id": common.id, "product_id": key, "retail": PRICE} for key in products.ids]
    env["krokus.price"].create(entries)
    return products


def reprice(env, products, price):
    """A price file: from its commit on these offers cost so much."""
    env["krokus.price"].search([("product_id", "in", products)]).retail = price
    return {}


def a_day_later(env, session):
    """As if the session, and what is held for it, had been a day ago."""
    day = timedelta(days=1)
    past = env["krokus.trading.session"].browse(session)
    past.write({name: past[name] - day for name in ("opens_at", "closes_at", "ships_on")})
    return {}


def close(env, session):
    """A manager closes the session now."""
    env["krokus.trading.session"].browse(session).action_close_now()
    return {}


def take(env, lines, number=None):
    """The fast route's own call: {product id: what is held now}; `whole` is all the basket has."""
    from odoo.addons.krokus_cart_reserve.take import Wish

    basket = basket_of(env)
    wishes = [Wish(product, quantity, PRICE) for product, quantity in lines]
    taken = basket._take(wishes, number=number)
    return {
        "granted": {grant.product_id: float(grant.granted) for grant in taken.grants},
        "whole": {held.product_id: float(held.quantity) for held in taken.contents},
        "sentences": [basket._sentence(grant) for grant in taken.grants if grant.reason],
        "late": taken.late,
    }


def door(env, product, quantity, fails=None):
    """A cart's line as core writes it; the request may fail after it, or undo only the line."""
    from odoo.exceptions import UserError

    cart = basket_of(env)._cart()
    if fails == "savepoint":
        try:
            with env.cr.savepoint():
                _write_line(cart, product, quantity)
                raise UserError(FAILED)
        except UserError:
            return {"undone": True}
    _write_line(cart, product, quantity)
    if fails:
        raise UserError(FAILED)
    return {"written": quantity}


def _write_line(cart, product, quantity):
    line = cart.order_line.filtered(lambda line: line.product_id.id == product)
    if not quantity:
        line.unlink()
    elif line:
        line.product_uom_qty = quantity
    else:
        values = {"product_id": product, "product_uom_qty": quantity}
        cart.write({"order_line": [(0, 0, values)]})


WAYS = ("take", "numbered", "asked", "line", "prices", "lost", "page", "again", "confirm")


def ask_the_side(env, way, product):
    """One of WAYS to ask the side, in a request whose own transaction has the basket's row."""
    from odoo.addons.krokus_cart_reserve.take import Wish

    basket = basket_of(env)
    basket._lock()
    wish = Wish(product, 2, PRICE)
    {
        "take": lambda: basket._take([wish]),
        "numbered": lambda: basket._take([wish], number=basket.request_number + 1),
        "asked": lambda: basket._take_asked({product: 2}),
        "line": lambda: _write_line(basket._cart(), product, 2),
        "prices": lambda: basket._show_prices({held.id: 1 for held in basket._contents()}),
        "lost": basket._dismiss_lost,
        "page": basket._page,
        "again": basket._take_again,
        "confirm": lambda: confirm(env),
    }[way]()
    return {"done": way}


def take_after_confirming(env, product):
    """In one request: what it sells, its own transaction has in its hand."""
    confirm(env)
    return take(env, [[product, 2]])


def look(env):
    """Open the cart: the draft order shows what the basket holds."""
    basket = basket_of(env)
    cart = basket._cart()
    cart._krokus_project(basket)
    return {
        "lines": {line.product_id.id: line.product_uom_qty for line in cart.order_line},
        "held": {held.product_id: float(held.quantity) for held in basket._contents()},
    }


def confirm(env, seen=None):
    """Confirm what the page showed, or all that there is now."""
    basket = basket_of(env)
    if seen is None:
        seen = {held.id: PRICE for held in basket._contents()}
    checkout = basket._confirm(seen)
    return {"number": checkout.number, "orders": checkout.orders.ids, "seen": seen}


def ask(env, lines):
    """The whole of what a page asks for: what may be sold, at the prices of now."""
    answers, _summary = basket_of(env)._take_asked(dict(lines))
    return {"sentences": [answer.message for answer in answers if answer.message]}


def sell(env, product, quantity):
    """A manager's own order, made and confirmed in the backend."""
    client = env["res.partner"].search([("krokus_tier_id", "!=", False)], limit=1)
    values = {"product_id": product, "product_uom_qty": quantity}
    order = env["sale.order"].create({"partner_id": client.id, "order_line": [(0, 0, values)]})
    order.action_confirm()
    return {"sold": quantity, "orders": order.ids}


def cancel(env, orders):
    env["sale.order"].browse(orders)._action_cancel()
    return {}


def stock(env, product, quantity, settled=()):
    """What the books say there is."""
    env["krokus.stock"]._set_on_hand({product: quantity}, settled=settled)
    return {}


def sweep(env):
    env["krokus.hold"]._sweep()
    return {}


def age(env, seconds):
    """Move deadlines nearer, so that time need not be waited for; what is in use is let alone."""
    from odoo.addons.krokus_cart_reserve.side import side_cursor

    with side_cursor(env) as cr:
        for table, column, those in (
            ("krokus_basket", "until", "until IS NOT NULL"),
            ("krokus_hold", "deadline", "state = 'live'"),
        ):
            cr.execute(
                f"UPDATE {table} SET {column} = {column} - %s * interval '1 second' WHERE id IN"
                f" (SELECT id FROM {table} WHERE {those} FOR UPDATE SKIP LOCKED)",
                [seconds],
            )
    return {}


def end(env, seconds):
    """Let what a client holds end in so many seconds; the moment, as `time.time()` counts."""
    from odoo.addons.krokus_cart_reserve.ledger import CLOCK
    from odoo.addons.krokus_cart_reserve.side import side_cursor

    basket = basket_of(env)
    with side_cursor(env) as cr:
        cr.execute(
            f"UPDATE krokus_basket SET until = {CLOCK} + %s * interval '1 second' WHERE id = %s"
            " RETURNING until, extract(epoch FROM until)::float",
            [seconds, basket.id],
        )
        until, moment = cr.fetchone()
        cr.execute(
            "UPDATE krokus_hold SET deadline = %s WHERE basket_id = %s AND state = 'live'",
            [until, basket.id],
        )
    return {"moment": moment}


def books(env, product, more):
    """1C's figures contain every order of the product, of all that they sold; of it more is in."""
    found = env["sale.order"].search(
        [("state", "=", "sale"), ("order_line.product_id", "=", product)]
    )
    letters = env["krokus.onec.message"].search([("order_id", "in", found.ids)])
    letters.write({"state": "done", "document_state": "posted"})
    env.cr.commit()
    env.cr.execute(
        "SELECT product_id, on_hand - COALESCE((SELECT SUM(quantity) FROM krokus_hold h"
        " WHERE state = 'sold' AND h.product_id = s.product_id AND order_id IN %(o)s), 0)"
        " FROM krokus_stock s WHERE product_id IN %(p)s",
        {"p": (product, *found.order_line.product_id.ids), "o": tuple(found.ids) or (0,)},
    )
    figures = {key: float(figure) for key, figure in env.cr.fetchall()}
    figures[product] += more
    env["krokus.stock"]._set_on_hand(figures, settled=found.ids)
    env["krokus.hold"]._settle(found.ids)
    letters.settled = True
    return {"figures": figures}


def basket_of(env):
    return env["krokus.basket"]._current(env["website"].search([], limit=1))
