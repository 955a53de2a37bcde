from decimal import Decimal

from odoo import api, fields, models

from .. import price
from .krokus_price_condition import HAND


def exact(number):
    return Decimal(repr(float(number)))


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _krokus_price_basket(self, client, quantities, at=None):
        """{product id: price.Price} for a client's whole basket {product id: quantity}.

        Exchange and preorder are counted apart when wholesale is decided, and so are stems, pots
        and pieces. An offer that no list knows is left out. The number of queries does not
        depend on how many offers or rules there are.
        """
        client = client.sudo().commercial_partner_id
        offers = self.sudo().browse(quantities)
        deciding = self._krokus_deciding(offers, quantities)
        entries = self._krokus_entries(client, offers)
        conditions = self._krokus_conditions(client, offers, at or fields.Date.context_today(self))
        wholesale_from = self._krokus_wholesale_from()
        found = {}
        for offer in offers:
            own, common = entries.get(offer.id, (None, None))
            result = price.price(
                own, common, deciding[offer.id], wholesale_from, conditions.get(offer.id, ())
            )
            if result:
                found[offer.id] = result
        return found

    def _krokus_deciding(self, offers, quantities):
        """{product id: the quantity that decides between retail and wholesale}."""
        totals = {}
        keys = {offer.id: (offer.krokus_mode, offer.uom_id.id) for offer in offers}
        for product_id, key in keys.items():
            totals[key] = totals.get(key, 0) + exact(quantities[product_id])
        return {product_id: totals[key] for product_id, key in keys.items()}

    def _krokus_wholesale_from(self):
        parameters = self.env["ir.config_parameter"].sudo()
        return Decimal(parameters.get_param("krokus_pricing.wholesale_from", "100"))

    def _krokus_entries(self, client, offers):
        """{product id: (entry of the client's list, entry of the common list)}."""
        tier = client.krokus_tier_id
        prices = (
            self.env["krokus.price"]
            .sudo()
            .search_fetch(
                [
                    ("product_id", "in", offers.ids),
                    ("list_id.active", "=", True),
                    ("list_id.tier_id", "in", [tier.id or False, False]),
                ],
                ["list_id", "product_id", "retail", "wholesale"],
            )
        )
        found = {}
        for row in prices:
            entry = price.Entry(
                row.list_id.name,
                exact(row.retail),
                exact(row.wholesale) if row.wholesale else None,
            )
            own, common = found.get(row.product_id.id, (None, None))
            is_own = bool(row.list_id.tier_id)
            found[row.product_id.id] = (entry, common) if is_own else (own, entry)
        return found

    def _krokus_conditions(self, client, offers, at):
        """{product id: [price.Condition]} that hold for the client on that day."""
        if not client:
            return {}
        rows = (
            self.env["krokus.price.condition"]
            .sudo()
            .search(
                [
                    "|",
                    ("client_id", "=", client.id),
                    "&",
                    ("tier_id", "!=", False),
                    ("tier_id", "=", client.krokus_tier_id.id),
                    ("starts_on", "<=", at),
                    "|",
                    ("ends_on", "=", False),
                    ("ends_on", ">=", at),
                ]
            )
        )
        found = {}
        for offer in offers if rows else ():
            line = [int(part) for part in (offer.categ_id.parent_path or "").split("/") if part]
            for row in rows:
                depth = self._krokus_depth(row, offer, line)
                if depth is not None:
                    found.setdefault(offer.id, []).append(self._krokus_condition(row, depth))
        return found

    def _krokus_depth(self, condition, offer, line):
        """How near the condition stands to the offer; None if it is about other goods."""
        if condition.product_id:
            return len(line) + 1 if condition.product_id == offer else None
        if condition.category_id:
            category_id = condition.category_id.id
            return line.index(category_id) + 1 if category_id in line else None
        return 0

    def _krokus_condition(self, row, depth):
        rank = (bool(row.client_id), depth, row.source == HAND, row.starts_on, row.id)
        fixed = exact(row.fixed) if row.fixed else None
        return price.Condition(row.name, exact(row.percent), fixed, rank)
