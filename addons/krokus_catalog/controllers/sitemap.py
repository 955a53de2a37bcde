from odoo.addons.website.controllers.main import Website
from odoo.http import request, route


class KrokusSitemap(Website):
    @route()
    def sitemap_xml_index(self, **kwargs):
        """What was hidden a second ago is not in it."""
        attachments = request.env["ir.attachment"]
        mark = attachments._krokus_drop_stale_sitemaps()
        response = super().sitemap_xml_index(**kwargs)
        attachments._krokus_mark_sitemaps(mark)
        return response
