from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.krokus_cart_reserve.ledger import CLOCK


class KrokusTradingNews(models.AbstractModel):
    """Messages to clients, by choice: it has opened, it will close soon and your basket is full.

    A session's mark and the mails that it stands for are written in one transaction: either both
    are there, or the next run does both.
    """

    _name = "krokus.trading.news"
    _description = "News of trading"

    @api.model
    def _cron_tell(self):
        read = self.env["ir.config_parameter"].sudo().get_param
        if read("krokus_exchange.tell_opening"):
            self._tell_opening()
        minutes = int(read("krokus_exchange.tell_close_minutes") or 0)
        if minutes:
            self._tell_close(minutes)

    @api.model
    def _tell_opening(self):
        template = self.env.ref("krokus_exchange.mail_template_opening")
        for session in self._running([("told_opening", "=", False)]):
            session.told_opening = True
            for person in self._may_trade(session):
                self._send(template, session, person)

    @api.model
    def _tell_close(self, minutes):
        template = self.env.ref("krokus_exchange.mail_template_close")
        soon = fields.Datetime.now() + timedelta(minutes=minutes)
        for session in self._running([("told_close", "=", False), ("closes_at", "<=", soon)]):
            session.told_close = True
            for person in self._holders(session):
                self._send(template, session, person)

    def _running(self, domain):
        return self.env["krokus.trading.session"].search([("state", "=", "open"), *domain])

    def _may_trade(self, session):
        """People of clients whose tier may trade in it, and who see something of it."""
        tiers = [("krokus_tier_id", "in", session.tier_ids.ids or self._all_tiers())]
        people = self.env["res.users"].search([("share", "=", True)]).partner_id
        people = people.filtered_domain([*tiers, ("email", "!=", False)])
        categories = self.env["product.category"]
        wanted = set(categories.search([("id", "child_of", session.category_ids.ids)]).ids)
        return people.filtered(lambda person: wanted & categories._krokus_visible_ids(person))

    def _all_tiers(self):
        return self.env["krokus.client.tier"].search([("active", "=", True)]).ids

    def _holders(self, session):
        self.env.cr.execute(
            "SELECT DISTINCT b.partner_id FROM krokus_hold h"
            " JOIN krokus_basket b ON b.id = h.basket_id WHERE h.state = 'live'"
            f" AND h.deadline > {CLOCK} AND h.session_id = %s",
            [session.id],
        )
        people = self.env["res.partner"].browse(row[0] for row in self.env.cr.fetchall())
        return people.filtered("email")

    def _send(self, template, session, person):
        """Into the queue of mails: nothing is sent here."""
        template.with_context(lang=person.lang).send_mail(
            session.id, email_values={"recipient_ids": [(4, person.id)], "email_to": False}
        )
