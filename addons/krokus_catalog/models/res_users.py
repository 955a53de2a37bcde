from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.fields import Domain
from odoo.tools import SQL

from ..text import clean_line
from .krokus_login_attempt import TooSoon
from .res_partner import STAFF

# A login of a client works as long as the person, and whoever stands above, is not archived.
_ADMITTED = SQL(
    """
    (res_users.active AND (NOT COALESCE(res_users.share, false) OR NOT EXISTS (
        WITH RECURSIVE above AS (
            SELECT id, parent_id, active FROM res_partner WHERE id = res_users.partner_id
            UNION
            SELECT up.id, up.parent_id, up.active
            FROM res_partner up JOIN above ON up.id = above.parent_id
        ) SELECT 1 FROM above WHERE NOT active
    )))
    """
)
LONGEST_PASSWORD = 1024  # characters; what compares them fails far above


class ResUsers(models.Model):
    """Who may log in, how often one may try, and with whose eyes the staff may look."""

    _inherit = "res.users"

    krokus_left_with_person = fields.Boolean(
        groups="base.group_system", help="Archived because the person was; comes back with him."
    )

    def _krokus_may_see_as(self, client):
        """Whether this person of the staff may look with the eyes of that login of a client."""
        self.ensure_one()
        client = client.sudo().exists()
        partner = client.partner_id
        return bool(
            self.has_group(STAFF)
            and client.active
            and client._is_portal()
            and client._krokus_is_admitted()
            and partner.with_user(self).has_access("read")
        )

    # -------------------------------------------------------- who may log in at all

    def _krokus_is_admitted(self):
        """Whether the login works: neither it, nor the person, nor who stands above is archived."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT %s FROM res_users WHERE id = %s", _ADMITTED, self.id)
        )
        return bool(rows and rows[0][0])

    @api.model
    def _get_login_domain(self, login):
        """Neither login nor letter for who is blocked: as if there were no such login."""
        domain = super()._get_login_domain(login)
        found = self.sudo().search(domain)
        admitted = found.filtered(lambda user: user._krokus_is_admitted())
        return domain & Domain("id", "in", admitted.ids)

    def _get_session_token_query_params(self):
        """An open session ends with the next request; `active` of a person clears what is kept."""
        params = super()._get_session_token_query_params()
        return {**params, "where": SQL("%s AND %s", params["where"], _ADMITTED)}

    @api.model
    def _check_uid_passwd(self, uid, passwd):
        """RPC: what core keeps of a right password is not asked before the block is."""
        if not self.browse(uid)._krokus_is_admitted():
            raise AccessDenied()
        try:
            return super()._check_uid_passwd(uid, passwd)
        except TooSoon:
            # A key cannot be guessed: who guesses the password does not stop its programs.
            if self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=passwd) != uid:
                raise

    # ------------------------------------------------------- how often one may try

    def _on_login_cooldown(self, failures, previous):
        """Core counts by address and worker: colleagues behind one address would be locked out."""
        return False

    @contextmanager
    def _assert_can_auth(self, user=None):
        """Failures count by account, on every door; `user` is a login or an id."""
        with super()._assert_can_auth(user=user):
            held = self.env.cr.cache
            if held.get("krokus_paced"):
                yield
                return
            if isinstance(user, int):
                user = self.browse(user).sudo().exists().login or user
            held["krokus_paced"] = True
            try:
                with self.env["krokus.login.attempt"]._paced(user):
                    yield
            finally:
                held["krokus_paced"] = False

    def _check_credentials(self, credential, env):
        """Where a page asks who is logged in for his password, guesses count too."""
        with self._assert_can_auth(user=self.env.user.login):
            if not _is_plausible(credential.get("password", "")):
                raise AccessDenied()
            return super()._check_credentials(credential, env)

    def _login(self, credential, user_agent_env):
        """An unknown login is answered as a known one is, and as late."""
        login = credential.get("login")
        credential = {**credential, "login": clean_line(login) if isinstance(login, str) else ""}
        if not _is_plausible(credential.get("password", "")):
            credential["password"] = ""
        try:
            return super()._login(credential, user_agent_env)
        except TooSoon:
            raise
        except AccessDenied:
            self._krokus_work_as_for_a_known_one(credential)
            raise

    def _krokus_work_as_for_a_known_one(self, credential):
        password = credential.get("password")
        user = self.sudo().search(self._get_login_domain(credential.get("login")), limit=1)
        if isinstance(password, str) and not (user and user._krokus_has_password()):
            self._crypt_context().hash(password)

    def _krokus_has_password(self):
        """Whether core had something to compare with: that is what takes its time."""
        rows = self.env.execute_query(
            SQL("SELECT COALESCE(password, '') <> '' FROM res_users WHERE id = %s", self.id)
        )
        return bool(rows and rows[0][0])

    def reset_password(self, login):
        """Whether there is such a login, the answer does not tell: a letter comes, or none."""
        self.env["krokus.password.request"]._ask(login)


def _is_plausible(password):
    """Whether it may be somebody's: a text that a person could have chosen."""
    return isinstance(password, str) and len(password) <= LONGEST_PASSWORD
