"""What is typed for a shipment belongs to the shipment, and is not taken for something else."""

from odoo import fields
from odoo.http import Request
from odoo.tests import tagged

from .basket import BasketPageCase


@tagged("post_install", "-at_install", "cases")
class TestShipmentWords(BasketPageCase):
    def typed(self, place):
        """A form of two roses that ship together, with words for them."""
        self.roses, self.offers = self.goods("Rose", 2)
        page = self.page()
        (comment,), (delivery,) = self.names("comment", page), self.names("delivery", page)
        words = {comment: "After ten", delivery: str(place.id)}
        return {**self.form(page), **words}

    def assert_ordered(self, offers, place, comment="After ten"):
        (order,) = self.orders()
        self.assertEqual(order.order_line.product_id, offers)
        self.assertEqual((order.krokus_comment, order.krokus_pickup), (comment, False))
        self.assertEqual(order.partner_shipping_id, place)

    def test_the_first_line_is_set_to_nothing_and_the_words_stay(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        self.give_back(self.offers[0])
        self.send(form)
        self.assert_ordered(self.offers[1], place)

    def test_the_first_line_is_stopped_and_the_words_stay(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        self.offers[0].categ_id = self.make_category("Stopped", parent=self.roses)
        self.offers[0].categ_id.action_krokus_stop()
        self.send(form)
        self.assert_ordered(self.offers[1], place)

    def test_the_first_line_runs_out_and_the_words_stay(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        self.end(self.offers[0])
        self.send(form)
        self.assert_ordered(self.offers[1], place)

    def test_the_fields_keep_their_names_whatever_lines_the_shipment_has(self):
        _category, offers = self.goods("Rose", 2)
        before = self.names("comment") + self.names("delivery")
        self.give_back(offers[0])
        self.assertEqual(self.names("comment") + self.names("delivery"), before)

    def test_pick_up_stays_pick_up_when_the_first_line_goes(self):
        form = self.typed(self.company)
        form[self.names("delivery")[0]] = self.form()[self.names("delivery")[0]]
        self.give_back(self.offers[0])
        self.send(form)
        self.assertTrue(self.orders().krokus_pickup)

    def test_a_line_that_moved_to_another_day_does_not_take_the_words_there(self):
        form = self.typed(self.place("Sadovaya 3"))
        session = self.env["krokus.trading.session"].search(
            [("category_ids", "in", self.roses.ids)]
        )
        session.ships_on = fields.Date.add(session.ships_on, days=1)
        page = self.assert_refused(self.send(form))
        (comment,) = self.names("comment", page)
        self.assertNotIn(comment, form)
        self.assertEqual(page.xpath(f"//textarea[@name='{comment}']")[0].text_content(), "")
        self.assertIn("After ten", page.text_content())

    def test_taking_again_keeps_what_was_typed(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        self.end(self.offers[0])
        again = self.form(action="/shop/krokus/again")
        answer = self.url_open("/shop/krokus/again", {**form, **again, "again": "1"})
        self.send(self.form(self.shown(answer)))
        self.assert_ordered(self.offers[1] | self.offers[0], place)

    def test_keeping_a_list_keeps_what_was_typed_over_the_redirect(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        keep = self.form(action="/shop/krokus/keep")
        self.url_open("/shop/krokus/keep", {**form, **keep, "name": "Monday"})
        self.send()
        self.assert_ordered(self.offers[0] | self.offers[1], place)

    def test_a_list_without_a_name_keeps_what_was_typed(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        keep = self.form(action="/shop/krokus/keep")
        answer = self.url_open("/shop/krokus/keep", {**form, **keep, "name": " "})
        self.send(self.form(self.shown(answer)))
        self.assert_ordered(self.offers[0] | self.offers[1], place)

    def test_words_of_what_was_ordered_do_not_come_back(self):
        self.send(self.typed(self.place("Sadovaya 3")))
        self.goods("Rose again", 1)
        self.assertNotIn("After ten", self.page().text_content())

    def test_words_of_a_shipment_that_stayed_wait_for_it(self):
        form = self.typed(self.place("Sadovaya 3"))
        _tulips, (tulip,) = self.goods("Tulip", 1, ships=5)
        other = self.names("comment")[1]
        form = {**self.form(), **form, "seen": self.form()["seen"], other: "Careful"}
        self.end(tulip)
        self.assertIn("Tulip 1", self.shown(self.send(form)).text_content())
        self.assertEqual(len(self.orders()), 1)
        again = self.form(action="/shop/krokus/again")
        page = self.shown(self.url_open("/shop/krokus/again", {**again, "again": "1"}))
        self.assertEqual(page.xpath(f"//textarea[@name='{other}']")[0].text_content(), "Careful")

    # ------------------------------------------------------- not understood

    def assert_asked(self, answer, kept="After ten"):
        """The way is asked for at its place, nothing is chosen instead, and the words are there."""
        page = self.assert_refused(answer)
        (select,) = page.xpath("//select[starts-with(@name, 'delivery_')]")
        self.assertEqual(select.value, "")
        self.assertTrue(select.getparent().find_class("text-danger"))
        (comment,) = page.xpath("//textarea[starts-with(@name, 'comment_')]")
        self.assertEqual(comment.text_content().strip(), kept)
        # To send it again as it stands does not order either.
        self.assert_refused(self.send(self.form(page)))

    def test_an_address_that_was_archived_meanwhile_is_asked_for(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        place.active = False
        self.assert_asked(self.send(form))

    def test_an_address_that_lost_its_street_is_asked_for(self):
        place = self.place("Sadovaya 3")
        form = self.typed(place)
        place.street = False
        self.assert_asked(self.send(form))

    def test_an_address_that_two_people_have_is_understood_from_either(self):
        form = self.typed(self.company)
        self.place("Tverskaya 1")
        twin = self.place("Tverskaya 1")
        form[self.names("delivery")[0]] = str(twin.id)
        self.send(form)
        self.assertEqual(self.orders().partner_shipping_id, twin)

    def test_somebody_else_s_address_is_asked_for(self):
        stranger = self.boris.partner_id.commercial_partner_id
        stranger.street = "Far away"
        self.assert_asked(self.send(self.typed(stranger)))

    def test_what_is_no_address_is_asked_for(self):
        form = self.typed(self.company)
        (name,) = self.names("delivery")
        for value in ("", "x"):
            with self.subTest(value):
                self.assert_asked(self.send({**form, name: value}))
        basket, number = self.basket(self.anna), self.company.id
        for value in ("0", "-1", "9" * 40, "\u0661", "pickup!", f"{number}.0", f" {number} 1"):
            details, problems = self.env["krokus.checkout"]._read_words(basket, {name: value})
            self.assertEqual((details, len(problems)), ({}, 1), value)

    def test_no_field_at_all_is_asked_for(self):
        form = self.typed(self.company)
        del form[self.names("delivery")[0]]
        self.assert_asked(self.send(form))

    def test_of_two_shipments_one_without_a_way_stops_both(self):
        form = self.typed(self.company)
        self.goods("Tulip", 1, ships=5)
        form = {**self.form(), **form, "seen": self.form()["seen"]}
        del form[self.names("delivery")[1]]
        page = self.assert_refused(self.send(form))
        first, second = page.xpath("//select[starts-with(@name, 'delivery_')]")
        self.assertEqual((first.value, second.value), (str(self.company.id), ""))

    def test_a_comment_that_is_too_long_is_not_cut_but_told(self):
        form = self.typed(self.company)
        (name,) = self.names("comment")
        page = self.assert_refused(self.send({**form, name: "ы" * 2001}))
        (comment,) = page.xpath("//textarea[starts-with(@name, 'comment_')]")
        self.assertEqual(len(comment.text_content().strip()), 2001)
        self.send({**form, name: "ы\r\n" * 1000})
        self.assertEqual(self.orders().krokus_comment, "ы\n" * 999 + "ы")

    def test_a_comment_that_the_database_cannot_hold_is_cleaned(self):
        form = self.typed(self.company)
        (name,) = self.names("comment")
        self.send({**form, name: "Af\x00ter\u200b ten\x1b"})
        self.assertEqual(self.orders().krokus_comment, "After ten")

    def test_a_person_without_a_basket_is_answered_in_words(self):
        self.assert_refused(self.send({**self.form_of_nobody(), "seen": "{}"}))
        again = {**self.form_of_nobody(), "again": "1"}
        self.shown(self.url_open("/shop/krokus/again", again))

    def form_of_nobody(self):
        self.env.cr.execute(
            "DELETE FROM krokus_basket WHERE partner_id = %s", [self.anna.partner_id.id]
        )
        return {"csrf_token": Request.csrf_token(self)}
