from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from .. import ledger
from ..side import side_cursor
from ..take import Seen


class Checkout(NamedTuple):
    """What one click on «confirm» made: its number, the orders, and what stayed with its reason.

    `left` is [Left], `shipments` are the keys of those that were ordered.
    """

    number: str
    orders: object
    left: list
    shipments: tuple = ()


class Left(NamedTuple):
    """A line that was not ordered, by the name of then, and a sentence that says why."""

    product_id: int
    name: str
    why: str


class UnsaidError(UserError):
    """Of these `shipments` (their keys) nobody said how the client gets them."""

    def __init__(self, message, shipments):
        super().__init__(message)
        self.shipments = shipments


class KrokusCheckout(models.AbstractModel):
    """The gate of confirmation: what a client saw becomes orders, once, or he hears why not.

    It runs in the request's own transaction, with the basket locked: live holds become sold with
    the orders that they are sold to, or both stay as they were. No balance is touched.
    """

    _name = "krokus.checkout"
    _description = "Confirmation of a basket"

    @api.model
    def _run(self, basket, seen, details):
        """See `krokus.basket._confirm`."""
        seen = {int(key): _exactly(line) for key, line in seen.items()}
        page = {"seen": _plain(seen), "said": details}
        repeated = self._repeated(basket, seen, page)
        if repeated:
            return repeated
        basket._lock()
        with side_cursor(self.env) as cr:
            ledger.resolve(cr, basket.id)
            contents = ledger.contents(cr, basket.id)
        chosen, left = self._choose(basket, contents, seen)
        vanished = self._vanished(basket, contents, seen)
        left += vanished
        if not chosen:
            raise UserError(self._nothing(left))
        page["left"] = [list(line) for line in left]
        with self._telling(vanished):
            self._check_quantities(chosen, seen)
            groups = basket._confirm_groups(chosen)
            self._check_details(groups, details)
            orders = self._draft(basket, groups, page, details or {})
            self._check_prices(orders, seen)
            for order in orders:
                order.action_confirm()
        self._show_rest(basket, [held for held in contents if held not in chosen])
        number = orders[0].krokus_checkout_number
        return Checkout(number, orders, left, tuple(group.key for group in groups))

    @contextmanager
    def _telling(self, vanished):
        """Whatever stops it: the page that is shown then has these no more."""
        try:
            yield
        except UserError as error:
            error.args = ("\n".join([str(error), *map(_sentence, vanished)]),)
            raise

    # ----------------------------------------------------------------- repeated

    @api.model
    def _repeated(self, basket, seen, page):
        """The checkout that an earlier click on this very page made, whoever lost its answer.

        A page of which another one has ordered something is no repeat: it is told what.
        """
        orders = self._ordered(basket, seen)
        for order in orders:
            told = order.krokus_checkout_told or {}
            if told and all(told.get(name) == page[name] for name in page):
                number = order.krokus_checkout_number
                return Checkout(number, self._of_checkout(number), self._left_of(order))
        if orders:
            raise UserError(self._ordered_already(basket, seen, orders))
        return None

    @api.model
    def _ordered(self, basket, seen):
        """The orders in which something of what the page showed has ended, by whatever door."""
        with side_cursor(self.env) as cr:
            cr.execute(
                "SELECT o.id FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id"
                " WHERE l.krokus_hold_id IN %(seen)s AND o.krokus_basket_id = %(basket)s"
                " UNION SELECT o.id FROM sale_order o JOIN krokus_hold h ON h.order_id = o.id"
                " WHERE h.id IN %(seen)s AND h.basket_id = %(basket)s AND h.state = 'sold'"
                " ORDER BY id",
                {"seen": tuple(seen or [0]), "basket": basket.id},
            )
            found = [row[0] for row in cr.fetchall()]
        orders = self.env["sale.order"].sudo().browse(found)
        if orders.exists() != orders:
            # Committed after this transaction began: the repeated request sees it.
            raise ConcurrencyError("the confirmation is not visible to this transaction yet")
        return orders

    @api.model
    def _of_checkout(self, number):
        orders = self.env["sale.order"].sudo()
        return orders.search([("krokus_checkout_number", "=", number)], order="id")

    @api.model
    def _left_of(self, order):
        """[Left] of the checkout of an order, as it was told when it was made."""
        told = order.sudo().krokus_checkout_told or {}
        return [Left(*line) for line in told.get("left", [])]

    def _ordered_already(self, basket, seen, orders):
        """What another page has ordered, what is no longer there, and what waits to be ordered."""
        sentences = []
        for number in dict.fromkeys(one.krokus_checkout_number or one.name for one in orders):
            made = orders.filtered(lambda one, number=number: one.name == number)
            lines = (made or self._of_checkout(number)).order_line.filtered("product_id")
            sentences.append(self.env._("Ordered already from another page, number %s:", number))
            sentences += [
                f"— {line.product_id.display_name}: {line.product_uom_qty:g}" for line in lines
            ]
        contents, sold = basket._contents(), orders.order_line.product_id.ids
        vanished = self._vanished(basket, contents, seen)
        sentences += [_sentence(line) for line in vanished if line.product_id not in sold]
        if contents:
            sentences.append(self.env._("Not ordered yet, look at it and confirm:"))
        else:
            sentences.append(self.env._("Nothing more was ordered by this click."))
        sentences += [f"— {self._name_of(held.product_id)}: {held.quantity:g}" for held in contents]
        return "\n".join(sentences)

    # ----------------------------------------------------------------- choosing

    @api.model
    def _choose(self, basket, contents, seen):
        """(what is confirmed, [Left]: what stays, or ran out, with its reason)."""
        reasons = basket._left_out(contents)
        for held in contents:
            if held.id not in seen:
                added = self.env._("It was added after this page was opened.")
                reasons.setdefault(held.id, added)
        chosen = [held for held in contents if held.id not in reasons]
        left = [
            self._left(held.product_id, reasons[held.id]) for held in contents if held.id in reasons
        ]
        left += [self._left(lost.product_id, self._why_lost(lost)) for lost in basket._lost()]
        return chosen, left

    def _vanished(self, basket, contents, seen):
        """[Left] of what the page showed as ready and no page will show again."""
        alive = {held.id for held in contents}
        lost = {line.product_id for line in basket._lost()}
        gone = {
            line.product_id
            for key, line in seen.items()
            if key not in alive and line.product_id and line.product_id not in lost
        }
        why = self.env._("It is no longer in the basket: put it in again if you need it.")
        return [Left(key, name, why) for key, name in self._visible(gone).items()]

    def _visible(self, product_ids):
        """{product id: name} as far as the person may know it: the ids come from a page."""
        offers = self.env["product.product"].sudo(False).browse(sorted(product_ids)).exists()
        names = {offer.id: offer.display_name for offer in offers._filtered_access("read")}
        hidden = self.env._("Something that is no longer on sale")
        return {key: names.get(key, hidden) for key in sorted(product_ids)}

    def _left(self, product_id, why):
        return Left(product_id, self._name_of(product_id), why)

    def _why_lost(self, lost):
        if lost.reason == "cut":
            return self.env._("There is less in the warehouse than was thought.")
        return self.env._("The time has run out: take it again.")

    def _nothing(self, left):
        sentences = [self.env._("Nothing of this can be ordered now: put the flowers in again.")]
        return "\n".join([*sentences, *map(_sentence, left)])

    @api.model
    def _check_quantities(self, chosen, seen):
        """More or less than the page showed stops the confirmation, and is shown."""
        changed = [
            f"\n{self._name_of(held.product_id)}: {seen[held.id].quantity:g} → {held.quantity:g}"
            for held in chosen
            if seen[held.id].quantity not in (None, held.quantity)
        ]
        if changed:
            sentence = self.env._("The basket has changed, please look again:")
            raise UserError(sentence + "".join(changed))

    def _check_details(self, groups, details):
        """A page says of each shipment how the client gets it: nothing is assumed instead."""
        if details is None:
            return
        unsaid = [group.key for group in groups if group.key not in details]
        if unsaid:
            sentence = self.env._("Say how you get each shipment: nothing was ordered yet.")
            raise UnsaidError(sentence, unsaid)

    def _name_of(self, product_id):
        return self.env["product.product"].sudo().browse(product_id).display_name

    # ------------------------------------------------------------------- orders

    @api.model
    def _draft(self, basket, groups, page, details):
        """The draft orders of one checkout, with what its page showed, for a repeat to be known."""
        number = self.env["ir.sequence"].sudo().next_by_code("krokus.checkout")
        told = {"krokus_checkout_number": number, "krokus_checkout_told": page}
        return self._make_orders(basket, groups, told, details)

    @api.model
    def _make_orders(self, basket, groups, told, details):
        """Draft orders of what ships together; their holds are sold to them."""
        orders = self.env["sale.order"].sudo()
        for group in groups:
            order = orders._krokus_quietly().create(
                {
                    **basket._order_values(),
                    **group.values,
                    **told,
                    "krokus_basket_id": basket.id,
                    **details.get(group.key, {}),
                    "order_line": [(0, 0, basket._order_line_values(held)) for held in group.holds],
                }
            )
            order._krokus_sell({held.id: held.quantity for held in group.holds})
            orders += order.with_env(orders.env)
        return orders

    @api.model
    def _check_prices(self, orders, seen):
        """A price that moved since the client saw it stops the confirmation, and is shown."""
        lines = orders.order_line.filtered("krokus_hold_id")
        moved = [
            f"\n{line.product_id.display_name}: {price:g} → {line.price_unit:g}"
            for line, price in ((line, seen[line.krokus_hold_id].price) for line in lines)
            if line.currency_id.compare_amounts(float(price), line.price_unit)
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


def _exactly(line):
    """The Seen of a Seen or of a price, with exact numbers."""
    line = line if isinstance(line, Seen) else Seen(line)
    known = line.quantity if line.quantity is None else ledger.exact(line.quantity)
    return line._replace(price=ledger.exact(line.price), quantity=known)


def _sentence(line):
    return f"{line.name}: {line.why}"


def _plain(seen):
    """What a page showed, as JSON keeps it and as it can be compared."""
    return [
        [key, float(line.price), line.quantity if line.quantity is None else float(line.quantity)]
        for key, line in sorted(seen.items())
    ]
