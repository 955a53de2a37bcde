from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReserveCase


@tagged("post_install", "-at_install", "cases")
class TestCounted(ReserveCase):
    """What is held stays counted as it was."""

    def setUp(self):
        super().setUp()
        self.stock(100)

    def test_the_type_and_the_unit_of_what_is_held_stay(self):
        self.take(self.anna, 50)
        offer = self.rose.product_tmpl_id
        for change in ({"type": "service"}, {"uom_id": self.env.ref("uom.product_uom_dozen").id}):
            with self.subTest(change), self.assertRaises(UserError):
                offer.write(change)
        self.assertEqual((offer.type, self.free()), ("consu", 50))

    def test_to_say_the_same_again_is_no_change(self):
        self.take(self.anna, 50)
        offer = self.rose.product_tmpl_id
        offer.write({"type": offer.type, "uom_id": offer.uom_id.id})
        self.assertEqual(self.free(), 50)

    def test_what_nobody_holds_may_become_something_else(self):
        self.rose.product_tmpl_id.type = "service"
        self.assertEqual(self.rose.type, "service")
