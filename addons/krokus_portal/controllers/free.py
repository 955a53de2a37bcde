from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..asked import BadLineError, read_ids
from ..floor import number

LONGEST_BODY = 64_000  # bytes: a page asks for five hundred ids at most


class Free(http.Controller):
    @http.route(
        "/krokus/free",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        krokus_reads=True,
        max_content_length=LONGEST_BODY,
    )
    def free(self, offers=None):
        """How much others leave of these offers now: {"free": {product id: quantity}, "next": ...}.

        Of a preorder {session id: quantity}. `next`: in so many seconds a hold of them ends, and
        it is worth asking again.
        """
        try:
            ids = read_ids(offers)
        except BadLineError:
            raise UserError(request.env._("This page is out of date: open it again.")) from None
        products = request.env["product.product"]
        free, seconds = products._krokus_free_now(ids, request.env["website"].get_current_website())
        return {"free": {key: self._plain(left) for key, left in free.items()}, "next": seconds}

    def _plain(self, left):
        if isinstance(left, dict):
            return {session_id: number(quantity) for session_id, quantity in left.items()}
        return number(left)
