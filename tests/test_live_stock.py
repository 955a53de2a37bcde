"""What one client takes, gives back or lets run out shows on another's open page by itself."""

from .browser import Browser
from .floor import FloorCase

ROSE = "/shop?search=Роза+Explorer+60+см"
CONTROL = ".krokus_order.krokus_order_ready"
COUNT = f"document.querySelector('{CONTROL} .krokus_order_count').textContent"
FREE = f"Number({COUNT}.replace(/\\s/g, '').replace(',', '.'))"


class TestLiveStock(FloorCase):
    def setUp(self):
        super().setUp()
        self.buyer = self.enterContext(Browser(self.floor.address))
        self.other = self.enterContext(Browser(self.floor.address))
        self.buyer.login("client1")
        self.other.login("client5")
        self.open(self.buyer)

    def test_open_page_shows_what_another_client_takes_and_gives_back(self):
        free = self.open(self.other)
        step = float(self.buyer.evaluate(f"document.querySelector('{CONTROL}').dataset.step"))
        self.take_a_pack()
        self.sees(free - step)
        self.buyer.click(f"{CONTROL} .krokus_order_less")
        self.sees(free)
        self.assertEqual(self.buyer.errors + self.other.errors, [])

    def test_open_page_knows_when_what_another_client_holds_runs_out(self):
        free = self.open(self.other)
        self.take_a_pack()
        self.end_in_seconds(20)
        self.assertLess(self.open(self.other), free)
        self.sees(free)
        self.assertEqual(self.other.errors, [])

    def open(self, page):
        """What is free, as the page shows it."""
        page.open(ROSE)
        page.wait(f"{CONTROL} input")
        return page.evaluate(FREE)

    def sees(self, free):
        self.other.wait_until(f"{FREE} === {free}", patience=60)

    def take_a_pack(self):
        self.buyer.click(f"{CONTROL} .krokus_order_more")
        self.buyer.wait(f"{CONTROL}.krokus_order_held:not(.krokus_order_busy)")

    def end_in_seconds(self, seconds):
        """As if the hour had almost passed."""
        soon = f"clock_timestamp() AT TIME ZONE 'UTC' + interval '{seconds} seconds'"
        self.floor.query(f"UPDATE krokus_hold SET deadline = {soon} WHERE state = 'live'")
