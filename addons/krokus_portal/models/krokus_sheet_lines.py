from odoo import api, models
from odoo.addons.krokus_cart_reserve.take import ZERO
from odoo.fields import Domain


class KrokusSheet(models.AbstractModel):
    """Lists of lines that a client brings along: what they name is looked up as he sees it."""

    _inherit = "krokus.sheet"

    @api.model
    def _typed(self, website, typed):
        """([(offer, quantity)], [a sentence on what was not found]) of a typed.Typed."""
        lines, strange = (
            [],
            [self.env._("“%s”: there is no quantity.", line) for line in typed.unread],
        )
        named = self._named_exactly(website, list(typed.wanted))
        for name, quantity in typed.wanted.items():
            offers = named.get(name.lower(), ())
            if len(offers) == 1:
                lines.append((offers[0], quantity))
            elif offers:
                strange.append(self.env._("“%s” is the article of several offers: name one.", name))
            else:
                strange.append(self.env._("“%s” is not on sale.", name))
        return lines, strange

    def _named_exactly(self, website, names):
        """{article or name in small letters: [offer]} of what the client sees."""
        said = Domain.OR(
            Domain(field, "=ilike", _literally(name))
            for name in names
            for field in ("name", "default_code")
        )
        found = {}
        offers = self.env["product.template"].search(website.sale_product_domain() & said)
        for offer in offers:
            for word in {(offer.name or "").lower(), (offer.default_code or "").lower()} - {""}:
                found.setdefault(word, []).append(offer.product_variant_id)
        return found

    @api.model
    def _last_order(self, website):
        """([(offer, quantity)], [a sentence]) of what the client's last checkout ordered."""
        mine = Domain("partner_id", "=", self.env.user.partner_id.id)
        orders = self.env["sale.order"].sudo()
        confirmed = mine & Domain("state", "=", "sale") & Domain("website_id", "=", website.id)
        last = orders.search(confirmed, order="date_order desc, id desc", limit=1)
        if last.krokus_checkout_number:
            same = Domain("krokus_checkout_number", "=", last.krokus_checkout_number)
            last = orders.search(confirmed & same)
        if not last:
            return [], [self.env._("There is no order yet that could be repeated.")]
        return self._of_orders(website, last)

    def _of_orders(self, website, orders):
        totals = {}
        for line in orders.order_line.filtered(lambda line: line.product_id.type == "consu"):
            offer = line.product_id
            totals[offer] = totals.get(offer, ZERO) + line._krokus_base_quantity()
        return self._seen(website, totals)

    @api.model
    def _seen(self, website, quantities):
        """Of {offer: quantity} what the client sees, and a sentence on each that he does not."""
        named = Domain("id", "in", [offer.id for offer in quantities])
        seen = self.env["product.product"].search(website.sale_product_domain() & named)
        lines = [(offer, quantity) for offer, quantity in quantities.items() if offer in seen]
        gone = [offer.sudo().name for offer in quantities if offer not in seen]
        return lines, [self.env._("“%s” is not on sale.", name) for name in gone]


def _literally(name):
    """The pattern that only the name itself fits."""
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
