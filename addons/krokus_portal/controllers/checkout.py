import json

from odoo.exceptions import UserError
from odoo.http import request, route

from ..floor import text
from .basket import KrokusCart

LONGEST_COMMENT = 2000


class KrokusCheckout(KrokusCart):
    @route("/shop/krokus/confirm", type="http", auth="user", methods=["POST"], website=True)
    def confirm(self, seen="", comment="", **kwargs):
        """Confirm what the page showed: `seen` is {hold id: price}. A refusal shows the basket."""
        try:
            with request.env.cr.savepoint():
                checkout = request.website._krokus_basket()._confirm(
                    self._read_seen(seen), comment.strip()[:LONGEST_COMMENT] or None
                )
        except UserError as error:
            return request.render(
                "krokus_portal.basket",
                self._basket_values(problem=str(error), comment=comment),
            )
        return request.redirect(f"/my/checkout/{checkout.number}", 303)

    def _read_seen(self, text):
        try:
            return {int(key): float(price) for key, price in json.loads(text).items()}
        except (ValueError, AttributeError, TypeError):
            raise UserError(
                request.env._("The page is out of date: look at the basket again.")
            ) from None

    @route("/my/checkout/<string:number>", type="http", auth="user", website=True)
    def checkout(self, number, **kwargs):
        """The orders of one confirmation; a stranger's number is as good as none."""
        orders = request.env["sale.order"].search(
            [("krokus_checkout_number", "=", number)], order="id"
        )
        if not orders:
            raise request.not_found()
        return request.render(
            "krokus_portal.checkout", {"number": number, "orders": orders.sudo(), "text": text}
        )

    @route("/my/checkout/<string:number>/numbers", type="jsonrpc", auth="user", website=True)
    def numbers(self, number):
        """{order id: its number in the company's books}, for a page that waits for it."""
        orders = request.env["sale.order"].search([("krokus_checkout_number", "=", number)])
        return {str(order.id): order.sudo().krokus_document_number or "" for order in orders}
