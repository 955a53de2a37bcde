from odoo.addons.sale_management.controllers.portal import CustomerPortal
from odoo.http import request, route


class KrokusPortal(CustomerPortal):
    """Core writes what it gets into the line of a quotation that the client may change."""

    @route()
    def portal_quote_option_update(self, order_id, line_id, *args, input_quantity=False, **kwargs):
        if input_quantity is not False:
            input_quantity = float(request.env["krokus.basket"]._check_quantity(input_quantity))
        return super().portal_quote_option_update(
            order_id, line_id, *args, input_quantity=input_quantity, **kwargs
        )
