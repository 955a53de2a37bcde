from functools import cache
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date, ormcache

from ..asked_offers import FACETS, ORDERS, WORDS, read_size
from ..row import Row

# With a limit each category looks for one; EXISTS is planned as one join with all the goods.
_SOLD = """
    SELECT parent_path FROM product_category c WHERE id = ANY(%s) AND (
        SELECT TRUE FROM product_template t
         WHERE t.categ_id = c.id AND t.active AND t.is_published AND t.sale_ok LIMIT 1)
"""
# What a row shows of an offer, and what core asks for its address and its ribbon: read with the
# list, by the same statement, else core reads all there is.
SHOWN = (
    "name",
    "seo_name",
    "website_ribbon_id",
    "publish_date",
    "default_code",
    "categ_id",
    "krokus_mode",
    "krokus_label_id",
    "krokus_grower_id",
    "krokus_country_id",
    "krokus_size",
    "krokus_packing_step",
)
# And of a category in the tree.
PLACED = ("name", "seo_name", "parent_id", "krokus_category_id")


class Choice(NamedTuple):
    """A value by which the list can be narrowed, and how many offers it would leave."""

    value: object
    name: str
    count: int
    chosen: bool


class Node(NamedTuple):
    """A category as the tree beside the list shows it."""

    name: str
    url: str
    depth: int
    current: bool


class Bell(NamedTuple):
    """How trading stands for some of the offers, in a sentence."""

    is_open: bool
    sentence: str


