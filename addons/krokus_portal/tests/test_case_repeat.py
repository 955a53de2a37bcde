"""A repeat is one of the very same set; what a page showed as ready never vanishes in silence."""

import json

from odoo.tests import BaseCase, tagged

from ..seen import StrangeError, read
from .basket import BasketPageCase


@tagged("post_install", "-at_install", "cases")
class TestSeen(BaseCase):
    def test_what_no_page_of_ours_sends_is_told_from_what_one_does(self):
        price, quantity, product = read('{"7": [67.5, 25.0, 3]}')[7]
        self.assertEqual((float(price), float(quantity), product), (67.5, 25, 3))
        lines = [[1, float("nan"), 3], [float("inf"), 1, 3], [1, True, 3], [True, 1, 3], [1, 1, {}]]
        lines += [[1, 10**400, 3], [], 1, None, [1, 1], [-1, 1, 3], [1, 1, 10**30], ["1", 1, 3]]
        texts = [json.dumps({"7": line}) for line in lines]
        texts += [json.dumps({key: [1, 1, 3]}) for key in (10**30, -1, "x", "", "7.0")]
        for text in [*texts, "[" * 90000, "", "null", "1", "[]", "\x00", " " * 10**6, None]:
            with self.subTest((text or "")[:40]), self.assertRaises(StrangeError):
                read(text)


