from contextlib import contextmanager

from odoo import api, fields, models, tools
from odoo.exceptions import ConcurrencyError, UserError
from psycopg2.errors import LockNotAvailable, SerializationFailure

from .. import ledger, take, turn
from ..counter import Counter
from ..door import Visit
from ..side import side_cursor
from ..take import Grant, Group, Rules, Taken, Terms

MANY = 2000  # offers in one request; a sheet has fewer
TURNS = 20  # that others may have at a basket before a request; each is a whole request of its own


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
    version = fields.Integer(default=0, required=True, help="Rewritten by whoever changes it.")
    until = fields.Datetime("Holds until", help="The end of the hour that the first item began.")
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
        partner_id, basket_id = self._known(self.env.uid, website.id)
        return self._of(self.env["res.partner"].browse(partner_id), website, basket_id)

    @api.model
    @tools.ormcache("uid", "website_id")
    def _known(self, uid, website_id):
        """(partner id, basket id) of a user, which stay his: no take need ask for them again."""
        self.env.cr.execute(
            "SELECT u.partner_id, b.id FROM res_users u LEFT JOIN krokus_basket b"
            " ON (b.partner_id, b.website_id) = (u.partner_id, %s) WHERE u.id = %s",
            [website_id, uid],
        )
        partner_id, basket_id = self.env.cr.fetchone()
        return partner_id, basket_id or self._make(partner_id, website_id)

    @api.model
    def _of(self, partner, website, basket_id=None):
        """The one basket of a person, made here if need be: two requests make one, never two."""
        known = self.env.cr.cache.setdefault("krokus_baskets", {})
        key = (partner.id, website.id)
        if key not in known:
            known[key] = basket_id or self._find(self.env.cr, *key) or self._make(*key)
        basket = self.sudo().browse(known[key])
        # A basket that was made this moment is not visible to the request's own transaction.
        basket._update_cache({"partner_id": partner.id, "website_id": website.id}, validate=False)
        return basket

    @api.model
    def _find(self, cr, partner_id, website_id):
        cr.execute(
            "SELECT id FROM krokus_basket WHERE partner_id = %s AND website_id = %s",
            [partner_id, website_id],
        )
        found = cr.fetchone()
        return found and found[0]

    @api.model
    def _make(self, partner_id, website_id):
        with side_cursor(self.env) as cr:
            cr.execute(
                "INSERT INTO krokus_basket (partner_id, website_id, request_number, version)"
                " SELECT id, %s, 0, 0 FROM res_partner WHERE id = %s ON CONFLICT DO NOTHING",
                [website_id, partner_id],
            )
            found = self._find(cr, partner_id, website_id)
        if not found:
            raise UserError(self.env._("Save the client first: then flowers can be held for him."))
        return found

    # ------------------------------------------------------------------ taking

    @api.model
    def _hold_terms(self, cr, client, offers):
        """{product id: Terms}: from which pool, for which session, until when, or why not.

        Asked on the side cursor for take.Client and {product id: take.Offer}, with plain SQL: it
        lies on the hottest path. Others extend this: here everything comes out of the warehouse
        at any time.
        """
        return dict.fromkeys(offers, Terms(pool_id=self.env["krokus.pool"]._warehouse_id()))

    def _take(self, wishes, number=None):
        """Set what the basket holds, and say what became of each wish: take.Taken.

        Quantities are absolute, so a repeated call does no harm; `number` counts a page's
        requests, and one that comes late only hears how things stand.
        """
        self.ensure_one()
        with self._at_counter(number) as counter:
            return self._serve(counter, wishes)

    @contextmanager
    def _at_counter(self, number=None):
        """The Counter of this basket, whose turn it is until the block ends."""
        if number is not None and (type(number) is not int or not 0 <= number < 2**31):
            raise UserError(self.env._("This page is out of date: open it again."))
        own = turn.is_taken(self.env.cr, self.id) and self._lock()
        with self._side() as cr:
            yield self._counter_of_own(cr, own, number) if own else self._counter(cr, number)
        self._forget_reads()

    def _counter(self, cr, number):
        """The Counter with the basket's row in the hand of the side."""
        entered = ledger.enter(cr, self.id, number)
        basket, rows = entered or ledger.look(cr, self.id)
        return Counter(cr, self.id, basket, rows, self._rules(), late=not entered)

    def _counter_of_own(self, cr, own, number=None):
        """The same for a request whose own transaction has the row: `own` is its turn.Turn."""
        self._check_unsold(cr)
        basket, rows = ledger.look(cr, self.id)
        late = number is not None and not ledger.is_heard(basket, number)
        if number is not None and not late:
            ledger.set_number(self.env.cr, self.id, number)
            basket = basket._replace(number=number)
        basket = basket._replace(until=own.until)
        return Counter(cr, self.id, basket, rows, self._rules(), late, keeper=self.env.cr)

    def _is_selling(self):
        """Whether this very request is selling what the basket holds: the side does not see it."""
        if not turn.has_sold(self.env.cr, self.id):
            return False
        with side_cursor(self.env) as cr:
            return turn.is_sold(self.env.cr, cr, self.id)

    def _check_unsold(self, cr):
        """What this very request is selling it has in its own hand: the side would wait for it."""
        if turn.is_sold(self.env.cr, cr, self.id):
            raise UserError(
                self.env._("This basket is being confirmed: change it when that is done.")
            )

    def _serve(self, counter, wishes):
        """What became of each wish; one who comes late hears how things stand."""
        wishes = self._checked(wishes)
        if counter.late:
            grants = self._as_it_stands(counter, wishes)
        else:
            grants = self._settle(counter.cr, counter, wishes)
        return Taken(grants, counter.contents(), counter.number, counter.late)

    def _checked(self, wishes):
        """{product id: Wish}, or a sentence for what no page sends."""
        found = {wish.product_id: wish for wish in wishes}
        if len(found) > MANY:
            raise UserError(self.env._("At most %s lines can be taken at once.", MANY))
        for wish in found.values():
            self._check_quantity(wish.quantity)
        return found

    @api.model
    def _check_quantity(self, quantity):
        try:
            return take.quantity(quantity)
        except ValueError:
            raise UserError(
                self.env._("“%s” is no quantity: enter how many you want.", quantity)
            ) from None

    def _settle(self, cr, counter, wishes, **how):
        """The grants of all wishes, those for goods that are not sold (any more) included."""
        unknown = wishes.keys() - counter.offers.keys()
        offers = counter.offers | (self._offered(cr, unknown) if unknown else {})
        for key, wish in wishes.items():
            if wish.session_id and key in offers:
                offers[key] = offers[key]._replace(session_id=wish.session_id)
        terms = self._hold_terms(cr, counter.client, offers)
        for key in wishes:
            if key in offers and not offers[key].sold:
                terms[key] = terms[key]._replace(refusal=self._unsold(key), lost=False)
        known = {key: wish for key, wish in wishes.items() if key in offers}
        grants = counter.settle(known, offers, terms, **how) if known else []
        return grants + [
            Grant(key, take.quantity(wish.quantity), take.ZERO, None, reason=take.GONE)
            for key, wish in wishes.items()
            if key not in offers
        ]

    def _offered(self, cr, product_ids):
        """{product id: take.Offer}, and whether it is sold to this client now; on the side."""
        website = self.website_id
        place = ledger.Place(website.id, website._get_cached("company_id"))
        return ledger.offered(cr, product_ids, self.partner_id.id, place)

    def _unsold(self, product_id):
        name = self.env["product.product"].sudo().browse(product_id).display_name
        return self.env._("%s is not on sale any more: no more of it can be taken.", name)

    def _as_it_stands(self, counter, wishes):
        held = counter.held()
        return [
            Grant(key, take.quantity(wish.quantity), held.get(key, take.ZERO), None)
            for key, wish in wishes.items()
        ]

    def _step(self, product_id):
        return self.env["product.product"].sudo().browse(product_id).krokus_packing_step

    def _sentence(self, grant):
        """Why less was granted than asked for, for the person who asked."""
        name = self.env["product.product"].sudo().browse(grant.product_id).display_name
        if grant.sentence:
            return grant.sentence
        if grant.reason == take.UNEVEN:
            return self.env._(
                "%(name)s is sold by the pack of %(step)g: take whole packs.",
                name=name,
                step=self._step(grant.product_id),
            )
        if grant.reason == take.CLOSED:
            return self.env._("Trading has just closed: %s cannot be added any more.", name)
        if grant.reason == take.BARRED:
            return self.env._("%s ran out in your basket a moment ago: others come first.", name)
        if grant.reason == take.CAPPED:
            return self.env._(
                "One client may hold no more than a part of the stock: %(count)g of %(name)s.",
                count=grant.granted,
                name=name,
            )
        if not grant.granted:
            return self.env._("%s has just been sold out.", name)
        return self.env._("Only %(count)g of %(name)s are left.", count=grant.granted, name=name)

    # ------------------------------------------------------------ core's doors

    @api.model
    def _begin(self):
        """Have the turn at the visitor's basket before the request has read or written anything.

        Whoever has to wait for another request begins with what that has left, and Odoo need not
        repeat him after a sleep with the worker in his hand.
        """
        for left in reversed(range(TURNS)):
            basket = self._current()
            try:
                return basket and turn.take(self.env.cr, basket.id, firm=True)
            except (SerializationFailure, ConcurrencyError):
                if not left:
                    raise
                self.env.cr.rollback()
                self.env.transaction.reset()
                self._forget_missing(basket)

    @api.model
    def _forget_missing(self, basket):
        """Each process keeps whose basket is which; one may have gone with its website."""
        with side_cursor(self.env) as cr:
            cr.execute("SELECT 1 FROM krokus_basket WHERE id = %s", [basket.id])
            if not cr.fetchone():
                self.env.registry.clear_cache()

    def _lock(self):
        """Wait in the request's own transaction for whoever works on this basket; its turn.Turn.

        From here on this transaction has the row, and the side keeps away from it.
        """
        return turn.take(self.env.cr, self.id)

    @contextmanager
    def _turn(self):
        """The side cursor, while nobody else works on this basket."""
        own = turn.is_taken(self.env.cr, self.id) and self._lock()
        with self._side() as cr:
            if own:
                self._check_unsold(cr)
            else:
                ledger.lock_basket(cr, self.id)
            yield cr

    def _follow(self, before, after, prices, partly=False):
        """Hold what the lines of the cart say now: {product id: quantity} before and after.

        More is taken at once, or refused in words; less is given back when the request has
        committed; if it fails, what stood before it stands again. With `partly` takes what there
        is. The grants.
        """
        memory = self.env.cr.postcommit.data.setdefault(("krokus", self.id), {})
        changed = {
            key: quantity
            for key, quantity in after.items()
            if key not in memory or memory[key].held != quantity + memory[key].unshown
        }
        if not changed:
            return []
        own = self._lock()
        # If the request succeeds, its own commit comes later and takes this to the disk before it.
        with self._side(lazily=True) as cr:
            grants = Visit(cr, self, own, memory).follow(before, changed, prices, partly)
        self._forget_reads()
        self._watch(own.xact)
        for grant in grants:
            if grant.granted < grant.asked and not partly:
                raise UserError(self._sentence(grant))
        return grants

    def _watch(self, xact):
        """See to it that the holds follow the request's end, whichever it is."""
        cr = self.env.cr
        if ("krokus", self.id, "watched") not in cr.postcommit.data:
            cr.postcommit.data["krokus", self.id, "watched"] = True
            cr.postcommit.add(lambda: self._resolve(xact, True))
            cr.postrollback.add(lambda: self._resolve(xact, False))

    def _resolve(self, xact=None, committed=None):
        """Who finds the basket locked leaves it: the next request or the sweep does the same."""
        try:
            with side_cursor(self.env, lazily=True) as cr:
                if not committed:
                    ledger.lock_basket(cr, self.id)
                if not committed or ledger.unmark(cr, self.id, xact):
                    ledger.resolve(cr, self.id, xact, committed)
        except LockNotAvailable:
            return
        self._forget_reads()

    # ----------------------------------------------------------------- reading

    def _contents(self):
        """[take.Held]: what the basket holds now, the dead left out."""
        if not self:
            return []
        with side_cursor(self.env) as cr:
            return ledger.contents(cr, self.id)

    def _seconds_left(self):
        """Seconds until the first line of the basket is given back; None when it is empty."""
        return min((held.seconds_left for held in self._contents()), default=None)

    def _show_prices(self, prices):
        """Keep what the client is shown: {hold id: price}."""
        with self._turn() as cr:
            ledger.set_prices(cr, self.id, prices, key="id")

    def _lost(self):
        """[take.Lost]: what ran out or was cut since the client last looked, the latest first."""
        if not self:
            return []
        with side_cursor(self.env) as cr:
            return ledger.lost(cr, self.id)

    def _dismiss_lost(self):
        """The client has seen it."""
        if not self:
            return
        with self._turn() as cr:
            ledger.reap(cr, basket_id=self.id)
            ledger.dismiss_lost(cr, self.id)

    @api.model
    @tools.ormcache()
    def _rules(self):
        """What the company has set, as take.Rules; kept as core keeps each setting."""
        read = self.env["ir.config_parameter"].sudo().get_param

        def setting(name, default):
            return read(f"krokus_cart_reserve.{name}", default)

        return Rules(
            minutes=int(setting("hold_minutes", 60)),
            extends=bool(setting("hold_extends", False)),
            share=ledger.exact(setting("client_share", 0)),
            pause=int(setting("pause_minutes", 0)),
            loose=bool(setting("sell_remainder", False)),
        )

    @api.model
    def _warning_minutes(self):
        """So long before the end the client is warned."""
        read = self.env["ir.config_parameter"].sudo().get_param
        return int(read("krokus_cart_reserve.warning_minutes", 5))

    @contextmanager
    def _side(self, lazily=False):
        """The side cursor; whoever had to wait too long for somebody else hears so."""
        try:
            with side_cursor(self.env, lazily) as cr:
                yield cr
        except LockNotAvailable:
            raise UserError(
                self.env._("Too many hands at once: nothing was changed, please try again.")
            ) from None

    @api.model
    def _after_commit(self, change):
        """Run `change(cr)` on the side, once what the request wrote can be seen there."""

        def run():
            with self._side() as cr:
                change(cr)
            self._forget_reads()

        self.env.cr.postcommit.add(run)

    def _forget_reads(self):
        self.env["krokus.stock"].invalidate_model(flush=False)
        self.env["krokus.hold"].invalidate_model(flush=False)

    # -------------------------------------------------------------- confirming

    def _confirm(self, seen, details=None):
        """Make orders of what the client saw: {hold id: take.Seen, or the price alone}; how that
        ends is a Checkout.

        `details` {key of a shipment: values} go to its order; a page says something of each, or
        the confirmation stops (UnsaidError). None: nobody looked at a page.
        """
        self.ensure_one()
        return self.env["krokus.checkout"]._run(self, seen, details)

    def _left_out(self, contents):
        """{hold id: why it cannot be confirmed now}, for people. Others extend this."""
        if not contents:
            return {}
        with side_cursor(self.env) as cr:
            offers = self.sudo()._offered(cr, {held.product_id for held in contents})
        reason = self.env._("It is not on sale any more: take it out of the basket.")
        return {held.id: reason for held in contents if not offers[held.product_id].sold}

    def _confirm_groups(self, contents):
        """[take.Group]: what ships together. Others extend this."""
        return [Group("", {}, contents)]

    def _order_line_values(self, held):
        """Of the order's line that a hold becomes. Others extend this."""
        return {
            "product_id": held.product_id,
            "product_uom_qty": float(held.quantity),
            "krokus_hold_id": held.id,
        }

    def _cart(self):
        """The draft order that shows this basket, made if there is none."""
        basket = self.sudo()
        return basket._find_cart() or self.env["sale.order"].sudo().create(basket._order_values())

    def _find_cart(self):
        orders = self.env["sale.order"].sudo()
        domain = [("krokus_is_cart", "=", True), ("partner_id", "=", self.sudo().partner_id.id)]
        return orders.search([*domain, ("website_id", "=", self.sudo().website_id.id)], limit=1)

    def _shows(self, order):
        """Whether this order is the draft that shows the basket: there is one."""
        basket = self.sudo()
        owner = (order.partner_id, order.website_id)
        return order.krokus_is_cart and owner == (basket.partner_id, basket.website_id)

    def _order_values(self):
        basket = self.sudo()
        return {
            "partner_id": basket.partner_id.id,
            "website_id": basket.website_id.id,
            "company_id": basket.website_id.company_id.id,
        }
