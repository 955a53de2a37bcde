"""What a client has typed for a shipment stays with it, whatever he does with its lines."""

import json

from ..browser import Browser
from ..floor import FloorCase

ROSES = "/shop?search=Роза+Freedom"
LINE = ".krokus_basket_line"
COMMENT, DELIVERY = "textarea[name^=comment_]", "select[name^=delivery_]"
SAID = "Привезите до девяти"


class TestShipmentWords(FloorCase):
    def setUp(self):
        super().setUp()
        self.buyer = self.enterContext(Browser(self.floor.address))
        self.buyer.login("client1")
        self.take(2)
        self.buyer.open("/shop/cart")
        self.buyer.wait(f"{LINE} .krokus_order_ready")
        self.type()

    def take(self, count):
        """A pack of each of the first offers that ship together."""
        self.buyer.open(ROSES)
        self.buyer.wait(".krokus_order_ready .krokus_order_more")
        for number in range(count):
            nth = f"document.querySelectorAll('.krokus_order_more')[{number}]"
            self.buyer.evaluate(f"{nth}.click()")
            self.buyer.wait_until(
                "document.querySelectorAll('.krokus_order_held:not(.krokus_order_busy)').length"
                f" > {number}"
            )

    def type(self):
        self.buyer.type(COMMENT, SAID)
        self.buyer.evaluate(
            f"{{ const way = document.querySelector('{DELIVERY}'); way.selectedIndex = 1;"
            " way.dispatchEvent(new Event('change', {bubbles: true})); }"
        )
        self.way = self.buyer.evaluate(f"document.querySelector('{DELIVERY}').value")
        self.assertTrue(int(self.way))

    def assert_kept(self):
        said = f"document.querySelector('{COMMENT}')?.value"
        self.buyer.wait_until(f"{said} === '{SAID}'")
        chosen = self.buyer.evaluate(f"document.querySelector('{DELIVERY}').value")
        self.assertEqual(chosen, self.way)
        self.assertEqual(self.buyer.errors, [])

    def lines(self):
        return self.buyer.evaluate(f"document.querySelectorAll('{LINE}').length")

    def drop_the_first(self):
        """Set the first line to nothing; the page shows what stays."""
        self.buyer.type(f"{LINE} .krokus_order input", "0")
        self.buyer.press("Enter")
        self.buyer.wait_until(f"document.querySelectorAll('{LINE}').length === 1")

    def test_the_first_line_goes_and_the_words_stay(self):
        self.drop_the_first()
        self.assert_kept()

    def test_all_lines_go_and_come_back_with_the_words(self):
        """The hour ends while he types: the page stays, and its clock is an hour ahead here."""
        self.end(2)
        self.buyer.evaluate(
            "{ const now = performance.now.bind(performance);"
            " performance.now = () => now() + 3600 * 1000; }"
        )
        self.buyer.wait(".krokus_lost")
        self.buyer.wait_until(f"!document.querySelector('{LINE}')")
        self.buyer.click(".krokus_lost button[value='1']")
        self.buyer.wait(LINE)
        self.assert_kept()

    def end(self, count):
        """As if the time of so many of the client's holds had passed, the oldest first."""
        self.floor.query(
            "UPDATE krokus_hold SET deadline = now() AT TIME ZONE 'UTC' - interval '1 minute'"
            " WHERE id IN (SELECT h.id FROM krokus_hold h"
            " JOIN krokus_basket b ON b.id = h.basket_id"
            " JOIN res_users u ON u.partner_id = b.partner_id"
            " WHERE u.login = 'client1' AND h.state = 'live' ORDER BY h.id LIMIT %s)",
            [count],
        )

    def test_what_ran_out_is_taken_again_with_the_words(self):
        self.end(1)
        self.buyer.click(f"{LINE}:last-child .krokus_order_more")
        self.buyer.wait(".krokus_lost button[value='1']")
        self.assertEqual(self.lines(), 1)
        self.assert_kept()
        self.buyer.click(".krokus_lost button[value='1']")
        self.buyer.wait_until(f"document.querySelectorAll('{LINE}').length === 2")
        self.assert_kept()

    def test_who_looks_around_in_the_shop_finds_the_words_again(self):
        self.buyer.open("/shop")
        self.buyer.open("/shop/cart")
        self.assert_kept()

    def test_who_has_logged_in_again_meanwhile_finds_the_words_again(self):
        """The page's form is of the session before."""
        self.buyer.evaluate("fetch('/web/session/logout')")
        login = {"db": self.floor.database, "login": "client1", "password": "krokus"}
        self.buyer.evaluate(
            "fetch('/web/session/authenticate', {method: 'POST', body:"
            f" JSON.stringify({{params: {json.dumps(login)}}}),"
            " headers: {'Content-Type': 'application/json'}}).then((answer) => answer.json())"
        )
        self.buyer.click(".krokus_confirm_button")
        self.buyer.wait(".krokus_basket .alert-danger")
        self.assert_kept()

    def test_what_is_kept_as_a_list_leaves_the_words_in_the_basket(self):
        self.buyer.type(".krokus_keep input[name=name]", "Понедельник")
        self.buyer.press("Enter")
        self.buyer.wait_until("location.search.includes('list=')")
        self.buyer.open("/shop/cart")
        self.assert_kept()
