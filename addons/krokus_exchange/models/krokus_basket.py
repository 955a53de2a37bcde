from odoo import api, fields, models


class KrokusBasket(models.Model):
    _inherit = "krokus.basket"

    @api.model
    def _hold_terms(self, client, products):
        """An offer is held for the session that is open to the client, until it ends.

        A preorder without a quota is counted in no pool.
        """
        terms = super()._hold_terms(client, products)
        sessions = self.env["krokus.trading.session"]
        answers = sessions._may_buy(client, products)
        ends = sessions.browse({a.session_id for a in answers.values() if a.allowed})._last_moment()
        for product in products:
            terms[product.id] = self._terms_of(product, terms[product.id], answers, ends)
        return terms

    def _terms_of(self, product, term, answers, ends):
        answer = answers[product.id]
        return term._replace(
            pool_id=term.pool_id if product.krokus_mode == "exchange" else 0,
            session_id=answer.session_id,
            deadline=ends.get(answer.session_id),
            ships_on=answer.ships_on,
            refusal=None
            if answer.allowed
            else self.env["krokus.trading.session"]._sentence(answer),
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
