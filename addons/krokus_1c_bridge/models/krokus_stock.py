from odoo import api, models

from .. import invariants


class KrokusStock(models.Model):
    _inherit = "krokus.stock"

    @api.model
    def _invariants(self):
        return super()._invariants() + invariants.ALL