class KrokusSheet(models.AbstractModel):
    """The one list of offers that the shop shows, as a sheet or as cards.

    It is asked with the rights of who looks: what may be seen, the record rules say.
    """

    _name = "krokus.sheet"
    _description = "Order sheet"

    @api.model
    def _offers(self, website, asked, category=None):
        """(the offers of the page, whether there are more, the search as it was understood)."""
        offers, more = self._page(website, asked, category)
        if not offers and asked.search and asked.page == 1:
            meant = self._meant(website, asked.search)
            if meant.lower() != asked.search.lower():
                asked = asked._replace(search=meant)
                offers, more = self._page(website, asked, category)
        return offers, more, asked

    def _page(self, website, asked, category):
        found = self.env["product.template"].search_fetch(
            self._domain(website, asked, category),
            SHOWN,
            offset=asked.offset,
            limit=asked.per_page + 1,
            order=ORDERS[asked.order],
        )
        return found[: asked.per_page], len(found) > asked.per_page

    # -------------------------------------------------------------------- rows

    @api.model
    def _rows(self, website, offers, floors, kept):
        """[Row] of what the page shows; `kept` are the ids of the client's favourites."""
        offers.sudo().product_variant_id.fetch(["variant_ribbon_id"])
        words = _Words(self.env, website)
        return [self._row(offer, floors.get(offer.id), kept, words) for offer in offers]

    def _row(self, offer, floor, kept, words):
        row = Row(
            template_id=offer.id,
            url=words.url(offer),
            name=offer.name,
            code=offer.default_code or "",
            size=f"{offer.krokus_size:g}" if offer.krokus_size else "",
            grower=offer.krokus_grower_id.name or "",
            country=offer.krokus_country_id.name or "",
            pack=f"{offer.krokus_packing_step:g}",
            ribbon=words.ribbon(offer._get_ribbon({}, words.assigned)),
        )
        if not floor:
            return row
        return row._replace(
            floor=floor,
            kept=floor.product_id in kept,
            ships=words.day(floor.ships_on) if floor.ships_on else "",
            price=None if floor.price is None else words.money(floor.shown),
            wholesale=words.money(floor.wholesale_shown) if floor.wholesale else "",
        )

    @api.model
    @ormcache("amount", "currency.id", "self.env.lang")
    def _money(self, amount, currency):
        """Kept, since prices come again on page after page; core drops it with what it shows."""
        return format_amount(self.env, amount, currency)

    # ------------------------------------------------------------------ domain

    @api.model
    def _domain(self, website, asked, category=None, but=None):
        """Of the offers that are asked for; `but` one facet."""
        chosen = {key: values for key, values in asked.chosen.items() if key != but}
        return Domain.AND(
            [
                website.sale_product_domain(),
                self._below(category),
                *map(self._named, asked.search.split()),
                *(self._chosen(facet, values) for facet, values in chosen.items()),
                *self._priced(asked),
                Domain.custom(to_sql=_in_stock) if asked.in_stock else Domain.TRUE,
                self._listed(asked),
            ]
        )

    def _below(self, category):
        """Of a category of the shop and all below it."""
        if not category:
            return Domain.TRUE
        place = category.sudo().krokus_category_id
        if not place:
            return Domain("public_categ_ids", "child_of", category.id)
        below = self.env["product.category"].sudo().search([("id", "child_of", place.id)])
        return Domain("categ_id", "in", below.ids)

    def _named(self, word):
        return Domain("name", "ilike", word) | Domain("default_code", "ilike", word)

    def _chosen(self, facet, values):
        if facet == "label":
            return self._labelled(values)
        if facet != "size":
            return Domain(FACETS[facet], "in", values)
        return Domain.OR(
            Domain("krokus_size_kind", "=", kind) & Domain("krokus_size", "=", size)
            for kind, size in filter(None, map(read_size, values))
        )

    def _labelled(self, values):
        """An offer without a label of its own has that of the nearest category."""
        own = Domain("krokus_label_id", "in", values)
        places = self.env["product.category"].sudo().search([("krokus_label_id", "in", values)])
        below = places.search([("id", "child_of", places.ids)])
        below = below.filtered(lambda place: place._krokus_label().id in values)
        none = Domain("krokus_label_id", "not any!", [("active", "=", True)])
        return own | none & Domain("categ_id", "in", below.ids)

    def _priced(self, asked):
        bounds = ((">=", asked.least), ("<=", asked.most))
        return [Domain("krokus_price", sign, bound) for sign, bound in bounds if bound]

    def _listed(self, asked):
        """On one of the client's own lists."""
        if not asked.listed:
            return Domain.TRUE
        kept = self.env["krokus.offer.list"]._mine(asked.listed)
        return Domain("id", "in", kept.line_ids.product_id.product_tmpl_id.ids)

    def _meant(self, website, search):
        """The search with each word as the catalogue writes it that is most like it."""
        options = {"allowFuzzy": True, "displayDescription": False, "displayDetail": False}
        details = website._search_get_details("products_only", None, {**_NOTHING, **options})
        words = [website._search_find_fuzzy_term(details, word) or word for word in search.split()]
        return " ".join(words)

    # ------------------------------------------------------------- around the list

    @api.model
    def _categories(self, website, current):
        """[Node] of what the client sees of the tree: its tops, and what lies about `current`."""
        line = current.sudo().parents_and_self
        domain = Domain("parent_id", "in", [False, *line.ids]) & website.website_domain()
        found = line.search_fetch(domain, PLACED)
        if self.env.user.share:
            # Core's rule asks for the goods of each category by itself.
            shown = self._shown_places()
            found = found.filtered(lambda mirror: mirror.krokus_category_id.id in shown)
        return list(self._nodes(found.grouped("parent_id"), found.browse(), line, 0))

    def _nodes(self, below, parent, line, depth):
        for category in below.get(parent, ()):
            yield Node(category.name, _url(category), depth, category == line[-1:])
            if category in line:
                yield from self._nodes(below, category, line, depth + 1)

    def _shown_places(self):
        """The ids of the categories that the client sees with something sold in or below them."""
        seen = self.env["product.category"]._krokus_visible_ids(self.env.user.partner_id)
        self.env["product.template"].flush_model(["active", "categ_id", "is_published", "sale_ok"])
        self.env.cr.execute(_SOLD, [list(seen)])
        paths = [path for (path,) in self.env.cr.fetchall()]
        return seen & {int(part) for path in paths for part in path.split("/") if part}

    @api.model
    def _bells(self, offers, floors):
        """[Bell]: until when what the page shows can be ordered, each sentence once."""
        shown = ((offer.krokus_mode, floors[offer.id]) for offer in offers if floors)
        facts = dict.fromkeys(
            (mode, floor.refusal, floor.closes, floor.ships_on, len(floor.days) > 1)
            for mode, floor in shown
        )
        return list(dict.fromkeys(self._bell(*each) for each in facts))

    def _bell(self, mode, refusal, closes, ships_on, is_chosen):
        mode = _label(self.env["product.template"], "krokus_mode", mode)
        mode = mode or self.env._("No category")
        if refusal:
            return Bell(False, f"{mode}: {refusal}")
        if is_chosen:
            return Bell(True, self.env._("%s: choose the day of shipment", mode))
        if not ships_on:
            return Bell(True, self.env._("%s: open", mode))
        words = {"mode": mode, "closes": closes, "ships": format_date(self.env, ships_on)}
        sentence = self.env._("%(mode)s: open until %(closes)s, ships on %(ships)s", **words)
        return Bell(True, sentence)

    # ------------------------------------------------------------------ facets

    @api.model
    def _titles(self):
        """{facet: its name}."""
        offers = self.env["product.template"]
        names = offers.fields_get(FACETS.values(), ["string"])
        return {facet: names[field]["string"] for facet, field in FACETS.items()}

    @api.model
    def _count(self, website, asked, category=None):
        return self.env["product.template"].search_count(self._domain(website, asked, category))

    @api.model
    def _facets(self, website, asked, category=None):
        """{facet: [Choice]}, each counted among what all the other facets leave."""
        return {
            facet: self._choices(facet, counts, asked)
            for facet, counts in self._counts(website, asked, category).items()
        }

    def _counts(self, website, asked, category):
        """{facet: [(value, ..., count)]}; all in which nothing is chosen by one statement."""
        offers = self.env["product.template"]
        free = [facet for facet in FACETS if facet not in asked.chosen]
        domain = self._domain(website, asked, category)
        found = offers._read_grouping_sets(domain, [_fields(one) for one in free], ["__count"])
        counts = dict(zip(free, found, strict=True))
        for facet in asked.chosen:
            others = self._domain(website, asked, category, but=facet)
            counts[facet] = offers._read_group(others, _fields(facet), ["__count"])
        return {facet: counts[facet] for facet in FACETS}

    def _choices(self, facet, counts, asked):
        chosen = asked.chosen.get(facet, ())
        totals = {}
        for *values, count in counts:
            if choice := self._choice(facet, values):
                totals[choice] = totals.get(choice, 0) + count
        found = [
            Choice(value, name, count, value in chosen) for (value, name), count in totals.items()
        ]
        if facet in WORDS:
            return found
        return sorted(found, key=lambda choice: choice.name)

    def _choice(self, facet, values):
        """(the value in the address, its name) of a group's values, if it has any."""
        offers = self.env["product.template"]
        if facet == "label":
            label, place = values
            values = [label.sudo().filtered("active") or place.sudo()._krokus_label()]
        if not all(values):
            return None
        if facet == "mode":
            return values[0], _label(offers, "krokus_mode", values[0])
        if facet == "size":
            kind, size = values
            title = _label(offers, "krokus_size_kind", kind)
            name = self.env._("%(kind)s %(size)s cm", kind=title, size=f"{size:g}")
            return f"{kind}-{size:g}", name
        return values[0].id, values[0].sudo().display_name


