from lxml import html
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import PricingCase

CLOSED = (
    "krokus.price",
    "krokus.price.list",
    "krokus.price.condition",
    "krokus.price.why",
    "krokus.price.sheet",
    "krokus.price.sheet.line",
)


@tagged("post_install", "-at_install")
class TestDoors(PricingCase, HttpCase):
    """Nobody chooses his price, by whatever door, and nobody reads another's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.rose | cls.tulip).write({"type": "service"})
        cls.website = cls.env["website"].search([], limit=1)
        cls.other = cls.env["product.pricelist"].create(
            {
                "name": "Cheap",
                "code": "CHEAP",
                "selectable": True,
                "item_ids": [(0, 0, {"compute_price": "fixed", "fixed_price": 1})],
            }
        )

    def add(self, **more):
        return self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.rose.product_tmpl_id.id,
                "product_id": self.rose.id,
                "quantity": 1,
                **more,
            },
        )

    def cart(self):
        return self.env["sale.order"].search([("partner_id", "=", self.buyer.partner_id.id)])

    def shown_price(self):
        """The price that the product's page asks for."""
        info = self.make_jsonrpc_request(
            "/website_sale/get_combination_info",
            {
                "product_template_id": self.rose.product_tmpl_id.id,
                "product_id": self.rose.id,
                "combination": [],
                "add_qty": 1,
            },
        )
        return info["price"]

    def test_no_address_session_or_code_chooses_another_list(self):
        self.authenticate(self.buyer.login, self.buyer.login)
        for door in (
            "/shop",
            f"/shop?pricelist={self.other.id}",
            f"{self.rose.product_tmpl_id.website_url}?pricelist={self.other.id}",
            f"/shop/change_pricelist/{self.other.id}",
            "/shop/pricelist?promo=CHEAP",
        ):
            with self.subTest(door):
                self.url_open(door)
                self.assertEqual(self.shown_price(), 90)
        self.add()
        self.assertEqual(self.cart().order_line.price_unit, 90)
        self.assertEqual(self.cart().pricelist_id.name, "Krokus")

    def test_keys_that_do_not_belong_there_change_nothing(self):
        self.authenticate(self.buyer.login, self.buyer.login)
        self.add(
            price_unit=1,
            discount=99,
            pricelist_id=self.other.id,
            partner_id=1,
            krokus_price_steps=[],
            context={"krokus_priced": {}, "force_price_recomputation": True},
        )
        line = self.cart().order_line
        self.assertEqual((line.price_unit, line.discount, line.product_uom_qty), (90, 0, 1))
        self.assertEqual(line.order_id.partner_id, self.buyer.partner_id)

    def test_a_context_cannot_bring_a_price(self):
        lines = self.env["sale.order.line"].with_context(krokus_priced={"1": {"2": 1}})
        order = self.order()
        line = lines.create({"order_id": order.id, "product_id": self.rose.id})
        self.assertEqual(line.price_unit, 90)

    def test_prices_and_their_rules_are_closed_to_clients(self):
        for model in CLOSED:
            records = self.env[model].with_user(self.buyer)
            with self.subTest(model), self.assertRaises(AccessError):
                records.search([])
            with self.subTest(model), self.assertRaises(AccessError):
                records.create([{}])

    def test_what_a_line_remembers_is_closed_to_clients(self):
        order = self.order(rose=1).with_user(self.buyer)
        for field in ("krokus_price_steps", "krokus_price_kind", "krokus_priced_quantity"):
            with self.subTest(field), self.assertRaises(AccessError):
                order.order_line.read([field])

    def test_what_only_staff_knows_is_closed_to_clients(self):
        for record, field in (
            (self.rose.product_tmpl_id, "krokus_wholesale_from"),
            (self.rose.categ_id, "krokus_condition_ids"),
            (self.buyer.partner_id, "krokus_condition_ids"),
        ):
            with self.subTest(field), self.assertRaises(AccessError):
                record.with_user(self.buyer).read([field])

    def test_each_sees_only_the_own_price(self):
        rose = self.rose.product_tmpl_id
        stranger = self.make_buyer(self.make_client("Another"), login="another_buyer")
        prices = [rose.with_user(user).krokus_price for user in (self.buyer, stranger)]
        self.assertEqual(prices, [90, 100])

    def test_a_guest_sees_no_price_and_cannot_sort_by_one(self):
        guest = self.website.user_id
        offers = self.env["product.template"].with_user(guest)
        self.assertEqual(self.rose.product_tmpl_id.with_user(guest).krokus_price, 0)
        self.assertFalse(offers.search([("krokus_price", ">", 0)]))

    def test_the_shop_sorts_and_filters_by_the_own_price(self):
        self.tulip.list_price = 1000
        both = ("id", "in", (self.rose | self.tulip).product_tmpl_id.ids)
        offers = self.env["product.template"].with_user(self.buyer)
        found = offers.search([both], order="krokus_price asc")
        self.assertEqual(found.mapped("name"), ["Strong Gold", "Red Naomi"])
        self.use_core_list()
        self.authenticate(self.buyer.login, self.buyer.login)
        page = self.url_open("/shop?order=krokus_price+asc&min_price=60&max_price=95").text
        self.assertIn("Red Naomi", page)
        self.assertNotIn("Strong Gold", page)

    def test_the_slider_s_bounds_are_those_of_what_the_client_sees_and_pays(self):
        hidden = self.make_category("For managers", visibility="managers")
        dear = self.make_offer("Dear", hidden, type="service", taxes_id=False)
        self.common.price_ids = [(0, 0, {"product_id": dear.id, "retail": 7777})]
        self.env["product.template"].search([("id", "not in", self.shown().ids)]).sale_ok = False
        dear.sale_ok = True
        self.use_core_list()
        self.authenticate(self.buyer.login, self.buyer.login)
        for order in ("", "krokus_price asc", "krokus_price desc", "list_price asc"):
            with self.subTest(order):
                self.assertEqual(self.bounds(order), [50, 90])
        lily = self.make_offer("Lily", self.rose.categ_id, type="service", taxes_id=False)
        self.assertEqual(self.bounds("krokus_price asc"), [50, 90])
        self.common.price_ids = [(0, 0, {"product_id": lily.id, "retail": 95})]
        self.assertEqual(self.bounds("krokus_price asc"), [50, 95])
        self.assertEqual(self.bounds("krokus_price asc&max_price=60"), [50, 95])

    def bounds(self, order):
        """The ends of the slider on the shop's page in this order."""
        page = html.fromstring(self.url_open(f"/shop?order={order}").text)
        slider = page.xpath("//input[@type='range']")[0]
        return [float(slider.get(name)) for name in ("min", "max")]

    def shown(self):
        return (self.rose | self.tulip).product_tmpl_id

    def test_page_and_cart_agree_where_a_fiscal_position_changes_the_tax(self):
        """What is shown is after the client's own taxes, and so is what is paid."""
        here, abroad = self.make_tax(20), self.make_tax(0)
        self.rose.taxes_id = here
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        abroad.write({"fiscal_position_ids": position.ids, "original_tax_ids": here.ids})
        self.client.property_account_position_id = position
        self.website.show_line_subtotals_tax_selection = "tax_included"
        self.authenticate(self.buyer.login, self.buyer.login)
        self.assertEqual(self.shown_price(), 75, "90 contains 15 of VAT")
        self.add()
        line = self.cart().order_line
        self.assertEqual((line.tax_ids, line.price_unit, line.price_total), (abroad, 75, 75))

    def test_page_and_cart_agree_where_the_tax_comes_on_top(self):
        self.rose.taxes_id = self.make_tax(20, "tax_excluded")
        self.own.tax_included = False
        self.website.show_line_subtotals_tax_selection = "tax_included"
        self.authenticate(self.buyer.login, self.buyer.login)
        self.assertEqual(self.shown_price(), 108)
        self.add()
        line = self.cart().order_line
        self.assertEqual((line.price_unit, line.price_total), (90, 108))
