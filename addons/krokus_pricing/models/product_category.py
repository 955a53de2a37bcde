from odoo import fields, models

STAFF = "krokus_catalog.group_salesman"


class ProductCategory(models.Model):
    _inherit = "product.category"

    krokus_wholesale_from = fields.Float(
        "Wholesale from",
        digits="Product Unit",
        groups=STAFF,
        help="0: as the category above says, else as the settings say.",
    )
    krokus_condition_ids = fields.One2many(
        "krokus.price.condition", "category_id", "Conditions", groups=STAFF
    )

    _krokus_wholesale_from_positive = models.Constraint(
        "CHECK (krokus_wholesale_from >= 0)", "Wholesale begins with 0 or more."
    )
