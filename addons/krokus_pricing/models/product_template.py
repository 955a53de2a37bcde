from odoo import fields, models

STAFF = "krokus_catalog.group_salesman"


class ProductTemplate(models.Model):
    _inherit = "product.template"

    krokus_wholesale_from = fields.Float(
        "Wholesale from",
        digits="Product Unit",
        groups=STAFF,
        help="0: as the category says, else as the settings say.",
    )

    _krokus_wholesale_from_positive = models.Constraint(
        "CHECK (krokus_wholesale_from >= 0)", "Wholesale begins with 0 or more."
    )
