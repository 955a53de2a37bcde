from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve.ledger import CLOCK
from odoo.exceptions import UserError, ValidationError

from .. import deadline

PROLONGED_BY = timedelta(minutes=30)
# What a schedule decides, unless somebody has decided it by hand.
SHAPE = {"opens_at", "closes_at", "ships_on", "ships_until", "category_ids", "tier_ids", "active"}
SCHEDULED, OPEN, CLOSED = "scheduled", "open", "closed"

_HELD = (
    "SELECT session_id, SUM(quantity) FROM krokus_hold WHERE state = 'live'"
    f" AND deadline > {CLOCK} AND session_id IN %s GROUP BY session_id"
)
_SOLD = (
    "SELECT l.krokus_session_id, SUM(l.product_uom_qty), SUM(l.price_total),"
    " COUNT(DISTINCT o.id), COUNT(DISTINCT p.commercial_partner_id) FROM sale_order_line l"
    " JOIN sale_order o ON o.id = l.order_id JOIN res_partner p ON p.id = o.partner_id"
    " WHERE o.state = 'sale' AND l.krokus_session_id IN %s GROUP BY l.krokus_session_id"
)


class KrokusTradingSession(models.Model):
    """A time in which categories may be bought from, and the day on which it is fetched.

    Whether it is open is read from the clock, never stored: no job that runs late can keep the
    floor closed, or open.
    """

    _name = "krokus.trading.session"
    _inherit = ["mail.thread"]
    _description = "Trading session"
    _order = "opens_at desc, id desc"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    mode = fields.Selection(
        [("exchange", "Exchange"), ("preorder", "Preorder")], required=True, default="exchange"
    )
    category_ids = fields.Many2many("product.category", string="Categories", required=True)
    tier_ids = fields.Many2many(
        "krokus.client.tier", string="Tiers", help="Who may trade; empty means every tier."
    )
    opens_at = fields.Datetime(required=True, index=True, tracking=True)
    closes_at = fields.Datetime(required=True, tracking=True)
    ships_on = fields.Date("Shipment date", required=True, tracking=True)
    ships_until = fields.Datetime(
        "Shipment cut-off",
        tracking=True,
        help="Until then who trades outside the hours may still join this shipment.",
    )
    over_at = fields.Datetime(
        compute="_compute_over_at", store=True, index=True, help="Nothing joins it from then on."
    )
    grace_minutes = fields.Integer(
        default=15, tracking=True, help="How long after the close a basket may still be confirmed."
    )
    state = fields.Selection(
        [(SCHEDULED, "Scheduled"), (OPEN, "Open"), (CLOSED, "Closed")],
        compute="_compute_state",
        search="_search_state",
    )
    hours = fields.Char("Company's time", compute="_compute_hours")
    pool_id = fields.Many2one("krokus.pool", readonly=True, copy=False, ondelete="restrict")
    quota_ids = fields.One2many("krokus.trading.quota", "session_id", string="Quotas", copy=True)
    schedule_id = fields.Many2one(
        "krokus.trading.schedule", readonly=True, copy=False, index=True, ondelete="set null"
    )
    scheduled_on = fields.Date(readonly=True, copy=False)
    by_hand = fields.Boolean(
        readonly=True, copy=False, help="Somebody changed it: its schedule leaves it alone."
    )
    told_opening = fields.Boolean(readonly=True, copy=False)
    told_close = fields.Boolean(readonly=True, copy=False)
    currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    sold = fields.Float(digits="Product Unit", compute="_compute_figures")
    held = fields.Float("In baskets", digits="Product Unit", compute="_compute_figures")
    left = fields.Float("Left of the quotas", digits="Product Unit", compute="_compute_figures")
    client_count = fields.Integer("Clients", compute="_compute_figures")
    order_count = fields.Integer("Orders", compute="_compute_figures")
    turnover = fields.Monetary(compute="_compute_figures")

    _closes_after_opening = models.Constraint(
        "CHECK (closes_at > opens_at)", "A session must close after it opens: correct the times."
    )
    _grace_positive = models.Constraint(
        "CHECK (grace_minutes BETWEEN 0 AND 1440)",
        "The grace after the close is a number of minutes from 0 to 1440, a day: correct it.",
    )

    _day_of_schedule_uniq = models.UniqueIndex(
        "(schedule_id, scheduled_on) WHERE schedule_id IS NOT NULL",
        "A schedule makes one session of a day.",
    )

    @api.depends("closes_at", "ships_until")
    def _compute_over_at(self):
        for session in self:
            moments = [session.closes_at, session.ships_until]
            session.over_at = max(filter(None, moments), default=False)

    def _compute_figures(self):
        """Live: sold is what confirmed orders say, so a closed session keeps its figures."""
        held = self._figures_of(_HELD)
        sold = self._figures_of(_SOLD)
        for session in self:
            session.currency_id = self.env.company.currency_id
            session.held = held.get(session.id, (0,))[0]
            figures = sold.get(session.id, (0, 0, 0, 0))
            session.sold, session.turnover, session.order_count, session.client_count = figures
            session.left = sum(session.quota_ids.mapped("left"))

    def _figures_of(self, sql):
        if not self.ids:
            return {}
        self.env["sale.order.line"].flush_model()
        self.env.cr.execute(sql, [tuple(self.ids)])
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    @api.depends("opens_at", "closes_at")
    @api.depends_context("company", "lang")
    def _compute_hours(self):
        floor = self.env["krokus.trading.floor"]
        for session in self:
            opens, closes = floor._moment(session.opens_at), floor._moment(session.closes_at)
            day = f"{opens.partition(' ')[0]} "
            session.hours = f"{opens} – {closes.removeprefix(day)}" if opens and closes else ""

    @api.depends("opens_at", "closes_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for session in self:
            if not session.opens_at or now < session.opens_at:
                session.state = SCHEDULED
            else:  # a form may not have its close yet
                ends = session.closes_at
                session.state = OPEN if not ends or now < ends else CLOSED

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        domains = {
            SCHEDULED: fields.Domain("opens_at", ">", now),
            OPEN: fields.Domain("opens_at", "<=", now) & fields.Domain("closes_at", ">", now),
            CLOSED: fields.Domain("closes_at", "<=", now),
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("category_ids", "mode")
    def _check_categories(self):
        for session in self:
            strange = session.category_ids.filtered(lambda c, s=session: c.krokus_mode != s.mode)
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(category)s is not sold in this way: a session has categories of one"
                        " mode. Take it out, or change the session's mode.",
                        category=strange[0].display_name,
                    )
                )

    @api.constrains("opens_at", "closes_at", "category_ids", "tier_ids", "mode", "active")
    def _check_overlap(self):
        for session in self:
            rival = session._rivals()[:1]
            if rival:
                raise ValidationError(
                    self.env._(
                        "“%(rival)s” trades the same category to the same tier at that time:"
                        " change the times, the categories or the tiers of one of them.",
                        rival=rival.name,
                    )
                )

    def _rivals(self):
        """Exchange sessions of a category of this one that share a tier and a moment with it."""
        is_whole = self.active and self.opens_at and self.closes_at
        if self.mode != "exchange" or not is_whole:
            return self.browse()
        found = self.search(
            [
                ("id", "not in", self.ids),
                ("mode", "=", "exchange"),
                ("opens_at", "<", self.closes_at),
                ("closes_at", ">", self.opens_at),
                *self._domain_of_kin(),
            ]
        )
        return found.filtered(
            lambda rival: (
                not (self.tier_ids and rival.tier_ids)
                or set(self.tier_ids._origin.ids) & set(rival.tier_ids.ids)
            )
        )

    def _domain_of_kin(self):
        """Sessions that sell some of the same offers: a category sells what lies below it."""
        ids = self.category_ids._origin.ids
        return ["|", ("category_ids", "child_of", ids), ("category_ids", "parent_of", ids)]

    @api.constrains("mode", "ships_on", "category_ids", "active")
    def _check_shipment(self):
        for session in self:
            twin = session._twin()
            if twin:
                raise ValidationError(
                    self.env._(
                        "“%(twin)s” already takes preorders of this category for that date.",
                        twin=twin.name,
                    )
                )

    def _twin(self):
        """A preorder session of a category of this one that ships on the same day."""
        if self.mode != "preorder" or not self.active or not self.ships_on:
            return self.browse()
        return self.search(
            [
                ("id", "not in", self.ids),
                ("mode", "=", "preorder"),
                ("ships_on", "=", self.ships_on),
                *self._domain_of_kin(),
            ],
            limit=1,
        )

    # ----------------------------------------------------------------- buttons

    def action_open_now(self):
        """A session that has not opened yet opens."""
        self._check_state(SCHEDULED)
        self._check_still_ships()
        self.opens_at = fields.Datetime.now()

    def action_close_now(self):
        """What is held may still be confirmed for the minutes of grace."""
        self._check_state(OPEN)
        for session in self:
            at_least = session.opens_at + timedelta(seconds=1)
            session.closes_at = max(fields.Datetime.now(), at_least)

    def action_prolong(self):
        """By half an hour; one that has just closed opens again."""
        self._check_state(OPEN, CLOSED)
        self._check_still_ships()
        for session in self:
            session.closes_at = max(session.closes_at, fields.Datetime.now()) + PROLONGED_BY

    def _check_state(self, *states):
        """The clock may have been quicker than the page."""
        for session in self:
            if session.state not in states:
                raise UserError(
                    self.env._("“%s” is in another state by now: reload the page.", session.name)
                )

    def action_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_orders")
        return {**action, "domain": [("order_line.krokus_session_id", "=", self.id)]}

    # ----------------------------------------------------------------- changes

    def write(self, vals):
        """What baskets hold follows the new times, once takes see them."""
        if SHAPE & vals.keys():
            vals = {"by_hand": True, **vals}
        before = {session: session._ends() for session in self}
        result = super().write(vals)
        for session, old in before.items():
            new = session._ends()
            if new != old:
                session._follow_later(list(zip(old, new, strict=True)))
        return result

    def _ends(self):
        """(last moment of what was taken within the hours, of what was taken outside them)."""
        return (
            self.closes_at and self.closes_at + timedelta(minutes=self.grace_minutes),
            self.ships_until or self.over_at,
        )

    def _follow_later(self, moves):
        session_id = self.id

        def follow(cr):
            for old, new in moves:
                if old != new:
                    deadline.follow_session(cr, session_id, old, new)

        self.env["krokus.basket"]._after_commit(follow)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sold(self):
        """Its orders and baskets would ship on no day."""
        if self._is_used():
            raise UserError(
                self.env._("Something was sold in this session: archive it instead of deleting it.")
            )

    def _is_used(self):
        """Whether something is held or was sold in it."""
        self.env.cr.execute(
            "SELECT 1 FROM krokus_hold WHERE session_id IN %s UNION ALL"
            " SELECT 1 FROM sale_order_line WHERE krokus_session_id IN %s LIMIT 1",
            [tuple(self.ids), tuple(self.ids)],
        )
        return bool(self.env.cr.fetchone())

    def copy_data(self, default=None):
        """A copy is the session of the week after."""
        week = timedelta(weeks=1)
        copies = super().copy_data(default)
        for session, vals in zip(self, copies, strict=True):
            for name in ("opens_at", "closes_at", "ships_on", "ships_until"):
                if session[name] and name not in (default or {}):
                    vals[name] = session[name] + week
        return copies
