from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.addons.website_sale.tests.common import MockRequest
from odoo.tests import tagged

from ..price import CLIENT, TIER
from .cases import CASES, CATEGORIES
from .common import PricingCase

PARAMETER = "krokus_pricing.wholesale_"


@tagged("post_install", "-at_install")
class TestCases(PricingCase):
    """The table of cases once more, told to the database and asked at every place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.show_line_subtotals_tax_selection = "tax_included"
        (cls.common | cls.own).active = False
        cls.nodes = cls.make_tree()
        cls.offers = cls.make_offers()

    @classmethod
    def make_tree(cls):
        nodes, parent = {}, None
        for name in CATEGORIES:
            nodes[name] = parent = cls.make_category(name, parent)
        for name in ("tulips", "pots"):
            nodes[name] = cls.make_category(name, nodes["flowers"])
        nodes["bulbs"] = cls.make_category("bulbs", mode="preorder")
        return nodes

    @classmethod
    def make_offers(cls):
        """Services, so that no stock is asked for: a price does not mind what kind they are."""
        pots = cls.env["uom.uom"].create({"name": "Pots", "relative_factor": 1})
        dozen = cls.env.ref("uom.product_uom_dozen")
        about = {
            "rose": ("red", None),
            "sister": ("red", None),
            "tulip": ("tulips", None),
            "dozen": ("tulips", dozen),
            "pot": ("pots", pots),
            "bulb": ("bulbs", None),
        }
        offers = {}
        for name, (category, unit) in about.items():
            values = {"type": "service", "taxes_id": False}
            values |= {"uom_id": unit.id} if unit else {}
            offers[name] = cls.make_offer(name, cls.nodes[category], **values)
        return offers

    def tell(self, case):
        """Put the case into the database."""
        offers = self.offers
        if case.tax != "0":
            offers["rose"].taxes_id = self.make_tax(float(case.tax))
        others = {"sister", "tulip", "dozen", "pot", "bulb"}
        for prices, tier in ((case.common, None), (case.own, self.tier)):
            price_list = self.make_list(f"of {tier}", tier)
            price_list.tax_included = case.with_tax
            if prices:
                self.tell_price(price_list, "rose", prices)
            for name in () if tier else others:
                self.tell_price(price_list, name, ("10", None))
        for agreed in case.agreed:
            self.tell_condition(agreed)
        if case.label:
            label = self.env["krokus.label"].create(
                {"name": "Sale", "stops_discounts": case.label_stops}
            )
            self.node(case.label).krokus_label_id = label
        for name, quantity in case.wholesale_from.items():
            self.node(name).krokus_wholesale_from = quantity
        settings = self.env["ir.config_parameter"]
        settings.set_param(f"{PARAMETER}counted", case.counted)
        settings.set_param(f"{PARAMETER}together", str(not case.apart))

    def tell_price(self, price_list, name, prices):
        retail, wholesale = (float(price or 0) for price in prices)
        values = {"list_id": price_list.id, "product_id": self.offers[name].id}
        self.env["krokus.price"].create({**values, "retail": retail, "wholesale": wholesale})

    def tell_condition(self, agreed):
        now = fields.Datetime.now()
        where = {}
        if agreed.on:
            is_offer = agreed.on in self.offers
            node = self.node(agreed.on)
            where = {"product_id": node} if is_offer else {"category_id": node}
        whom = {CLIENT: {"client_id": self.client}, TIER: {"tier_id": self.tier}}
        self.make_condition(
            float(agreed.percent),
            fixed=float(agreed.fixed or 0),
            source="books" if agreed.books else "hand",
            starts_at=now + timedelta(days=agreed.starts),
            ends_at=now + timedelta(days=agreed.ends) if agreed.ends is not None else False,
            **where,
            **whom.get(agreed.scope, {}),
        )

    def node(self, name):
        return self.offers.get(name) or self.nodes[name]

    def quantities(self, case):
        wanted = {"rose": case.quantity, **case.beside}
        return {self.offers[name]: float(quantity) for name, quantity in wanted.items()}

    @contextmanager
    def told(self, case):
        savepoint = self.env.cr.savepoint()
        try:
            self.tell(case)
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def test_every_place_gives_the_price_of_the_table(self):
        for case in CASES:
            with self.subTest(case.text, arithmetic=case.arithmetic), self.told(case):
                self.check_module(case)
                self.check_order(case, self.order(self.website))
                order = self.check_order(case, self.order())
                order.action_confirm()
                self.assertEqual(self.rose_in(order), case.amount, "in the confirmed order")
                if not case.beside:
                    self.check_engine(case)
                    self.check_shop(case)

    def check_module(self, case):
        asked = {offer.id: quantity for offer, quantity in self.quantities(case).items()}
        prices = self.env["product.product"]._krokus_price_basket(self.client, asked)
        found = prices[self.offers["rose"].id]
        self.assertEqual(str(found.amount), case.amount, "in the module")
        self.assertEqual((found.kind, found.missing), (case.kind, Decimal(case.missing)))

    def check_engine(self, case):
        ours = self.env["product.pricelist"].with_user(self.buyer).sudo()._krokus_ours()
        amount = ours._get_product_price(self.offers["rose"].sudo(), float(case.quantity))
        self.assertEqual(f"{amount:.2f}", case.amount, "in core's engine")

    def check_shop(self, case):
        rose = self.offers["rose"].with_user(self.buyer).product_tmpl_id
        website = self.website.with_user(self.buyer)
        with MockRequest(website.env, website=website):
            info = rose._get_combination_info(add_qty=float(case.quantity))
            shown = [info["price"]]
            if case.quantity == "1":
                shown.append(rose._get_sales_prices(website)[rose.id]["price_reduce"])
        self.assertEqual({f"{amount:.2f}" for amount in shown}, {case.amount}, "in the shop")

    def check_order(self, case, order):
        """The rose first, the others one by one after it."""
        for offer, quantity in self.quantities(case).items():
            order.order_line = [(0, 0, {"product_id": offer.id, "product_uom_qty": quantity})]
        where = "in the cart" if order.website_id else "in the order"
        self.assertEqual(self.rose_in(order), case.amount, where)
        return order

    def rose_in(self, order):
        line = order.order_line.filtered(lambda line: line.product_id == self.offers["rose"])
        return f"{line.price_unit:.2f}"
