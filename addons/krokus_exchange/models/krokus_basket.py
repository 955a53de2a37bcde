from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve.ledger import CLOCK, exact
from odoo.addons.krokus_cart_reserve.side import side_cursor
from odoo.addons.krokus_cart_reserve.take import Group
from odoo.tools import formatLang

from .. import window

# What a basket holds of stopped categories, and for sessions that are over whatever it was told.
_OVER = f"""
    SELECT h.id, stop.there
      FROM krokus_hold h
      JOIN product_product p ON p.id = h.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN product_category c ON c.id = t.categ_id
      LEFT JOIN krokus_trading_session s ON s.id = h.session_id
     CROSS JOIN LATERAL (
           SELECT EXISTS (SELECT 1 FROM product_category stopped
                           WHERE stopped.krokus_stopped_at IS NOT NULL
                             AND c.parent_path LIKE stopped.parent_path || '%%') AS there) stop
     WHERE h.id IN %s
       AND (NOT s.active
            OR s.closes_at + make_interval(mins => s.grace_minutes) <= {CLOCK}
               AND NOT (h.started_at >= s.closes_at AND s.ships_until > {CLOCK} IS TRUE)
            OR stop.there)
"""


class KrokusBasket(models.Model):
    _inherit = "krokus.basket"

    @api.model
    def _hold_terms(self, cr, client, offers):
        """An offer is held for the session that is open to the client, until it ends.

        A preorder without a quota is counted in no pool.
        """
        terms = super()._hold_terms(cr, client, offers)
        facts = {key: (offer.mode, offer.path, offer.session_id) for key, offer in offers.items()}
        answers = self.env["krokus.trading.floor"]._answers(cr, client, facts)
        return {
            key: self._terms_of(offer, terms[key], answers[key]) for key, offer in offers.items()
        }

    @api.model
    def _terms_of(self, offer, term, answer):
        refusal = None
        if not answer.allowed:
            refusal = self.env["krokus.trading.floor"]._sentence(answer)
        quota = answer.pool_id if offer.id in answer.counted else 0
        return term._replace(
            pool_id=term.pool_id if offer.mode == "exchange" else quota,
            session_id=answer.session_id,
            until=answer.until,
            deadline=answer.last_at,
            ships_on=answer.ships_on,
            refusal=refusal,
            lost=answer.reason == window.NO_SESSION,
        )

    def _order_line_values(self, held):
        values = super()._order_line_values(held)
        return {**values, "krokus_session_id": held.session_id or False}

    # -------------------------------------------------------------- confirming

    def _left_out(self, contents):
        """What is stopped, over, or below the least that ships stays in the basket."""
        reasons = super()._left_out(contents) | self._over(contents)
        rest = [held for held in contents if held.id not in reasons]
        for group in self._confirm_groups(rest):
            reasons |= self._too_little(group.holds)
        return reasons

    def _over(self, contents):
        if not contents:
            return {}
        with side_cursor(self.env) as cr:
            cr.execute(_OVER, [tuple(held.id for held in contents)])
            rows = cr.fetchall()
        stopped = self.env["krokus.trading.floor"]._sentence(window.Answer(False, window.STOPPED))
        over = self.env._("The session is closed: this can be ordered no more.")
        return {key: stopped if is_stopped else over for key, is_stopped in rows}

    def _too_little(self, group):
        """{hold id: sentence} if this shipment is less than the client's tier must order."""
        basket = self.sudo()
        least = exact(basket.partner_id.commercial_partner_id.krokus_tier_id.minimum_order)
        amount = sum((held.quantity * held.price for held in group), Decimal(0))
        if amount >= least:
            return {}
        currency = basket.website_id.currency_id
        sentence = self.env._(
            "A shipment is confirmed from %(least)s on: add goods for %(more)s.",
            least=formatLang(self.env, float(least), currency_obj=currency),
            more=formatLang(self.env, float(least - amount), currency_obj=currency),
        )
        return {held.id: sentence for held in group}

    def _confirm_groups(self, holds):
        """One order for each shipment: mode and date."""
        sessions = self.env["krokus.trading.session"].sudo()
        known = sessions.browse({held.session_id for held in holds}).exists()
        groups = {}
        for held in holds:
            session = known.filtered(lambda one, held=held: one.id == held.session_id)
            groups.setdefault(
                (session.mode or "", session.ships_on or fields.Date.today()), []
            ).append((session, held))
        return [
            Group(
                f"{mode or 'any'}-{date}",
                {"krokus_session_id": pairs[0][0].id, "krokus_shipment_date": date},
                [held for _session, held in pairs],
            )
            for (mode, date), pairs in sorted(groups.items(), key=lambda item: item[0])
        ]
