"""What a person types while answers are late, and what a page shows that is no longer true."""

import time

from tests.pages import CART, EMPTIED, PATIENCE, ROW, TAKE, Pages, posted


class Typing:
    def test_a_late_answer_leaves_what_is_typed(self):
        self.sheet()
        (offer,) = self.offers()
        with self.late.held(TAKE):
            self.more(offer)
            self.late.wait(TAKE)
            self.page.click(self.field(offer))
            self.slowly("10")
        self.sees("document.querySelector('.my_cart_quantity').textContent == 1")
        self.assertEqual(self.value(self.field(offer)), "10")
        self.slowly("0")
        self.assertEqual(self.value(self.field(offer)), "100")
        self.page.press("Enter")
        self.holds(offer, 100)

    def test_the_first_letter_after_a_late_answer_replaces_the_number(self):
        """The answer came between the click, which selects, and the first key."""
        self.sheet()
        (offer,) = self.offers()
        with self.late.held(TAKE):
            self.more(offer)
            self.late.wait(TAKE)
            self.page.click(self.field(offer))
        self.sees("document.querySelector('.my_cart_quantity').textContent == 1")
        self.slowly("100")
        self.page.press("Enter")
        self.holds(offer, 100)

    def test_the_basket_page_keeps_field_and_caret(self):
        self.sheet()
        offer, other = self.offers(2)
        self.more(offer)
        self.more(other)
        self.holds(offer, 25)
        self.holds(other, 25)
        self.page.open(CART)
        controls = ".krokus_basket .krokus_order_ready[data-offer='{}']"
        field = f"{controls.format(other)} input"
        for answers in (TAKE, CART):
            with self.late.held(answers):
                self.page.click(f"{controls.format(offer)} .krokus_order_more")
                self.late.wait(answers)
                self.page.click(field)
                self.slowly("75")
                self.page.evaluate(f'document.querySelector("{field}").setSelectionRange(0, 0)')
                asked = self.page.asked(CART)
            self.sees("!document.querySelector('.krokus_order_busy')")
            self.late_refresh(asked if answers == TAKE else asked - 1)
            self.assertEqual(self.value(field), "75")
            self.slowly("1")
            self.assertEqual(self.value(field), "175")
            self.page.press("Backspace")
        self.page.write("2")
        self.page.press("Enter")
        deadline = time.monotonic() + PATIENCE
        while self.held().get(other) != 275 and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(self.held(), {offer: 75, other: 275})

    def late_refresh(self, before):
        """Until the basket page has shown itself anew."""
        deadline = time.monotonic() + PATIENCE
        while self.page.asked(CART) == before and time.monotonic() < deadline:
            self.page.evaluate("1")  # reads what the browser tells
            time.sleep(0.05)
        self.sees(
            "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/shop/cart'))"
            f".length >= {self.page.asked(CART) - 1}"
        )
        time.sleep(0.3)

    def test_the_name_of_a_list_survives_a_change(self):
        self.sheet()
        (offer,) = self.offers()
        self.more(offer)
        self.holds(offer, 25)
        self.page.open(CART)
        name = ".krokus_keep input[name=name]"
        with self.late.held(CART):
            self.page.click(".krokus_basket .krokus_order_ready .krokus_order_more")
            self.late.wait(CART)
            self.page.click(name)
            self.slowly("Мон")
        self.sees("document.querySelector('.krokus_basket .krokus_order input').value == 50")
        self.slowly("део")
        self.assertEqual(self.value(name), "Мондео")

    def test_a_list_is_kept_until_all_of_it_was_understood(self):
        self.sheet()
        area, text = ".krokus_typed textarea", "Такого нет\t25"
        self.page.click(".krokus_open_typed")
        self.page.type(area, text)
        with self.late.held("/krokus/lines/typed"):
            self.page.click(".krokus_typed [value=fill]")
            self.late.wait("/krokus/lines/typed")
            self.assertEqual(self.value(area), text)
        self.sees("document.querySelector('.krokus_notice').innerText.includes('Такого')")
        self.assertEqual(self.value(area), text)
        self.assertEqual(self.held(), {})