@tagged("post_install", "-at_install", "cases")
class TestRepeat(BasketPageCase):
    def add(self, name):
        _category, (offer,) = self.goods(name, 1)
        return offer

    def numbers(self):
        return set(self.orders().mapped("krokus_checkout_number"))

    def test_one_tab_orders_a_part_and_the_other_hears_what_is_left(self):
        self.add("Rose")
        older = self.form()
        tulip = self.add("Tulip")
        newer = self.form()
        self.send(older)
        page = self.shown(self.send(newer))
        told = self.only(page, "alert-danger")
        (number,) = self.numbers()
        for word in (number, "Rose 1", "Tulip 1"):
            self.assertIn(word, told.text_content())
        self.assertTrue(page.find_class("krokus_basket"))
        self.assertEqual(self.held(), {tulip.id: 3})
        self.send(self.form(page))
        self.assertEqual(len(self.numbers()), 2)

    def test_one_tab_orders_all_and_the_other_hears_what_it_was(self):
        self.add("Rose")
        older = self.form()
        self.add("Tulip")
        newer = self.form()
        self.send(newer)
        page = self.shown(self.send(older))
        told = self.only(page, "alert-danger")
        (number,) = self.numbers()
        for word in (number, "Rose 1", "Tulip 1"):
            self.assertIn(word, told.text_content())

    def test_ten_clicks_are_one_checkout_also_when_the_first_answer_was_lost(self):
        self.add("Rose")
        form = self.form()
        answers = [self.send(form) for _click in range(10)]
        self.assertEqual(len({answer.url for answer in answers}), 1)
        self.assertEqual(len(self.orders()), 1)

    def test_a_repeat_says_again_what_stayed_and_why(self):
        self.add("Rose")
        category, _tulips = self.goods("Tulip", 1)
        form = self.form()
        category.action_krokus_stop()
        first = self.send(form)
        self.authenticate(self.anna.login, self.anna.login)  # another device, its own session
        second = self.send({**form, "csrf_token": self.form()["csrf_token"]})
        self.assertEqual(first.url, second.url)
        for answer in (first, second):
            left = self.only(self.shown(answer), "krokus_checkout_left")
            self.assertIn("Tulip 1", left.text_content())

    def test_a_second_click_says_what_came_into_the_basket_since(self):
        self.add("Rose")
        form = self.form()
        self.send(form)
        self.add("Tulip")
        page = self.shown(self.send(form))
        self.assertTrue(page.find_class("krokus_checkout"))
        rest = self.only(page, "krokus_checkout_rest")
        self.assertIn("Tulip 1", rest.text_content())
        self.assertNotIn("Rose 1", rest.text_content())

    def test_what_was_added_after_the_page_was_opened_stays_and_is_told(self):
        self.add("Rose")
        form = self.form()
        tulip = self.add("Tulip")
        left = self.only(self.shown(self.send(form)), "krokus_checkout_left")
        self.assertIn("Tulip 1", left.text_content())
        self.assertEqual(self.held(), {tulip.id: 3})

    def test_the_same_holds_in_another_quantity_are_no_repeat(self):
        rose = self.add("Rose")
        older = self.form()
        self.take(self.anna, 5, offer=rose, price=10)
        self.send()
        page = self.shown(self.send(older))
        self.assertFalse(page.find_class("krokus_checkout"))
        self.assertIn("Rose 1", page.find_class("alert-danger")[0].text_content())

    def test_a_page_from_before_the_last_login_leads_back_to_the_basket(self):
        self.add("Rose")
        form = {**self.form(), "csrf_token": "of another session"}
        page = self.shown(self.send(form))
        (told,) = page.find_class("alert-danger")
        self.assertTrue(told.text_content().strip())
        self.assertTrue(page.find_class("krokus_confirm"))
        self.assertFalse(self.orders())

    def test_a_click_after_the_session_has_ended_leads_back_to_the_basket(self):
        rose = self.add("Rose")
        form = self.form()
        self.authenticate(None, None)
        self.assertIn("/web/login", self.send(form).url)
        self.authenticate(self.anna.login, self.anna.login)
        for form_name in ("confirm", "keep", "again"):
            page = self.shown(self.url_open(f"/shop/krokus/{form_name}"))
            self.assertTrue(page.find_class("krokus_confirm"))
        self.assertEqual((self.held(), self.orders().ids), ({rose.id: 3}, []))

    def test_a_click_on_the_page_of_an_order_that_was_cancelled_says_so(self):
        self.add("Rose")
        form = self.form()
        self.send(form)
        self.orders()._action_cancel()
        page = self.shown(self.send(form))
        self.assertRegex(page.find_class("krokus_checkout")[0].text_content(), "Cancelled|Отменён")
        self.assertFalse(self.orders())

    def test_the_same_lines_with_another_comment_are_no_repeat(self):
        self.add("Rose")
        form = self.form()
        (comment,) = self.names("comment")
        self.send(form)
        page = self.shown(self.send({**form, comment: "After ten"}))
        told = self.only(page, "alert-danger")
        self.assertIn(self.orders().krokus_checkout_number, told.text_content())
        self.assertFalse(self.orders().krokus_comment)

    # -------------------------------------------------------------- what is gone

    def test_another_quantity_than_was_shown_stops_it(self):
        rose = self.add("Rose")
        form = self.form()
        for quantity in (5, 2):
            self.take(self.anna, quantity, offer=rose, price=10)
            page = self.assert_refused(self.send(form), "Rose 1", "3", str(quantity))
            self.assertEqual(self.held(), {rose.id: quantity})
        self.send(self.form(page))
        self.assertEqual(self.orders().order_line.product_uom_qty, 2)

    def test_a_page_that_does_not_say_its_quantities_orders_nothing(self):
        self.add("Rose")
        form = self.form()
        seen = {key: line[0] for key, line in self.seen(form).items()}
        self.assert_refused(self.send({**form, "seen": json.dumps(seen)}))

    def test_a_page_of_nonsense_orders_nothing_and_is_answered(self):
        self.add("Rose")
        form = self.form()
        for seen in ("[" * 90000, "\x00", "{}"):
            with self.subTest(seen[:9]):
                self.assert_refused(self.send({**form, "seen": seen}))

    def test_each_that_is_gone_is_told_by_name(self):
        """Run out, cut by the books, given back in another tab, and told already elsewhere."""
        self.add("Stays")
        out, cut, back, told = (self.add(name) for name in ("Out", "Cut", "Back", "Told"))
        form = self.form()
        self.end(told)
        self.basket(self.anna)._dismiss_lost()
        self.end(out)
        self.stock(0, cut)
        self.give_back(back)
        left = self.only(self.shown(self.send(form)), "krokus_checkout_left")
        for name in ("Out 1", "Cut 1", "Back 1", "Told 1"):
            self.assertIn(name, left.text_content())
        self.assertNotIn("Stays 1", left.text_content())
        self.assertEqual(self.orders().order_line.product_id.name, "Stays 1")

    def test_what_is_gone_is_told_also_where_something_else_stops_it(self):
        self.add("Stays")
        back, changed = self.add("Back"), self.add("Changed")
        form = self.form()
        self.give_back(back)
        (way,) = self.names("delivery")
        self.assert_refused(self.send({**form, way: ""}), "Back 1")
        self.price_of(changed, 12)
        self.assert_refused(self.send(form), "Changed 1", "Back 1")
        self.price_of(changed, 10)
        self.take(self.anna, 5, offer=changed, price=10)
        self.assert_refused(self.send(form), "Changed 1", "Back 1")

    def price_of(self, offer, price):
        self.prices.price_ids.filtered(lambda row: row.product_id == offer).retail = price

    def test_all_that_is_gone_is_told_by_name(self):
        rose = self.add("Rose")
        form = self.form()
        self.give_back(rose)
        self.assert_refused(self.send(form), "Rose 1")

    def test_a_page_names_no_offer_that_its_reader_may_not_see(self):
        self.add("Rose")
        form = self.form()
        ((key, (price, quantity, _product)),) = self.seen(form).items()
        seen = {str(int(key) + 99): [price, quantity, self.hidden.id]}
        page = self.assert_refused(self.send({**form, "seen": json.dumps(seen)}))
        self.assertNotIn("Hidden rose", page.text_content())

    def test_what_a_manager_ordered_from_the_basket_is_told(self):
        self.add("Rose")
        form = self.form()
        cart = self.basket(self.anna)._cart()
        cart._krokus_project(self.basket(self.anna))
        cart.with_user(self.make_manager("floor_manager")).sudo().action_confirm()
        page = self.shown(self.send(form))
        told = self.only(page, "alert-danger")
        self.assertIn(cart.name, told.text_content())
        self.assertIn("Rose 1", told.text_content())
        self.assertEqual(self.orders(), cart)
