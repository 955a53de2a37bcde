"""A basket that runs out before its client's eyes: cleared, told, and free for the others."""

from .browser import Browser
from .floor import FloorCase

ROSE = "/shop?search=Роза+Explorer+60+см"
CONTROL = ".krokus_order.krokus_order_ready"


class TestTimer(FloorCase):
    def setUp(self):
        super().setUp()
        self.buyer = self.enterContext(Browser(self.floor.address, width=360, height=740))
        self.other = self.enterContext(Browser(self.floor.address))
        self.buyer.login("client1")
        self.other.login("client5")

    def test_short_timer_runs_out_and_the_goods_are_there_for_the_other(self):
        free = self.free(self.other)
        self.free(self.buyer)
        self.buyer.click(f"{CONTROL} .krokus_order_more")
        self.buyer.wait(f"{CONTROL}.krokus_order_held:not(.krokus_order_busy)")
        self.assertLess(self.free(self.other), free)

        self.end_in_seconds(6)
        self.buyer.open(ROSE)
        self.buyer.wait("#krokus_bar.krokus_bar_warning")
        self.buyer.wait(".krokus_lost")
        self.assertIn("Роза Explorer 60 см", self.buyer.text(".krokus_lost"))
        self.assertFalse(self.buyer.evaluate("!!document.querySelector('.krokus_basket_line')"))
        self.assertEqual(self.free(self.other), free)

        self.buyer.click(".krokus_lost button[value='1']")
        self.buyer.wait(".krokus_basket_line")
        self.assertFalse(self.buyer.evaluate("!!document.querySelector('.krokus_lost')"))
        self.assertLess(self.free(self.other), free)
        self.assertEqual(self.buyer.errors + self.other.errors, [])

    def free(self, page):
        page.open(ROSE)
        page.wait(f"{CONTROL} input")
        return float(page.evaluate("document.querySelector('.krokus_order').dataset.free"))

    def end_in_seconds(self, seconds):
        """As if the hour had almost passed."""
        soon = f"clock_timestamp() AT TIME ZONE 'UTC' + interval '{seconds} seconds'"
        self.floor.query(f"UPDATE krokus_hold SET deadline = {soon} WHERE state = 'live'")
        self.floor.query(f"UPDATE krokus_basket SET until = {soon}")
