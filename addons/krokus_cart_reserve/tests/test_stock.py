from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import invariants
from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestStock(ReserveCase):
    def balance(self):
        return self.env["krokus.stock"].search([("product_id", "=", self.rose.id)])

    def held(self, user):
        return sum(held.quantity for held in self.basket(user)._contents())

    def test_sinking_stock_cuts_the_youngest_basket_and_tells_it(self):
        self.stock(50)
        self.take(self.anna, 20, price=2)
        self.take(self.boris, 30, price=2)
        self.stock(30)
        self.assertEqual((self.held(self.anna), self.held(self.boris)), (20, 10))
        self.assertEqual((self.balance().held, self.free()), (30, 0))
        [lost] = self.basket(self.boris)._lost()
        self.assertEqual((lost.product_id, lost.quantity, lost.reason), (self.rose.id, 20, "cut"))
        self.assertFalse(self.basket(self.anna)._lost())
        self.basket(self.boris)._dismiss_lost()
        self.assertFalse(self.basket(self.boris)._lost())
        cut = self.env["krokus.lost.demand"].search([("reason", "=", "cut")])
        self.assertEqual((cut.client_id, cut.amount), (self.boris.partner_id.parent_id, 40))

    def test_what_is_confirmed_comes_before_every_basket(self):
        self.stock(50)
        self.take(self.anna, 20)
        order = self.sold(30)
        self.stock(30)
        self.assertEqual((self.held(self.anna), order.state), (0, "sale"))
        self.stock(10)
        self.assertEqual((self.balance().held, self.free()), (30, 0))
        self.assertEqual(self.env["krokus.stock"].search([("is_short", "=", True)]), self.balance())
        self.assertIn(invariants.OVERSOLD, self.env["krokus.stock"]._broken_invariants())

    def sold(self, quantity):
        line = {"product_id": self.rose.id, "product_uom_qty": quantity}
        values = {"partner_id": self.boris.partner_id.id, "order_line": [(0, 0, line)]}
        order = self.env["sale.order"].create(values)
        order.action_confirm()
        return order

    def test_figures_that_contain_an_order_drop_what_was_sold_to_it(self):
        self.stock(50)
        self.take(self.anna, 20)
        order = self.sold(30)
        self.env["krokus.stock"]._set_on_hand({self.rose.id: 20}, settled=order.ids)
        self.assertEqual((self.held(self.anna), self.balance().held), (20, 20))
        self.assertFalse(self.basket(self.anna)._lost())

    def test_what_ran_out_is_told_before_any_sweep_and_after_it(self):
        self.stock(20)
        self.take(self.anna, 20, price=3)
        self.expire(self.anna)
        before = self.basket(self.anna)._lost()
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.basket(self.anna)._lost(), before)
        self.assertEqual((before[0].quantity, before[0].reason), (20, "expired"))

    def test_a_basket_that_fails_in_the_sweep_keeps_no_other_from_it(self):
        self.stock(40)
        self.take(self.anna, 20)
        self.take(self.boris, 20)
        self.expire(self.anna)
        self.expire(self.boris)
        poisoned, sweep = self.basket(self.anna).id, type(self.env["krokus.hold"])._sweep_basket

        def fail(holds, basket_id):
            if basket_id == poisoned:
                raise ZeroDivisionError
            return sweep(holds, basket_id)

        self.patch(self.registry["krokus.hold"], "_sweep_basket", fail)
        with self.assertLogs("odoo.addons.krokus_cart_reserve", "ERROR") as log:
            self.env["krokus.hold"]._sweep()
        self.assertIn(str(poisoned), log.output[0])
        self.assertEqual(self.balance().held, 20)

    def test_a_drifted_counter_is_found_told_and_repaired_by_a_manager(self):
        self.stock(20)
        self.take(self.anna, 10)
        self.assertFalse(self.env["krokus.stock"]._check_invariants())
        self.env.cr.execute("UPDATE krokus_stock SET held = 3 WHERE id = %s", [self.balance().id])
        manager = self.make_manager()
        with self.assertLogs("odoo.addons.krokus_cart_reserve", "ERROR"):
            broken = self.env["krokus.stock"]._check_invariants()
        self.assertEqual(list(broken), [invariants.DRIFTED])
        message = self.env["mail.message"].search([("partner_ids", "in", manager.partner_id.ids)])
        self.assertIn("I6", message.body)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.balance().with_user(self.anna).action_repair()
        self.balance().with_user(manager).action_repair()
        self.env.invalidate_all()
        self.assertEqual(self.balance().held, 10)
        self.assertFalse(self.env["krokus.stock"]._check_invariants())
