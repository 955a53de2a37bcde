from odoo import api, models
from odoo.addons.krokus_cart_reserve.take import ZERO
from odoo.fields import Domain

from ..names import called
from ..typed import MOST_LINES
from ..typed_sentences import WHY

MOST_SENTENCES = 30
MOST_CANDIDATES = 6
LONGEST_SHOWN = 80  # characters of a line that a sentence repeats


class KrokusSheet(models.AbstractModel):
    """Lists of lines that a client brings along: what they name is looked up as he sees it."""

    _inherit = "krokus.sheet"

    @api.model
    def _typed(self, website, read):
        """(lines, sentences, text) of a typed.Typed: [(offer, quantity)], what was not understood,
        and the lines of it as they were written, for another try."""
        wanted, kept = {}, [refused.line for refused in read.refused]
        strange = [self._why(*refused) for refused in read.refused]
        named = self._called(website, [name for row in read.rows for name in row.names])
        for row in read.rows:
            found = self._meant_offers(named, row.names)
            if len(found) == 1:
                wanted[found] = wanted.get(found, ZERO) + row.quantity
            else:
                kept.append(row.line)
                strange.append(self._not_one(row.names[0], found))
        if len(strange) > MOST_SENTENCES:
            rest = len(strange) - MOST_SENTENCES
            strange[MOST_SENTENCES:] = [self.env._("And %s more lines.", rest)]
        if read.rest:
            strange.append(self._cut())
            kept.append(read.rest)
        if kept and read.heading:
            kept.insert(0, read.heading)
        return list(wanted.items()), strange, "\n".join(kept)

    def _called(self, website, texts):
        """{name or article as written: the offers of it} of what the client sees."""
        if not texts:
            return {}
        templates = self.env["product.template"]
        named = called(templates, website.sale_product_domain(), set(texts))
        templates = templates.browse({key for keys in named.values() for key in keys})
        offers = {template.id: template.product_variant_id for template in templates}
        templates.product_variant_id.mapped("name")  # read at once, not one by one
        return {
            name: self.env["product.product"].concat(*map(offers.get, keys))
            for name, keys in named.items()
        }

    def _meant_offers(self, named, texts):
        """Of the first name that is known; the next one chooses among several of it."""
        found = self.env["product.product"]
        for text in texts:
            offers = named.get(text, found.browse())
            found = (found & offers or found) if found else offers
        return found

    def _not_one(self, name, found):
        if not found:
            return self.env._("“%s” is not on sale.", name)
        some = ", ".join(f"“{offer.name}”" for offer in found[:MOST_CANDIDATES])
        return self.env._("“%(name)s” is several offers, name one: %(some)s.", name=name, some=some)

    def _cut(self):
        return self.env._(
            "A list has at most %s lines: what comes after them stays in the field.", MOST_LINES
        )

    def _why(self, line, why, said):
        shown = line.replace("\t", " ")[:LONGEST_SHOWN]
        sentence = self.env._(WHY[why])
        return sentence % {"line": shown, "said": said}

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
