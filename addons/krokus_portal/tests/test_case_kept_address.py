"""An order keeps the address that it was made for, whatever becomes of the address."""

from lxml import html
from odoo.tests import Form, tagged

from .basket import BasketPageCase

PICKED_UP = "Самовывоз"


@tagged("post_install", "-at_install", "cases")
class TestKeptAddress(BasketPageCase):
    def setUp(self):
        super().setUp()
        self.shop = self.place("Sadovaya 3", city="Tula", name="Shop two", phone="+7 487 11")

    def order(self, way):
        self.goods("Rose", 1)
        (name,) = self.names("delivery")
        self.thanks = self.send(**{name: way}).url
        return self.orders()[-1:]

    def pages(self, order):
        """What the client sees of the order, and what the company prints."""
        reports = self.env["ir.actions.report"]
        report, _kind = reports._render_qweb_html("sale.report_saleorder", order.ids)
        return {
            "thanks": self.shown(self.url_open(self.thanks)).text_content(),
            "order": self.shown(self.url_open(order.get_portal_url())).text_content(),
            "print": html.fromstring(report).text_content(),
            "letter": self.letter(order),
        }

    def letter(self, order):
        template = self.env.ref("sale.mail_template_sale_confirmation")
        body = template._render_field("body_html", order.ids)[order.id]
        return html.fromstring(body).text_content()

    def test_an_edited_address_changes_no_old_order(self):
        order = self.order(str(self.shop.id))
        self.shop.write({"street": "Novaya 9", "city": "Omsk", "phone": "+1", "name": "Moved"})
        for where, text in self.pages(order).items():
            with self.subTest(where):
                self.assertIn("Sadovaya 3", text)
                self.assertIn("Tula", text)
                self.assertIn("Shop two", text)
                self.assertNotIn("Novaya 9", text)
                self.assertNotIn("Omsk", text)

    def test_an_archived_address_changes_no_old_order(self):
        order = self.order(str(self.shop.id))
        self.shop.active = False
        for where, text in self.pages(order).items():
            with self.subTest(where):
                self.assertIn("Sadovaya 3", text)

    def test_the_company_s_own_address_is_kept_too(self):
        order = self.order(str(self.company.id))
        self.company.street = "Novaya 9"
        for where, text in self.pages(order).items():
            with self.subTest(where):
                self.assertIn("Tverskaya 1", text)

    def test_pick_up_is_shown_as_pick_up(self):
        order = self.order(self.form_value())
        self.assertFalse(order.krokus_delivery_address)
        for where, text in self.pages(order).items():
            with self.subTest(where):
                self.assertRegex(text, f"You pick it up|{PICKED_UP}")

    def form_value(self):
        self.goods("Tulip", 1)
        return self.form()[self.names("delivery")[0]]

    def test_a_manager_sees_and_can_change_where_it_goes(self):
        order = self.order(str(self.shop.id))
        self.shop.street = "Novaya 9"
        manager = self.make_manager("floor_manager")
        seen = order.with_user(manager)
        with Form(seen) as form:
            form.client_order_ref = "By phone"
            self.assertIn("Sadovaya 3", form.krokus_delivery_address)
        self.assertIn("Sadovaya 3", order.krokus_delivery_address)
        other = self.place("Mira 7")
        seen.partner_shipping_id = other
        self.assertIn("Mira 7", order.krokus_delivery_address)
        seen.krokus_pickup = True
        self.assertFalse(order.krokus_delivery_address)

    def test_another_state_changes_nothing(self):
        order = self.order(str(self.shop.id))
        self.shop.street = "Novaya 9"
        order._action_cancel()
        self.assertIn("Sadovaya 3", order.krokus_delivery_address)

    def test_a_quotation_follows_its_address(self):
        order = self.env["sale.order"].create({"partner_id": self.anna.partner_id.id})
        order.partner_shipping_id = self.shop
        self.assertFalse(order.krokus_delivery_address)
        self.shop.street = "Novaya 9"
        order.order_line = [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 10})]
        order.action_confirm()
        self.assertIn("Novaya 9", order.krokus_delivery_address)

    def test_a_copy_has_no_address_of_the_past(self):
        self.assertFalse(self.order(str(self.shop.id)).copy().krokus_delivery_address)
