from odoo import api, fields, models

from .. import window


class KrokusBasket(models.Model):
    _inherit = "krokus.basket"

    @api.model
    def _hold_terms(self, cr, client, offers):
        """An offer is held for the session that is open to the client, until it ends.

        A preorder without a quota is counted in no pool.
        """
        terms = super()._hold_terms(cr, client, offers)
        facts = {key: (offer.mode, offer.path) for key, offer in offers.items()}
        sessions = self.env["krokus.trading.session"]
        answers = sessions._answers(cr, client.tier_id, facts)
        return {
            key: self._terms_of(offer, terms[key], answers[key]) for key, offer in offers.items()
        }

    @api.model
    def _terms_of(self, offer, term, answer):
        refusal = None
        if not answer.allowed:
            refusal = self.env["krokus.trading.session"]._sentence(answer)
        return term._replace(
            pool_id=term.pool_id if offer.mode == "exchange" else 0,
            session_id=answer.session_id,
            until=answer.until,
            deadline=answer.last_at,
            ships_on=answer.ships_on,
            refusal=refusal,
            lost=answer.reason == window.NO_SESSION,
        )

    def _confirm_groups(self, holds):
        """One order for each shipment: mode and date."""
        sessions = self.env["krokus.trading.session"].sudo()
        groups = {}
        for held in holds:
            session = sessions.browse(held.session_id).exists()
            groups.setdefault(
                (session.mode or "", session.ships_on or fields.Date.today()), []
            ).append((session, held))
        return [
            (
                {"krokus_session_id": pairs[0][0].id, "krokus_shipment_date": date},
                [held for _session, held in pairs],
            )
            for (_mode, date), pairs in sorted(groups.items(), key=lambda item: item[0])
        ]
