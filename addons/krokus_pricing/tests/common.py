from odoo.addons.krokus_catalog.tests.common import KrokusCase


class PricingCase(KrokusCase):
    """A rose with a common and a tier's price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["krokus.price.list"].search([]).active = False
        cls.tier = cls.env.ref("krokus_catalog.client_tier_3")
        cls.rose = cls.make_offer("Red Naomi", list_price=1, taxes_id=False)
        cls.tulip = cls.make_offer("Strong Gold", cls.rose.categ_id, list_price=1, taxes_id=False)
        cls.common = cls.make_list("Common", rose=(100, 80), tulip=(50, 40))
        cls.own = cls.make_list("Salons", cls.tier, rose=(90, 70))
        cls.client = cls.make_client("A salon", tier=cls.tier)
        cls.buyer = cls.make_buyer(cls.client, login="pricing_buyer")

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
