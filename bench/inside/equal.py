"""A category of which the size is known, in a catalogue of any size."""


def gather(env, count):
    """Put `count` offers that everybody sees into a category of their own; its id in the shop."""
    top = env["product.category"].create(
        {"name": "Ровно столько", "krokus_mode": "exchange", "krokus_visibility": "public"}
    )
    offers = env["product.template"].search(
        [("default_code", "=like", "A%")], limit=count, order="id"
    )
    offers.categ_id = top
    session = env["krokus.trading.session"].search([], limit=1)
    session.category_ids |= top
    return env["product.public.category"].search([("krokus_category_id", "=", top.id)]).id
