from datetime import timedelta

from odoo import fields
from odoo.addons.krokus_catalog.tests.common import KrokusCase


class PricingCase(KrokusCase):
    """A rose with a common and a tier's price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["krokus.price.list"].search([]).active = False
        cls.env["krokus.price.condition"].search([]).active = False
        cls.tier = cls.env.ref("krokus_catalog.client_tier_3")
        cls.rose = cls.make_offer("Red Naomi", list_price=1, taxes_id=False)
        cls.tulip = cls.make_offer("Strong Gold", cls.rose.categ_id, list_price=1, taxes_id=False)
        cls.common = cls.make_list("Common", rose=(100, 80), tulip=(50, 40))
        cls.own = cls.make_list("Salons", cls.tier, rose=(90, 70))
        cls.client = cls.make_client("A salon", tier=cls.tier)
        cls.buyer = cls.make_buyer(cls.client, login="pricing_buyer")

    def setUp(self):
        """Carts are only priced here: what else is installed may not hold or refuse their lines."""
        super().setUp()
        for model in ("sale.order", "sale.order.line"):
            for door in ("_krokus_become_cart", "_krokus_follow", "_krokus_cover"):
                if hasattr(self.registry[model], door):
                    self.patch(self.registry[model], door, lambda *args, **kwargs: None)

    @classmethod
    def make_list(cls, name, tier=None, **prices):
        return cls.env["krokus.price.list"].create(
            {
                "name": name,
                "tier_id": tier and tier.id,
                "price_ids": [
                    (0, 0, {"product_id": getattr(cls, key).id, "retail": r, "wholesale": w})
                    for key, (r, w) in prices.items()
                ],
            }
        )

    @classmethod
    def make_condition(cls, percent=0, **values):
        """A condition since yesterday: for everybody and all goods, unless values say more."""
        values = {key: getattr(value, "id", value) for key, value in values.items()}
        start = fields.Datetime.now() - timedelta(days=1)
        return cls.env["krokus.price.condition"].create(
            {"percent": percent, "starts_at": start, **values}
        )

    @classmethod
    def make_tax(cls, rate, how="tax_included"):
        return cls.env["account.tax"].create(
            {"name": f"VAT {rate} {how}", "amount": rate, "price_include_override": how}
        )

    def order(self, website=None, **quantities):
        """A quotation of the buyer's, or his cart on a website."""
        lines = [
            (0, 0, {"product_id": getattr(self, name).id, "product_uom_qty": quantity})
            for name, quantity in quantities.items()
        ]
        return self.env["sale.order"].create(
            {
                "partner_id": self.buyer.partner_id.id,
                "website_id": website and website.id,
                "order_line": lines,
            }
        )
