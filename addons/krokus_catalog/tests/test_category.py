from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestCategory(KrokusCase):
    def test_a_child_is_sold_as_its_parent(self):
        parent = self.make_category("Preorder", mode="preorder")
        child = self.env["product.category"].create({"name": "Roses", "parent_id": parent.id})
        self.assertEqual(child.krokus_mode, "preorder")
        with self.assertRaisesRegex(ValidationError, "sold as"):
            child.krokus_mode = "exchange"

    def test_a_child_cannot_be_wider_than_its_parent(self):
        parent = self.make_category("Roses", visibility="clients")
        with self.assertRaisesRegex(ValidationError, "cannot be seen by more"):
            self.make_category("Red", parent=parent, visibility="public")

    @mute_logger("odoo.sql_db")
    def test_an_id_of_the_books_is_unique_in_its_mode(self):
        self.make_category("Roses", onec_ref="g-1")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_category("Roses again", onec_ref="g-1")
        self.assertTrue(self.make_category("Roses to order", mode="preorder", onec_ref="g-1"))

    def test_a_filled_category_is_not_deleted(self):
        category = self.make_category("Roses")
        self.make_offer("Red Naomi", category=category)
        with self.assertRaisesRegex(UserError, "move them to another category first"), self.env.cr.savepoint():
            category.unlink()
        self.assertTrue(category.exists())

    def test_the_shop_mirrors_the_tree(self):
        parent = self.make_category("Cut flowers", krokus_position=3)
        child = self.make_category("Roses", parent=parent)
        offer = self.make_offer("Red Naomi", category=child)
        mirrors = self.env["product.public.category"]._krokus_mirrors(parent | child)
        self.assertEqual(mirrors[child.id].parent_id, mirrors[parent.id])
        self.assertEqual(mirrors[parent.id].sequence, 3)
        self.assertEqual(offer.public_categ_ids, mirrors[child.id])
        child.name = "Garden roses"
        self.assertEqual(mirrors[child.id].name, "Garden roses")
        offer.categ_id = parent
        self.assertEqual(offer.public_categ_ids, mirrors[parent.id])

    def test_people_have_the_tier_of_their_company(self):
        tier = self.env.ref("krokus_catalog.client_tier_4")
        buyer = self.make_buyer(self.make_client("A shop", tier=tier))
        self.assertEqual(buyer.partner_id.krokus_tier_id, tier)
