from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# The moved stand one by one from `start` on. What follows keeps its place, and makes way only as
# far as it must; equals stay equals: the shop has the newer one first.
_MOVE = """
WITH line AS (
    SELECT id, website_sequence, moved,
           ROW_NUMBER() OVER (PARTITION BY moved ORDER BY website_sequence, id DESC) AS number,
           DENSE_RANK() OVER (PARTITION BY moved ORDER BY website_sequence) AS step
      FROM (SELECT id, website_sequence, id = ANY(%(moved)s) AS moved FROM product_template) offer
     WHERE moved OR (website_sequence, -id) > (%(start)s, -%(anchor)s)
), placed AS (
    SELECT id, CASE WHEN moved THEN %(start)s + number
               ELSE GREATEST(website_sequence, %(start)s + %(count)s + step) END AS sequence
      FROM line
)
UPDATE product_template offer
   SET website_sequence = placed.sequence,
       write_uid = %(user)s, write_date = NOW() AT TIME ZONE 'UTC'
  FROM placed
 WHERE offer.id = placed.id AND offer.website_sequence IS DISTINCT FROM placed.sequence
"""
# The first and the last of what is not moved.
_ENDS = """
SELECT COALESCE(MIN(website_sequence), 0), COALESCE(MAX(website_sequence), 0)
  FROM product_template WHERE id <> ALL(%s)
"""


class KrokusOfferMove(models.TransientModel):
    """Give many offers another place in the shop, in the order that they stand in among each other.

    One statement, however many there are.
    """

    _name = "krokus.offer.move"
    _description = "Move offers"

    offer_ids = fields.Many2many(
        "product.template", string="Offers", default=lambda self: self._default_offers()
    )
    offer_count = fields.Integer("Offers chosen", compute="_compute_offer_count")
    where = fields.Selection(
        [("top", "At the top"), ("end", "At the end"), ("after", "After an offer")],
        "Put them",
        required=True,
        default="top",
    )
    anchor_id = fields.Many2one(
        "product.template", "After", domain="[('id', 'not in', offer_ids), ('sale_ok', '=', True)]"
    )

    @api.model
    def _default_offers(self):
        """Those that are chosen in the list."""
        return self.env["product.template"].browse(self.env.context.get("active_ids", []))

    @api.depends("offer_ids")
    def _compute_offer_count(self):
        for move in self:
            move.offer_count = len(move.offer_ids)

    def action_move(self):
        self.ensure_one()
        self._check()
        offers = self.env["product.template"]
        offers.flush_model(["website_sequence"])
        start, anchor = self._place()
        self.env.cr.execute(
            _MOVE,
            {
                "moved": self.offer_ids.ids,
                "start": start,
                "anchor": anchor,
                "count": len(self.offer_ids),
                "user": self.env.uid,
            },
        )
        offers.invalidate_model(["website_sequence"])
        return {"type": "ir.actions.act_window_close"}

    def _check(self):
        if not self.offer_ids:
            raise UserError(self.env._("Nothing is chosen: tick the offers in the list first."))
        if self.where == "after" and not self.anchor_id:
            raise UserError(self.env._("Choose the offer that they shall stand after."))
        if self.where == "after" and self.anchor_id in self.offer_ids:
            raise UserError(
                self.env._(
                    "%s is among those that move: choose another offer to stand after.",
                    self.anchor_id.name,
                )
            )
        self.offer_ids.check_access("write")

    def _place(self):
        """The place that the moved come after: a sequence, and the offer that stands there."""
        if self.where == "after":
            return self.anchor_id.website_sequence, self.anchor_id.id
        ((first, last),) = self.env.execute_query(SQL(_ENDS, self.offer_ids.ids))
        if self.where == "top":
            return first - len(self.offer_ids) - 1, 0
        return last, 0
