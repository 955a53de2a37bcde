from odoo import api
from odoo.addons.krokus_catalog.tests.common import KrokusCase

from ..models.krokus_basket import KrokusBasket
from ..take import Wish


class ReserveCase(KrokusCase):
    """Two clients, an offer in packs of ten, and the side transaction inside the test's own."""

    # Other add-ons say when trading is open; these tests are about what is held when it is.
    trading_is_open = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.category = cls.make_category("Roses")
        cls.rose = cls.make_offer("Red Naomi", category=cls.category, krokus_packing_step=10)
        cls.anna = cls.make_buyer(cls.make_client("Anna's shop"), login="anna_reserve")
        cls.boris = cls.make_buyer(cls.make_client("Boris' shop"), login="boris_reserve")

    def setUp(self):
        super().setUp()
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)
        # Baskets outlive every request; here a test takes them back.
        basket = self.registry["krokus.basket"]
        self.patch(basket, "_known", api.model(KrokusBasket._known.__wrapped__))
        if self.trading_is_open:
            self.patch(basket, "_hold_terms", api.model(KrokusBasket._hold_terms))
            self.patch(basket, "_confirm_groups", KrokusBasket._confirm_groups)

    def stock(self, quantity, offer=None):
        self.env["krokus.stock"]._set_on_hand({(offer or self.rose).id: quantity})

    def basket(self, user):
        return self.env["krokus.basket"].with_user(user)._current(self.website)

    def take(self, user, quantity, offer=None, price=1.0, number=None):
        wish = Wish((offer or self.rose).id, quantity, price)
        return self.basket(user)._take([wish], number=number).grants[0]

    def free(self, offer=None):
        return self.env["krokus.stock"]._free_of(offer or self.rose)[(offer or self.rose).id]

    def expire(self, user, minutes=120):
        """As if so many minutes had passed."""
        for sql in (
            "UPDATE krokus_hold SET deadline = deadline - %s * interval '1 minute',"
            " started_at = started_at - %s * interval '1 minute' WHERE basket_id = %s",
            "UPDATE krokus_basket SET until = until - %s * interval '1 minute' + 0 * %s * interval"
            " '1 minute' WHERE id = %s",
        ):
            self.env.cr.execute(sql, [minutes, minutes, self.basket(user).id])
