from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BridgeCase


@tagged("post_install", "-at_install")
class TestOutbox(BridgeCase):
    def setUp(self):
        super().setUp()
        self.fetch_all()
        self.client = self.env["res.partner"].search([("name", "=", "Лепесток")])

    def confirmed(self, quantity=25):
        """An order as the confirm gate leaves it: confirmed, and the hook called once."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client.id,
                "order_line": [
                    (0, 0, {"product_id": self.offer().id, "product_uom_qty": quantity})
                ],
            }
        )
        order.action_confirm()
        return order

    def message(self, order):
        return self.env["krokus.onec.message"].search([("order_id", "=", order.id)])

    def test_confirmed_order_has_exactly_one_message(self):
        order = self.confirmed()
        order._krokus_after_confirm()
        self.assertEqual(len(self.message(order)), 1)
        self.assertEqual(self.message(order).state, "pending")

    def test_delivery_brings_the_number_back(self):
        order = self.confirmed()
        self.deliver()
        self.assertEqual(self.message(order).state, "done")
        self.assertEqual(order.krokus_document_number, "КРБ-000001")
        (kept,) = self.standin.orders()
        self.assertEqual(kept["site_number"], order.name)
        self.assertEqual(kept["client_ref"], self.client.onec_ref)
        self.assertEqual(kept["amount"], f"{order.amount_total:.2f}")

    def test_order_confirmed_while_the_other_side_is_off_is_delivered_once_it_is_back(self):
        self.standin.stop()
        order = self.confirmed()
        self.assertEqual(order.state, "sale")
        self.deliver()
        self.assertEqual(self.message(order).state, "pending")
        self.assertEqual(self.connection.state, "unavailable")
        self.standin = self.start(self.standin.again())
        self.deliver()
        self.assertFalse(self.standin.orders(), "the pause is not over yet")
        self.retry_now()
        self.deliver()
        self.deliver()
        self.assertEqual([row["times_received"] for row in self.standin.orders()], [1])
        self.assertEqual(order.krokus_document_number, "КРБ-000001")
        self.assertEqual(self.connection.state, "working")

    def test_lost_answer_makes_no_second_document(self):
        order = self.confirmed()
        self.standin.control("trouble", mode="lost", operation="LoadOrders")
        self.deliver()
        self.assertEqual(self.message(order).state, "failed")
        self.retry_now()
        self.deliver()
        (kept,) = self.standin.orders()
        self.assertEqual(kept["times_received"], 2)
        self.assertEqual(order.krokus_document_number, "КРБ-000001")

    def test_lost_number_is_asked_for_again(self):
        order = self.confirmed()
        self.standin.control("trouble", mode="error", operation="GetOrders")
        self.deliver()
        self.assertEqual(self.message(order).state, "sent")
        self.retry_now()
        self.deliver()
        self.assertEqual(self.message(order).state, "done")
        self.assertEqual([row["times_received"] for row in self.standin.orders()], [1])

    def test_every_kind_of_trouble_ends_in_one_delivery(self):
        for mode in ("error", "busy", "fault", "html", "empty", "cut"):
            with self.subTest(mode):
                order = self.confirmed(quantity=1)
                self.standin.control("trouble", mode=mode, operation="LoadOrders")
                self.deliver()
                self.assertEqual(self.message(order).state, "failed")
                self.assertTrue(self.message(order).problem)
                self.retry_now()
                self.deliver()
                self.assertEqual(self.message(order).state, "done")
                self.assertTrue(order.krokus_document_number)

    def test_wrong_password_stops_at_once_and_tells(self):
        self.connection.password = "wrong"
        order = self.confirmed()
        self.deliver()
        self.assertEqual(self.connection.state, "denied")
        self.assertEqual(self.message(order).state, "pending")
        self.retry_now()
        self.deliver()
        self.assertEqual(self.connection._stream("order").failures, 1, "nothing was tried again")
        self.connection.password = "пароль-1С"
        self.connection.action_check()
        self.deliver()
        self.assertTrue(order.krokus_document_number)

    def test_fault_of_one_order_leaves_the_others_alone(self):
        first, second = self.confirmed(), self.confirmed()
        self.standin.control("trouble", mode="fault", operation="LoadOrders")
        self.deliver()
        self.assertEqual(self.message(first).state, "failed")
        self.assertEqual(self.message(second).state, "done")
        self.assertEqual(self.connection.state, "working")

    def test_line_that_is_unknown_there_stops_with_its_name(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client.id,
                "order_line": [(0, 0, {"product_id": self.make_offer("Самоделка").id})],
            }
        )
        self.env["krokus.onec.message"]._enqueue(order)
        self.deliver()
        message = self.message(order)
        self.assertEqual((message.state, message.problem), ("stopped", "unknown_lines"))
        self.assertIn("Самоделка", message.error)
        self.assertFalse(self.standin.orders())
        message.action_retry()
        self.assertEqual(message.state, "pending")

    def test_delivered_order_is_not_sent_again(self):
        order = self.confirmed()
        self.deliver()
        with self.assertRaises(UserError):
            self.message(order).action_retry()
        self.deliver()
        self.assertEqual([row["times_received"] for row in self.standin.orders()], [1])

    def test_order_without_a_connection_waits_for_one(self):
        self.connection.active = False
        order = self.confirmed()
        self.assertFalse(self.message(order).connection_id)
        self.connection.active = True
        self.deliver()
        self.assertTrue(order.krokus_document_number)

    def test_cancelled_there_is_seen_here(self):
        order = self.confirmed()
        self.deliver()
        self.standin.control("cancel", number=order.name)
        self.fetch("figures")
        self.assertEqual(self.message(order).document_state, "cancelled")


@tagged("post_install", "-at_install")
class TestFigures(BridgeCase):
    def test_posted_order_is_settled_with_the_figures_that_contain_it(self):
        self.fetch_all()
        settled = []
        hold = type(self.env["krokus.hold"])
        self.patch(hold, "_settle", lambda holds, ids: settled.extend(ids))
        client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        order = self.env["sale.order"].create(
            {
                "partner_id": client.id,
                "order_line": [(0, 0, {"product_id": self.offer().id, "product_uom_qty": 25})],
            }
        )
        self.env["krokus.onec.message"]._enqueue(order)
        self.fetch("figures")
        self.assertFalse(settled, "1C does not have it yet")
        self.deliver()
        self.fetch("figures")
        self.fetch("figures")
        self.assertEqual(settled, order.ids, "once")
        stock = self.env["krokus.stock"].search([("product_id", "=", self.offer().id)])
        self.assertEqual(stock.on_hand, 25)

    def test_stock_on_hand_keeps_the_hold_until_shipped(self):
        self.connection.stock_meaning = "on_hand"
        self.assertNotIn("posted", self.connection._contained_states())
        self.connection.stock_meaning = "free"
        self.assertIn("posted", self.connection._contained_states())
        self.assertNotIn("received", self.connection._contained_states())
