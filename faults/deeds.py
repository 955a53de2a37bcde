"""What a worker can be told to do. Each gets an environment, and gives what JSON can hold."""

from datetime import timedelta


def furnish(env, clients=2, offers=1, stock=1, step=1, colleagues=1):
    """A floor that is open: clients with their people, offers with their stock."""
    from odoo import fields

    tag = env["ir.sequence"].sudo().next_by_code("krokus.checkout")
    category = env["product.category"].create({"name": tag, "krokus_visibility": "public"})
    products = _offers(env, category, tag, offers, step)
    now = fields.Datetime.now()
    env["krokus.trading.session"].create(
        {
            "name": tag,
            "category_ids": category.ids,
            "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(hours=5),
            "ships_on": now.date() + timedelta(days=1),
        }
    )
    logins = [_people(env, f"{tag}-{n}", colleagues) for n in range(clients)]
    env.cr.commit()
    env["krokus.stock"]._set_on_hand(dict.fromkeys(products.ids, stock))
    return {"logins": sum(logins, []), "products": products.ids}


def _offers(env, category, tag, count, step):
    values = {
        "type": "consu",
        "categ_id": category.id,
        "is_published": True,
        "list_price": 10,
        "krokus_packing_step": step,
    }
    rows = [{**values, "name": f"{tag} {n}"} for n in range(count)]
    return env["product.template"].create(rows).product_variant_id


def _people(env, name, count):
    tier = env.ref("krokus_catalog.client_tier_1")
    company = env["res.partner"].create(
        {"name": name, "is_company": True, "krokus_tier_id": tier.id}
    )
    rows = [
        {
            "name": f"{name}-{n}",
            "login": f"{name}-{n}",
            "email": f"{name}-{n}@krokus.example",
            "parent_id": company.id,
            "group_ids": [env.ref("base.group_portal").id],
        }
        for n in range(count)
    ]
    return env["res.users"].with_context(no_reset_password=True).create(rows).mapped("login")


def take(env, lines, number=None):
    """The fast route's own call: {product id: what is held now}."""
    from odoo.addons.krokus_cart_reserve.take import Wish

    basket = _basket(env)
    wishes = [Wish(product, quantity, 10) for product, quantity in lines]
    grants = basket._take(wishes, number=number)
    return {
        "granted": {grant.product_id: float(grant.granted) for grant in grants},
        "sentences": [basket._sentence(grant) for grant in grants if grant.reason],
    }


def _basket(env):
    return env["krokus.basket"]._current(env["website"].search([], limit=1))
