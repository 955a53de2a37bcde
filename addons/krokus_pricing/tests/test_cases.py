from decimal import Decimal

from odoo.addons.website_sale.tests.common import MockRequest
from odoo.tests import tagged

from .cases import CASES
from .told import ToldCase


@tagged("post_install", "-at_install")
class TestCases(ToldCase):
    """The table of cases once more, told to the database and asked at every place."""

    def test_every_place_gives_the_price_of_the_table(self):
        for case in CASES:
            with self.subTest(case.text, arithmetic=case.arithmetic), self.told(case):
                self.check_module(case)
                self.check_order(case, self.order(self.website))
                order = self.check_order(case, self.order())
                order.action_confirm()
                self.assertEqual(self.rose_in(order), case.amount, "in the confirmed order")
                if not case.beside:
                    self.check_engine(case)
                    self.check_shop(case)

    def check_module(self, case):
        asked = {offer.id: quantity for offer, quantity in self.quantities(case).items()}
        prices = self.env["product.product"]._krokus_price_basket(self.client, asked)
        found = prices[self.offers["rose"].id]
        self.assertEqual(str(found.amount), case.amount, "in the module")
        self.assertEqual((found.kind, found.missing), (case.kind, Decimal(case.missing)))

    def check_engine(self, case):
        ours = self.env["product.pricelist"].with_user(self.buyer).sudo()._krokus_ours()
        amount = ours._get_product_price(self.offers["rose"].sudo(), float(case.quantity))
        self.assertEqual(f"{amount:.2f}", case.amount, "in core's engine")

    def check_shop(self, case):
        rose = self.offers["rose"].with_user(self.buyer).product_tmpl_id
        website = self.website.with_user(self.buyer)
        with MockRequest(website.env, website=website):
            info = rose._get_combination_info(add_qty=float(case.quantity))
            shown = [info["price"]]
            if case.quantity == "1":
                shown.append(rose._get_sales_prices(website)[rose.id]["price_reduce"])
        self.assertEqual({f"{amount:.2f}" for amount in shown}, {case.amount}, "in the shop")

    def check_order(self, case, order):
        """The rose first, the others one by one after it."""
        for offer, quantity in self.quantities(case).items():
            order.order_line = [(0, 0, {"product_id": offer.id, "product_uom_qty": quantity})]
        where = "in the cart" if order.website_id else "in the order"
        self.assertEqual(self.rose_in(order), case.amount, where)
        return order

    def rose_in(self, order):
        line = order.order_line.filtered(lambda line: line.product_id == self.offers["rose"])
        return f"{line.price_unit:.2f}"
