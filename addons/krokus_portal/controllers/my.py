from odoo.addons.account.controllers.portal import PortalAccount
from odoo.addons.sale.controllers.portal import CustomerPortal
from odoo.fields import Datetime


class KrokusOrders(CustomerPortal):
    """What an address asks for that makes no sense was not asked: core breaks on it."""

    def _prepare_sale_portal_rendering_values(
        self, page=1, date_begin=None, date_end=None, sortby=None, **kwargs
    ):
        return super()._prepare_sale_portal_rendering_values(
            page=page,
            date_begin=_moment(date_begin),
            date_end=_moment(date_end),
            sortby=_known(sortby, self._get_sale_searchbar_sortings()),
            **kwargs,
        )


class KrokusInvoices(PortalAccount):
    def _prepare_my_invoices_values(
        self, page, date_begin, date_end, sortby, filterby, *args, **kwargs
    ):
        return super()._prepare_my_invoices_values(
            page,
            _moment(date_begin),
            _moment(date_end),
            _known(sortby, self._get_account_searchbar_sortings()),
            _known(filterby, self._get_account_searchbar_filters()),
            *args,
            **kwargs,
        )


def _known(word, words):
    return word if word in words else None


def _moment(text):
    """The text, if it is a moment as core writes one."""
    try:
        return text if Datetime.to_datetime(text) else None
    except ValueError:
        return None
