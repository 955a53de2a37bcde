from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command

from .. import ledger, take, turn

# Nobody outside can hand this object in: a context of a request holds plain values only.
QUIET = object()
AMOUNTS = {"amount_untaxed", "amount_tax", "amount_total"}
OWNED_BY = {"state", "partner_id", "website_id", "krokus_reserve"}


class SaleOrder(models.Model):
    """A draft order of the website shows a basket; a confirmed or reserved one owns sold holds."""

    _inherit = "sale.order"

    krokus_basket_id = fields.Many2one("krokus.basket", copy=False, readonly=True, index=True)
    krokus_checkout_number = fields.Char("Checkout", copy=False, readonly=True, index=True)
    krokus_checkout_told = fields.Json(
        "Told at the checkout",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="What the page that was confirmed showed, and what of it stayed: for a repeat.",
    )
    krokus_is_cart = fields.Boolean("Shows a basket", copy=False, readonly=True)
    krokus_reserve = fields.Boolean(
        "Reserve",
        copy=False,
        tracking=True,
        groups="sales_team.group_sale_salesman",
        help="Hold the flowers of this quotation until it is confirmed or cancelled.",
    )

    _krokus_cart_uniq = models.UniqueIndex(
        "(partner_id, website_id) WHERE krokus_is_cart", "A person has one cart on a website."
    )

    def _krokus_quietly(self):
        """The same records, whose lines follow the holds instead of leading them."""
        return self.with_context(krokus_quiet=QUIET)

    @api.model
    def _krokus_is_quiet(self):
        return self.env.context.get("krokus_quiet") is QUIET

    def _track_prepare(self, fields_iter):
        """The amounts of a cart move with every add: that is no news to be told in a message."""
        carts = self.filtered("krokus_is_cart")
        super(SaleOrder, carts)._track_prepare(set(fields_iter) - AMOUNTS)
        return super(SaleOrder, self - carts)._track_prepare(fields_iter)

    # ------------------------------------------------------------------- doors

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if not self._krokus_is_quiet():
            self._krokus_remember_first(orders, {})
            orders._krokus_become_cart()
            orders._krokus_follow({})
        return orders

    def write(self, vals):
        if self._krokus_is_quiet() or not OWNED_BY & vals.keys():
            return super().write(vals)
        confirmed = self.browse()
        if vals.get("state") == "sale":
            confirmed = self.filtered(lambda order: order.state != "sale")
            for order in confirmed:
                order._krokus_cover()
        others = self - confirmed
        before = others._krokus_claims()
        result = super().write(vals)
        self._krokus_stop_being_cart()
        others._krokus_become_cart()
        others._krokus_follow(before)
        return result

    def unlink(self):
        """The database deletes the lines by itself: they give back here."""
        before = self._krokus_claims()
        result = super().unlink()
        self.browse()._krokus_follow(before)
        return result

    def copy_data(self, default=None):
        """A copy is a plain quotation, nobody's cart."""
        return super().copy_data({"website_id": False, **(default or {})})

    def _krokus_become_cart(self):
        """The first draft of a person on a website shows his basket; the lock lets one be first."""
        for order in self.filtered(lambda order: not order.krokus_is_cart):
            if order.state == "draft" and not order.krokus_basket_id and order._krokus_person():
                basket = self.env["krokus.basket"]._of(order.partner_id, order.website_id)
                basket._lock()
                if not basket._find_cart():
                    order.sudo()._krokus_quietly().krokus_is_cart = True

    def _krokus_stop_being_cart(self):
        for order in self.filtered("krokus_is_cart"):
            if order.state != "draft" or not order._krokus_person():
                order.sudo()._krokus_quietly().krokus_is_cart = False

    def _krokus_person(self):
        """Who buys on a website; empty for a guest's cart, and for what was made elsewhere."""
        guest = self.website_id.user_id.partner_id
        return self.partner_id - guest if self.website_id else self.partner_id.browse()

    # ------------------------------------------------------------------ claims

    def _krokus_claims(self):
        """{(kind, id of its basket or order): {product id: quantity}}: what must be held."""
        claims = {}
        for order in self:
            kind, key = order._krokus_owner()
            if kind:
                totals = claims.setdefault((kind, key), {})
                for product_id, quantity in order._krokus_needed().items():
                    totals[product_id] = totals.get(product_id, take.ZERO) + quantity
        self._krokus_remember_first(self, claims)
        return claims

    def _krokus_owner(self):
        if self.krokus_is_cart:
            return "basket", self.env["krokus.basket"]._of(self.partner_id, self.website_id).id
        if self.state == "draft" and self.website_id and not self._krokus_person():
            return "guest", self.id
        if self.state == "sale" or (self.sudo().krokus_reserve and self.state in ("draft", "sent")):
            return "order", self.id
        return None, None

    @api.model
    def _krokus_remember_first(self, orders, claims):
        """What orders claimed before this transaction touched them: nothing counts twice."""
        memory = self._krokus_memory()
        for order in orders:
            memory.setdefault(order.id, (dict(claims.get(("order", order.id), {})), {}))

    @api.model
    def _krokus_memory(self):
        return self.env.cr.postcommit.data.setdefault("krokus_orders", {})

    def _krokus_needed(self):
        """{product id: quantity in the product's unit} of what lies in a warehouse."""
        needed = {}
        for line in self.order_line:
            if line.product_id.type == "consu":
                needed.setdefault(line.product_id.id, take.ZERO)
                needed[line.product_id.id] += line._krokus_base_quantity()
        return needed

    def _krokus_follow(self, before):
        """Make the ledger hold what these orders claim now. A guest is asked to log in first."""
        after = self._krokus_claims()
        prices = {line.product_id.id: ledger.exact(line.price_unit) for line in self.order_line}
        for owner in [*before, *(owner for owner in after if owner not in before)]:
            old, new = before.get(owner, {}), after.get(owner, {})
            wanted = {**dict.fromkeys(old, take.ZERO), **new}
            wanted = {key: q for key, q in wanted.items() if q != old.get(key, take.ZERO)}
            if wanted:
                self._krokus_follow_owner(owner, old, wanted, prices)

    def _krokus_follow_owner(self, owner, old, wanted, prices):
        kind, key = owner
        if kind == "basket":
            if self.env.user.share:
                self._krokus_check_packs(old, wanted)
            self.env["krokus.basket"].sudo().browse(key)._follow(old, wanted, prices)
        elif kind == "order":
            self.env["sale.order"].browse(key)._krokus_follow_order(wanted)
        elif any(quantity > old.get(key, take.ZERO) for key, quantity in wanted.items()):
            raise UserError(self.env._("Log in to order: a basket belongs to a client."))

    def _krokus_check_packs(self, old, wanted):
        """A client keeps whole packs, by whatever door he gives some back."""
        for key, quantity in wanted.items():
            had = old.get(key, take.ZERO)
            if quantity < had:
                kept = self._krokus_kept(key, quantity, had)
                if kept != quantity:
                    raise UserError(self._krokus_uneven(key, quantity, kept))

    @api.model
    def _krokus_kept(self, product_id, asked, had):
        offer = self.env["product.product"].browse(product_id)
        return take.lowered(asked, had, ledger.exact(offer.krokus_packing_step))

    @api.model
    def _krokus_uneven(self, product_id, asked, kept):
        grant = take.Grant(product_id, asked, kept, None, reason=take.UNEVEN)
        return self.env["krokus.basket"]._sentence(grant)

    def _krokus_follow_order(self, wanted):
        """A confirmed or reserved order's lines changed: more is sold, less is given back later."""
        first, raised = self._krokus_memory()[self.id]
        missing = {}
        for key, quantity in wanted.items():
            more = quantity - first.get(key, take.ZERO) - raised.get(key, take.ZERO)
            if more > 0:
                missing[key] = more
        if missing:
            self._krokus_sell_free(missing)
        self._krokus_trim_later()

    def _krokus_trim_later(self):
        """Once the transaction has ended the order holds what its lines then say."""
        key = self.id
        data = self.env.cr.postcommit.data.setdefault("krokus_trimmed", set())
        if key not in data:
            data.add(key)
            holds = self.env["krokus.hold"]
            xact = self._krokus_xact()
            self.env.cr.postcommit.add(lambda: holds._trim(key, xact))
            self.env.cr.postrollback.add(lambda: holds._trim(key))

    def _krokus_xact(self):
        self.env.cr.execute("SELECT pg_current_xact_id()::text")
        return self.env.cr.fetchone()[0]

    # -------------------------------------------------------------- projection

    def _krokus_project(self, basket):
        """Show what the basket holds, in one batch; whether anything had to change."""
        if not self._krokus_commands(basket._contents()) or basket._is_selling():
            return False
        basket._lock()
        return self._krokus_write_lines(basket._contents())

    def _krokus_write_lines(self, contents):
        commands = self._krokus_commands(contents)
        if commands:
            self._krokus_quietly().write({"order_line": commands})
        return bool(commands)

    def _krokus_commands(self, contents):
        """What makes the draft's lines equal to the holds; an offer in two lines becomes one."""
        wanted = take.totals(contents)
        goods = self._krokus_goods()
        commands = [
            Command.create({"product_id": key, "product_uom_qty": float(quantity)})
            for key, quantity in wanted.items()
            if key not in goods
        ]
        for key, (lines, total) in goods.items():
            own = lines.product_id.uom_id
            if total != wanted.get(key, take.ZERO) or lines.product_uom_id != own:
                commands += lines._krokus_become(wanted.get(key, take.ZERO))
        return commands

    def _krokus_goods(self):
        """{product id: (lines, how much they say in the offer's own unit)}."""
        goods = self.order_line.filtered(lambda line: line.product_id.type == "consu")
        return {
            key: (lines, sum((line._krokus_base_quantity() for line in lines), take.ZERO))
            for key, lines in goods.grouped(lambda line: line.product_id.id).items()
        }

    # -------------------------------------------------------------------- gate

    def action_confirm(self):
        result = super().action_confirm()
        self._krokus_after_confirm()
        return result

    def _krokus_after_confirm(self):
        """Called in the confirming transaction; others write what must leave with the order."""

    def _krokus_cover(self):
        """Nothing is sold that is not held: what no basket holds is taken here, or refused.

        A client's cart sells what its basket holds, no more: what ran out is taken anew first.
        """
        if self.krokus_is_cart:
            self._krokus_cover_by_basket()
        self._krokus_check_filled()
        missing = self._krokus_missing(self._krokus_needed())
        if missing and self.krokus_is_cart and self.env.user.share:
            raise UserError(
                self.env._("The time of this basket has run out: open the cart and take it again.")
            )
        if missing:
            self._krokus_sell_free(missing)
        self._krokus_trim_later()

    def _krokus_cover_by_basket(self):
        basket = self.env["krokus.basket"]._of(self.partner_id, self.website_id)
        basket._lock()
        contents = basket._contents()
        self._krokus_drop_given(take.totals([*contents, *basket._lost()]))
        chosen = self._krokus_pick(contents, self._krokus_needed())
        if self.env.user.share:
            reasons = basket._left_out([held for held in contents if held.id in chosen])
            if reasons:
                raise UserError("\n".join(dict.fromkeys(reasons.values())))
        if chosen:
            self._krokus_sell(chosen)

    def _krokus_drop_given(self, known):
        """A cart may still show what its client has given back a moment ago."""
        commands = []
        for key, (lines, total) in self._krokus_goods().items():
            if total > known.get(key, take.ZERO):
                commands += lines._krokus_become(known.get(key, take.ZERO))
        if commands:
            self._krokus_quietly().write({"order_line": commands})

    def _krokus_check_filled(self):
        """A return alone is no order either: it has a document of its own in the books."""
        if not any(line.product_uom_qty > 0 for line in self.order_line if not line.display_type):
            raise UserError(self.env._("There is nothing in this order: put goods into it first."))

    def _krokus_pick(self, contents, needed):
        """{hold id: how much of it this order needs}."""
        left, chosen = dict(needed), {}
        for held in contents:
            part = min(held.quantity, left.get(held.product_id, take.ZERO))
            if part:
                chosen[held.id] = part
                left[held.product_id] -= part
        return chosen

    def _krokus_sell(self, chosen):
        """Live becomes sold in the order's own transaction: both stand, or neither.

        {hold id: quantity}; what a hold has beyond it stays in the basket.
        """
        self.env.cr.execute(
            "SELECT id, basket_id, client_id, product_id, session_id, pool_id, quantity, price,"
            " started_at, deadline, latest FROM krokus_hold"
            f" WHERE id IN %s AND state = 'live' AND deadline > {ledger.CLOCK} FOR UPDATE",
            [tuple(chosen)],
        )
        rows = {row[0]: row for row in self.env.cr.fetchall()}
        for row in rows.values():
            turn.note_sold(self.env.cr, row[1], chosen)
        if len(rows) != len(chosen) or any(
            ledger.exact(row[6]) < chosen[key] for key, row in rows.items()
        ):
            # Taken after this transaction began, or run out this second: the repeated request sees.
            raise ConcurrencyError("a hold of the basket changed during its confirmation")
        for key, row in rows.items():
            self._krokus_sell_one(key, row, ledger.exact(chosen[key]))
        self.env["krokus.basket"]._forget_reads()

    def _krokus_sell_one(self, key, row, quantity):
        self.env.cr.execute(
            "UPDATE krokus_hold SET state = 'sold', order_id = %s, deadline = NULL, xact = NULL,"
            " quantity = %s WHERE id = %s",
            [self.id, quantity, key],
        )
        rest = ledger.exact(row[6]) - quantity
        if rest:
            self.env.cr.execute(
                "INSERT INTO krokus_hold (state, basket_id, client_id, product_id, session_id,"
                " pool_id, quantity, price, started_at, deadline, latest, before, unshown)"
                " VALUES ('live', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, 0)",
                [*row[1:6], rest, *row[7:]],
            )

    def _krokus_missing(self, needed):
        """{product id: what no sold hold of this order covers yet}."""
        _first, raised = self._krokus_memory().setdefault(self.id, ({}, {}))
        # What this very transaction took beside itself is in `raised`; it may see it or not.
        self.env.cr.execute(
            "SELECT product_id, SUM(quantity) FROM krokus_hold WHERE state = 'sold'"
            " AND order_id = %s AND xact IS DISTINCT FROM %s GROUP BY product_id",
            [self.id, self._krokus_xact()],
        )
        sold = {key: ledger.exact(quantity) for key, quantity in self.env.cr.fetchall()}
        missing = {
            key: quantity - sold.get(key, take.ZERO) - raised.get(key, take.ZERO)
            for key, quantity in needed.items()
        }
        return {key: quantity for key, quantity in missing.items() if quantity > 0}

    def _krokus_sell_free(self, missing):
        """Sold holds straight from the balance, for an order that no basket stands behind."""
        xact = self._krokus_xact()
        baskets = self.env["krokus.basket"].sudo()
        self._krokus_trim_later()
        with baskets._side() as cr:
            offers = ledger.offers(cr, missing)
            client = self._krokus_client()
            terms = baskets._hold_terms(cr, client, offers)
            keys = {(key, terms[key].pool_id) for key in missing if key in offers}
            balances = ledger.lock_balances(cr, keys)
            ledger.reap(cr, keys)
            balances = ledger.lock_balances(cr, keys)
            self._krokus_check_free(missing, terms, balances)
            rows = [
                (key, terms[key].session_id, terms[key].pool_id, quantity)
                for key, quantity in missing.items()
            ]
            ledger.sell_free(cr, self.id, client.id, xact, rows)
        raised = self._krokus_memory().setdefault(self.id, ({}, {}))[1]
        for key, quantity in missing.items():
            raised[key] = raised.get(key, take.ZERO) + quantity
        baskets._forget_reads()

    def _krokus_client(self):
        company = self.partner_id.commercial_partner_id
        return take.Client(self.partner_id.id, company.id, company.sudo().krokus_tier_id.id)

    def _krokus_check_free(self, missing, terms, balances):
        for key, quantity in missing.items():
            pool = terms[key].pool_id if key in terms else -1
            on_hand, held = balances.get((key, pool), (take.ZERO, take.ZERO))
            if pool and on_hand - held < quantity:
                name = self.env["product.product"].browse(key).display_name
                free = max(on_hand - held, take.ZERO)
                raise UserError(
                    self.env._("Only %(count)g of %(name)s are left.", count=free, name=name)
                )

    # -------------------------------------------------------------------- cart

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        """A client's cart counts in the offers' own units: no other one is taken for it."""
        offer = self.env["product.product"].browse(product_id)
        if self.krokus_is_cart and uom_id and uom_id != offer.uom_id.id:
            raise UserError(
                self.env._(
                    "%(name)s is counted in %(unit)s: order so many of them.",
                    name=offer.display_name,
                    unit=offer.uom_id.name,
                )
            )
        return super()._cart_add(product_id, quantity, uom_id=uom_id, **kwargs)

    def _verify_updated_quantity(self, order_line, product_id, new_qty, uom_id, **kwargs):
        """The website's cart takes what there is, and says why it is less than was asked for."""
        allowed, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )
        offer = self.env["product.product"].browse(product_id)
        if offer.type != "consu" or not self.krokus_is_cart or self._krokus_is_quiet():
            return allowed, warning
        self.env["krokus.basket"]._check_quantity(allowed)
        unit = self.env["uom.uom"].browse(uom_id) or offer.uom_id
        asked = ledger.exact(unit._compute_quantity(allowed, offer.uom_id))
        granted, why = self._krokus_granted(order_line, offer, asked)
        if granted == asked:
            return allowed, warning
        packs = ledger.exact(offer.uom_id._compute_quantity(float(granted), unit, round=False))
        return float(take.whole_packs(packs, take.ONE)), why

    def _krokus_granted(self, order_line, offer, asked):
        """(what the line may say of the offer, in its own unit; why it is less than was asked)."""
        lines = self.order_line.filtered(lambda line: line.product_id == offer)
        before = sum((line._krokus_base_quantity() for line in lines), take.ZERO)
        others = before - order_line._krokus_base_quantity()
        total = others + asked
        kept = self._krokus_kept(offer.id, total, before)
        basket = self.env["krokus.basket"]._of(self.partner_id, self.website_id)
        price = ledger.exact(order_line.price_unit or offer.lst_price)
        grants = basket._follow({offer.id: before}, {offer.id: kept}, {offer.id: price}, True)
        short = grants[0].asked - grants[0].granted if grants else take.ZERO
        if short:
            return max(kept - short - others, take.ZERO), basket._sentence(grants[0])
        return max(kept - others, take.ZERO), self._krokus_uneven(offer.id, total, kept)
