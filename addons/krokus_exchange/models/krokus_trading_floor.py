from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve.ledger import CLOCK
from odoo.addons.krokus_cart_reserve.take import Client
from odoo.addons.krokus_catalog.prepared import Prepared

from .. import window
from ..window import Answer, Asker, Window

# Sessions that are over are found by no index scan: the question costs what is ahead.
_QUESTION = Prepared(
    f"""
    SELECT floor.*, s.mode, s.id, s.opens_at, s.closes_at, s.ships_on, s.ships_until,
           s.grace_minutes, s.pool_id,
           ARRAY(SELECT product_category_id
                   FROM krokus_trading_session_product_category_rel r
                  WHERE r.krokus_trading_session_id = s.id),
           ARRAY(SELECT krokus_client_tier_id
                   FROM krokus_client_tier_krokus_trading_session_rel r
                  WHERE r.krokus_trading_session_id = s.id),
           ARRAY(SELECT q.product_id FROM krokus_trading_quota q
                  WHERE q.session_id = s.id AND q.product_id = ANY(%(products)s))
      FROM (SELECT {CLOCK} AS now,
                   (SELECT mode FROM krokus_floor_mode ORDER BY id DESC LIMIT 1) AS rule,
                   (SELECT outside_hours FROM krokus_client_tier WHERE id = %(tier)s) AS chosen,
                   (SELECT krokus_outside_until > {CLOCK} FROM res_partner
                     WHERE id = %(client)s) AS excepted,
                   ARRAY(SELECT id FROM product_category
                          WHERE krokus_stopped_at IS NOT NULL) AS stopped) floor
      LEFT JOIN krokus_trading_session s
           ON s.active AND s.over_at > floor.now
          AND s.id IN (SELECT krokus_trading_session_id
                         FROM krokus_trading_session_product_category_rel
                        WHERE product_category_id = ANY(%(path)s))
""",
    tier="int",
    client="int",
    products="int[]",
    path="int[]",
)


class KrokusTradingFloor(models.AbstractModel):
    """The one question that every door asks: may this client buy this offer now, in which
    session, until when, and when does it ship? One statement, however many offers and sessions.
    """

    _name = "krokus.trading.floor"
    _description = "Trading floor"

    @api.model
    def _may_buy(self, client, products, trusted=None):
        """{product id: window.Answer} for a client now, by the database's clock.

        `trusted`: whether somebody asks for him who may sell after the close.
        """
        self.env.flush_all()
        # Of a partner one field is asked; core would read all it has.
        company = client.sudo().with_context(prefetch_fields=False).commercial_partner_id
        asker = Client(client.id, company.id, company.krokus_tier_id.id or None)
        facts = {}
        by_category = products.sudo().grouped(lambda offer: offer.product_tmpl_id.categ_id)
        for category, offers in by_category.items():
            path = tuple(int(part) for part in (category.parent_path or "").split("/") if part)
            facts.update(dict.fromkeys(offers.ids, (category.krokus_mode, path, 0)))
        return self._answers(self.env.cr, asker, facts, trusted)

    @api.model
    def _answers(self, cr, client, facts, trusted=None):
        """{product id: window.Answer} for a take.Client and {product id: (mode, ids of its
        categories, the session that the client chose or 0)}."""
        now, rule, asker, stopped, sessions = self._ask(cr, client, facts)
        asker = asker._replace(staff=self._is_trusted() if trusted is None else trusted)
        answers, known = {}, {}
        for product_id, fact in facts.items():
            if fact not in known:
                mode, path, chosen = fact
                known[fact] = self._answer(
                    [w for kind, ids, w in sessions if kind == mode and ids.intersection(path)],
                    *(asker, now, rule, chosen),
                    stopped=stopped.intersection(path),
                )
            answers[product_id] = known[fact]
        return answers

    def _answer(self, windows, asker, now, rule, chosen, stopped):
        if stopped:
            return Answer(False, window.STOPPED)
        return window.answer(windows, asker, now, rule, chosen)

    @api.model
    def _ask(self, cr, client, facts):
        """(now, mode of the floor, Asker, stopped categories, [(mode, categories, Window)])."""
        _QUESTION(
            cr,
            tier=client.tier_id,
            client=client.id,
            products=list(facts),
            path=list({key for _mode, path, _chosen in facts.values() for key in path}),
        )
        rows = cr.fetchall()
        now, rule, chosen, excepted, stopped = rows[0][:5]
        asker = Asker(client.tier_id, bool(chosen), bool(excepted))
        sessions = [self._window(*row[5:]) for row in rows if row[6]]
        return now, rule or window.OUTSIDE, asker, frozenset(stopped), sessions

    @api.model
    def _window(self, mode, key, opens, closes, ships, until, grace, pool, categories, tiers, some):
        last_at = closes + timedelta(minutes=grace or 0)
        return (
            mode,
            frozenset(categories),
            Window(
                *(key, opens, closes, ships, frozenset(tiers), last_at, until),
                *(pool or 0, frozenset(some)),
            ),
        )

    @api.model
    def _is_trusted(self):
        """Whether it is somebody of the company who may sell after the close."""
        return self.env.user.has_group("krokus_exchange.group_after_close")

    # --------------------------------------------------------------- sentences

    @api.model
    def _sentence(self, answer):
        """Why an offer cannot be bought now, for the client."""
        if answer.reason == window.NOT_YET:
            return self.env._("Trading opens on %s.", self._moment(answer.opens_at))
        if answer.reason == window.NOT_FOR_YOU:
            return self.env._("This session is not open to you: ask your manager.")
        if answer.reason == window.CHOSEN_ONLY:
            return self.env._("Only some clients can trade now: ask your manager.")
        if answer.reason == window.STOPPED:
            return self.env._("Trading of these goods is stopped for now: ask your manager.")
        if answer.reason == window.OVER:
            return self.env._("This shipment is closed: choose another date.")
        return self.env._("Trading is closed now.")

    @api.model
    def _moment(self, moment):
        """A moment as people read it: trading hours are the company's, wherever they sit."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz=self._zone()), moment)
        return local.strftime("%d.%m, %H:%M")

    @api.model
    def _zone(self):
        company = self.env.company.sudo().partner_id.with_context(prefetch_fields=False)
        return company.tz or "Europe/Moscow"
