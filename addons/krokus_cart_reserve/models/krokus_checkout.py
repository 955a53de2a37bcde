from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from .. import ledger
from ..side import side_cursor


class Checkout(NamedTuple):
    """What one click on «confirm» made: its number, the orders, and what stayed with its reason.

    `left` is [(take.Held or take.Lost, sentence)].
    """

    number: str
    orders: object
    left: list


class KrokusCheckout(models.AbstractModel):
    """The gate of confirmation: what a client saw becomes orders, once, or he hears why not.

    It runs in the request's own transaction, with the basket locked: live holds become sold with
    the orders that they are sold to, or both stay as they were. No balance is touched.
    """

    _name = "krokus.checkout"
    _description = "Confirmation of a basket"

    @api.model
    def _run(self, basket, seen, details, quantities):
        seen = {int(key): ledger.exact(price) for key, price in seen.items()}
        earlier = self._earlier(basket, seen)
        if earlier:
            return earlier
        basket._lock()
        with side_cursor(self.env) as cr:
            ledger.resolve(cr, basket.id)
            contents = ledger.contents(cr, basket.id)
        chosen, left = self._choose(basket, contents, seen)
        if not chosen:
            raise UserError(self._nothing(left))
        self._check_quantities(chosen, quantities)
        number = self.env["ir.sequence"].sudo().next_by_code("krokus.checkout")
        orders = self._make_orders(basket, chosen, number, details)
        self._check_prices(orders, seen)
        for order in orders:
            order.action_confirm()
        self._show_rest(basket, [held for held in contents if held not in chosen])
        return Checkout(number, orders, left)

    # ----------------------------------------------------------------- repeated

    @api.model
    def _earlier(self, basket, seen):
        """The checkout that an earlier click made of these holds, whoever lost its answer."""
        with side_cursor(self.env) as cr:
            cr.execute(
                "SELECT o.krokus_checkout_number FROM sale_order_line l"
                " JOIN sale_order o ON o.id = l.order_id"
                " WHERE l.krokus_hold_id IN %s AND o.krokus_basket_id = %s"
                " ORDER BY o.id DESC LIMIT 1",
                [tuple(seen or [0]), basket.id],
            )
            found = cr.fetchone()
        if not found:
            return None
        orders = self.env["sale.order"].sudo()
        orders = orders.search([("krokus_checkout_number", "=", found[0])])
        if not orders:
            # Committed after this transaction began: the repeated request sees it.
            raise ConcurrencyError("the confirmation is not visible to this transaction yet")
        return Checkout(found[0], orders, [])

    # ----------------------------------------------------------------- choosing

    @api.model
    def _choose(self, basket, contents, seen):
        """(what is confirmed, what stays with its reason)."""
        reasons = basket._left_out(contents)
        for held in contents:
            if held.id not in seen:
                added = self.env._("It was added after this page was opened.")
                reasons.setdefault(held.id, added)
        chosen = [held for held in contents if held.id not in reasons]
        left = [(held, reasons[held.id]) for held in contents if held.id in reasons]
        left += [(lost, self._why_lost(lost)) for lost in basket._lost()]
        return chosen, left

    def _why_lost(self, lost):
        if lost.reason == "cut":
            return self.env._("There is less in the warehouse than was thought.")
        return self.env._("The time has run out: take it again.")

    def _nothing(self, left):
        sentences = [self.env._("Nothing of this can be ordered now: put the flowers in again.")]
        names = self.env["product.product"].sudo()
        for line, why in left:
            sentences.append(f"{names.browse(line.product_id).display_name}: {why}")
        return "\n".join(sentences)

    @api.model
    def _check_quantities(self, chosen, quantities):
        changed = [
            held
            for held in chosen
            if ledger.exact(quantities.get(held.id, held.quantity)) != held[3]
        ]
        if changed:
            lines = "".join(
                f"\n{self._name_of(held.product_id)}: {ledger.exact(quantities[held.id]):g}"
                f" → {held.quantity:g}"
                for held in changed
            )
            raise UserError(self.env._("The basket has changed, please look again:") + lines)

    def _name_of(self, product_id):
        return self.env["product.product"].sudo().browse(product_id).display_name

    # ------------------------------------------------------------------- orders

    @api.model
    def _make_orders(self, basket, chosen, number, details):
        """Draft orders of what ships together; their holds are sold to them."""
        orders = self.env["sale.order"].sudo()
        for values, group in basket._confirm_groups(chosen):
            order = orders._krokus_quietly().create(
                {
                    **basket._order_values(),
                    **values,
                    "krokus_basket_id": basket.id,
                    "krokus_checkout_number": number,
                    **next((details[held.id] for held in group if held.id in details), {}),
                    "order_line": [(0, 0, basket._order_line_values(held)) for held in group],
                }
            )
            order._krokus_sell({held.id: held.quantity for held in group})
            orders += order.with_env(orders.env)
        return orders

    @api.model
    def _check_prices(self, orders, seen):
        """A price that moved since the client saw it stops the confirmation, and is shown."""
        moved = [
            f"\n{line.product_id.display_name}: {seen[line.krokus_hold_id]:g} → {line.price_unit:g}"
            for line in orders.order_line
            if line.krokus_hold_id
            and line.currency_id.compare_amounts(float(seen[line.krokus_hold_id]), line.price_unit)
        ]
        if moved:
            raise UserError(self.env._("Prices have changed, please look again:") + "".join(moved))

    @api.model
    def _show_rest(self, basket, rest):
        """The cart shows what stays. With nothing left, the next item begins an hour of its own."""
        cart = basket._find_cart()
        if cart:
            cart._krokus_write_lines(rest)
        if not rest:
            self.env.cr.execute("UPDATE krokus_basket SET until = NULL WHERE id = %s", [basket.id])
