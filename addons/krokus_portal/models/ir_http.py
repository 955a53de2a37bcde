from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The shop's scripts speak Russian too."""
        return [*super()._get_translation_frontend_modules_name(), "krokus_portal"]
