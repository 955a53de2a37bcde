from odoo import api, fields, models
from odoo.fields import Domain

# With a limit each category looks for one; EXISTS is planned as one join with all the goods.
_PUBLISHED = """
    SELECT parent_path FROM product_public_category c WHERE (
        SELECT TRUE FROM product_public_category_product_template_rel r
          JOIN product_template t ON t.id = r.product_template_id
         WHERE r.product_public_category_id = c.id AND t.active AND t.is_published LIMIT 1)
"""


class ProductPublicCategory(models.Model):
    """The shop's category is a mirror of the tree: nobody keeps a second one by hand."""

    _inherit = "product.public.category"

    krokus_category_id = fields.Many2one(
        "product.category",
        index=True,
        ondelete="cascade",
        groups="krokus_catalog.group_salesman",
    )
    krokus_visible = fields.Boolean(
        compute="_compute_krokus_visible", search="_search_krokus_visible", compute_sudo=True
    )

    @api.depends_context("uid")
    def _compute_krokus_visible(self):
        seen = self.env["product.category"]._krokus_visible_ids(self.env.user.partner_id)
        for category in self:
            mirrored = category.krokus_category_id
            category.krokus_visible = not mirrored or mirrored.id in seen

    def _search_krokus_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        seen = self.env["product.category"]._krokus_visible_ids(self.env.user.partner_id)
        domain = Domain("krokus_category_id", "=", False)
        domain |= Domain("krokus_category_id", "in", list(seen))
        return domain if True in value else ~domain

    def _compute_has_published_products(self):
        """Core's rule asks with the rights of the system, for each category of an address: core
        counts the goods of each, and leaves hidden ones below it in the cache of who looks."""
        if not self.env.su:
            return super()._compute_has_published_products()
        self.env["product.template"].flush_model(["active", "is_published", "public_categ_ids"])
        self.flush_model(["parent_path"])
        self.env.cr.execute(_PUBLISHED)
        paths = [path for (path,) in self.env.cr.fetchall()]
        shown = {int(part) for path in paths for part in path.split("/") if part}
        for category in self:
            category.has_published_products = category.id in shown
        return None

    @api.model
    def _get_available_category_domain(self, website_id):
        """Core's list of categories for a snippet is made with the rights of the system."""
        domain = super()._get_available_category_domain(website_id)
        return domain & Domain("krokus_visible", "=", True) if self.env.user.share else domain

    # ------------------------------------------------------------------ mirror

    @api.model
    def _krokus_follow(self, categories, image=False):
        """Make the mirrors say what the tree says, those above first; a missing one is made."""
        above = {int(part) for part in "".join(categories.mapped("parent_path")).split("/") if part}
        line = categories.browse(above)
        mirrors, made = self._krokus_mirrors(line), categories.browse()
        for category in line.sorted("parent_path"):
            mirror = mirrors.get(category.id)
            values = self._krokus_values(category, mirrors, image or not mirror)
            if mirror:
                mirror._krokus_change(values)
            else:
                mirrors[category.id] = self.create({**values, "krokus_category_id": category.id})
                made |= category
        made._krokus_offers()._krokus_join_mirrors()

    @api.model
    def _krokus_values(self, category, mirrors, image):
        values = {
            "name": category.name,
            "sequence": category.krokus_position,
            "parent_id": mirrors.get(category.parent_id.id, self.browse()).id,
        }
        if image:
            values["image_1920"] = values["cover_image"] = category.krokus_image
        return values

    def _krokus_change(self, values):
        """Write what differs. The tree has one name, and it is the name in every language."""
        name = values.pop("name")
        for code, _language in self.env["res.lang"].get_installed():
            mirror = self.with_context(lang=code)
            if mirror.name != name:
                mirror.name = name
        fresh = {
            field: value
            for field, value in values.items()
            if self._fields[field].convert_to_write(self[field], self) != value
        }
        if fresh:
            self.write(fresh)

    @api.model
    def _krokus_mirrors(self, categories):
        """{id of a category: its mirror}."""
        found = self.search([("krokus_category_id", "in", categories.ids)])
        return {mirror.krokus_category_id.id: mirror for mirror in found}
