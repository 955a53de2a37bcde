from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from psycopg2.errors import ReadOnlySqlTransaction
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    LengthRequired,
    NotFound,
    RequestEntityTooLarge,
    abort,
)

from .. import headers, see_as
from ..text import is_storable, storable

MANY = 900  # brackets: nested in each other, so many are more than Python's reader can follow
MODELS = {"product.template", "product.product", "product.public.category"}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """A hidden offer or category in an address looks like one that does not exist."""
        try:
            result = super()._pre_dispatch(rule, args)
        except AccessError as error:
            named = {value._name for value in args.values() if isinstance(value, models.BaseModel)}
            if request.env.user.share and named & MODELS:
                raise NotFound from error
            raise
        except ValueError:  # no page of the shop has such an address: core cannot even write it
            if not request.httprequest.path.startswith("/shop/"):
                raise
            abort(request.redirect("/shop"))
        cls._krokus_check_size(rule.endpoint.routing)
        if rule.endpoint.routing["type"] != "http":  # the route's own limit of size is set now
            cls._krokus_check_depth(request.httprequest.get_data())
        return result

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)  # the session's cookie comes with it
        cls._krokus_guard(response)
        return result

    @classmethod
    def _krokus_guard(cls, response):
        """The answer with the headers that keep it out of foreign frames, errors included."""
        if isinstance(response, HTTPException):
            response = response.get_response(request.httprequest.environ)
        headers.guard(response.headers, request.httprequest.scheme == "https")
        return response

    # -------------------------------------------------- what a request says
    # It is made fit for the database here, for the routes of all add-ons.

    @classmethod
    def _match(cls, path):
        """An address that cannot be stored is nobody's, be it a route, a page or a file."""
        if not is_storable(path):
            raise BadRequest
        return super()._match(path)

    @classmethod
    def _sanitize_cookies(cls, cookies):
        for name, value in list(cookies.items()):
            if not is_storable(value):
                cookies.set(name, storable(value))
        return super()._sanitize_cookies(cookies)

    @classmethod
    def _krokus_check_size(cls, routing):
        """What comes in pieces does not say how long it is, and no limit would hold."""
        is_in_pieces = "chunked" in request.httprequest.headers.get("Transfer-Encoding", "").lower()
        if "max_content_length" in routing and is_in_pieces:
            raise LengthRequired

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

    # ---------------------------------------------------- with a client's eyes

    @classmethod
    def _authenticate(cls, endpoint):
        """Who looks as a client is, on the shop's pages, that client from here on."""
        cls._krokus_be_oneself()
        result = super()._authenticate(endpoint)
        routing, asked = endpoint.routing, request.httprequest
        if see_as.is_of_shop(routing, asked.path):
            cls._krokus_see(see_as.reads(routing, asked.method))
        return result

    @classmethod
    def _serve_fallback(cls):
        """The website's own pages have no route to authenticate."""
        cls._krokus_be_oneself()
        cls._krokus_see(request.httprequest.method in ("GET", "HEAD"))
        return super()._serve_fallback()

    @classmethod
    def _krokus_be_oneself(cls):
        """A request that is repeated begins anew."""
        if see_as.is_seeing():
            request.krokus_seeing = False
            request.update_env(user=request.session.uid)

    @classmethod
    def _krokus_see(cls, reads):
        """Become the client if the session says so; what does more than read is refused."""
        seer_id, client_id = request.session.get(see_as.KEY) or (None, None)
        if not seer_id:
            return
        users = request.env["res.users"].sudo()
        seer, client = users.browse(seer_id), users.browse(client_id)
        if seer_id == request.session.uid and seer._krokus_may_see_as(client):
            see_as.forget_the_rest(request.session)
            request.krokus_seeing = True
            request.update_env(user=client_id)
            request.env.cr.execute("SET TRANSACTION READ ONLY")
        else:
            del request.session[see_as.KEY]
        if not reads:
            raise UserError(cls._krokus_refusal())

    @classmethod
    def _krokus_refusal(cls):
        return request.env._(
            "You look with the eyes of a client: nothing can be ordered or changed from here."
        )

    @classmethod
    def _handle_error(cls, exception):
        """What would have written where one only looks, or was too much, is told in words."""
        is_call = request.dispatcher.routing_type == "jsonrpc"
        if is_call and isinstance(exception, RequestEntityTooLarge | LengthRequired):
            exception = UserError(
                request.env._("This is too much at once: send it in smaller parts.")
            )
        if see_as.is_seeing() and isinstance(exception, ReadOnlySqlTransaction):
            exception = UserError(cls._krokus_refusal())
        return cls._krokus_guard(super()._handle_error(exception))

    @classmethod
    def _register_website_track(cls, response):
        """The client has not been here."""
        return False if see_as.is_seeing() else super()._register_website_track(response)
