from odoo.addons.krokus_cart_reserve.models.krokus_checkout import UnsaidError
from odoo.addons.krokus_catalog.text import clean_line
from odoo.exceptions import UserError
from odoo.http import request, route

from .. import seen as seen_lines
from .. import words
from ..floor import text
from .basket import KrokusCart


class KrokusCheckout(KrokusCart):
    @route("/shop/krokus/confirm", type="http", auth="user", methods=["POST"], website=True)
    def confirm(self, seen="", **form):
        """Confirm what the page showed. A refusal shows the basket, and what was typed in it.

        `seen` is what seen.py writes, the words for the shipments are named as words.py says.
        """
        said, typed = words.of_form(form), self._remember(form)
        basket = self._own_basket()
        details, problems = request.env["krokus.checkout"]._read_words(basket, said)
        try:
            with request.env.cr.savepoint():
                checkout = basket._confirm(self._read_seen(seen), details)
        except UnsaidError as error:
            return self._ask(error, said, typed, problems)
        except UserError as error:
            return self._show(typed, problem=str(error))
        self._forget(typed, checkout.shipments)
        return request.redirect(f"/my/checkout/{checkout.number}", 303)

    def _ask(self, error, said, typed, problems):
        """Say at its place what is not understood; no way that an earlier page had stands there."""
        choose = request.env["krokus.checkout"]._choose_way()
        asked = {key: problems.get(key, choose) for key in error.shipments}
        ways = {words.name(words.DELIVERY, key) for key in asked}
        shown = {field: text for field, text in typed.items() if field in said or field not in ways}
        return self._show(shown, asked, problem=str(error))

    def _read_seen(self, text):
        try:
            return seen_lines.read(text)
        except seen_lines.StrangeError:
            raise UserError(
                request.env._("The page is out of date: look at the basket again.")
            ) from None

    def _forget(self, typed, shipments):
        """What was said with an order is done with; the rest waits for its shipment."""
        request.session[self.WORDS] = words.to_remember(words.without(typed, shipments))

    @route("/my/checkout/<string:number>", type="http", auth="user", website=True)
    def checkout(self, number, **kwargs):
        """The orders of one confirmation; a stranger's number is as good as none."""
        orders = self._of_checkout(number)
        if not orders:
            raise request.not_found()
        left = request.env["krokus.checkout"]._left_of(orders[0])
        values = {"number": number, "orders": orders.sudo(), "text": text}
        values["rest"] = self._rest({line.product_id for line in left})
        if left:
            done = len(orders.sudo().order_line)
            values["left"] = left
            values["some"] = request.env._(
                "Ordered: %(done)s of %(count)s lines. This stayed:",
                done=done,
                count=done + len(left),
            )
        return request.render("krokus_portal.checkout", values)

    def _of_checkout(self, number):
        """What the person may see of it; what no number can be is not even looked for."""
        orders = request.env["sale.order"]
        if clean_line(number) != number:
            return orders
        return orders.search([("krokus_checkout_number", "=", number)], order="id")

    def _rest(self, told):
        """[name] of what is in the person's basket and was not told of already."""
        contents = request.website._krokus_basket()._contents()
        names = request.env["product.product"].sudo()
        return [names.browse(h.product_id).name for h in contents if h.product_id not in told]

    @route(
        "/my/checkout/<string:number>/numbers",
        type="jsonrpc",
        auth="user",
        website=True,
        krokus_reads=True,
    )
    def numbers(self, number):
        """{order id: its number in the company's books}, for a page that waits for it."""
        orders = self._of_checkout(number)
        return {str(order.id): order.sudo().krokus_document_number or "" for order in orders}
