from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .. import person as whose
from ..asked import BadLineError, read_ids, read_lines, read_number
from ..floor import number as plain

LONGEST_BODY = 64_000  # bytes: five hundred lines have half of it


class Take(http.Controller):
    @http.route(
        "/krokus/take",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        max_content_length=LONGEST_BODY,
    )
    def take(self, lines=None, number=None, sure=None, person=None):
        """Set what the basket holds of each offer: {"lines": [[product id, quantity], ...]}.

        `sure`: the product ids of those for which the person said yes to a `question` of a line.
        A third number chooses a session: then the quantity is that shipment's alone. Quantities
        are absolute; `number` counts the page's requests, `person` is whose page it is. The answer
        has a line for each asked one, and the basket in short.
        """
        whose.check(request.env, person)
        try:
            asked, number, sure = read_lines(lines), read_number(number), read_ids(sure or [])
        except BadLineError:
            raise UserError(
                request.env._("A quantity is a number from 0 upwards: correct it.")
            ) from None
        results, summary = self._basket()._take_asked(
            asked.quantities, number, asked.sessions, set(sure)
        )
        return {
            "lines": [self._line(line) for line in results],
            "basket": self._in_short(summary),
        }

    def _basket(self):
        """The client's basket, in the language and the company of the page that asks.

        The route is no page itself: what Odoo prepares for one would be a tenth of the answer.
        """
        website = request.env["website"].get_current_website()
        asked = request.env["ir.http"].get_nearest_lang(request.cookies.get("frontend_lang"))
        context = {"lang": asked or request.env.lang}
        company_id = website._get_cached("company_id")
        if company_id in request.env.user._get_company_ids():
            context["allowed_company_ids"] = [company_id]
        request.update_context(**context)
        return request.env["krokus.basket"]._current(website)

    def _in_short(self, summary):
        prices = {key: plain(price) for key, price in summary.prices.items()}
        held = {
            key: [[session_id, plain(quantity)] for session_id, quantity in lines]
            for key, lines in summary.held.items()
        }
        counted = {key: plain(quantity) for key, quantity in summary.counted.items()}
        plains = {"amount": plain(summary.amount), "prices": prices}
        return summary._asdict() | plains | {"held": held, "counted": counted}

    def _line(self, line):
        values = line._asdict()
        for name in ("asked", "granted", "free", "price", "missing"):
            values[name] = plain(values[name])
        return values
