from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from .. import take
from ..ledger import CLOCK, exact, first_deadline, lock_balances, move, own_holds, reap, write_holds
from ..side import PATIENCE, side_cursor
from ..take import Grant, Terms


class Held(NamedTuple):
    """A line of a basket, as pages and the gate of confirmation read it."""

    id: int
    product_id: int
    session_id: int
    quantity: float
    price: float
    deadline: object
    seconds_left: int


class Checkout(NamedTuple):
    """What one click on «confirm» made: its number, the orders, and what stayed with its reason."""

    number: str
    orders: object
    left: list


class KrokusBasket(models.Model):
    """What one person has taken on one website, and until when.

    The holds are the basket's lines; a draft order only shows them. A guest has no basket, and
    colleagues have one each.
    """

    _name = "krokus.basket"
    _description = "Basket"
    _rec_name = "partner_id"
    _order = "id desc"
    _log_access = False

    partner_id = fields.Many2one("res.partner", string="Person", required=True, ondelete="restrict")
    website_id = fields.Many2one("website", required=True, ondelete="cascade")
    request_number = fields.Integer(default=0, required=True)
    hold_ids = fields.One2many("krokus.hold", "basket_id", domain=[("state", "=", "live")])

    _person_website_uniq = models.Constraint(
        "UNIQUE (partner_id, website_id)", "A person has one basket on a website."
    )

    @api.model
    def _current(self, website=None):
        """The basket of the user on the website; an empty recordset for a guest."""
        website = website or self.env["website"].get_current_website()
        if self.env.user._is_public():
            return self.browse()
        return self._of(self.env.user.partner_id, website)

    @api.model
    def _of(self, partner, website):
        """The one basket of a person, made here if need be: two requests make one, never two."""
        with side_cursor(self.env) as cr:
            keys = [partner.id, website.id]
            select = "SELECT id FROM krokus_basket WHERE partner_id = %s AND website_id = %s"
            cr.execute(select, keys)
            found = cr.fetchone()
            if not found:
                cr.execute(
                    "INSERT INTO krokus_basket (partner_id, website_id, request_number)"
                    " VALUES (%s, %s, 0) ON CONFLICT DO NOTHING",
                    keys,
                )
                cr.execute(select, keys)
                found = cr.fetchone()
        basket = self.sudo().browse(found)
        # A basket that was made this moment is not visible to the request's own transaction.
        basket._update_cache({"partner_id": partner.id, "website_id": website.id}, validate=False)
        return basket

    # ------------------------------------------------------------------ taking

    @api.model
    def _hold_terms(self, client, products):
        """{product id: Terms}: from which pool, for which session, until when, or why not.

        Others extend this: here everything comes out of the warehouse at any time.
        """
        terms = Terms(pool_id=self.env["krokus.pool"]._warehouse().id)
        return dict.fromkeys(products.ids, terms)

    def _take(self, wishes, number=None):
        """Set what the basket holds, and say what became of each wish.

        Quantities are absolute, so a repeated call does no harm; `number` counts a page's
        requests, and one that comes late only hears how things stand.
        """
        self.ensure_one()
        wishes = {wish.product_id: wish for wish in wishes}
        packing, terms = self._asked_of(wishes)
        with side_cursor(self.env) as cr:
            if not self._is_next(cr, number):
                return self._as_it_stands(cr, wishes, terms)
            grants = self._settle_wishes(cr, wishes, packing, terms)
            short = [
                grant.product_id for grant in grants if grant.reason in (take.SHORT, take.GONE)
            ]
            if short and reap(cr, product_ids=short):
                grants = self._settle_wishes(cr, wishes, packing, terms)
            self._remember_lost(cr, grants, wishes)
        self._forget_reads()
        return grants

    def _asked_of(self, wishes):
        products = self.env["product.product"].sudo().browse(wishes)
        packing = {product.id: exact(product.krokus_packing_step) for product in products}
        return packing, self._hold_terms(self._client(), products)

    def _client(self):
        return self.sudo().partner_id.commercial_partner_id

    def _is_next(self, cr, number):
        """Lock the basket; whether this request is newer than all that were heard."""
        if number is None:
            cr.execute("SELECT 1 FROM krokus_basket WHERE id = %s FOR NO KEY UPDATE", [self.id])
            return True
        cr.execute(
            "UPDATE krokus_basket SET request_number = %s WHERE id = %s AND request_number < %s",
            [number, self.id, number],
        )
        return bool(cr.rowcount)

    def _as_it_stands(self, cr, wishes, terms):
        own = own_holds(cr, self.id, wishes)
        return [
            Grant(key, exact(wish.quantity), own.get((key, terms[key].session_id), (0, 0))[1], None)
            for key, wish in wishes.items()
        ]

    def _settle_wishes(self, cr, wishes, packing, terms):
        """Decide each wish under the lock of its balance, and write counters and holds at once."""
        balances = lock_balances(cr, {(key, terms[key].pool_id) for key in wishes})
        own = own_holds(cr, self.id, wishes)
        until, started = first_deadline(cr, self.id, self._minutes())
        grants, changes, rows = [], {}, []
        for key, wish in wishes.items():
            term = self._term_now(own, terms[key], key)
            _pool, had, dead = own.get((key, term.session_id), (0, take.ZERO, False))
            share, free = self._share(wish, term, balances, had, dead, packing[key])
            deadline = min(until, term.deadline) if term.deadline else until
            grants.append(
                Grant(
                    key,
                    exact(wish.quantity),
                    share.quantity,
                    free,
                    deadline,
                    share.reason,
                    term.refusal if share.reason == take.REFUSED else None,
                )
            )
            changes[key, term.pool_id] = share.quantity - had
            rows.append(
                (
                    self.id,
                    key,
                    term.session_id,
                    term.pool_id,
                    share.quantity,
                    exact(wish.price),
                    started,
                    deadline,
                )
            )
        write_holds(cr, rows)
        move(cr, changes)
        return grants

    def _term_now(self, own, term, product_id):
        """Where nothing may be taken now, the line that is already held can still be lowered."""
        if not term.refusal:
            return term
        held = [(session, row[0]) for (key, session), row in own.items() if key == product_id]
        session, pool = held[0] if held else (term.session_id, term.pool_id)
        return term._replace(session_id=session, pool_id=pool)

    def _share(self, wish, term, balances, had, dead, step):
        """(Share, free for others afterwards); a dead hold is not revived but taken anew."""
        asked = exact(wish.quantity)
        if term.refusal and asked > (take.ZERO if dead else had):
            return take.Share(take.ZERO if dead else had, take.REFUSED), None
        if not term.pool_id:
            return take.Share(take.whole_packs(asked, step), None), None
        on_hand, held = balances.get((wish.product_id, term.pool_id), (take.ZERO, take.ZERO))
        share = take.share(asked, take.ZERO if dead else had, on_hand, held - had * dead, step)
        return share, max(on_hand - held + had - share.quantity, take.ZERO)

    def _remember_lost(self, cr, grants, wishes):
        for grant in grants:
            if grant.reason in (take.SHORT, take.GONE):
                cr.execute(
                    "INSERT INTO krokus_lost_demand"
                    " (partner_id, product_id, quantity, price, reason, happened_at, create_date)"
                    f" VALUES (%s, %s, %s, %s, 'gone', {CLOCK}, {CLOCK})",
                    [
                        self.sudo().partner_id.id,
                        grant.product_id,
                        grant.asked - grant.granted,
                        exact(wishes[grant.product_id].price),
                    ],
                )

    def _raise(self, wishes):
        """Take for a line that core writes: raised before the commit, given back if it fails."""
        self._lock()
        before = {held.product_id: held.quantity for held in self._contents()}
        higher = [wish for wish in wishes if wish.quantity > before.get(wish.product_id, 0)]
        lower = {w.product_id: w.quantity for w in wishes if w not in higher}
        if higher:
            back = {wish.product_id: before.get(wish.product_id, 0) for wish in higher}
            self.env.cr.postrollback.add(lambda: self._lower(back))
            self._take_all(higher)
        if lower:
            self.env.cr.postcommit.add(lambda: self._lower(lower))

    def _take_all(self, wishes):
        """All that is wished, or an error that says what there is. The basket is locked already."""
        wished = {wish.product_id: wish for wish in wishes}
        packing, terms = self._asked_of(wished)
        with side_cursor(self.env) as cr:
            reap(cr, product_ids=list(wished))
            grants = self._settle_wishes(cr, wished, packing, terms)
        self._forget_reads()
        for grant in grants:
            if grant.granted < grant.asked:
                raise UserError(self._sentence(grant))

    def _lower(self, quantities):
        """Hold no more than this of each offer; nothing is taken here."""
        with side_cursor(self.env) as cr:
            cr.execute(
                "SELECT product_id, session_id, pool_id, quantity, price, started_at, deadline"
                " FROM krokus_hold WHERE basket_id = %s AND state = 'live' AND product_id IN %s",
                [self.id, tuple(quantities)],
            )
            rows = [row for row in cr.fetchall() if exact(row[3]) > exact(quantities[row[0]])]
            lock_balances(cr, {(row[0], row[2]) for row in rows if row[2]})
            write_holds(
                cr,
                [(self.id, *row[:3], exact(quantities[row[0]]), *row[4:]) for row in rows],
            )
            move(cr, {(row[0], row[2]): exact(quantities[row[0]]) - exact(row[3]) for row in rows})

    def _sentence(self, grant):
        """Why less was granted than asked for, for the person who asked."""
        name = self.env["product.product"].sudo().browse(grant.product_id).display_name
        if grant.sentence:
            return grant.sentence
        if grant.reason == take.UNEVEN:
            return self.env._("%s is sold by the pack: take whole packs.", name)
        if not grant.granted:
            return self.env._("%s has just been sold out.", name)
        return self.env._("Only %(count)g of %(name)s are left.", count=grant.granted, name=name)

    # ----------------------------------------------------------------- reading

    def _contents(self):
        """[Held]: what the basket holds now, the dead left out."""
        if not self:
            return []
        with side_cursor(self.env) as cr:
            cr.execute(
                "SELECT id, product_id, session_id, quantity, price, deadline,"
                f" CEIL(EXTRACT(EPOCH FROM deadline - {CLOCK}))::int FROM krokus_hold"
                f" WHERE basket_id = %s AND state = 'live' AND deadline > {CLOCK} ORDER BY id",
                [self.id],
            )
            return [Held(*row) for row in cr.fetchall()]

    def _seconds_left(self):
        """Seconds until the first line of the basket is given back; None when it is empty."""
        return min((held.seconds_left for held in self._contents()), default=None)

    @api.model
    def _minutes(self):
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("krokus_cart_reserve.hold_minutes", 60))

    def _forget_reads(self):
        self.env["krokus.stock"].invalidate_model()
        self.env["krokus.hold"].invalidate_model()

    # -------------------------------------------------------------- confirming

    def _lock(self):
        """Wait for whoever works on this basket in another request."""
        self.env.cr.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
        self.env.cr.execute(
            "SELECT 1 FROM krokus_basket WHERE id = %s FOR NO KEY UPDATE", [self.id]
        )

    def _confirm_groups(self, holds):
        """[(values of an order, its holds)]; others split, by itself a basket is one order."""
        return [({}, holds)]

    def _confirm(self, seen=None, comment=None):
        """Turn what is held into confirmed orders, whole or not at all.

        `seen` are the ids of the holds that the client's page showed: only these are confirmed,
        and a repeated click, which finds them sold, hears the same number again.
        """
        self.ensure_one()
        self._lock()
        contents = self._contents()
        holds = [held for held in contents if seen is None or held.id in seen]
        if not holds:
            return self._checkout_of(seen)
        number = self.env["ir.sequence"].sudo().next_by_code("krokus.checkout")
        orders = self.env["sale.order"].sudo()
        for values, group in self._confirm_groups(holds):
            orders += self._make_order(group, {**values, "krokus_checkout_number": number}, comment)
        sold = {held.id for held in holds}
        self._cart()._krokus_write_lines([held for held in contents if held.id not in sold])
        return Checkout(number, orders, [])

    def _checkout_of(self, seen):
        """The checkout that an earlier click made of these holds; an error if they ran out."""
        orders = self.env["sale.order"].sudo()
        with side_cursor(self.env) as cr:
            cr.execute(
                "SELECT DISTINCT order_id FROM krokus_hold WHERE id IN %s AND basket_id = %s"
                " AND state = 'sold'",
                [tuple(seen or [0]), self.id],
            )
            ids = [row[0] for row in cr.fetchall()]
        if not ids:
            raise UserError(
                self.env._("Nothing is held for you any more: put the flowers in again.")
            )
        numbers = orders.browse(ids).exists().mapped("krokus_checkout_number")
        if not numbers:
            raise ConcurrencyError("the confirmation is not visible to this transaction yet")
        return Checkout(
            numbers[0], orders.search([("krokus_checkout_number", "=", numbers[0])]), []
        )

    def _make_order(self, holds, values, comment):
        """One confirmed order of these holds, at the prices that the client was shown."""
        order = (
            self.env["sale.order"]
            .sudo()
            ._krokus_quietly()
            .create({**self._order_values(), **values, "krokus_basket_id": self.id})
        )
        order._krokus_write_lines(holds)
        self._check_prices(order, holds)
        if comment:
            order._krokus_note(comment)
        self._sell(holds, order)
        order.action_confirm()
        return order

    def _order_values(self):
        basket = self.sudo()
        return {
            "partner_id": basket.partner_id.id,
            "website_id": basket.website_id.id,
            "company_id": basket.website_id.company_id.id,
        }

    def _check_prices(self, order, holds):
        """A price that moved since the client saw it stops the confirmation, and is shown."""
        lines = {line.product_id.id: line for line in order.order_line}
        moved = [
            (held, lines[held.product_id].price_unit)
            for held in holds
            if order.currency_id.compare_amounts(held.price, lines[held.product_id].price_unit)
        ]
        if not moved:
            return
        self._show_prices(moved)
        raise UserError(
            self.env._("Prices have changed, please look again:")
            + "".join(
                f"\n{lines[held.product_id].name}: {held.price:g} → {price:g}"
                for held, price in moved
            )
        )

    def _show_prices(self, moved):
        """What the client is told now is what he confirms next; this outlives the refusal."""
        with side_cursor(self.env) as cr:
            for held, price in moved:
                cr.execute(
                    "UPDATE krokus_hold SET price = %s WHERE id = %s AND state = 'live'",
                    [exact(price), held.id],
                )

    def _sell(self, holds, order):
        """Live becomes sold in the order's own transaction: both stand, or neither."""
        ids = tuple(held.id for held in holds)
        self.env.cr.execute(
            "UPDATE krokus_hold SET state = 'sold', order_id = %s, deadline = NULL"
            f" WHERE id IN %s AND state = 'live' AND deadline > {CLOCK}",
            [order.id, ids],
        )
        if self.env.cr.rowcount != len(ids):
            # Taken after this transaction began, or run out this second: the repeated request sees.
            raise ConcurrencyError("a hold of the basket changed during its confirmation")
        self._forget_reads()

    def _cart(self):
        """The draft order that shows this basket, made if there is none."""
        orders = self.env["sale.order"].sudo()
        values = self._order_values()
        domain = [("state", "=", "draft"), ("krokus_basket_id", "=", False)]
        domain += [(name, "=", values[name]) for name in ("partner_id", "website_id")]
        found = orders.search(domain, limit=1)
        return found or orders.browse(orders._krokus_quietly().create(values).id)
