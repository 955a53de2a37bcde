from odoo import models

from ..shape import Refused

KINDS = ("retail", "wholesale")


class KrokusOnecFiguresApplier(models.AbstractModel):
    """1C's prices and stock -> price lists and balances of the offers that are here."""

    _name = "krokus.onec.figures.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Prices and Stock Applier"

    _target = "krokus.price"

    def _apply(self, connection, rows, **more):
        """Prices. An offer that is not here, and a price type without a list, are refused."""
        products = self._products(rows)
        refused = [
            Refused(row.ref, "", "unknown_offer", {}) for row in rows if row.ref not in products
        ]
        refused += self._foreign(connection, rows, products)
        new, changed = self._price_changes(connection, rows, products)
        refused += self._in_savepoint(new, "_create")
        refused += self._in_savepoint(changed, "_update")
        return refused + self._unmapped(connection)

    def _stock(self, rows):
        """{product id: quantity}; only what is sold from the warehouse has a balance there."""
        products = self._products(rows)
        return {
            product.id: row.quantity
            for row in rows
            for product in products.get(row.ref, ())
            if row.quantity is not None and product.krokus_mode == "exchange"
        }

    def _products(self, rows):
        refs = [row.ref for row in rows]
        products = self.env["product.product"].with_context(active_test=False)
        return products.search([("onec_ref", "in", refs)]).grouped("onec_ref")

    def _price_changes(self, connection, rows, products):
        """(row, values) for prices to create, (row, (price, values)) for those that moved."""
        kinds, own = self._kinds(connection), connection.company_id.currency_id.name
        known = self._known_prices(kinds, products)
        new, changed = [], []
        for row in rows:
            for product in products.get(row.ref, ()):
                for list_id, amounts in self._amounts(row, kinds, own).items():
                    price = known.get((list_id, product.id))
                    if not price and "retail" in amounts:
                        new.append((row, {"list_id": list_id, "product_id": product.id, **amounts}))
                    elif price and (moved := self._difference(price, amounts)):
                        changed.append((row, (price, moved)))
        return new, changed

    def _known_prices(self, kinds, products):
        ids = [product.id for found in products.values() for product in found]
        lists = [list_id for list_id, _kind in kinds.values()]
        prices = self.env["krokus.price"].search_fetch(
            [("list_id", "in", lists), ("product_id", "in", ids)],
            ["list_id", "product_id", *KINDS],
        )
        return {(price.list_id.id, price.product_id.id): price for price in prices}

    def _amounts(self, row, kinds, own):
        """{list: {retail or wholesale: amount}} of one row, in the company's currency."""
        amounts = {}
        for ref, price in row.prices.items():
            if ref in kinds and price.currency in ("", own):
                list_id, kind = kinds[ref]
                amounts.setdefault(list_id, {})[kind] = float(price.amount)
        return amounts

    def _foreign(self, connection, rows, products):
        """Prices that would be taken but for their currency; stock and other prices are taken."""
        kinds, own = self._kinds(connection), connection.company_id.currency_id.name
        return [
            Refused(row.ref, "", "foreign_currency", {"currency": currency, "own": own})
            for row in rows
            if row.ref in products
            for currency in sorted({row.prices[ref].currency for ref in row.prices if ref in kinds})
            if currency not in ("", own)
        ]

    def _kinds(self, connection):
        return {
            kind.ref: (kind.list_id.id, kind.kind)
            for kind in connection.price_type_ids
            if kind.list_id
        }

    def _unmapped(self, connection):
        return [
            Refused(kind.ref, kind.name, "unmapped_price_type", {"name": kind.name})
            for kind in connection.price_type_ids
            if not kind.list_id
        ]
