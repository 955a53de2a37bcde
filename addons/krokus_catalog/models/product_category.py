from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

PUBLIC, CLIENTS, TIERS, MANAGERS = "public", "clients", "tiers", "managers"
BREADTH = {PUBLIC: 3, CLIENTS: 2, TIERS: 1, MANAGERS: 0}
STAFF = "krokus_catalog.group_salesman"
MIRRORED = {"name", "parent_id", "krokus_position"}


class ProductCategory(models.Model):
    """The one tree: how its goods are sold, who sees them, and where they stand in the shop.

    A category is seen by whoever sees every category above it: a child can only narrow.
    """

    _inherit = "product.category"

    krokus_mode = fields.Selection(
        [("exchange", "Exchange"), ("preorder", "Preorder")],
        string="Sold by",
        compute="_compute_krokus_mode",
        store=True,
        readonly=False,
        recursive=True,
        groups=STAFF,
    )
    krokus_visibility = fields.Selection(
        [
            (PUBLIC, "Everybody"),
            (CLIENTS, "Clients"),
            (TIERS, "Chosen tiers"),
            (MANAGERS, "Managers only"),
        ],
        string="Who sees it",
        default=MANAGERS,
        required=True,
        groups=STAFF,
    )
    krokus_tier_ids = fields.Many2many("krokus.client.tier", string="Tiers", groups=STAFF)
    krokus_position = fields.Integer("Position", default=10, groups=STAFF)
    krokus_label_id = fields.Many2one("krokus.label", "Label", groups=STAFF)
    onec_ref = fields.Char("Id in the books", copy=False, index=True, groups=STAFF)
    krokus_visible = fields.Boolean(
        compute="_compute_krokus_visible",
        search="_search_krokus_visible",
        compute_sudo=True,
        string="Visible to you",
    )

    _onec_ref_uniq = models.UniqueIndex(
        "(onec_ref, krokus_mode) WHERE onec_ref IS NOT NULL",
        "Another category of this mode has the same id in the books: correct one of them.",
    )
    _krokus_position_range = models.Constraint(
        "CHECK (krokus_position >= 0)", "A position counts from 0 upwards: enter 0 or more."
    )

    @api.depends("parent_id.krokus_mode")
    def _compute_krokus_mode(self):
        for category in self:
            mode = category.parent_id.krokus_mode or category.krokus_mode
            category.krokus_mode = mode or "exchange"

    @api.constrains("krokus_mode", "parent_id")
    def _check_krokus_mode(self):
        for category in self:
            parent = category.parent_id
            if parent and parent.krokus_mode != category.krokus_mode:
                raise ValidationError(
                    self.env._(
                        "%(child)s is sold as %(parent)s is: change the mode there, or move it.",
                        child=category.name,
                        parent=parent.name,
                    )
                )

    @api.constrains("krokus_visibility", "krokus_tier_ids", "parent_id")
    def _check_krokus_visibility(self):
        for category in self:
            parent = category.parent_id
            if parent.onec_ref and category._krokus_is_wider(parent):
                raise ValidationError(
                    self.env._(
                        "%(child)s cannot be seen by more clients than %(parent)s above it:"
                        " narrow it here, or widen the one above first.",
                        child=category.name,
                        parent=parent.name,
                    )
                )

    def _krokus_is_wider(self, parent):
        mine, above = self.krokus_visibility, parent.krokus_visibility
        if mine == above == TIERS:
            return bool(self.krokus_tier_ids - parent.krokus_tier_ids)
        return BREADTH[mine] > BREADTH[above]

    # -------------------------------------------------------------- visibility

    @api.depends_context("uid")
    def _compute_krokus_visible(self):
        seen = self._krokus_visible_ids(self.env.user.partner_id)
        for category in self:
            category.krokus_visible = category.id in seen

    def _search_krokus_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = list(self._krokus_visible_ids(self.env.user.partner_id))
        return Domain("id", "in" if True in value else "not in", ids)

    @api.model
    def _krokus_visible_ids(self, partner):
        """Ids of the categories that a person sees; worked out once in a transaction.

        Never kept longer: a right that was taken away is gone at the next request.
        """
        client = partner.sudo().commercial_partner_id
        guest = not partner or partner == self.env.ref("base.public_partner")
        key = ("guest" if guest else "client", client.krokus_tier_id.id)
        known = self.env.cr.cache.setdefault("krokus_visible_categories", {})
        if key not in known:
            known[key] = self._krokus_resolve(guest, client.krokus_tier_id.id)
        return known[key]

    @api.model
    def _krokus_resolve(self, guest, tier_id):
        categories = self.sudo().search([])  # pylint: disable=no-search-all
        own = {category.id for category in categories if category._krokus_admits(guest, tier_id)}
        return frozenset(
            category.id
            for category in categories
            if all(int(part) in own for part in category.parent_path.split("/") if part)
        )

    def _krokus_admits(self, guest, tier_id):
        """Whether the category itself, whatever stands above it, is for such a client.

        A category that the books do not know and that holds others is no barrier.
        """
        if self.krokus_visibility == PUBLIC:
            return True
        if guest or not tier_id:
            return False
        if self.krokus_visibility == TIERS:
            return tier_id in self.krokus_tier_ids.ids
        return self.krokus_visibility == CLIENTS

    def _krokus_forget_visibility(self):
        self.env.cr.cache.pop("krokus_visible_categories", None)

    # ------------------------------------------------------------------ writes

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        categories._krokus_forget_visibility()
        categories._krokus_mirror()
        return categories

    def write(self, vals):
        result = super().write(vals)
        self._krokus_forget_visibility()
        if MIRRORED & vals.keys():
            self._krokus_mirror()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filled(self):
        """Core would take the children along and leave their goods without a category."""
        for category in self:
            if category.child_id or category.product_count:
                raise UserError(
                    self.env._(
                        "%s still has goods or categories in it: move them first.", category.name
                    )
                )

    def unlink(self):
        mirrors = self.env["product.public.category"].sudo()
        mirrors = mirrors.search([("krokus_category_id", "in", self.ids)])
        self._krokus_forget_visibility()
        result = super().unlink()
        mirrors.unlink()
        return result

    def _krokus_mirror(self):
        """Make the shop's own categories say the same."""
        self.env["product.public.category"].sudo()._krokus_follow(self.sudo())