class Refusals:
    def test_a_refused_take_reaches_its_row(self):
        self.sheet()
        (offer,) = self.offers()
        self.more(offer)
        self.holds(offer, 25)
        with self.basket_locked():
            self.page.type(self.field(offer), "100")
            self.page.press("Enter")
            message = f"{self.row(offer)} .krokus_order_message"
            self.sees(f"document.querySelector(`{message}`).innerText.includes('100')")
        busy = f"{self.row(offer)}.krokus_order_busy"
        self.assertFalse(self.page.evaluate(f"!!document.querySelector(`{busy}`)"))
        self.assertEqual(self.value(self.field(offer)), "25")
        self.assertEqual(self.held(), {offer: 25})

    def test_rows_typed_after_the_session_ended_are_taken_after_the_login(self):
        self.sheet()
        offers = self.offers(4, least=50)
        self.log_in_elsewhere(None)
        for offer in offers:
            self.page.type(self.field(offer), "50")
        self.page.press("Enter")
        self.shown(".krokus_bar_way")
        for offer in offers:
            self.assertEqual(self.value(self.field(offer)), "50")
        self.page.click(".krokus_bar_way")
        self.shown("form.oe_login_form input[name=login]")
        self.page.type("form.oe_login_form input[name=login]", self.login)
        self.page.type("form.oe_login_form input[name=password]", "krokus")
        self.page.press("Enter")
        self.shown(f"{ROW} input")
        for offer in offers:
            self.holds(offer, 50)
            self.assertEqual(self.value(self.field(offer)), "50")

    def test_rows_are_taken_when_the_login_was_in_another_tab(self):
        self.sheet()
        (offer,) = self.offers()
        self.log_in_elsewhere(None)
        self.page.type(self.field(offer), "50")
        self.page.press("Enter")
        self.shown(".krokus_bar_way")
        self.log_in_elsewhere(self.login)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        self.holds(offer, 50)


class Asking:
    def test_a_slip_is_asked_about_and_typing_goes_on(self):
        self.sheet()
        offer, other = self.offers(2)
        self.page.type(self.field(offer), "99999")
        self.page.press("Enter")
        self.page.click(self.field(other))
        self.shown(".krokus_question")
        self.slowly("50")
        self.assertEqual(self.value(self.field(other)), "50")
        self.page.press("Enter")
        self.holds(other, 50)
        self.assertEqual(self.held(), {other: 50})
        self.page.click(".krokus_no")
        self.sees("!document.querySelector('.krokus_question')")
        self.assertEqual(self.value(self.field(offer)), "")

    def test_who_types_something_else_has_answered_the_question(self):
        self.sheet()
        (offer,) = self.offers()
        self.page.type(self.field(offer), "99999")
        self.page.press("Enter")
        self.shown(".krokus_question")
        self.page.evaluate(f"document.querySelector(`{self.field(offer)}`).focus()")
        self.page.write("0")
        self.page.press("Enter")
        self.sees("!document.querySelector('.krokus_question')")
        self.assertEqual(self.held(), {})

    def test_a_yes_takes_what_there_is(self):
        self.sheet()
        (offer,) = self.offers()
        free = float(
            self.page.evaluate(f"document.querySelector(`{self.row(offer)}`).dataset.free")
        )
        self.page.type(self.field(offer), "99999")
        self.page.press("Enter")
        self.page.click(".krokus_yes")
        self.sees(f'document.querySelector("{self.field(offer)}").value')
        self.holds(offer, free)

    def test_the_wholesale_price_comes_in_all_rows_and_on_the_page_of_a_product(self):
        self.sheet()
        offer, other = self.offers(2)
        words = f"{self.row(other)} .krokus_order_{{}}".format
        missing = f"document.querySelector(`{words('missing')}`).innerText"
        retail = self.page.text(words("price"))
        self.page.type(self.field(offer), "75")
        self.page.press("Enter")
        self.holds(offer, 75)
        self.sees(f"{missing}.includes('25')")
        self.more(offer)
        self.holds(offer, 100)
        self.sees(f"!{missing}")
        wholesale = self.page.text(words("price"))
        self.assertNotEqual(wholesale, retail)
        link = f"document.querySelector(`{self.row(other)} a[href*='/shop/']`).getAttribute('href')"
        self.page.open(self.page.evaluate(link))
        self.shown("[data-krokus-price]")
        self.assertEqual(self.page.text("[data-krokus-price]").strip(), wholesale)
        why = "getComputedStyle(document.querySelector('.krokus_order_why')).display"
        self.assertEqual(self.page.evaluate(why), "block")
        self.page.type("#product_detail .krokus_order_quantity input", "25")
        self.page.press("Enter")
        self.holds(other, 25)
        self.floor.query(EMPTIED)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        self.sees(f"document.querySelector('[data-krokus-price]').innerText.trim() == '{retail}'")
        self.assertEqual(self.page.evaluate(why), "none")


