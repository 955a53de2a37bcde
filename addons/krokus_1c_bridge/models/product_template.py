from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    krokus_onec_unit = fields.Char(
        "Code of the Unit in 1C",
        copy=False,
        readonly=True,
        groups="krokus_catalog.group_manager",
        help="What 1C counts the offer in; quantities go there in this unit.",
    )
