from lxml import html
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestReorder(PortalCase, HttpCase):
    """An order of roses and tulips is wanted once more."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)
        self.tulips = self.make_category("Tulips")
        self.tulip = self.make_offer("Strong Gold", self.tulips)
        self.price(self.tulip, 50)
        self.stock(100, self.tulip)
        self.of_tulips = self.make_session(category_ids=self.tulips.ids)
        self.order = self.confirmed({self.rose: 20, self.tulip: 10})

    def confirmed(self, quantities):
        basket = self.basket(self.anna)
        basket._take_asked({offer.id: quantity for offer, quantity in quantities.items()})
        checkout = basket._confirm({held.id: held.price for held in basket._contents()})
        self.assertFalse(checkout.left)
        return checkout.orders

    def reorder(self):
        """What the answer counts, what the basket then holds, and what its page says."""
        answer = self.make_jsonrpc_request("/my/orders/reorder", {"order_id": self.order.id})
        page = html.fromstring(self.url_open("/shop/cart").text)
        held = {line.product_id: line.quantity for line in self.basket(self.anna)._contents()}
        said = [element.text_content().strip() for element in page.find_class("alert-danger")]
        return answer["cart_quantity"], held, said

    def test_it_comes_beside_what_is_held(self):
        self.take(self.anna, 10, price=100)
        self.assertEqual(self.reorder(), (2, {self.rose.id: 30, self.tulip.id: 10}, []))

    def test_what_is_closed_or_short_keeps_nothing_else_back(self):
        self.take(self.boris, 70, price=100)
        self.of_tulips.active = False
        count, held, (said,) = self.reorder()
        self.assertEqual((count, held), (1, {self.rose.id: 10}))
        for offer in (self.rose, self.tulip):
            self.assertIn(offer.name, said)
        again = html.fromstring(self.url_open("/shop/cart").text)
        self.assertFalse(again.find_class("alert-danger"), "it is said once")

    def test_nobody_orders_again_what_another_ordered(self):
        self.authenticate(self.boris.login, self.boris.login)
        self.make_jsonrpc_request("/my/orders/reorder", {"order_id": self.order.id})
        self.assertFalse(self.basket(self.boris)._contents())
