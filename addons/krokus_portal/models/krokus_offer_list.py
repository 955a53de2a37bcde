from odoo import api, fields, models
from odoo.addons.krokus_catalog.text import clean_line
from odoo.exceptions import UserError
from odoo.fields import Domain

LONGEST = 60  # characters of a name
MOST = 50  # lists of one person


class KrokusOfferList(models.Model):
    """Offers that a person keeps together: the favourites, or an order that comes again.

    Clients never reach the model itself: what they may do with their own lists is here.
    """

    _name = "krokus.offer.list"
    _description = "List of offers"
    _order = "is_favourite desc, name, id"

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    is_favourite = fields.Boolean()
    line_ids = fields.One2many("krokus.offer.list.line", "list_id")

    _one_of_favourites = models.UniqueIndex("(partner_id) WHERE is_favourite", "One is enough.")

    @api.model
    def _mine(self, list_id=None):
        """The user's own lists, or one of them; empty if it is not his."""
        own = Domain("partner_id", "=", self.env.user.partner_id.id)
        return self.sudo().search(own & Domain("id", "=", list_id) if list_id else own)

    def _favourites(self):
        """The ids of the offers that are marked on these lists."""
        return set(self.filtered("is_favourite").line_ids.product_id.ids)

    @api.model
    def _mark(self, offer, on):
        """Put an offer among the user's favourites, or take it out."""
        kept = self._mine().filtered("is_favourite")
        if on and not kept:
            kept = self.sudo().create(self._own(self.env._("Favourites")) | {"is_favourite": True})
        there = kept.line_ids.filtered(lambda line: line.product_id == offer)
        if on and not there:
            there.create({"list_id": kept.id, "product_id": offer.id})
        elif there and not on:
            there.unlink()

    @api.model
    def _save(self, name, quantities):
        """Keep {product id: quantity} under a name; an earlier list of that name is replaced."""
        name = clean_line(name, LONGEST)
        if not name:
            raise UserError(self.env._("Give the list a name, so that you find it again."))
        if not quantities:
            raise UserError(self.env._("The basket is empty: there is nothing to keep."))
        mine = self._mine().filtered(lambda kept: not kept.is_favourite)
        same = mine.filtered(lambda kept: kept.name.lower() == name.lower())
        if not same and len(mine) >= MOST:
            raise UserError(
                self.env._("You have %s lists: delete one that you need no more.", MOST)
            )
        kept = same or self.sudo().create(self._own(name))
        kept.line_ids.unlink()
        kept.line_ids.create(
            [
                {"list_id": kept.id, "product_id": product_id, "quantity": float(quantity)}
                for product_id, quantity in quantities.items()
            ]
        )
        return kept

    def _own(self, name):
        return {"name": name, "partner_id": self.env.user.partner_id.id}

    def _quantities(self):
        """{offer: quantity}; of a favourite that was only marked, a pack."""
        return {
            line.product_id: line.quantity or line.product_id.krokus_packing_step
            for line in self.line_ids
        }
