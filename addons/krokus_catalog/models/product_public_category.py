from odoo import api, fields, models
from odoo.fields import Domain


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

    @api.model
    def _krokus_follow(self, categories):
        """Create or update the mirrors of these categories, parents first."""
        mirrors = self._krokus_mirrors(categories | categories.parent_id)
        for category in categories.sorted("parent_path"):
            values = {
                "name": category.name,
                "sequence": category.krokus_position,
                "parent_id": mirrors.get(category.parent_id.id, self).id,
            }
            mirror = mirrors.get(category.id)
            if mirror:
                mirror.write(values)
            else:
                mirrors[category.id] = self.create({**values, "krokus_category_id": category.id})

    @api.model
    def _krokus_mirrors(self, categories):
        """{id of a category: its mirror}."""
        found = self.search([("krokus_category_id", "in", categories.ids)])
        return {mirror.krokus_category_id.id: mirror for mirror in found}