class WhoseAndWhen:
    def test_what_is_typed_on_ones_page_never_lands_in_anothers_basket(self):
        self.sheet()
        (offer,) = self.offers()
        self.log_in_elsewhere("client12")
        self.page.type(self.field(offer), "50")
        self.page.press("Enter")
        self.shown(".krokus_bar_way")
        self.assertEqual(self.held("client12"), {})
        self.assertEqual(self.held(), {})
        self.assertEqual(self.value(self.field(offer)), "")
        self.page.evaluate("window.krokusOld = true")
        self.page.click(".krokus_bar_way")
        self.sees(f"!window.krokusOld && !!document.querySelector('{ROW}')")
        self.assertEqual(self.held("client12"), {})

    def test_back_and_one_more_pack_goes_on_from_what_is_held_now(self):
        self.sheet()
        (offer,) = self.offers()
        self.more(offer)
        self.more(offer)
        self.holds(offer, 50)
        self.page.open(CART)
        self.page.type(".krokus_basket .krokus_order_ready input", "100")
        self.page.press("Enter")
        self.sees("!document.querySelector('.krokus_order_busy')")
        self.holds(offer, 100)
        self.page.evaluate("history.back()")
        self.shown(f"{ROW} input")
        self.sees(f'document.querySelector("{self.field(offer)}").value == "100"')
        self.more(offer)
        self.holds(offer, 125)

    def test_a_page_shown_again_knows_what_another_tab_did(self):
        """As the browser keeps whole pages for Back, and as tabs lie beside each other."""
        self.sheet()
        (offer,) = self.offers()
        for quantity, event in ((50, "pageshow"), (0, "visibilitychange"), (100, "pageshow")):
            self.page.evaluate(posted(TAKE, {"lines": [[int(offer), quantity]]}))
            where = "window" if event == "pageshow" else "document"
            made = f"Object.assign(new Event('{event}'), {{persisted: true}})"
            self.page.evaluate(f"{where}.dispatchEvent({made})")
            shown = str(quantity or "")
            self.sees(f'document.querySelector("{self.field(offer)}").value == "{shown}"')
        self.more(offer)
        self.holds(offer, 125)

    def test_the_clock_is_right_after_sleep(self):
        self.sheet()
        (offer,) = self.offers()
        self.more(offer)
        self.holds(offer, 25)
        left = "document.querySelector('.krokus_bar_time').innerText"
        self.sees(f"/^(59|60):/.test({left})")
        self.floor.query("""UPDATE krokus_hold SET deadline = deadline - interval '30 minutes'""")
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        self.sees(f"/^(29|30):/.test({left})")


class Searching:
    def test_searching_is_no_new_page_and_loses_no_letter(self):
        self.sheet("/shop?view=sheet")
        self.shown(".krokus_bounds")
        self.page.evaluate("window.krokusSame = true")
        search = ".krokus_search input"
        self.page.click(search)
        with self.late.held("/shop"):
            self.slowly("роз")
            self.late.wait("/shop")
            self.slowly("а")
        self.sees("location.search.includes('search=' + encodeURIComponent('роза'))")
        self.sees("!document.querySelector('.krokus_waits')")
        self.assertTrue(self.page.evaluate("!!window.krokusSame"))
        self.assertEqual(self.value(search), "роза")
        self.shown(".krokus_facet a")
        self.page.click(".krokus_facet a")
        self.shown(".krokus_facet a[aria-checked=true]")
        self.page.evaluate(
            "(() => { const sort = document.querySelector('.krokus_sort'); sort.value = 'name';"
            "sort.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        self.sees("location.search.includes('order=name')")
        self.sees("!document.querySelector('.krokus_waits')")
        self.assertTrue(self.page.evaluate("!!window.krokusSame"))
        self.assertEqual(self.page.errors, [])

    def speak(self, change):
        """English beside Russian, or no longer: as an administrator sets it."""
        english = self.floor.query("SELECT id FROM res_lang WHERE code = 'en_US'")[0][0]
        websites = [row[0] for row in self.floor.query("SELECT id FROM website")]
        words = {"language_ids": [[{"link": 4, "unlink": 3}[change], english]]}
        self.as_admin(("res.lang", [[english], {"active": True}]), ("website", [websites, words]))

    def test_filters_come_in_a_second_language(self):
        self.speak("link")
        self.addCleanup(self.speak, "unlink")
        self.page.open("/en/shop?view=sheet")
        self.shown(".krokus_facet a")
        self.page.evaluate("window.krokusSame = true")
        self.page.click(".krokus_facet a")
        self.shown(".krokus_facet a[aria-checked=true]")
        self.assertTrue(self.page.evaluate("!!window.krokusSame"))
        self.assertTrue(self.page.evaluate("location.pathname").startswith("/en"))


class TestPages(Typing, Refusals, Asking, WhoseAndWhen, Searching, Pages):
    """All on one floor."""
