import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..text import clean_line

LONGEST = 254  # characters of an e-mail address
MANY = 1000  # answered in one run

_logger = logging.getLogger(__name__)


class KrokusPasswordRequest(models.Model):
    """Somebody asked for a new password of what may be a login.

    Whether it is one is looked up afterwards: the page answers the same, as quickly, for any.
    """

    _name = "krokus.password.request"
    _description = "Request for a new password"

    login = fields.Char(required=True)
    website_id = fields.Many2one("website", ondelete="cascade")

    @api.model
    def _ask(self, login):
        website = self.env["website"].get_current_website(fallback=False)
        login = clean_line(login, LONGEST)
        if login:
            self.sudo().create({"login": login, "website_id": website.id})
            self.env.ref("krokus_catalog.password_request_cron").sudo()._trigger()

    @api.model
    def _cron_answer(self):
        """Send a letter to whoever has such a login, and forget the question."""
        for asked in self.search([], order="id", limit=MANY):
            try:
                with self.env.cr.savepoint():
                    asked._answer()
            except UserError as refusal:
                _logger.info("No letter for request %s: %s", asked.id, refusal)
            asked.unlink()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _answer(self):
        users = self.env["res.users"].with_context(website_id=self.website_id.id)
        for domain in (users._get_login_domain(self.login), users._get_email_domain(self.login)):
            found = users.search(domain, limit=2)
            if found:
                break
        if len(found) == 1 and found._krokus_is_admitted():
            found.action_reset_password()
