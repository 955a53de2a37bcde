from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestConfirm(ReserveCase):
    def confirm(self, user):
        basket = self.basket(user)
        seen = {held.id: held.price for held in basket._contents()}
        return basket._confirm(seen=seen), seen

    def order_price(self):
        """What core's engine asks for the rose, so that the basket shows the same."""
        return self.rose.lst_price

    def test_confirming_sells_what_is_held(self):
        self.stock(20)
        self.take(self.anna, 20, price=self.order_price())
        checkout, _seen = self.confirm(self.anna)
        self.assertEqual(checkout.orders.state, "sale")
        self.assertEqual(checkout.orders.order_line.product_uom_qty, 20)
        self.assertEqual(checkout.orders.krokus_checkout_number, checkout.number)
        self.assertEqual(self.free(), 0)
        self.assertFalse(self.basket(self.anna)._contents())

    def test_second_click_hears_the_same_number(self):
        self.stock(20)
        self.take(self.anna, 20, price=self.order_price())
        first, seen = self.confirm(self.anna)
        again = self.basket(self.anna)._confirm(seen=seen)
        self.assertEqual((again.number, again.orders), (first.number, first.orders))

    def test_expired_basket_confirms_nothing(self):
        self.stock(20)
        self.take(self.anna, 20, price=self.order_price())
        seen = {held.id: held.price for held in self.basket(self.anna)._contents()}
        self.expire(self.anna)
        before = self.env["sale.order"].search_count([])
        with self.assertRaisesRegex(UserError, "run out"), self.env.cr.savepoint():
            self.basket(self.anna)._confirm(seen=seen)
        self.assertEqual(self.env["sale.order"].search_count([]), before)
        self.assertEqual(self.free(), 20)

    def test_a_moved_price_stops_the_confirmation_once(self):
        self.stock(20)
        self.take(self.anna, 20, price=self.order_price() + 5)
        with self.assertRaisesRegex(UserError, "Prices have changed"):
            self.confirm(self.anna)

    def test_manager_cannot_sell_what_is_not_there(self):
        self.stock(10)
        self.take(self.anna, 10)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.boris.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 10})],
            }
        )
        with self.assertRaisesRegex(UserError, "Only 0 of"), self.env.cr.savepoint():
            order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_managers_order_takes_from_stock_and_gives_back_when_cancelled(self):
        self.stock(10)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.boris.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 10})],
            }
        )
        order.action_confirm()
        self.assertEqual(self.free(), 0)
        order._action_cancel()
        self.env.cr.postcommit.run()
        self.assertEqual(self.free(), 10)

    def test_cart_line_written_by_core_holds(self):
        self.stock(20)
        cart = self.basket(self.anna)._cart()
        cart.write({"order_line": [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 20})]})
        self.assertEqual(self.free(), 0)
        with self.assertRaisesRegex(UserError, "Only 20 of"), self.env.cr.savepoint():
            cart.order_line.product_uom_qty = 30
        cart.order_line.unlink()
        self.env.cr.postcommit.run()
        self.assertEqual(self.free(), 20)
