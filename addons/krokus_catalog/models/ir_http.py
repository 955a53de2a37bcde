from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from psycopg2.errors import ReadOnlySqlTransaction
from werkzeug.exceptions import HTTPException, NotFound

from .. import headers, see_as

MODELS = {"product.template", "product.product", "product.public.category"}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """A hidden offer or category in an address looks like one that does not exist."""
        try:
            return super()._pre_dispatch(rule, args)
        except AccessError as error:
            named = {value._name for value in args.values() if isinstance(value, models.BaseModel)}
            if request.env.user.share and named & MODELS:
                raise NotFound from error
            raise

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        cls._krokus_guard(response)

    @classmethod
    def _krokus_guard(cls, response):
        """The answer with the headers that keep it out of foreign frames, errors included."""
        if isinstance(response, HTTPException):
            response = response.get_response(request.httprequest.environ)
        headers.guard(response.headers, request.httprequest.scheme == "https")
        return response

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
        """What would have written where one only looks is told in words."""
        if see_as.is_seeing() and isinstance(exception, ReadOnlySqlTransaction):
            exception = UserError(cls._krokus_refusal())
        return cls._krokus_guard(super()._handle_error(exception))

    @classmethod
    def _register_website_track(cls, response):
        """The client has not been here."""
        return False if see_as.is_seeing() else super()._register_website_track(response)
