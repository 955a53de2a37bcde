from odoo import fields, models

STAFF = "krokus_catalog.group_salesman"


class ResPartner(models.Model):
    _inherit = "res.partner"

    krokus_condition_ids = fields.One2many(
        "krokus.price.condition", "client_id", "Conditions", groups=STAFF
    )
