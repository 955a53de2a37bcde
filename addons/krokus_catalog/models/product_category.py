from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from .. import audience
from ..audience import CLIENTS, INHERIT, MANAGERS, PUBLIC, TIERS

STAFF = "krokus_catalog.group_salesman"
LAST_POSITION = 9999
MIRRORED = {"name", "parent_id", "krokus_position", "krokus_visibility", "krokus_image"}

MODES = [("exchange", "Exchange"), ("preorder", "Preorder")]


class ProductCategory(models.Model):
    """The one tree: how its goods are sold, who sees them, and where they stand in the shop.

    A category is seen by whoever sees every category above it: a child can only narrow.
    """

    _inherit = ["product.category", "krokus.kept"]

    krokus_mode = fields.Selection(
        MODES,
        string="Sold by",
        compute="_compute_krokus_mode",
        store=True,
        readonly=False,
        recursive=True,
        groups=STAFF,
        help="A category below another is sold as that one is.",
    )
    krokus_visibility = fields.Selection(
        [
            (INHERIT, "As the category above"),
            (PUBLIC, "Everybody"),
            (CLIENTS, "Clients"),
            (TIERS, "Chosen tiers"),
            (MANAGERS, "Managers only"),
        ],
        string="Who sees it",
        compute="_compute_krokus_visibility",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        groups=STAFF,
        help="What stands below is seen by these people at most, whatever it says itself.",
    )
    krokus_tier_ids = fields.Many2many("krokus.client.tier", string="Tiers", groups=STAFF)
    krokus_audience = fields.Char(
        "Seen by", compute="_compute_krokus_audience", recursive=True, groups=STAFF
    )
    krokus_position = fields.Integer("Position", default=10, groups=STAFF)
    krokus_label_id = fields.Many2one("krokus.label", "Label", groups=STAFF)
    krokus_image = fields.Image("Picture", max_width=1920, max_height=1920, groups=STAFF)
    krokus_banner_ids = fields.One2many(
        "krokus.banner", "category_id", string="Banners", groups=STAFF
    )
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

    def _krokus_label(self):
        """The label of what stands here and has none: the category's own, else the nearest one."""
        category = self
        while category and not category.krokus_label_id.active:
            category = category.parent_id
        return category.krokus_label_id

    @api.depends("parent_id.krokus_mode")
    def _compute_krokus_mode(self):
        for category in self:
            mode = category.parent_id.krokus_mode or category.krokus_mode
            category.krokus_mode = mode or "exchange"

    @api.depends("parent_id")
    def _compute_krokus_visibility(self):
        """Nobody but managers sees a new tree until one of them says who may."""
        for category in self:
            if not category.parent_id and category.krokus_visibility in (False, INHERIT):
                category.krokus_visibility = MANAGERS
            elif not category.krokus_visibility:
                category.krokus_visibility = INHERIT

    @api.depends("krokus_visibility", "krokus_tier_ids.name", "parent_id.krokus_audience")
    def _compute_krokus_audience(self):
        said = dict(self._fields["krokus_visibility"]._description_selection(self.env))
        for category in self:
            kind, tiers = category._krokus_audience()
            if kind == TIERS and tiers:
                names = category.env["krokus.client.tier"].browse(tiers).sorted().mapped("name")
                category.krokus_audience = ", ".join(names)
            else:
                category.krokus_audience = said[MANAGERS if kind == TIERS else kind]

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
        """What is edited must fit; what stands below an edited one is narrowed with it."""
        for category in self:
            parent = category.parent_id
            if not parent and category.krokus_visibility == INHERIT:
                raise ValidationError(
                    self.env._("Nothing stands above %s: choose who sees it.", category.name)
                )
            own = category._krokus_own_audience()
            if parent and audience.is_wider(own, parent._krokus_audience()):
                raise ValidationError(
                    self.env._(
                        "%(child)s cannot be seen by more clients than %(parent)s above it:"
                        " narrow it here, or widen the one above first.",
                        child=category.name,
                        parent=parent.name,
                    )
                )

    def _krokus_own_audience(self):
        return audience.Audience(
            self.krokus_visibility or MANAGERS,
            frozenset(self.krokus_tier_ids.ids if self.krokus_visibility == TIERS else ()),
        )

    def _krokus_audience(self):
        """Who sees the category in fact, all those above it considered."""
        if not self:
            return audience.EVERYBODY
        return audience.narrowed(self._krokus_own_audience(), self.parent_id._krokus_audience())

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

        A right that was taken away is gone at the next request.
        """
        known = self.env.cr.cache.setdefault("krokus_visible_categories", {})
        if partner.id not in known:
            known[partner.id] = self._krokus_resolve(partner)
        return known[partner.id]

    @api.model
    def _krokus_resolve(self, partner):
        """By the tier of the person's company, which is read each time; without one only what is
        public is left. To read it by the ORM would fetch the whole company."""
        partner.sudo().flush_model(["commercial_partner_id", "krokus_tier_id"])
        tier_id = audience.tier_of(self.env.cr, partner.id)
        if self.env.registry.cache_invalidated:
            return self._krokus_read_seen(tier_id)
        return self._krokus_kept_seen(tier_id)

    @api.model
    @ormcache("tier_id")
    def _krokus_kept_seen(self, tier_id):
        """Who has changed a category reads it anew instead, until his transaction has ended."""
        return self._krokus_read_seen(tier_id)

    @api.model
    def _krokus_read_seen(self, tier_id):
        """Down the tree, one query."""
        self.sudo().flush_model(["parent_id", "krokus_visibility", "krokus_tier_ids"])
        audience.SEEN(self.env.cr, tier=tier_id)
        return frozenset(category_id for (category_id,) in self.env.cr.fetchall())

    def _krokus_forget_visibility(self):
        """Work it out anew in this transaction; others do so at their next request anyway."""
        self.env.cr.cache.pop("krokus_visible_categories", None)
        for model in (self._name, "product.template", "product.product", "product.public.category"):
            self.env[model].invalidate_model(["krokus_visible"], flush=False)

    # ------------------------------------------------------------------ writes

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._krokus_check_position(vals)
        # an empty cell of an import says nothing: the default is worked out
        categories = super().create([_without_empty(vals) for vals in vals_list])
        categories._krokus_forget_visibility()
        categories._krokus_mirror(image=True)
        return categories

    def write(self, vals):
        self._krokus_check_position(vals)
        self._krokus_check_loop(vals)
        result = super().write(vals)
        self._krokus_forget_visibility()
        if MIRRORED & vals.keys():
            self._krokus_mirror(image="krokus_image" in vals)
        return result

    @api.model
    def _krokus_check_position(self, vals):
        """Before the database is asked: it would only say that a number is out of range."""
        if not 0 <= int(vals.get("krokus_position") or 0) <= LAST_POSITION:
            raise ValidationError(
                self.env._("A position is a number from 0 to %s: enter such a one.", LAST_POSITION)
            )

    def _krokus_check_loop(self, vals):
        """Before anything is computed down a tree that bites its tail."""
        parent = self.browse(vals.get("parent_id") or [])
        above = {int(part) for part in (parent.sudo().parent_path or "").split("/") if part}
        for category in self.filtered(lambda category: category.id in above):
            raise ValidationError(
                self.env._(
                    "%(child)s cannot be put below %(parent)s, which is itself or stands below it:"
                    " choose another category above.",
                    child=category.name,
                    parent=parent.name,
                )
            )

    @api.onchange("parent_id")
    def _onchange_parent_id_krokus(self):
        """Say what a move takes along, before it is saved."""
        moved = self._origin
        if not moved or moved.parent_id == self.parent_id:
            return None
        tree = self.search([("id", "child_of", moved.id)])
        modes = dict(self._fields["krokus_mode"]._description_selection(self.env))
        return {
            "warning": {
                "type": "notification",
                "title": self.env._("The category moves with all that is in it"),
                "message": self.env._(
                    "Offers: %(goods)s, categories below: %(below)s. They will be sold by %(mode)s"
                    " and seen by: %(audience)s. Their prices follow the categories above.",
                    goods=len(tree._krokus_offers()),
                    below=len(tree - moved),
                    mode=modes[self.krokus_mode].lower(),
                    audience=self.krokus_audience,
                ),
            }
        }

    def _krokus_offers(self):
        """Everything that stands in these categories, archived offers too."""
        offers = self.env["product.template"].with_context(active_test=False)
        return offers.search([("categ_id", "in", self.ids)]) if self else offers

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filled(self):
        """Core would take the children along and leave their goods without a category."""
        for category in self:
            goods, below = len(category._krokus_offers()), len(category.child_id - self)
            if goods or below:
                raise UserError(
                    self.env._(
                        "%(name)s still has offers (%(goods)s, archived ones counted) or categories"
                        " (%(below)s) in it: move them to another category first.",
                        name=category.name,
                        goods=goods,
                        below=below,
                    )
                )

    def unlink(self):
        self._krokus_forget_visibility()
        mirrors = self.env["product.public.category"].sudo()._krokus_mirrors(self)
        result = super().unlink()
        gone = self.env["product.public.category"].sudo().union(*mirrors.values())
        gone.exists().unlink()
        return result

    def _krokus_mirror(self, image=False):
        """Make the shop's own categories say the same."""
        self.env["product.public.category"].sudo()._krokus_follow(self.sudo(), image)


def _without_empty(vals):
    return {key: value for key, value in vals.items() if value or key != "krokus_visibility"}
