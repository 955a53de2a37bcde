from odoo import models


class KrokusLabel(models.Model):
    _name = "krokus.label"
    _inherit = ["krokus.label", "krokus.kept"]
