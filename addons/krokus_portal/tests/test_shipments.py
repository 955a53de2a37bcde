import re
from datetime import timedelta

from lxml import html
from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestShipments(PortalCase, HttpCase):
    """A basket of several shipments: said before the click, and then done as it was said."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)
        self.tier = self.anna.partner_id.commercial_partner_id.krokus_tier_id

    def goods(self, name, count, mode="exchange", ships=2, **session):
        """Offers of a category of their own, in the basket at their price."""
        category = self.make_category(name, mode=mode)
        self.make_session(ships=ships, mode=mode, category_ids=category.ids, **session)
        offers = [self.make_offer(f"{name} {n}", category) for n in range(count)]
        for number, offer in enumerate(offers):
            self.price(offer, 10.01 + number)
            self.stock(10, offer)
            self.take(self.anna, 3, offer=offer, price=10.01 + number)
        return category, offers

    def end(self, offer):
        """As if the time of this line had passed."""
        self.env.cr.execute(
            "UPDATE krokus_hold SET deadline = deadline - interval '2 hours'"
            " WHERE product_id = %s AND state = 'live'",
            [offer.id],
        )

    def page(self):
        return html.fromstring(self.url_open("/shop/cart").text)

    def form(self):
        (form,) = self.page().xpath("//form[@action='/shop/krokus/confirm']")
        return dict(form.fields)

    def click(self, **words):
        return self.url_open("/shop/krokus/confirm", {**self.form(), **words})

    def orders(self):
        found = [("partner_id", "=", self.anna.partner_id.id), ("state", "=", "sale")]
        return self.env["sale.order"].search(found)

    def digits(self, element):
        return re.sub(r"\D", "", element.text_content())

    def test_of_fourteen_lines_eleven_are_ordered_as_shown_and_three_stay_with_reasons(self):
        _early, roses = self.goods("Roses of Friday", 5)
        _late, tulips = self.goods("Tulips of Monday", 5, ships=5)
        self.goods("Colombia", 3, mode="preorder", ships=14)
        stopped, _peonies = self.goods("Peonies of Friday", 1)
        self.end(roses[0])
        self.end(tulips[0])
        stopped.action_krokus_stop()
        page = self.page()
        (button,) = page.find_class("krokus_confirm_button")
        self.assertEqual(re.findall(r"\d+", button.text_content()), ["11", "14"])
        (stands,) = page.find_class("krokus_basket_reason")
        (shown,) = page.find_class("krokus_total")
        thanks = html.fromstring(self.click().text)
        orders = self.orders()
        self.assertEqual(len(orders), 3)
        self.assertEqual(len(orders.order_line), 11)
        self.assertEqual(len(set(orders.mapped("krokus_shipment_date"))), 3)
        total = sum(orders.mapped("amount_total"))
        self.assertEqual(self.digits(shown), str(round(total * 100)))
        (left,) = thanks.find_class("krokus_checkout_left")
        reasons = [line.text_content().partition(": ")[2] for line in left.findall(".//li")]
        self.assertEqual(len(reasons), 3)
        self.assertEqual(reasons[0], stands.text_content().strip())
        self.assertEqual(len(self.basket(self.anna)._contents()), 1)

    def test_each_shipment_has_its_comment_and_its_way(self):
        _early, roses = self.goods("Roses of Friday", 1)
        _late, tulips = self.goods("Tulips of Monday", 1, ships=5)
        company = self.anna.partner_id.commercial_partner_id
        shop = self.env["res.partner"].create(
            {"name": "Shop", "parent_id": company.id, "type": "delivery", "street": "Sadovaya 3"}
        )
        stranger = self.env["res.partner"].create({"name": "Stranger", "street": "Far away"})
        company.street = self.anna.partner_id.street = "Tverskaya 1"
        (select, other_select) = self.page().xpath("//select[starts-with(@name, 'delivery_')]")
        places = [option.text_content() for option in select.findall("option")[1:]]
        self.assertEqual(len(places), 2)
        first, second = self.page().xpath("//textarea[starts-with(@name, 'comment_')]/@name")
        words = {first: "After ten", second: "Careful", select.name: str(shop.id)}
        self.click(**words, **{other_select.name: str(stranger.id)})
        self.assertFalse(self.orders())
        self.click(**words, **{other_select.name: "pickup"})
        by_offer = {order.order_line.product_id: order for order in self.orders()}
        mine, other = by_offer[roses[0]], by_offer[tulips[0]]
        self.assertEqual((mine.krokus_comment, mine.krokus_pickup), ("After ten", False))
        self.assertEqual(mine.partner_shipping_id, shop)
        self.assertEqual((other.krokus_comment, other.krokus_pickup), ("Careful", True))

    def test_a_shipment_below_the_least_is_said_before_the_click_and_stays(self):
        self.tier.minimum_order = 100
        _early, _roses = self.goods("Roses of Friday", 1)
        self.goods("Tulips of Monday", 5, ships=5)
        page = self.page()
        (reason,) = page.find_class("krokus_basket_reason")
        self.assertIn("69", reason.text_content())
        self.click()
        self.assertEqual(len(self.orders().order_line), 5)
        self.assertEqual(len(self.basket(self.anna)._contents()), 1)

    def test_nothing_to_confirm_leaves_the_button_off(self):
        self.tier.minimum_order = 1000
        self.goods("Roses of Friday", 1)
        page = self.page()
        self.assertTrue(page.find_class("krokus_confirm_button")[0].get("disabled"))
        self.assertTrue(html.fromstring(self.click().text).find_class("alert-danger"))
        self.assertFalse(self.orders())

    def test_a_session_that_was_closed_under_the_basket_sells_nothing_after_its_grace(self):
        category, _offers = self.goods("Roses of Friday", 1)
        form = self.form()
        session = self.env["krokus.trading.session"].search([("category_ids", "=", category.id)])
        session.write({"closes_at": fields.Datetime.now(), "grace_minutes": 0})
        answer = self.url_open("/shop/krokus/confirm", form)
        self.assertTrue(html.fromstring(answer.text).find_class("alert-danger"))
        self.assertFalse(self.orders())

    def test_yesterdays_page_is_answered_in_words(self):
        _category, offers = self.goods("Roses of Friday", 1)
        form = self.form()
        self.end(offers[0])
        self.env["krokus.hold"]._sweep()
        answer = self.url_open("/shop/krokus/confirm", form)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(html.fromstring(answer.text).find_class("alert-danger"))
        self.assertFalse(self.orders())

    def test_the_shop_says_until_when_and_for_which_day(self):
        self.trading.closes_at = fields.Datetime.now() + timedelta(hours=3)
        page = html.fromstring(self.url_open("/shop?search=Red+Naomi").text)
        (order,) = page.find_class("krokus_order")
        closes = self.env["krokus.trading.floor"]._moment(self.trading.closes_at)
        self.assertIn(closes, page.text_content())
        self.assertAlmostEqual(int(order.get("data-bell-in")), 3 * 3600, delta=60)

    def test_closed_goods_are_seen_with_the_next_opening_and_not_bought(self):
        self.trading.active = False
        coming = self.make_session(opens=1, closes=2)
        page = html.fromstring(self.url_open("/shop?search=Red+Naomi").text)
        (order,) = page.find_class("krokus_order")
        opens = self.env["krokus.trading.floor"]._moment(coming.opens_at)
        self.assertIn(opens, order.text_content())
        self.assertFalse(order.find_class("krokus_order_more"))
        self.assertGreater(int(order.get("data-bell-in")), 3500)

    def test_the_day_of_a_preorder_is_chosen_and_kept_apart(self):
        category, (offer,) = self.goods("Colombia", 1, mode="preorder", ships=7)
        late = self.make_session(mode="preorder", category_ids=category.ids, ships=14)
        page = html.fromstring(self.url_open("/shop?search=Colombia").text)
        (select,) = page.find_class("krokus_order_day")
        self.assertEqual(len(select.findall("option")), 2)
        answer = self.make_jsonrpc_request("/krokus/take", {"lines": [[offer.id, 7, late.id]]})
        (line,) = answer["lines"]
        self.assertEqual((line["granted"], line["session_id"]), (7, late.id))
        self.assertEqual(answer["basket"]["lines"], 2)
        page = self.page()
        lines = page.find_class("krokus_basket_line")
        controls = [line.find_class("krokus_order")[0] for line in lines]
        self.assertEqual([float(control.get("data-held")) for control in controls], [3, 7])
        self.click()
        self.assertEqual(sorted(self.orders().order_line.mapped("product_uom_qty")), [3, 7])

    def test_taking_again_what_ran_out_takes_nothing_from_the_other_days(self):
        category, (offer,) = self.goods("Colombia", 1, mode="preorder", ships=7)
        later = [
            self.make_session(mode="preorder", category_ids=category.ids, ships=days)
            for days in (14, 21)
        ]
        lines = [[offer.id, 7, later[0].id], [offer.id, 5, later[1].id]]
        for line in lines:
            self.make_jsonrpc_request("/krokus/take", {"lines": [line]})
        self.env.cr.execute(
            "UPDATE krokus_hold SET deadline = deadline - interval '2 hours' WHERE session_id = %s",
            [later[1].id],
        )
        self.url_open("/shop/krokus/again", {**self.again(), "again": "1"})
        held = [line.quantity for line in self.basket(self.anna)._contents()]
        self.assertEqual(sorted(map(float, held)), [7, 8])

    def again(self):
        (form,) = self.page().xpath("//form[@action='/shop/krokus/again']")
        return dict(form.fields)
