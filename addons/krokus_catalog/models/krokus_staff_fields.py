from odoo import models

from ..staff_fields import STAFF_ONLY


class KrokusStaffFields(models.AbstractModel):
    """A model of core's some fields of which clients neither read, nor search, nor group by."""

    _name = "krokus.staff.fields"
    _description = "Fields for the staff"

    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if allowed and field.name in STAFF_ONLY.get(self._name, ()):
            return self.env.su or self.env.user._is_internal()
        return allowed


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "krokus.staff.fields"]


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "krokus.staff.fields"]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "krokus.staff.fields"]


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "krokus.staff.fields"]


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "krokus.staff.fields"]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "krokus.staff.fields"]


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "krokus.staff.fields"]
