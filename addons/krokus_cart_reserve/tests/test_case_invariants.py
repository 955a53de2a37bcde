from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .. import invariants
from .common import ReserveCase


@tagged("post_install", "-at_install", "cases")
class TestInvariants(ReserveCase):
    """Each rule is broken on purpose, by the figures that a loss would leave, and names it."""

    def setUp(self):
        super().setUp()
        self.stock(100)
        self.assertEqual(self.broken(), {})

    def broken(self):
        """{rule: [what breaks it]} among the rules of this add-on."""
        found = self.env["krokus.stock"]._broken_invariants()
        return {rule: rows for rule, rows in found.items() if rule in invariants.ALL}

    def assert_only(self, rule, text):
        found = self.broken()
        self.assertEqual(list(found), [rule], found)
        self.assertIn(text, "\n".join(found[rule]))

    def ordered(self, quantity, user=None):
        """What a client has confirmed out of his basket."""
        user = user or self.anna
        self.take(user, quantity, price=self.rose.lst_price)
        basket = self.basket(user)
        return basket._confirm({held.id: held.price for held in basket._contents()}).orders

    def change(self, sql, *words):
        self.env.flush_all()
        self.env.cr.execute(sql, words)
        self.env.invalidate_all()

    # ------------------------------------------------------- whom sold holds belong to

    def test_what_a_cancelled_order_keeps_is_seen(self):
        order = self.ordered(20)
        self.change("UPDATE sale_order SET state = 'cancel' WHERE id = %s", order.id)
        self.assert_only(invariants.STRAY, f"order {order.id}, which is cancel")

    def test_what_a_cancelled_reserve_keeps_is_seen(self):
        order = self.ordered(20)
        self.change(
            "UPDATE sale_order SET state = 'cancel', krokus_reserve = true WHERE id = %s", order.id
        )
        self.assert_only(invariants.STRAY, "which is cancel")

    def test_what_an_order_keeps_that_is_gone_is_seen(self):
        order = self.ordered(20)
        self.change("UPDATE krokus_hold SET order_id = 0 WHERE order_id = %s", order.id)
        self.assert_only(invariants.STRAY, "order 0, which is gone")

    def test_what_an_empty_order_keeps_is_seen(self):
        order = self.ordered(20)
        self.change("DELETE FROM sale_order_line WHERE order_id = %s", order.id)
        self.assert_only(invariants.STRAY, "0 on the lines, 20")

    def test_more_sold_than_the_lines_say_is_seen_in_the_offers_own_unit(self):
        order = self.ordered(30)
        dozen = self.env.ref("uom.product_uom_dozen")
        self.change(
            "UPDATE sale_order_line SET product_uom_qty = 2, product_uom_id = %s"
            " WHERE order_id = %s",
            dozen.id,
            order.id,
        )
        self.assert_only(invariants.STRAY, "24")

    def test_a_return_is_no_reason_to_sell_more(self):
        order = self.ordered(30)
        self.change(
            "UPDATE sale_order_line SET product_uom_qty = -20 WHERE order_id = %s", order.id
        )
        self.assert_only(invariants.STRAY, "30")

    # --------------------------------------------------------- what may not be sold

    def test_what_was_ordered_after_it_was_taken_off_sale_is_seen(self):
        template = self.rose.product_tmpl_id
        for change in (
            {"active": False},
            {"sale_ok": False},
            {"is_published": False},
            {"categ_id": False},
        ):
            with self.subTest(change), self.env.cr.savepoint() as undone:
                order = self.ordered(10)
                template.write(change)
                self.later(order)
                self.assert_only(invariants.UNSELLABLE, f"order {order.id}, offer {self.rose.id}")
                undone.rollback()

    def test_what_was_ordered_after_the_clients_tier_lost_it_is_seen(self):
        order = self.ordered(10)
        self.category.krokus_visibility = "managers"
        self.later(order)
        self.assert_only(invariants.UNSELLABLE, f"order {order.id}")

    def test_what_was_ordered_before_it_was_taken_off_sale_is_no_fault(self):
        self.ordered(10)
        self.rose.product_tmpl_id.write({"active": False})
        self.assertEqual(self.broken(), {})

    def test_what_a_basket_holds_of_it_meanwhile_is_no_fault(self):
        self.take(self.anna, 10)
        self.rose.product_tmpl_id.write({"is_published": False})
        self.assertEqual(self.broken(), {})

    def later(self, order):
        """As if it had been ordered an hour after all that is now."""
        order.date_order = fields.Datetime.now() + timedelta(hours=1)

    # ------------------------------------------------------------------- the hour

    def test_a_hold_without_the_baskets_hour_is_seen(self):
        self.take(self.anna, 10)
        self.change("UPDATE krokus_basket SET until = NULL")
        self.assert_only(invariants.TIMELESS, f"its basket {self.basket(self.anna).id}")

    def test_a_hold_beyond_the_hour_or_its_session_is_seen(self):
        self.take(self.anna, 10)
        self.change("UPDATE krokus_hold SET latest = deadline - interval '1 minute'")
        self.assert_only(invariants.TIMELESS, "its session")
        self.change("UPDATE krokus_hold SET latest = NULL")
        self.change("UPDATE product_category SET write_date = '2020-01-01'")
        self.change("UPDATE krokus_hold SET deadline = deadline + interval '1 minute'")
        self.assert_only(invariants.TIMELESS, "hold")

    # ---------------------------------------------------------------- every night

    def test_what_a_crash_left_is_tidied_and_told_to_nobody(self):
        order = self.ordered(20)
        self.change("DELETE FROM sale_order_line WHERE order_id = %s", order.id)
        self.assertEqual(self.env["krokus.stock"]._check_invariants(), {})
        self.assertEqual(self.free(), 100)
