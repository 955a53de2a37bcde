from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from ..text import is_storable, storable

MANY = 900  # brackets: nested in each other, so many are more than Python's reader can follow


class IrHttp(models.AbstractModel):
    """What a request says is made fit for the database here, for the routes of all add-ons."""

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path):
        """An address that cannot be stored is nobody's, be it a route, a page or a file."""
        if not is_storable(path):
            raise BadRequest
        return super()._match(path)

    @classmethod
    def _sanitize_cookies(cls, cookies):
        super()._sanitize_cookies(cookies)
        for name, value in list(cookies.items()):
            if not is_storable(value):
                cookies.set(name, storable(value))

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        if rule.endpoint.routing["type"] != "http":
            cls._krokus_check_depth(request.httprequest.get_data())

    @classmethod
    def _krokus_check_depth(cls, body):
        """Read once before what might be nested so deep that core's reading fails."""
        if body.count(b"[") + body.count(b"{") < MANY:
            return
        try:
            request.get_json_data()
        except RecursionError:
            raise BadRequest from None
        except ValueError:
            return  # core's own answer to what is no JSON

    @classmethod
    def _dispatch(cls, endpoint):
        """All routes get their parameters here, whatever kind of request brought them."""
        try:
            request.params = storable(request.params)
        except ValueError:
            raise BadRequest from None
        if endpoint.routing["type"] == "http":
            for _name, file in request.httprequest.files.items(multi=True):
                file.filename = storable(file.filename)
        return super()._dispatch(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        """A page's script shows what it is told: it is told in words that it sent too much."""
        is_call = request.dispatcher.routing_type == "jsonrpc"
        if is_call and isinstance(exception, RequestEntityTooLarge):
            exception = UserError(
                request.env._("This is too much at once: send it in smaller parts.")
            )
        return super()._handle_error(exception)
