from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import PricingCase


@tagged("post_install", "-at_install")
class TestEngine(PricingCase):
    def amounts(self, client, **quantities):
        asked = {getattr(self, name).id: quantity for name, quantity in quantities.items()}
        found = self.env["product.product"]._krokus_price_basket(client, asked)
        return [float(found[key].amount) for key in asked]

    def test_the_list_of_the_tier_comes_before_the_common_one(self):
        self.assertEqual(self.amounts(self.client, rose=1, tulip=1), [90, 50])

    def test_a_guest_never_gets_a_tiers_price(self):
        self.assertEqual(self.amounts(self.env["res.partner"], rose=1), [100])

    def test_the_whole_cart_decides_on_wholesale(self):
        self.assertEqual(self.amounts(self.client, rose=60, tulip=40), [70, 40])
        self.assertEqual(self.amounts(self.client, rose=60, tulip=39), [90, 50])

    def test_order_and_module_agree(self):
        order = self.order(rose=10, tulip=20)
        self.assertEqual(order.order_line.mapped("price_unit"), [90, 50])

    def test_crossing_the_threshold_reprices_the_other_lines_both_ways(self):
        order = self.order(rose=60, tulip=20)
        rose, tulip = order.order_line
        tulip.product_uom_qty = 40
        self.assertEqual((rose.price_unit, tulip.price_unit), (70, 40))
        tulip.product_uom_qty = 39
        self.assertEqual((rose.price_unit, tulip.price_unit), (90, 50))

    def test_a_clients_condition_holds_in_the_order(self):
        self.make_condition(-5, client_id=self.client)
        self.assertEqual(self.order(rose=1).order_line.price_unit, 85.5)

    def test_a_confirmed_line_is_never_priced_again(self):
        order = self.order(rose=1)
        order.order_line._write({"price_unit": 90})
        order.state = "sale"
        self.own.price_ids.retail = 200
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.order_line.price_unit, 90)

    def test_a_condition_is_for_a_client_or_a_tier(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_condition(-5, client_id=self.client, tier_id=self.tier)

    def test_prices_are_closed_to_clients(self):
        for model in ("krokus.price", "krokus.price.list", "krokus.price.condition"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.buyer).search([])

    def test_the_number_of_queries_does_not_grow(self):
        offers = [self.make_offer(f"Offer {n}", self.rose.categ_id) for n in range(20)]
        few = {offer.id: 1 for offer in offers[:2]}
        many = {offer.id: 1 for offer in offers}
        counts = []
        for basket in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["product.product"]._krokus_price_basket(self.client, basket)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
