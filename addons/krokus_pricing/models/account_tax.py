from odoo import models


class AccountTax(models.Model):
    _inherit = ["account.tax", "krokus.kept"]
