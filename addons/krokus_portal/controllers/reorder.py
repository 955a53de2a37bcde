from odoo.addons.website_sale.controllers.reorder import CustomerPortal
from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from ..floor import number


class KrokusReorder(CustomerPortal):
    @route(krokus_turn=True)
    def my_orders_reorder(self, order_id, access_token=None):
        """Put an old order into the basket, whose page says what of it cannot be had now.

        It takes more than there is: repeated after it has taken, it would take twice. Whoever has
        the turn first is not repeated for the basket's sake.

        Core adds line by line: one that is gone, or whose session is closed, refused all.
        """
        if request.env.user._is_public():
            return super().my_orders_reorder(order_id, access_token)
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return super().my_orders_reorder(order_id, access_token)
        wanted, problems = request.env["krokus.sheet"]._of_orders(request.website, order)
        basket = request.env["krokus.basket"]._current(request.website)
        lines = basket._take_more({offer.id: quantity for offer, quantity in wanted})
        problems += basket._problems(lines)
        request.session["krokus_problem"] = "\n".join(problems)
        return {
            "tracking_info": [self._krokus_track(line) for line in lines],
            "cart_quantity": basket._summary().lines,
        }

    def _krokus_track(self, line):
        """What core's script tells of each line where visits are counted; it asks for one."""
        return {
            "item_id": line.product_id,
            "item_name": request.env["product.product"].sudo().browse(line.product_id).name,
            "currency": request.website.currency_id.name,
            "price": number(line.price or 0),
            "quantity": number(line.granted),
        }
