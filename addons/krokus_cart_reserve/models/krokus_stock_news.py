from odoo import api, fields, models

from .. import ledger
from ..ledger import CLOCK
from ..side import side_cursor

FREE = "krokus_free"  # the kind of message
EVERYWHERE = 0  # the channel of what no company keeps for itself

# In the order of their ids: two workers never wait for each other crosswise.
_CLAIM = f"""
    WITH known AS (SELECT id FROM product_product WHERE id = ANY(%s) ORDER BY id),
    told AS (
        INSERT INTO krokus_stock_news AS n (product_id, told_at) SELECT id, {CLOCK} FROM known
        ON CONFLICT (product_id) DO UPDATE SET told_at = EXCLUDED.told_at
        WHERE n.told_at <= EXCLUDED.told_at - interval '500 milliseconds'
        RETURNING product_id
    ) SELECT id, id IN (SELECT product_id FROM told) FROM known
"""


class KrokusStockNews(models.Model):
    """When open pages were told last what is free of an offer, whichever worker did so.

    A row apart from the balance: who tells never stands in the way of who takes.
    """

    _name = "krokus.stock.news"
    _description = "When pages were told what is free"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    told_at = fields.Datetime("Told at", required=True)

    _offer_uniq = models.Constraint("UNIQUE (product_id)", "An offer is told of once at a time.")

    @api.model
    def _tell(self, product_ids):
        """Send what is free of these offers now; the ids of those that were told a moment ago."""
        with side_cursor(self.env) as cr:
            cr.execute(_CLAIM, [list(product_ids)])
            rows = cr.fetchall()
            claimed = [key for key, is_claimed in rows if is_claimed]
            if claimed:
                self.with_env(self.env(cr=cr))._send(claimed)
        return {key for key, is_claimed in rows if not is_claimed}

    @api.model
    def _send(self, product_ids):
        """One message to each kind of listener, naming only what they see."""
        free = self._free(product_ids)
        listeners = self.env["res.users"]
        for (tier_id, company_id), seen in (
            self.env["product.product"]._krokus_seen_by(product_ids).items()
        ):
            listener = listeners._krokus_clients(tier_id)
            told = {key: free[key] for key in seen}
            listener._bus_send(FREE, told, subchannel=company_id or EVERYWHERE)
        listeners._krokus_staff()._bus_send(FREE, free, subchannel=EVERYWHERE)

    @api.model
    def _free(self, product_ids):
        """{product id: what is free in the warehouse}.

        None for what a quota counts: who may buy of it only hears that he should ask.
        """
        offers = ledger.offers(self.env.cr, product_ids)
        sold_here = [key for key, offer in offers.items() if offer.mode != "preorder"]
        free = self.env["krokus.stock"]._free_of(self.env["product.product"].browse(sold_here))
        return {key: free.get(key) for key in product_ids}
