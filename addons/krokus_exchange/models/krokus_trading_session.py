from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import window

SCHEDULED, OPEN, CLOSED = "scheduled", "open", "closed"


class KrokusTradingSession(models.Model):
    """A time in which categories may be bought from, and the day on which it is fetched.

    Whether it is open is read from the clock, never stored: no job that runs late can keep the
    floor closed, or open.
    """

    _name = "krokus.trading.session"
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
    opens_at = fields.Datetime(required=True, index=True)
    closes_at = fields.Datetime(required=True, index=True)
    ships_on = fields.Date("Shipment date", required=True)
    ships_until = fields.Datetime(
        "Shipment cut-off", help="Until then a privileged line may still join this shipment."
    )
    grace_minutes = fields.Integer(
        default=15, help="How long after the close a basket may still be confirmed."
    )
    state = fields.Selection(
        [(SCHEDULED, "Scheduled"), (OPEN, "Open"), (CLOSED, "Closed")],
        compute="_compute_state",
        search="_search_state",
    )

    _closes_after_opening = models.Constraint(
        "CHECK (closes_at > opens_at)", "A session must close after it opens: correct the times."
    )
    _grace_positive = models.Constraint(
        "CHECK (grace_minutes >= 0)", "The grace after the close cannot be less than nothing."
    )

    @api.depends("opens_at", "closes_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for session in self:
            if not session.opens_at or now < session.opens_at:
                session.state = SCHEDULED
            else:
                session.state = OPEN if now < session.closes_at else CLOSED

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
        """Two exchange sessions of a category never share a tier and a moment."""
        for session in self.filtered(lambda s: s.mode == "exchange" and s.active):
            rivals = self.search(
                [
                    ("id", "!=", session.id),
                    ("mode", "=", "exchange"),
                    ("opens_at", "<", session.closes_at),
                    ("closes_at", ">", session.opens_at),
                    ("category_ids", "in", session.category_ids.ids),
                ]
            )
            for rival in rivals:
                if not (session.tier_ids and rival.tier_ids) or session.tier_ids & rival.tier_ids:
                    raise ValidationError(
                        self.env._(
                            "“%(rival)s” trades the same category to the same tier at that time:"
                            " change the times, the categories or the tiers of one of them.",
                            rival=rival.name,
                        )
                    )

    @api.constrains("mode", "ships_on", "category_ids", "active")
    def _check_shipment(self):
        for session in self.filtered(lambda s: s.mode == "preorder" and s.active):
            twin = self.search(
                [
                    ("id", "!=", session.id),
                    ("mode", "=", "preorder"),
                    ("ships_on", "=", session.ships_on),
                    ("category_ids", "in", session.category_ids.ids),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "“%(twin)s” already takes preorders of this category for that date.",
                        twin=twin.name,
                    )
                )

    # ---------------------------------------------------------------- question

    @api.model
    def _may_buy(self, client, products):
        """{product id: window.Answer} for a client now, by the database's clock.

        One query, whatever the number of offers and of past sessions.
        """
        self.env.flush_all()
        tier_id = client.sudo().commercial_partner_id.krokus_tier_id.id
        facts = {}
        for category, offers in products.sudo().grouped("categ_id").items():
            path = tuple(int(part) for part in (category.parent_path or "").split("/") if part)
            facts.update(dict.fromkeys(offers.ids, (category.krokus_mode, path)))
        return self._answers(self.env.cr, tier_id, facts)

    @api.model
    def _answers(self, cr, tier_id, facts):
        """{product id: window.Answer} for {product id: (mode, ids of its categories)}."""
        now, sessions = self._windows(cr)
        answers, known = {}, {}
        for product_id, fact in facts.items():
            if fact not in known:
                mode, path = fact
                fitting = [
                    w for kind, ids, w in sessions if kind == mode and ids.intersection(path)
                ]
                known[fact] = window.answer(fitting, tier_id, now)
            answers[product_id] = known[fact]
        return answers

    @api.model
    def _windows(self, cr):
        """(now, [(mode, category ids, Window)]) of the sessions that are not over."""
        cr.execute(
            """
            SELECT clock.now, s.mode, s.id, s.opens_at, s.closes_at, s.ships_on, s.grace_minutes,
                   ARRAY(SELECT product_category_id
                           FROM krokus_trading_session_product_category_rel r
                          WHERE r.krokus_trading_session_id = s.id),
                   ARRAY(SELECT krokus_client_tier_id
                           FROM krokus_client_tier_krokus_trading_session_rel r
                          WHERE r.krokus_trading_session_id = s.id)
              FROM (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now) clock
              LEFT JOIN krokus_trading_session s ON s.active AND s.closes_at > clock.now
            """
        )
        rows = cr.fetchall()
        sessions = [
            (
                mode,
                frozenset(categories),
                window.Window(
                    *(key, opens, closes, ships, frozenset(tiers)),
                    closes + timedelta(minutes=grace or 0),
                ),
            )
            for _now, mode, key, opens, closes, ships, grace, categories, tiers in rows
            if key
        ]
        return rows[0][0], sessions

    @api.model
    def _sentence(self, answer):
        """Why an offer cannot be bought now, for the client."""
        if answer.reason == window.NOT_YET:
            moment = fields.Datetime.context_timestamp(self._in_company_time(), answer.opens_at)
            return self.env._("Trading opens on %s.", moment.strftime("%d.%m, %H:%M"))
        if answer.reason == window.NOT_FOR_YOU:
            return self.env._("This session is not open to you: ask your manager.")
        return self.env._("Trading is closed now.")

    def _in_company_time(self):
        """Trading hours are the company's, wherever the client sits."""
        return self.with_context(tz=self.env.company.partner_id.tz or "Europe/Moscow")
