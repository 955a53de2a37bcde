import json

from odoo.exceptions import UserError
from odoo.http import request, route

from ..floor import text
from .basket import KrokusCart

LONGEST_COMMENT = 2000


class KrokusCheckout(KrokusCart):
    @route("/shop/krokus/confirm", type="http", auth="user", methods=["POST"], website=True)
    def confirm(self, seen="", **words):
        """Confirm what the page showed: `seen` is {hold id: price}. A refusal shows the basket.

        `comment_<hold id>` and `delivery_<hold id>` belong to the shipment of that hold.
        """
        basket = request.website._krokus_basket()
        try:
            with request.env.cr.savepoint():
                checkout = basket._confirm(self._read_seen(seen), self._read_details(basket, words))
        except UserError as error:
            values = self._basket_values(problem=str(error), words=words)
            return request.render("krokus_portal.basket", values)
        request.session["krokus_left"] = [checkout.number, self._left(checkout)]
        return request.redirect(f"/my/checkout/{checkout.number}", 303)

    def _read_seen(self, text):
        try:
            return {int(key): float(price) for key, price in json.loads(text).items()}
        except (ValueError, AttributeError, TypeError):
            raise UserError(
                request.env._("The page is out of date: look at the basket again.")
            ) from None

    def _read_details(self, basket, words):
        """{hold id: values of the order that its shipment becomes}."""
        addresses = basket._addresses()
        details = {}
        for name, value in words.items():
            kind, _line, key = name.rpartition("_")
            if not key.isdecimal() or kind not in ("comment", "delivery"):
                continue
            values = details.setdefault(int(key), {})
            if kind == "comment":
                values["krokus_comment"] = value.strip()[:LONGEST_COMMENT] or False
            else:
                chosen = addresses.filtered(lambda address, value=value: str(address.id) == value)
                values["krokus_pickup"] = not chosen
                if chosen:
                    values["partner_shipping_id"] = chosen.id
        return details

    def _left(self, checkout):
        """[[name, why it stayed]] for the page of thanks."""
        products = request.env["product.product"].sudo()
        return [[products.browse(line.product_id).name, why] for line, why in checkout.left]

    @route("/my/checkout/<string:number>", type="http", auth="user", website=True)
    def checkout(self, number, **kwargs):
        """The orders of one confirmation; a stranger's number is as good as none."""
        orders = request.env["sale.order"].search(
            [("krokus_checkout_number", "=", number)], order="id"
        )
        if not orders:
            raise request.not_found()
        told, left = request.session.get("krokus_left") or (number, [])
        values = {"number": number, "orders": orders.sudo(), "text": text}
        if left and told == number:
            done = len(orders.sudo().order_line)
            values["left"] = left
            values["some"] = request.env._(
                "Ordered: %(done)s of %(count)s lines. This stayed:",
                done=done,
                count=done + len(left),
            )
        return request.render("krokus_portal.checkout", values)

    @route(
        "/my/checkout/<string:number>/numbers",
        type="jsonrpc",
        auth="user",
        website=True,
        krokus_reads=True,
    )
    def numbers(self, number):
        """{order id: its number in the company's books}, for a page that waits for it."""
        orders = request.env["sale.order"].search([("krokus_checkout_number", "=", number)])
        return {str(order.id): order.sudo().krokus_document_number or "" for order in orders}
