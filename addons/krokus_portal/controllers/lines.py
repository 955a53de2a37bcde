from odoo import http
from odoo.http import request

from .. import typed
from ..floor import number


class Lines(http.Controller):
    """Orders that are known as a list: the page puts them into the basket as if they were typed."""

    @http.route(
        "/krokus/lines/typed", type="jsonrpc", auth="user", methods=["POST"], website=True, readonly=True
    )
    def typed(self, text):
        """{"lines": [[product id, quantity, name], ...], "strange": [a sentence, ...]}."""
        lines, strange = request.env["krokus.sheet"]._typed(request.website, typed.read(text))
        return self._answer(lines, strange)

    @http.route(
        "/krokus/lines/last", type="jsonrpc", auth="user", methods=["POST"], website=True, readonly=True
    )
    def last(self):
        """The same of what the client ordered last; what he sees no more is left out."""
        return self._answer(*request.env["krokus.sheet"]._last_order(request.website))

    def _answer(self, lines, strange):
        return {
            "lines": [[offer.id, number(quantity), offer.name] for offer, quantity in lines],
            "strange": strange,
        }
