from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..asked import BadLineError, read_lines, read_number
from ..floor import number as plain


class Take(http.Controller):
    @http.route("/krokus/take", type="jsonrpc", auth="user", methods=["POST"])
    def take(self, lines, number=None):
        """Set what the basket holds of each offer: {"lines": [[product id, quantity], ...]}.

        A third number chooses a session: then the quantity is that shipment's alone. Quantities
        are absolute; `number` counts the page's requests. The answer has a line for each asked
        one, and the basket in short.
        """
        try:
            asked, number = read_lines(lines), read_number(number)
        except BadLineError:
            raise UserError(
                request.env._("A quantity is a number from 0 upwards: correct it.")
            ) from None
        results, summary = self._basket()._take_asked(asked.quantities, number, asked.sessions)
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
        return summary._asdict() | {"amount": plain(summary.amount), "prices": prices}

    def _line(self, line):
        values = line._asdict()
        for name in ("asked", "granted", "free", "price", "missing"):
            values[name] = plain(values[name])
        return values
