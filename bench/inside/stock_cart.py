"""A large cart of stock Odoo's, as the website would find it again."""


def fill(env, login, products, quantity):
    buyer = env["res.users"].search([("login", "=", login)]).partner_id
    website = env["website"].search([], limit=1)
    lines = [(0, 0, {"product_id": key, "product_uom_qty": quantity}) for key in products]
    env["sale.order"].create(
        {
            "partner_id": buyer.id,
            "website_id": website.id,
            "company_id": website.company_id.id,
            "order_line": lines,
        }
    )
