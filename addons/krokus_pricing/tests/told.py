from contextlib import contextmanager
from datetime import timedelta

from odoo import fields

from ..price import CLIENT, TIER
from .cases import CATEGORIES
from .common import PricingCase

PARAMETER = "krokus_pricing.wholesale_"


class ToldCase(PricingCase):
    """The world of the table of cases, and how a case of it is told to the database."""

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
