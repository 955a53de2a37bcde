import re

from lxml import html
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestBasketPage(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def page(self):
        return html.fromstring(self.url_open("/shop/cart").text)

    def amounts(self, element):
        """The amounts that an element shows, whatever the language writes around the digits."""
        found = re.findall(r"\d[\d\s.,]*[.,]\d\d\b", element.text_content())
        return [int(re.sub(r"\D", "", amount)) / 100 for amount in found]

    def test_page_shows_what_is_held_at_its_price(self):
        self.take(self.anna, 20, price=100)
        (line,) = self.page().find_class("krokus_basket_line")
        self.assertIn("Red Naomi", line.text_content())
        self.assertEqual(self.amounts(line), [100, 2000])

    def test_price_that_moved_is_told_with_what_it_was(self):
        self.take(self.anna, 20, price=90)
        (line,) = self.page().find_class("krokus_basket_line")
        self.assertEqual(self.amounts(line), [90, 100, 2000])
        self.assertEqual(self.basket(self.anna)._contents()[0].price, 100)

    def test_expired_is_told_once_and_can_be_taken_again(self):
        self.take(self.anna, 20, price=100)
        self.expire(self.anna)
        page = self.page()
        self.assertIn("Red Naomi", page.find_class("krokus_lost")[0].text_content())
        token = page.xpath("//form[@action='/shop/krokus/again']//input[@name='csrf_token']/@value")
        again = self.url_open("/shop/krokus/again", {"csrf_token": token[0], "again": "1"})
        self.assertFalse(html.fromstring(again.text).find_class("krokus_lost"))
        self.assertEqual(self.basket(self.anna)._contents()[0].quantity, 20)

    def test_what_others_took_meanwhile_is_said(self):
        self.take(self.anna, 100, price=100)
        self.expire(self.anna)
        self.take(self.boris, 80, price=100)
        token = self.page().xpath(
            "//form[@action='/shop/krokus/again']//input[@name='csrf_token']/@value"
        )
        again = self.url_open("/shop/krokus/again", {"csrf_token": token[0], "again": "1"})
        self.assertTrue(html.fromstring(again.text).find_class("alert-danger"))
        self.assertEqual(self.basket(self.anna)._contents()[0].quantity, 20)

    def test_guest_is_asked_to_log_in(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/shop/cart").url)

    def test_core_s_checkout_leads_to_the_basket(self):
        for path in ("/shop/checkout", "/shop/payment", "/shop/payment/validate"):
            with self.subTest(path):
                self.assertTrue(self.url_open(path).url.endswith("/shop/cart"))

    def tax(self, rate, how="tax_excluded", **values):
        name = f"VAT {rate} {how}"
        values = {"name": name, "amount": rate, "price_include_override": how, **values}
        return self.env["account.tax"].create(values)

    def sell_at(self, price, tax):
        """The rose costs so much; its list has prices as its tax has them."""
        self.rose.taxes_id = tax
        self.prices.tax_included = tax.price_include
        self.prices.price_ids.filtered(lambda row: row.product_id == self.rose).retail = price

    def assert_paid(self, unit, amount, price_unit):
        """Line, total, bar, the answer to a take, and the order that it becomes: one amount."""
        answer = self.make_jsonrpc_request("/krokus/take", {"lines": [[self.rose.id, 20]]})
        self.assertEqual(answer["basket"]["amount"], amount)
        page = self.page()
        (line,) = page.find_class("krokus_basket_line")
        self.assertEqual(self.amounts(line), [unit, amount])
        self.assertEqual(self.amounts(page.find_class("krokus_total")[0]), [amount])
        (bar,) = page.find_class("krokus_bar")
        self.assertEqual(float(bar.get("data-amount")), amount)
        (form,) = page.xpath("//form[@action='/shop/krokus/confirm']")
        self.url_open("/shop/krokus/confirm", dict(form.fields))
        orders = self.env["sale.order"].search([("partner_id", "=", self.anna.partner_id.id)])
        order = orders.filtered(lambda order: order.state == "sale")
        self.assertEqual((order.amount_total, order.order_line.price_unit), (amount, price_unit))

    def test_tax_on_top_of_the_price_is_in_all_that_the_client_pays(self):
        """20 times 100.10, and 20 % of it, is 2402.40."""
        self.sell_at(100.10, self.tax(20))
        self.assert_paid(120.12, 2402.40, 100.10)

    def test_fiscal_position_of_the_client_decides_on_the_tax_in_all_that_he_pays(self):
        """100.10 with 20 % on top, or 120 with 20 % in it, after the position has mapped them."""
        self.basket(self.anna)
        outside, inside = self.tax(20), self.tax(20, "tax_included")
        ten = self.tax(10)
        cases = [
            (outside, 100.10, self.tax(0), (100.10, 2002.00, 100.10)),
            (outside, 100.10, ten, (110.11, 2202.20, 100.10)),
            (inside, 120, self.tax(0, "tax_included"), (100, 2000, 100)),
            (inside, 120, self.tax(10, "tax_included"), (110, 2200, 110)),
            (inside, 100, ten, (91.66, 1833.26, 83.33)),
            (inside, 100.02, self.tax(10, "tax_included", name="ten"), (91.69, 1833.80, 91.69)),
        ]
        company = self.anna.partner_id.commercial_partner_id
        russia = self.env.ref("base.ru")
        for number, (tax, price, instead, paid) in enumerate(cases):
            by_hand = number % 2
            with self.subTest(case=number, by_hand=by_hand), self.env.cr.savepoint() as savepoint:
                position = self.env["account.fiscal.position"].create(
                    {"name": "Ours", "auto_apply": not by_hand, "country_id": russia.id}
                )
                instead.write({"original_tax_ids": tax.ids, "fiscal_position_ids": position.ids})
                if by_hand:
                    company.property_account_position_id = position
                else:
                    self.anna.partner_id.country_id = company.country_id = russia
                self.sell_at(price, tax)
                self.assert_paid(*paid)
                savepoint.rollback()
            self.env.clear()

    def test_a_long_basket_costs_as_many_queries_as_a_short_one(self):
        offers = [self.make_offer(f"Offer {number}", self.category) for number in range(12)]
        for offer in offers:
            self.price(offer, 10)
            self.stock(10, offer)
        basket, counts = self.basket(self.anna), []
        # The first one also learns what every later page knows.
        for some in (offers[:2], offers[:2], offers):
            basket._take_asked({offer.id: 1 for offer in some})
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = basket._page()
            self.assertTrue(all(line.product.name for line in page.ready))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(page.ready), 12)
        self.assertEqual(*counts[1:])

    def test_a_client_without_a_fiscal_position_costs_no_query(self):
        basket = self.basket(self.anna)

        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            basket._take_asked({self.rose.id: 10})
            return self.env.cr.sql_log_count - before

        self.rose.taxes_id = self.tax(20)
        queries()
        alone = queries()
        position = self.env["account.fiscal.position"].create({"name": "For others"})
        self.boris.partner_id.commercial_partner_id.property_account_position_id = position
        self.env.flush_all()
        self.assertEqual(queries(), alone)
        self.anna.partner_id.commercial_partner_id.property_account_position_id = position
        self.env.flush_all()
        self.assertGreater(queries(), alone)
