from odoo import models


class KrokusLabel(models.Model):
    _inherit = ["krokus.label", "krokus.kept"]
