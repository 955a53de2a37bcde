from decimal import Decimal

from odoo import models

from ..quote import exact
from ..tax import mapped


class AccountFiscalPosition(models.Model):
    _inherit = "account.fiscal.position"

    def _krokus_terms(self, product_ids):
        """{product id: tax.Terms} of the offers whose taxes it maps, as core does for a line."""
        company, found = self.env.company, {}
        for offer in self.env["product.product"].sudo().browse(product_ids):
            before = offer.taxes_id._filter_taxes_by_company(company)
            after = self.map_tax(before)
            if after != before:
                contained = all(before.mapped("price_include"))
                found[offer.id] = mapped(_rates(before), _rates(after), contained)
        return found


def _rates(taxes):
    """(included, excluded), in percent."""
    taxes = taxes.filtered(lambda tax: tax.amount_type == "percent")
    included = taxes.filtered("price_include")
    return tuple(
        sum(map(exact, part.mapped("amount")), Decimal(0)) for part in (included, taxes - included)
    )
