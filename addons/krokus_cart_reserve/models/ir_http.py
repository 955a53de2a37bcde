from odoo import models
from odoo.addons.krokus_catalog.see_as import is_seeing
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """A route of core's that writes a cart, `krokus_turn`, waits for its turn first."""
        result = super()._pre_dispatch(rule, args)
        if rule.endpoint.routing.get("krokus_turn") and not is_seeing():
            request.env["krokus.basket"]._begin()
        return result
