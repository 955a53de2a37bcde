from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.http import request, route

from .. import asked_offers
from ..asked_offers import CARDS, SHEET


class Offers(WebsiteSale):
    """The shop's list as the order sheet has it, or core's own: the website says which."""

    @route()
    def shop(self, page=0, category=None, **post):
        website = request.website
        core = not website.krokus_order_sheet or isinstance(category, str)
        if core or not website.has_ecommerce_access():
            return super().shop(page=page, category=category, **post)
        category = self._validate_and_get_category(category)
        asked = self._krokus_asked({**post, "page": page})
        if post.get("part") == "filters":
            return request.render("krokus_portal.filters", self._krokus_filters(asked, category))
        template = "list" if post.get("part") == "list" else "offers"
        return request.render(f"krokus_portal.{template}", self._krokus_list(asked, category))

    def _krokus_asked(self, post):
        """What is asked for; a client is shown the sheet unless he chose the cards."""
        guest = request.env.user._is_public()
        view = request.session.get("krokus_view") or (CARDS if guest else SHEET)
        asked = asked_offers.read(post, view)
        if post.get("view") == asked.view != view:
            request.session["krokus_view"] = asked.view
        return asked.without_prices() if guest else asked

    def _krokus_list(self, asked, category):
        sheet = request.env["krokus.sheet"]
        offers, more, understood = sheet._offers(request.website, asked, category)
        floors = {} if request.env.user._is_public() else offers._krokus_floor()
        lists = request.env["krokus.offer.list"]._mine()
        return {
            **self._krokus_address(understood, category),
            "searched": asked.search,
            "rows": sheet._rows(request.website, offers, floors, lists._favourites()),
            "more": more,
            "lists": lists,
            "bells": sheet._bells(offers, floors),
            "categories": sheet._categories(request.website, category),
            "banners": request.env["krokus.banner"]._krokus_shown(
                request.env.user.partner_id, category.sudo().krokus_category_id
            ),
        }

    def _krokus_filters(self, asked, category):
        sheet = request.env["krokus.sheet"]
        return {
            **self._krokus_address(asked, category),
            "count": sheet._count(request.website, asked, category),
            "facets": sheet._facets(request.website, asked, category),
            "titles": sheet._titles(),
        }

    def _krokus_address(self, asked, category):
        """How a page names its own list, and one that differs from it."""
        path = request.env["ir.http"]._url_for(self._get_shop_path(category))

        def link(**changes):
            return f"{path}?{asked.query(**changes)}"

        def toggle(facet, value):
            return f"{path}?{asked.toggled(facet, value).query()}"

        return {
            "asked": asked,
            "guest": request.env.user._is_public(),
            "category": category,
            "path": path,
            "link": link,
            "toggle": toggle,
        }
