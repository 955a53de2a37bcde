"""Fills stock Odoo: products that website_sale_stock counts."""

from . import goods


def fill(env, offers, buyers, **_ours):
    pairs = {}

    def create(name, parent, depth):
        public = env["product.public.category"].create(
            {"name": name, "parent_id": parent and pairs[parent].id}
        )
        category = env["product.category"].create({"name": name, "parent_id": parent and parent.id})
        pairs[category] = public
        return category

    leaves = goods.plant(env, create)
    products = goods.prototypes(env, leaves, is_storable=True)
    for product in products:
        product.public_categ_ids = pairs[product.categ_id]
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products.product_variant_ids:
        env["stock.quant"]._update_available_quantity(product, location, goods.STOCK)
    goods.spread(env, products, offers)
    goods.people(env, buyers)


def install(env):
    modules = env["ir.module.module"].search([("name", "=", "website_sale_stock")])
    modules.button_immediate_install()
