from odoo.tests import tagged

from .. import invariants
from .common import ExchangeCase


@tagged("post_install", "-at_install", "cases")
class TestInvariants(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.category.krokus_mode = "preorder"
        self.session = self.make_session(mode="preorder")
        self.quota = self.env["krokus.trading.quota"].create(
            {"session_id": self.session.id, "product_id": self.rose.id, "quantity": 50}
        )
        self.env.cr.postcommit.run()
        self.take(self.anna, 20)
        self.assertEqual(self.broken(), {})

    def broken(self):
        """{rule: [what breaks it]} among the rules of this add-on."""
        found = self.env["krokus.stock"]._broken_invariants()
        return {rule: rows for rule, rows in found.items() if rule in invariants.ALL}

    def assert_broken(self, text, sql, *words):
        self.env.flush_all()
        self.env.cr.execute(sql, words)
        self.env.invalidate_all()
        self.assertIn(text, "\n".join(self.broken()[invariants.QUOTAS]))

    def test_a_hold_that_no_quota_counts_is_seen(self):
        self.assert_broken("hold", "UPDATE krokus_hold SET pool_id = NULL")

    def test_a_quota_without_its_balance_is_seen(self):
        self.assert_broken(
            f"quota {self.quota.id}",
            "UPDATE krokus_stock SET on_hand = 60 WHERE pool_id = %s",
            self.session.pool_id.id,
        )

    def test_an_exchange_hold_that_is_not_counted_is_seen(self):
        self.assert_broken(
            "counts in pool",
            "UPDATE krokus_trading_session SET mode = 'exchange' WHERE id = %s;"
            " UPDATE krokus_hold SET pool_id = NULL",
            self.session.id,
        )

    def test_a_quota_that_a_killed_process_left_uncounted_is_counted_by_the_sweep(self):
        self.quota.quantity = 30
        self.env.cr.postcommit.clear()
        self.assertIn(f"quota {self.quota.id}: 30", self.broken()[invariants.QUOTAS][0])
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.broken(), {})
        self.assertEqual(self.quota.left, 10)

    def test_what_was_taken_while_a_quota_was_being_set_is_counted_by_the_sweep(self):
        self.env.cr.execute(
            "UPDATE krokus_hold SET pool_id = NULL WHERE pool_id = %(pool)s;"
            " UPDATE krokus_stock SET held = 0 WHERE pool_id = %(pool)s",
            {"pool": self.session.pool_id.id},
        )
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.broken(), {})
        self.env.invalidate_all()
        self.assertEqual((self.quota.held, self.quota.left), (20, 30))
