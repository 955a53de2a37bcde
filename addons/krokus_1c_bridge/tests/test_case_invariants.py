import json

from odoo.tests import tagged

from .. import invariants
from .common import BridgeCase


@tagged("post_install", "-at_install", "cases")
class TestInvariants(BridgeCase):
    """Each rule is broken on purpose, by the figures that a loss would leave, and names it."""

    def setUp(self):
        super().setUp()
        self.fetch_all()
        client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        line = {"product_id": self.offer().id, "product_uom_qty": 50}
        self.order = self.env["sale.order"].create(
            {"partner_id": client.id, "order_line": [(0, 0, line)]}
        )
        self.order.action_confirm()
        self.letter = self.env["krokus.onec.message"].search([("order_id", "=", self.order.id)])
        self.assertEqual(self.broken(), {})

    def broken(self):
        """{rule: [what breaks it]} among the rules of this add-on."""
        found = self.env["krokus.stock"]._broken_invariants()
        return {rule: rows for rule, rows in found.items() if rule in invariants.ALL}

    def assert_only(self, rule, text):
        found = self.broken()
        self.assertEqual(list(found), [rule], found)
        self.assertIn(text, "\n".join(found[rule]))

    def change(self, sql, *words):
        self.env.flush_all()
        self.env.cr.execute(sql, words)
        self.env.invalidate_all()

    def test_a_letter_of_a_cancelled_order_is_seen_unless_1c_cancelled_it(self):
        self.change("DELETE FROM krokus_hold WHERE order_id = %s", self.order.id)
        self.change("UPDATE sale_order SET state = 'cancel' WHERE id = %s", self.order.id)
        self.assert_only(invariants.TOLD, f"order {self.order.id} is cancel")
        self.letter.write({"state": "done", "document_state": "cancelled"})
        self.assertEqual(self.broken(), {})

    def test_an_order_that_changed_after_its_letter_is_seen(self):
        self.deliver()
        self.assertEqual(self.broken(), {})
        payload = json.loads(self.letter.payload)
        payload["lines"][0]["quantity"] = "2"
        self.letter.payload = json.dumps(payload)
        self.assert_only(invariants.TOLD, "1C was told of 2, it says 50")

    def test_a_line_that_1c_was_not_told_of_is_seen(self):
        self.deliver()
        payload = json.loads(self.letter.payload)
        self.letter.payload = json.dumps({**payload, "lines": []})
        self.assert_only(invariants.TOLD, "1C was told of 0, it says 50")

    def test_a_letter_is_told_in_the_offers_own_unit(self):
        self.deliver()
        self.change(
            "UPDATE sale_order_line SET product_uom_id = %s, product_uom_qty = 50"
            " WHERE order_id = %s",
            self.env.ref("uom.product_uom_dozen").id,
            self.order.id,
        )
        self.assertIn("it says 600", "\n".join(self.broken()[invariants.TOLD]))

    def test_a_letter_that_waits_says_what_the_order_says_when_it_leaves(self):
        self.letter.payload = json.dumps({"lines": []})
        self.assertEqual(self.broken(), {})

    def test_sold_flowers_that_are_held_for_nobody_any_more_are_seen(self):
        self.change("UPDATE krokus_hold SET quantity = 48 WHERE order_id = %s", self.order.id)
        self.assert_only(invariants.KEPT, "48")

    def test_what_stays_sold_after_1cs_figures_contain_it_is_seen(self):
        self.letter.write({"document_state": "posted", "settled": True})
        self.assert_only(invariants.KEPT, f"order {self.order.id}, in 1C's figures")

    def test_between_1cs_document_and_its_figures_either_may_be(self):
        self.letter.document_state = "posted"
        self.assertEqual(self.broken(), {})
        self.change("DELETE FROM krokus_hold WHERE order_id = %s", self.order.id)
        self.assertEqual(self.broken(), {})

    def test_who_is_killed_after_the_figures_leaves_nothing_sold_that_they_contain(self):
        """What no figure is told of, as of an offer ordered ahead, is dropped before the letter is
        marked: nothing after the commit may be needed, for nothing would make up for it."""
        self.deliver()
        self.offer().categ_id.parent_id.krokus_mode = "preorder"
        self.fetch("figures")
        self.assertTrue(self.letter.settled)
        self.assertEqual(self.broken(), {})
        self.assertFalse(self.env["krokus.hold"].search([("order_id", "=", self.order.id)]))
