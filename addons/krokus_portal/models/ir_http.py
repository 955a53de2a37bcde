from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The shop's scripts speak Russian too."""
        return [*super()._get_translation_frontend_modules_name(), "krokus_portal"]

    @classmethod
    def _post_dispatch(cls, response):
        """The browser keeps no page of a person's: after the logout, Back would show it."""
        result = super()._post_dispatch(response)
        is_ours = request.is_frontend or request.httprequest.path.startswith("/krokus/")
        if is_ours and request.session.uid:
            response.headers["Cache-Control"] = "no-store"
        return result
