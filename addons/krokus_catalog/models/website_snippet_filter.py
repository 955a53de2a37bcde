from odoo import api, models
from odoo.fields import Domain


class WebsiteSnippetFilter(models.Model):
    """Snippets fetch records with the rights of the system: ask again before they are shown."""

    _inherit = "website.snippet.filter"

    def _prepare_values(self, limit=None, search_domain=None, **kwargs):
        """The domain comes from the browser: a guest's may not ask about prices."""
        if self.env.user._is_public() and "price" in str(search_domain):
            return []
        return super()._prepare_values(limit=limit, search_domain=search_domain, **kwargs)

    @api.model
    def _get_products(self, mode, **kwargs):
        """So that a hidden offer does not take the place of one that may be shown."""
        if not self.env.user.share:
            return super()._get_products(mode, **kwargs)
        asked = Domain(self.env.context.get("search_domain") or [])
        mine = self.with_context(search_domain=asked & Domain("krokus_visible", "=", True))
        return super(WebsiteSnippetFilter, mine)._get_products(mode, **kwargs)

    def _filter_records_to_values(self, records, **options):
        """The one place that every snippet passes, also that of a single record by its id."""
        if self.env.user.share and isinstance(records, models.BaseModel):
            records = records.sudo(False)._filtered_access("read").sudo(records.env.su)
        return super()._filter_records_to_values(records, **options)

    @api.model
    def _prepare_category_list_data(self, parent_id=None):
        parent = self.env["product.public.category"].browse(int(parent_id or 0))
        if parent_id and self.env.user.share and not parent.exists().sudo().krokus_visible:
            return []
        return super()._prepare_category_list_data(parent_id)
