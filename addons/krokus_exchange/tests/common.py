from datetime import timedelta

from odoo import fields
from odoo.addons.krokus_cart_reserve.tests.common import ReserveCase


class ExchangeCase(ReserveCase):
    """A floor whose sessions lie around now, in hours."""

    trading_is_open = False

    @classmethod
    def make_session(cls, opens=-1, closes=1, ships=2, **values):
        now = fields.Datetime.now()
        return cls.env["krokus.trading.session"].create(
            {
                "name": f"Session {opens}..{closes}",
                "category_ids": cls.category.ids,
                "opens_at": now + timedelta(hours=opens),
                "closes_at": now + timedelta(hours=closes),
                "ships_on": now.date() + timedelta(days=ships),
                **values,
            }
        )

    def switch(self, mode):
        """The mode of the floor from now on."""
        return self.env["krokus.floor.mode"]._switch(mode, False)

    def confirm(self, user):
        """All that the user's page would show."""
        basket = self.basket(user)
        return basket._confirm({held.id: held.price for held in basket._contents()})
