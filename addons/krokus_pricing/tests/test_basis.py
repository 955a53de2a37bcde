from odoo.tests import tagged

from .common import PricingCase


@tagged("post_install", "-at_install")
class TestBasis(PricingCase):
    """What few records say is kept by a process, and never longer than it is true."""

    def setUp(self):
        super().setUp()
        self.category = self.rose.categ_id
        self.keep()

    def keep(self):
        """As after a transaction that was committed: who comes next reads what is kept."""
        self.env.flush_all()
        self.env.registry.cache_invalidated.clear()

    def amount(self, quantity=1):
        self.keep()
        found = self.env["product.product"]._krokus_price_basket(
            self.client, {self.rose.id: quantity}
        )
        return float(found[self.rose.id].amount)

    def test_it_costs_no_statement(self):
        self.amount()
        before = self.env.cr.sql_log_count
        self.amount()
        self.assertEqual(self.env.cr.sql_log_count - before, 2)

    def test_it_is_forgotten_when_a_category_changes(self):
        self.assertEqual(self.amount(20), 90)
        self.category.krokus_wholesale_from = 20
        self.assertEqual(self.amount(20), 70)
        above = self.category.parent_id = self.make_category("Above")
        above.krokus_wholesale_from = 10
        self.assertEqual(self.amount(15), 90, "the nearest one says from when")
        self.category.krokus_wholesale_from = 0
        self.assertEqual(self.amount(15), 70)

    def test_it_is_forgotten_when_a_label_changes(self):
        label = self.env["krokus.label"].create({"name": "Sale"})
        self.category.krokus_label_id = label
        self.make_condition(-10, client_id=self.client)
        self.assertEqual(self.amount(), 81)
        label.stops_discounts = True
        self.assertEqual(self.amount(), 90)
        label.active = False
        self.assertEqual(self.amount(), 81)

    def test_it_is_forgotten_when_a_list_or_a_tax_changes(self):
        tax = self.rose.taxes_id = self.make_tax(20)
        self.assertEqual(self.amount(), 90)
        self.own.tax_included = False
        self.assertEqual(self.amount(), 108)
        tax.amount = 10
        self.assertEqual(self.amount(), 99)
        tax.price_include_override = False
        self.env.company.account_price_include = "tax_excluded"
        self.assertEqual(self.amount(), 90)
        self.env.company.account_price_include = "tax_included"
        self.assertEqual(self.amount(), 99)
        self.own.active = False
        self.assertEqual(self.amount(), 100)

    def test_it_is_forgotten_when_a_unit_changes(self):
        piece = self.rose.uom_id
        box = self.env["uom.uom"].create(
            {"name": "Box", "relative_factor": 5, "relative_uom_id": piece.id}
        )
        self.rose.uom_id = box
        self.assertEqual(self.amount(10), 90)
        box.relative_factor = 10
        self.assertEqual(self.amount(10), 70, "ten boxes are a hundred")

    def test_it_is_forgotten_when_a_setting_changes(self):
        self.assertEqual(self.amount(50), 90)
        self.env["ir.config_parameter"].set_param("krokus_pricing.wholesale_from", "50")
        self.assertEqual(self.amount(50), 70)

    def test_whoever_changes_it_sees_it_at_once_and_keeps_nothing(self):
        self.amount()
        savepoint = self.env.cr.savepoint()
        self.category.krokus_wholesale_from = 1
        price = self.env["product.product"]._krokus_price_basket(self.client, {self.rose.id: 1})
        self.assertEqual(float(price[self.rose.id].amount), 70)
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.assertEqual(self.amount(), 90)

    def test_what_another_process_has_just_made_is_read_anew(self):
        """Its word that something changed may come after its goods."""
        self.make_condition(-50, category_id=self.category)
        self.amount()
        self.env.cr.execute(
            "INSERT INTO product_category (name, parent_id, krokus_visibility)"
            " VALUES ('New', %s, 'inherit') RETURNING id",
            [self.category.id],
        )
        new = self.env["product.category"].browse(self.env.cr.fetchone()[0])
        self.env.cr.execute(
            "UPDATE product_category SET parent_path = %s WHERE id = %s",
            [f"{self.category.parent_path}{new.id}/", new.id],
        )
        self.env.cr.execute(
            "UPDATE product_template SET categ_id = %s WHERE id = %s",
            [new.id, self.rose.product_tmpl_id.id],
        )
        self.assertEqual(self.amount(), 45)
