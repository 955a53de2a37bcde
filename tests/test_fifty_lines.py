"""A florist's order as she types it: fifty lines down the column, with nothing but the keyboard."""

import json

from .browser import Browser
from .floor import FloorCase

INPUT = ".krokus_sheet .krokus_order_ready .krokus_order_quantity input"
LINES = 50
PACK = "100"  # whole packs of whatever it is sold by


class TestFiftyLines(FloorCase):
    def test_fifty_lines_are_held_after_a_few_requests(self):
        with Browser(self.floor.address) as buyer:
            buyer.login("client1")
            buyer.open("/shop?view=sheet&stock=1")
            buyer.wait(INPUT)
            buyer.evaluate(f"document.querySelector({json.dumps(INPUT)}).focus()")
            for _line in range(LINES):
                buyer.write(PACK)
                buyer.press("Enter")
            buyer.wait_until(f"document.querySelector('.my_cart_quantity').textContent == {LINES}")
            asked = buyer.asked("/krokus/take")
            buyer.wait_until("location.search.includes('page=2')")
            buyer.open("/shop/cart")
            lines = buyer.evaluate("document.querySelectorAll('.krokus_basket_line').length")
            self.assertEqual(lines, LINES)
            self.assertLess(asked, LINES / 2)
            self.assertEqual(buyer.errors, [])

    def test_who_leaves_at_once_sees_what_was_typed(self):
        """The next page is made while what was typed is still on its way."""
        with Browser(self.floor.address) as buyer:
            buyer.login("client5")
            for number, place in enumerate(("/shop?view=sheet&page=2", "/shop/cart"), 1):
                buyer.open("/shop?view=sheet&stock=1")
                buyer.wait(INPUT)
                field = f"[...document.querySelectorAll('{INPUT}')][{number}]"
                buyer.evaluate(f"{field}.focus()")
                buyer.write(PACK)
                buyer.evaluate(f"{field}.blur(); location.assign('{place}')")
                buyer.wait_until(f"location.href.endsWith('{place}')")
                badge = "document.querySelector('.my_cart_quantity').textContent"
                buyer.wait_until(f"{badge} == {number}", 20)
            buyer.wait_until("document.querySelectorAll('.krokus_basket_line').length == 2", 20)
            self.assertEqual(buyer.errors, [])
