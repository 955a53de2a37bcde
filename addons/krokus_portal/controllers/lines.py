from odoo import http
from odoo.http import request

from .. import person as whose
from .. import typed
from ..asked import is_id
from ..floor import number
from ..typed import LONGEST_BODY

SHORT = 10_000  # bytes of a request that names one thing

READS = {"type": "jsonrpc", "auth": "user", "methods": ["POST"], "website": True, "readonly": True}
WRITES = {**READS, "readonly": False}


class Lines(http.Controller):
    """Orders that are known as a list: the page puts them into the basket as if they were typed.

    What is read answers {"lines": [[product id, quantity, name], ...], "strange": [sentence, ...]}.
    """

    @http.route("/krokus/lines/typed", max_content_length=LONGEST_BODY, **READS)
    def typed(self, text=""):
        """`kept` are the lines that were not understood, as they were written."""
        lines, strange, kept = self._sheet()._typed(request.website, typed.read(text))
        return {**self._answer(lines, strange), "kept": kept}

    @http.route("/krokus/lines/last", max_content_length=SHORT, **READS)
    def last(self):
        """What the client ordered last; what he sees no more is left out."""
        return self._answer(*self._sheet()._last_order(request.website))

    @http.route("/krokus/lines/kept", max_content_length=SHORT, **READS)
    def kept(self, key=0):
        """What the client keeps on a list of his own."""
        kept = self._lists()._mine(self._key(key))
        return self._answer(*self._sheet()._seen(request.website, kept._quantities()))

    @http.route("/krokus/lines/drop", max_content_length=SHORT, **WRITES)
    def drop(self, key=0, person=None):
        whose.check(request.env, person)
        self._lists()._mine(self._key(key)).unlink()
        return True

    @http.route("/krokus/lines/mark", max_content_length=SHORT, **WRITES)
    def mark(self, offer=0, on=False, person=None):
        """Put an offer among the favourites, or take it out; what nobody may see is not there."""
        whose.check(request.env, person)
        key = self._key(offer)
        seen = request.env["product.product"].search([("id", "=", key)])
        if seen or not on:
            self._lists()._mark(seen or seen.browse(key), bool(on))
        return bool(seen and on)

    def _key(self, key):
        """An id as any page sends it; of anything else there is none."""
        return key if is_id(key) else -1

    def _sheet(self):
        return request.env["krokus.sheet"]

    def _lists(self):
        return request.env["krokus.offer.list"]

    def _answer(self, lines, strange):
        return {
            "lines": [[offer.id, number(quantity), offer.name] for offer, quantity in lines],
            "strange": strange,
        }
