from odoo import models


class UomUom(models.Model):
    _inherit = ["uom.uom", "krokus.kept"]
