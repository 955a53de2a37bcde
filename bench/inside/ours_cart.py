"""A large cart of ours: holds, which the website shows as the lines of a draft order."""

from odoo import api
from odoo.addons.krokus_cart_reserve.take import Wish


def fill(env, login, products, quantity):
    buyer = env["res.users"].search([("login", "=", login)])
    its = api.Environment(env.cr, buyer.id, {})
    basket = its["krokus.basket"]._current(its["website"].search([], limit=1))
    basket._take([Wish(product, quantity, 1) for product in products])
