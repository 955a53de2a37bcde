from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..see_as import KEY

STAFF = "krokus_catalog.group_salesman"
MANAGER = "krokus_catalog.group_manager"
DECIDES_TIER = {"krokus_tier_id", "parent_id", "is_company"}
DECIDES_ADMISSION = {"active", "parent_id"}


class ResPartner(models.Model):
    """A client's tier belongs to its company, and its people have it too."""

    _inherit = "res.partner"

    krokus_tier_id = fields.Many2one("krokus.client.tier", "Tier", index=True, groups=STAFF)
    onec_ref = fields.Char("Id in the books", copy=False, index=True, groups=STAFF)

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "krokus_tier_id"]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("krokus_tier_id") for vals in vals_list):
            self._krokus_check_manager()
        return super().create(vals_list)

    def write(self, vals):
        if "krokus_tier_id" in vals and self._krokus_moves_tier(vals["krokus_tier_id"]):
            self._krokus_check_manager()
        if vals.get("active") is False:
            self._krokus_take_logins_along()
        result = super().write(vals)
        if DECIDES_ADMISSION & vals.keys() and self._krokus_logins():
            # Kept beside each session: whether it still holds.
            self.env.registry.clear_cache()
        if vals.get("active"):
            self._krokus_bring_logins_back()
        if DECIDES_TIER & vals.keys():
            self.env["product.category"]._krokus_forget_visibility()
        return result

    def _krokus_moves_tier(self, tier_id):
        """Whether it is a choice: core itself gives people the tier of their company."""
        clients = self.sudo()
        known = [
            client.krokus_tier_id | client.commercial_partner_id.krokus_tier_id
            for client in clients
        ]
        return any((tier_id or False) not in (tiers.ids or [False]) for tiers in known)

    @api.model
    def _krokus_check_manager(self):
        """A tier decides what a client sees and pays."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager may change the tier of a client: ask one of them.")
            )

    # ------------------------------------------------------------ who is blocked

    def _krokus_logins(self):
        """The logins of clients, archived ones too, of these and of all who stand below them."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return users.search([("partner_id", "child_of", self.ids), ("share", "=", True)])

    def _krokus_is_blocked(self):
        """Whether the person, or whoever stands above, is archived. A guest is nobody."""
        self.ensure_one()
        above = self.sudo()
        if above.is_public:
            return False
        while above.active and above.parent_id:
            above = above.parent_id
        return not above.active

    def _krokus_take_logins_along(self):
        """Core refuses to archive a person with a login: a client's goes with him."""
        self.check_access("write")
        logins = self._krokus_logins().filtered(
            lambda login: login.active and login.partner_id in self
        )
        logins.write({"active": False, "krokus_left_with_person": True})

    def _krokus_bring_logins_back(self):
        logins = self._krokus_logins().filtered(
            lambda login: login.krokus_left_with_person and login.partner_id in self
        )
        logins.write({"active": True, "krokus_left_with_person": False})

    # ---------------------------------------------------- with a client's eyes

    def action_krokus_see_as(self):
        """Open the shop as this client sees it, in the session that asks, until that is ended.

        It is a call and not an address: a page of somebody else's cannot send it.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(STAFF) or not self._krokus_is_session():
            raise AccessError(
                self.env._("Only salesmen and managers may look with the eyes of a client.")
            )
        login = self._krokus_login()
        if not login:
            raise UserError(
                self.env._(
                    "Nobody of %s can log in yet: grant somebody there access to the portal first.",
                    self.display_name,
                )
            )
        request.session[KEY] = [self.env.uid, login.id]
        self._krokus_note_seen(login)
        return {"type": "ir.actions.act_url", "url": "/shop", "target": "new"}

    def _krokus_is_session(self):
        """Whether it is asked from a browser where the same person is logged in."""
        return bool(request) and request.session.uid == self.env.uid

    def _krokus_login(self):
        """Whose eyes they are: the person's own login, or else somebody's of the same company."""
        users = self.env["res.users"].sudo()
        company = self.sudo().commercial_partner_id
        logins = users.search([("partner_id", "child_of", company.id)], order="id")
        logins = logins.filtered(self.env.user._krokus_may_see_as)
        return (logins.filtered(lambda login: login.partner_id == self) or logins)[:1]

    def _krokus_note_seen(self, login):
        """Who looked is written down at the client."""
        self.sudo().message_post(
            body=self.env._("Looked at the shop with the eyes of %s.", login.name),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