_NOTHING = {
    "displayExtraDetail": False,
    "displayExtraLink": False,
    "displayImage": False,
    "category": None,
    "tags": None,
    "min_price": 0,
    "max_price": 0,
    "attribute_value_dict": {},
    "display_currency": None,
}


class _Words:
    """What the rows of a page say of the same amounts, days and ribbons, each worked out once."""

    def __init__(self, env, website):
        currency, qweb = website.currency_id, env["ir.qweb"]
        self.shop = env["ir.http"]._url_for("/shop")
        # What core calls a sale is told by prices, which it is not given here.
        by_itself = [("assign", "not in", ("manual", "sale"))]
        self.assigned = env["product.ribbon"].sudo().search(by_itself)
        self.ribbon = cache(
            lambda one: qweb._render("krokus_portal.ribbon", {"ribbon": one}) if one else ""
        )
        self.money = lambda amount: env["krokus.sheet"]._money(amount, currency)
        self.day = cache(lambda date: format_date(env, date, date_format="d MMM"))

    def url(self, offer):
        """With the language before it, which core would find anew for each link of the page."""
        return self.shop + offer.website_url.removeprefix("/shop")


def _url(category):
    return f"/shop/category/{category.env['ir.http']._slug(category)}"


def _fields(facet):
    """What the offers are grouped by, to be counted."""
    return {
        "size": ["krokus_size_kind", "krokus_size"],
        "label": ["krokus_label_id", "categ_id"],
    }.get(facet, [FACETS[facet]])


def _label(model, field, value):
    return dict(model._fields[field]._description_selection(model.env)).get(value, "")


def _in_stock(model, alias, _query):
    """There is some of it in the warehouse; a preorder's goods are brought for who orders them."""
    offer = SQL.identifier(alias)
    return SQL(
        """(%(offer)s.krokus_mode = 'preorder' OR EXISTS (
            SELECT FROM krokus_stock s JOIN product_product p ON p.id = s.product_id
             WHERE p.product_tmpl_id = %(offer)s.id AND s.pool_id = %(pool)s
               AND s.on_hand > s.held))""",
        offer=offer,
        pool=model.env["krokus.pool"]._warehouse_id(),
    )
