from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import take
from ..ledger import exact, lock_balances, move
from ..side import side_cursor
from ..take import Wish

# Nobody outside can hand this object in: a context of a request holds plain values only.
QUIET = object()


class SaleOrder(models.Model):
    """A draft order of the website shows a basket; a confirmed one owns sold holds."""

    _inherit = "sale.order"

    krokus_basket_id = fields.Many2one("krokus.basket", copy=False, readonly=True, index=True)
    krokus_checkout_number = fields.Char("Checkout", copy=False, readonly=True, index=True)

    def _krokus_quietly(self):
        """The same records, whose lines follow the holds instead of leading them."""
        return self.with_context(krokus_quiet=QUIET)

    @api.model
    def _krokus_is_quiet(self):
        return self.env.context.get("krokus_quiet") is QUIET

    def _krokus_is_cart(self):
        """Whether this draft is what a person sees as his cart."""
        return bool(
            self.state == "draft"
            and self.website_id
            and not self.krokus_basket_id
            and self.partner_id != self.website_id.user_id.partner_id
        )

    def _krokus_basket(self):
        """The basket behind a cart; empty for a guest's, and for a manager's quotation."""
        self.ensure_one()
        baskets = self.env["krokus.basket"].sudo()
        if not self._krokus_is_cart():
            return baskets
        return baskets._of(self.partner_id, self.website_id)

    # -------------------------------------------------------------- projection

    def _krokus_write_lines(self, holds):
        """Make the draft's lines equal to the holds, in one batch; whether any had to change."""
        order = self._krokus_quietly()
        lines = {line.product_id.id: line for line in order.order_line if line.product_id}
        wanted = {held.product_id: held.quantity for held in holds}
        commands = [
            fields.Command.create({"product_id": key, "product_uom_qty": float(quantity)})
            for key, quantity in wanted.items()
            if key not in lines
        ]
        for key, line in lines.items():
            if key not in wanted:
                commands.append(fields.Command.delete(line.id))
            elif exact(line.product_uom_qty) != exact(wanted[key]):
                values = {"product_uom_qty": float(wanted[key])}
                commands.append(fields.Command.update(line.id, values))
        if commands:
            order.write({"order_line": commands})
        return bool(commands)

    # -------------------------------------------------------------------- gate

    def action_confirm(self):
        """Nothing is sold that is not held: what no basket holds is taken here, or refused."""
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            order._krokus_cover()
        result = super().action_confirm()
        self._krokus_after_confirm()
        return result

    def _krokus_after_confirm(self):
        """Called in the confirming transaction; others write what must leave with the order."""

    def _krokus_note(self, comment):
        """Keep the client's comment on the order; the add-on that shows it says where."""
        self.note = comment

    def _krokus_cover(self):
        """Hold, as sold, what the order needs beyond what is held for it."""
        needed = self._krokus_needed()
        basket = self._krokus_basket()
        if basket:
            basket._lock()
            holds = [held for held in basket._contents() if held.product_id in needed]
            if holds:
                basket._sell(holds, self)
        missing = self._krokus_missing(needed)
        if missing:
            self._krokus_sell_free(missing)

    def _krokus_needed(self):
        """{product id: quantity in the product's unit} of what lies in a warehouse."""
        needed = {}
        for line in self.order_line:
            if line.product_id.type == "consu":
                needed.setdefault(line.product_id.id, take.ZERO)
                needed[line.product_id.id] += line._krokus_base_quantity()
        return needed

    def _krokus_missing(self, needed):
        self.env.cr.execute(
            "SELECT product_id, SUM(quantity) FROM krokus_hold"
            " WHERE state = 'sold' AND order_id = %s GROUP BY product_id",
            [self.id],
        )
        sold = {key: exact(quantity) for key, quantity in self.env.cr.fetchall()}
        return {
            key: quantity - sold.get(key, 0)
            for key, quantity in needed.items()
            if quantity > sold.get(key, 0)
        }

    def _krokus_sell_free(self, missing):
        """Sold holds straight from the balance, for an order that no basket stands behind."""
        baskets = self.env["krokus.basket"].sudo()
        products = self.env["product.product"].browse(missing)
        client = self.partner_id.commercial_partner_id
        terms = baskets._hold_terms(client, products)
        order_id = self.id
        self.env.cr.postrollback.add(lambda: self.env["krokus.hold"]._release_order(order_id))
        with side_cursor(self.env) as cr:
            balances = lock_balances(cr, {(key, terms[key].pool_id) for key in missing})
            for key, quantity in missing.items():
                pool = terms[key].pool_id
                on_hand, held = balances.get((key, pool), (take.ZERO, take.ZERO))
                if pool and on_hand - held < quantity:
                    name = products.browse(key).display_name
                    free = max(on_hand - held, take.ZERO)
                    raise UserError(
                        self.env._("Only %(count)g of %(name)s are left.", count=free, name=name)
                    )
                cr.execute(
                    "INSERT INTO krokus_hold"
                    " (product_id, session_id, pool_id, quantity, price, state, order_id)"
                    " VALUES (%s, %s, %s, %s, 0, 'sold', %s)",
                    [key, terms[key].session_id, pool or None, quantity, order_id],
                )
                move(cr, {(key, pool): quantity})

    def _action_cancel(self):
        """A cancelled order gives its flowers back."""
        result = super()._action_cancel()
        self.env["krokus.hold"]._release_after_commit(
            [("state", "=", "sold"), ("order_id", "in", self.ids)]
        )
        return result

    def _krokus_wishes(self, products):
        """[Wish] of what the cart's lines ask for, over all lines of an offer."""
        totals = dict.fromkeys(products.ids, take.ZERO)
        prices = {}
        for line in self.order_line:
            if line.product_id.id in totals:
                totals[line.product_id.id] += line._krokus_base_quantity()
                prices[line.product_id.id] = exact(line.price_unit)
        return [Wish(key, total, prices.get(key, take.ZERO)) for key, total in totals.items()]
