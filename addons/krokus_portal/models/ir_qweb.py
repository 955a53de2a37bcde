from odoo import models
from odoo.tools import lazy


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _prepare_frontend_environment(self, values):
        """The headers of a page and its bar tell the same of the basket: it is asked once."""
        qweb = super()._prepare_frontend_environment(values)
        website = values["website"]
        values["krokus_summary"] = lazy(lambda: website._krokus_basket()._summary())
        return qweb
