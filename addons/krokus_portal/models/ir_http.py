from odoo import models
from odoo.http import request
from werkzeug.exceptions import BadRequest


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The shop's scripts speak Russian too."""
        return [*super()._get_translation_frontend_modules_name(), "krokus_portal"]

    @classmethod
    def _handle_error(cls, exception):
        """A form of the basket's page that was opened before the last login leads back to it."""
        if isinstance(exception, BadRequest) and cls._krokus_is_old_form():
            return request.redirect_query("/shop/cart", {"opened": "before"})
        return super()._handle_error(exception)

    @classmethod
    def _krokus_is_old_form(cls):
        asked = request.httprequest
        if asked.method != "POST" or not asked.path.startswith("/shop/krokus/"):
            return False
        return not request.validate_csrf(asked.form.get("csrf_token"))

    @classmethod
    def _post_dispatch(cls, response):
        """The browser keeps no page of a person's: after the logout, Back would show it."""
        result = super()._post_dispatch(response)
        is_ours = request.is_frontend or request.httprequest.path.startswith("/krokus/")
        if is_ours and request.session.uid:
            response.headers["Cache-Control"] = "no-store"
        return result
