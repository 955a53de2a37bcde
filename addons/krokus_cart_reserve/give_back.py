"""What people hold is given back when they may not buy any more."""

import logging
from functools import partial

from odoo.exceptions import UserError

from . import ledger

_logger = logging.getLogger(__name__)


def give_back(people):
    """Empty the baskets of these people once the request has committed; orders stay."""
    baskets = people.env["krokus.basket"].sudo().search([("partner_id", "in", people.ids)])
    for basket in baskets:
        people.env.cr.postcommit.add(partial(_empty, basket))


def _empty(basket):
    """If somebody else's hands are in it too long, it is given back when its hour is over."""
    try:
        with basket._side() as cr:
            ledger.lock_basket(cr, basket.id)
            held = [row.id for row in ledger.contents(cr, basket.id)]
            ledger.lower(cr, dict.fromkeys(held, 0))
    except UserError as error:
        _logger.warning("Basket %s of a blocked client keeps its hour: %s", basket.id, error)
    else:
        basket._forget_reads()
