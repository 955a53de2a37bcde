from odoo.addons.krokus_exchange.tests.common import ExchangeCase


class PortalCase(ExchangeCase):
    """A floor that is open now, with a priced rose of which there are a hundred."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["krokus.trading.session"].search([]).active = False
        cls.env["krokus.price.list"].search([]).active = False
        cls.prices = cls.env["krokus.price.list"].create({"name": "Common"})
        cls.price(cls.rose, 100, 80)
        cls.trading = cls.make_session()
        cls.hidden = cls.make_offer(
            "Hidden rose", category=cls.make_category("For managers", visibility="managers")
        )
        cls.price(cls.hidden, 50)

    @classmethod
    def make_offer(cls, name, category=None, **values):
        return super().make_offer(name, category, **{"taxes_id": False, **values})

    @classmethod
    def price(cls, offer, retail, wholesale=0):
        cls.env["krokus.price"].create(
            {
                "list_id": cls.prices.id,
                "product_id": offer.id,
                "retail": retail,
                "wholesale": wholesale,
            }
        )

    def setUp(self):
        super().setUp()
        self.stock(100)
