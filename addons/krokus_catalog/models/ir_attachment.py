from odoo import api, models
from odoo.tools import SQL

SITEMAPS = "/sitemap-"


class IrAttachment(models.Model):
    """Core keeps a site map for twelve hours; it is ours only while a guest sees the same."""

    _inherit = "ir.attachment"

    @api.model
    def _get_serve_attachment(self, url, *args, **kwargs):
        """The second and further pages of a large site map are fetched straight from here."""
        if url.startswith(SITEMAPS):
            self._krokus_drop_stale_sitemaps()
        return super()._get_serve_attachment(url, *args, **kwargs)

    @api.model
    def _krokus_drop_stale_sitemaps(self):
        """Returns the mark that fresh ones carry, see `_krokus_mark_sitemaps`."""
        mark = self._krokus_sitemap_mark()
        kept = self.sudo().search([("url", "=like", f"{SITEMAPS}%.xml")])
        kept.filtered(lambda sitemap: sitemap.description != mark).unlink()
        return mark

    @api.model
    def _krokus_mark_sitemaps(self, mark):
        """Remember in what is new for which state of the catalogue it was made."""
        domain = [("url", "=like", f"{SITEMAPS}%.xml"), ("description", "=", False)]
        self.sudo().search(domain).description = mark

    @api.model
    def _krokus_sitemap_mark(self):
        """A digest of which offers and categories a guest sees, and when they were changed."""
        website = self.env["website"].get_current_website()
        marks = []
        for model in ("product.template", "product.public.category"):
            query = self.env[model].with_user(website.user_id)._search([])
            name = SQL.identifier(self.env[model]._table)
            order = SQL("%s.id", name)
            mark = SQL(
                "md5(array_agg(%s ORDER BY %s)::text || max(%s.write_date))", order, order, name
            )
            marks.append(self.env.execute_query(query.select(mark))[0][0] or "")
        return "-".join(marks)
