"""The main job from end to end: a client buys, another sees it, and the books have it once."""

import json
import urllib.request

from .browser import Browser
from .floor import FloorCase

ROSE = "/shop?search=Роза+Freedom+60+см"
CONTROL = ".krokus_order"


class TestFirstOrder(FloorCase):
    def setUp(self):
        super().setUp()
        self.buyer = self.enterContext(Browser(self.floor.address))
        self.buyer.login("client1")

    def test_client_buys_a_rose_and_another_sees_the_stock_fall(self):
        other = self.enterContext(Browser(self.floor.address))
        other.login("client5")
        free = self.free(other)
        step = self.take_a_pack()
        self.assertRegex(self.buyer.text(".krokus_bar_time"), r"^(59|60):\d\d$")
        self.assertEqual(self.free(other), free - step)
        self.confirm()
        number = self.number_in_the_books()
        self.assertEqual([row["number"] for row in self.kept()][-1:], [number])
        self.assertIn(number, urllib.request.urlopen(self.floor.books.address).read().decode())
        self.buyer.open("/my/orders")
        self.assertIn(number, self.buyer.text("table"))
        self.assertEqual(self.free(other), free - step)
        self.assertEqual(self.buyer.errors + other.errors, [])

    def test_orders_are_taken_while_the_books_are_away_and_delivered_once(self):
        before = len(self.kept())
        self.floor.books.stop()
        try:
            self.take_a_pack()
            self.confirm()
            self.assertEqual(self.buyer.text(".krokus_document_number"), "…")
        finally:
            self.floor.books.start()
        self.number_in_the_books(patience=120)
        self.assertEqual([row["times_received"] for row in self.kept()[before:]], [1])

    def free(self, page):
        page.open(ROSE)
        page.wait(f"{CONTROL}.krokus_order_ready input")
        return float(page.evaluate(f"document.querySelector('{CONTROL}').dataset.free"))

    def take_a_pack(self):
        """The size of the pack that is in the basket now."""
        self.free(self.buyer)
        self.buyer.click(f"{CONTROL} .krokus_order_more")
        self.buyer.wait(f"{CONTROL}.krokus_order_held:not(.krokus_order_busy)")
        return float(self.buyer.evaluate(f"document.querySelector('{CONTROL}').dataset.step"))

    def confirm(self):
        self.buyer.click("#krokus_bar .krokus_bar_basket a")
        self.buyer.click(".krokus_confirm_button")
        self.buyer.wait(".krokus_checkout_number")

    def number_in_the_books(self, patience=60):
        number = "document.querySelector('.krokus_document_number')?.textContent.trim()"
        return self.buyer.wait_until(f"{number} !== '…' && {number}", patience)

    def kept(self):
        with urllib.request.urlopen(f"{self.floor.books.address}control/orders") as answer:
            return json.load(answer)
