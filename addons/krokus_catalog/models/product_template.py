from odoo import api, fields, models
from odoo.fields import Domain

from ..staff_fields import STAFF_ONLY
from .product_category import MODES

STAFF = "krokus_catalog.group_salesman"
NOTES = STAFF_ONLY["product.template"]
PRICES = {"price", "list_price", "compare_list_price", "base_unit_price"}


class ProductTemplate(models.Model):
    """An offer: one product with one variant, its facts in columns of its own."""

    _inherit = "product.template"

    onec_ref = fields.Char("Id in the books", copy=False, index=True, groups=STAFF)
    onec_good_ref = fields.Char("Good in the books", copy=False, index=True, groups=STAFF)
    # Its category's, which clients may not read; a related field would be closed to them, too.
    krokus_mode = fields.Selection(
        MODES, "Sold by", compute="_compute_krokus_mode", store=True, compute_sudo=True
    )
    krokus_label_id = fields.Many2one("krokus.label", "Label", index="btree_not_null")
    krokus_color_id = fields.Many2one("krokus.color", "Colour", index="btree_not_null")
    krokus_flower_type_id = fields.Many2one(
        "krokus.flower.type", "Flower type", index="btree_not_null"
    )
    krokus_grower_id = fields.Many2one("krokus.grower", "Grower", index="btree_not_null")
    krokus_country_id = fields.Many2one("res.country", "Country", index="btree_not_null")
    krokus_size = fields.Float("Size, cm", digits=(8, 1), index=True)
    krokus_size_kind = fields.Selection(
        [("stem", "Stem length"), ("pot", "Pot diameter"), ("height", "Height")], string="Size of"
    )
    krokus_packing_step = fields.Float(
        "Packing", digits="Product Unit", default=1.0, required=True, help="Sold by so many."
    )
    krokus_visible = fields.Boolean(
        compute="_compute_krokus_visible",
        search="_search_krokus_visible",
        compute_sudo=True,
        string="Visible to you",
    )

    # The shop's list in its order: the first page of all goods, and what stands in a category.
    _krokus_position_index = models.Index("(website_sequence, id)")
    _krokus_place_index = models.Index("(categ_id, website_sequence)")
    _onec_ref_uniq = models.UniqueIndex(
        "(onec_ref, krokus_mode) WHERE onec_ref IS NOT NULL",
        "Another offer of this mode has the same id in the books: correct one of them.",
    )
    _krokus_packing_step_positive = models.Constraint(
        "CHECK (krokus_packing_step > 0)", "A pack holds more than nothing: enter a larger number."
    )

    @api.depends("categ_id.krokus_mode")
    def _compute_krokus_mode(self):
        for offer in self:
            offer.krokus_mode = offer.categ_id.krokus_mode

    @api.depends("categ_id")
    @api.depends_context("uid")
    def _compute_krokus_visible(self):
        seen = self.env["product.category"]._krokus_visible_ids(self.env.user.partner_id)
        for offer in self:
            offer.krokus_visible = offer.categ_id.id in seen

    def _search_krokus_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._krokus_visible_domain(self.env.user.partner_id)
        return domain if True in value else ~domain

    @api.model
    def _krokus_visible_domain(self, partner):
        """The offers that a person sees: those of his categories. No category, nobody sees it."""
        seen = self.env["product.category"]._krokus_visible_ids(partner)
        return Domain("categ_id", "in", list(seen))

    # ------------------------------------------------------------------ mirror

    @api.model_create_multi
    def create(self, vals_list):
        offers = super().create(vals_list)
        offers._krokus_join_mirrors()
        return offers

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"categ_id", "public_categ_ids"}:
            self._krokus_join_mirrors()
        return result

    def _krokus_join_mirrors(self):
        """Stand in the shop where the tree says, and nowhere else."""
        mirrors = self.env["product.public.category"].sudo()
        found = mirrors._krokus_mirrors(self.sudo().categ_id)
        for category, offers in self.sudo().grouped("categ_id").items():
            mirror = found.get(category.id, mirrors)
            strays = offers.filtered(lambda offer, mirror=mirror: offer.public_categ_ids != mirror)
            if strays:
                strays.public_categ_ids = mirror

    # -------------------------------------------------------- by what they have in common

    @api.model
    def _krokus_counts(self, field, values):
        """{id of a value: how many offers have it in this field}."""
        groups = self._read_group([(field, "in", values.ids)], [field], ["__count"])
        return {value.id: count for value, count in groups}

    @api.model
    def _krokus_action(self, field, value):
        """The list of the offers that have this value, and where a new one gets it."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "krokus_catalog.product_template_action"
        )
        return {
            **action,
            "name": value.display_name,
            "domain": [(field, "=", value.id)],
            "context": {f"default_{field}": value.id},
        }

    # ------------------------------------------------------------------ ribbon

    def _krokus_label(self):
        """Its own label, else that of the nearest category; an archived one is none."""
        offer = self.sudo()
        return offer.krokus_label_id.filtered("active") or offer.categ_id._krokus_label()

    def _get_ribbon(self, price_vals=None, auto_assign_ribbons=None, variant=None):
        """A label comes before whatever core puts there, «new» among it."""
        ribbon = self._krokus_label().ribbon_id
        return ribbon or super()._get_ribbon(price_vals, auto_assign_ribbons, variant)

    # -------------------------------------- where core asks with the system's rights

    def _krokus_hidden(self):
        """Whether it is hidden from the person behind the request, whose rights are not asked."""
        return self.env.user.share and not self.sudo().krokus_visible

    def _can_return_content(self, field_name=None, access_token=None):
        """Core shows the pictures of everything published; hidden goods have none."""
        if self._krokus_hidden():
            return False
        return super()._can_return_content(field_name, access_token)

    def _can_be_added_to_cart(self):
        return not self._krokus_hidden() and super()._can_be_added_to_cart()

    def _get_website_accessory_product(self):
        return super()._get_website_accessory_product().filtered(_is_shown)

    def _get_website_alternative_product(self):
        return super()._get_website_alternative_product().filtered(_is_shown)

    # ------------------------------------------------------ a guest sees no prices

    @api.model
    def _search_get_detail(self, website, order, options):
        """Nor may a guest ask what costs less than so much, or a client what the staff notes."""
        if self.env.user._is_public():
            options = {**options, "displayDetail": False, "min_price": 0, "max_price": 0}
        detail = super()._search_get_detail(website, order, options)
        if not self.env.user._is_internal():
            for part in ("search_fields", "fetch_fields"):
                detail[part] = [name for name in detail[part] if name not in NOTES]
        return detail

    def _get_sales_prices(self, website):
        if self.env.user._is_public():
            return {offer.id: {"price_reduce": 0.0} for offer in self}
        return super()._get_sales_prices(website)

    def _get_additionnal_combination_info(self, *args, **kwargs):
        info = super()._get_additionnal_combination_info(*args, **kwargs)
        if self.env.user._is_public():
            info.update(dict.fromkeys(PRICES & info.keys(), 0.0))
            info.update(has_discounted_price=False, prevent_zero_price_sale=True)
        return info

    def _website_show_quick_add(self):
        return not self.env.user._is_public() and super()._website_show_quick_add()


def _is_shown(offer):
    return not offer._krokus_hidden()
