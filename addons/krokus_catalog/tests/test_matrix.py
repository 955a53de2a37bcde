import re

from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.tests import tagged

from .floor import MISSING, FloorCase, letters

EVERYTHING = set("abcdef")
NAMED = re.compile(r"\bx-\d+")
OFFER = re.compile(r"xqzrose([a-z])")


@tagged("post_install", "-at_install")
class TestMatrix(FloorCase):
    """Everybody, through every channel, before and after a change: no mark of what is hidden."""

    turn = 0  # each walk takes another of several forms of the same question

    def expected(self):
        """[(who, user, the places that they see)]."""
        sees = {1: "abcd", 2: "abcd", 3: "ab", 4: "ab", 5: "ab", 6: "ab"}
        return [
            ("a guest", None, set("a")),
            ("a client without a tier", self.stranger, set("a")),
            *((f"tier {n}", self.buyers[n], set(seen)) for n, seen in sees.items()),
        ]

    def test_nobody_sees_what_is_not_theirs(self):
        for who, user, seen in self.expected():
            self.walk(who, user, seen)
        self.enter(self.manager)
        self.assertEqual(self.found_by_search(), EVERYTHING, "the manager's shop")

    def test_a_change_is_seen_by_the_next_request(self):
        guest, third = None, self.buyers[3]
        third.commercial_partner_id.krokus_tier_id = self.tiers[0]
        self.forget()
        self.walk("tier 3 made the first", third, set("abcd"))
        self.branches["c"].krokus_visibility = "managers"
        self.walk("the first, its branch closed", third, set("ab"))
        self.branches["a"].krokus_visibility = "clients"
        self.walk("a guest, the public branch closed", guest, set())
        self.offers["b"].categ_id = self.branches["e"]
        self.branches["e"].parent_id = self.branches["a"]
        self.branches["e"].krokus_visibility = "inherit"
        self.offers["a"].is_published = False
        self.walk("the first, an offer taken down", third, set("be"), branches=set("abe"))

    def test_a_page_leaves_out_the_categories_below_that_are_hidden(self):
        top = self.make_category("Above both")
        below = self.make_category("Below", parent=top)
        hidden = self.make_category("Xqzbranchz", parent=top, visibility="managers")
        for category in (below, hidden):
            self.make_offer(f"In {category.name}", category=category)
        mirror = self.env["product.public.category"]._krokus_mirrors(top)[top.id]
        for user in (None, self.buyers[3]):
            self.enter(user)
            self.env.invalidate_all()
            answer = self.url_open(f"/shop/category/{mirror.id}")
            self.assertEqual(answer.status_code, 200)
            self.assertIn("Below", answer.text)
            self.assertNotIn("Xqzbranchz", answer.text)

    def forget(self):
        """The test has one transaction, where a server has one for each request."""
        self.env["product.category"]._krokus_forget_visibility()

    # ---------------------------------------------------------------- channels

    def walk(self, who, user, seen, branches=None):
        """Places whose offers are `seen`; those whose `branches` are, unless they are the same."""
        self.enter(user)
        self.turn += 1
        self.use_core_list(self.turn % 2 == 0)
        may = seen | (branches or seen)
        with self.subTest(f"{who}: the search"):
            self.assertEqual(self.found_by_search(), seen)
        channels = [
            self.pages,
            self.addresses,
            self.suggestions,
            self.snippets,
            self.site_map,
            self.images,
            self.doors_to_the_cart,
        ]
        for channel in [*channels, self.remote_calls] if user else channels:
            with self.subTest(f"{who}: {channel.__name__}"):
                for name, text in channel(seen, may):
                    self.assertFalse(letters(text) - may, name)

    def found_by_search(self):
        return set(OFFER.findall(self.url_open("/shop?search=Xqzros&noFuzzy=1").text.lower()))

    def pages(self, seen, may):
        order = "list_price desc"
        for url in ("/shop", "/shop?search=Xqzrosx", f"/shop?search=Xqzrose&order={order}"):
            yield url, self.url_open(url).text
        tags = ",".join(str(offer.product_tag_ids.id) for offer in self.offers.values())
        yield "tags", self.url_open(f"/shop?tags={tags}").text
        yield "filters", self.url_open("/shop?part=filters").text

    def addresses(self, seen, may):
        """The page of what is hidden is the page of what does not exist."""
        forms = ("/shop/x-{}", "/shop/product/x-{}", "/shop/x-{}/document/1")
        suggesting = self.offers["a"].product_tmpl_id.id
        yield "a page with suggestions", self.url_open(f"/shop/x-{suggesting}").text
        for number, letter in enumerate(sorted(EVERYTHING - seen), self.turn):
            template = self.offers[letter].product_tmpl_id
            for form in {forms[0], forms[number % 3]}:
                yield from self.as_missing(form, template.id)
        forms = ("/shop/category/x-{}", f"/shop/x-{{}}/x-{MISSING}")
        for number, letter in enumerate(sorted(self.branches.keys() - may), self.turn):
            yield from self.as_missing(forms[number % 2], self.mirror(letter).id)

    def as_missing(self, form, record_id):
        answer, missing = self.url_open(form.format(record_id)), self.missing(form)
        yield form.format(record_id), answer.text
        self.assertEqual(answer.status_code, missing.status_code, form)
        self.assertEqual(self.plain(answer), self.plain(missing), form)

    def plain(self, answer):
        """Without tokens and the address itself."""
        text = NAMED.sub("…", answer.text)
        return [line for line in text.splitlines() if "csrf_token" not in line]

    def suggestions(self, seen, may):
        options = {"displayDetail": True, "displayDescription": True, "displayImage": True}
        options["displayExtraLink"] = True
        for term, kind in (
            ("Xqzros", "products"),
            ("xqzrosec", "all"),
            ("xqzrozef", "products"),
            ("Xqzbranc", "all"),
            ("xqztag", "all"),
        ):
            yield (
                f"autocomplete {term} of {kind}",
                self.rpc(
                    "/website/snippet/autocomplete",
                    search_type=kind,
                    term=term,
                    order="name asc",
                    limit=20,
                    options=options,
                ),
            )

    def snippets(self, seen, may):
        filters = self.env["website.snippet.filter"].search([])
        for snippet in filters.filtered(lambda snippet: "product" in (snippet.model_name or "")):
            key = snippet.model_name.replace(".", "_")
            yield (
                f"snippet {snippet.name}",
                self.rpc(
                    "/website/snippet/filters",
                    filter_id=snippet.id,
                    template_key=self.template_of(key),
                    limit=16,
                    search_domain=[],
                    productTemplateId=self.offers["a"].product_tmpl_id.id,
                    parentId=self.mirror("c").id if key == "product_public_category" else None,
                ),
            )
        for letter in ("c", "f"):
            yield (
                f"snippet of one record, {letter}",
                self.rpc(
                    "/website/snippet/filters",
                    filter_id=False,
                    template_key=self.template_of("product_product"),
                    limit=1,
                    res_model="product.product",
                    res_id=self.offers[letter].id,
                ),
            )

    def template_of(self, key):
        views = self.env["ir.ui.view"].search([("key", "like", f".dynamic_filter_template_{key}")])
        return views[0].key

    def site_map(self, seen, may):
        yield "the site map", self.url_open("/sitemap.xml").text

    def images(self, seen, may):
        forms = (
            "/web/image/{model}/{{}}/image_1920",
            "/web/image/{model}/{{}}/image_128/64x64",
            "/web/image?model={model}&id={{}}&field=image_512",
            "/web/content/{model}/{{}}/image_1920",
        )
        for number, letter in enumerate(sorted(EVERYTHING - may), self.turn):
            records = [self.offers[letter], self.offers[letter].product_tmpl_id]
            records += [self.pictures[letter]]
            if letter in self.branches:
                records.append(self.mirror(letter))
            record = records[number % len(records)]
            self.same_picture(forms[self.turn % 4].format(model=record._name), record)
            self.same_attachment(record)
        return ()

    def same_picture(self, form, record):
        hidden, missing = self.url_open(form.format(record.id)), self.missing(form)
        self.assertEqual(hidden.status_code, missing.status_code, f"{form} of {record}")
        self.assertEqual(hidden.content, missing.content, f"{form} of {record}")

    def same_attachment(self, record):
        """The file itself, by its own number."""
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        files = self.env["ir.attachment"].search([*domain, ("res_field", "like", "image")], limit=1)
        if files:
            hidden = self.url_open(f"/web/image/{files.id}")
            self.assertEqual(hidden.content, self.missing("/web/image/{}").content, files.name)

    def doors_to_the_cart(self, seen, may):
        """Each answers for a hidden offer what it answers for one that does not exist."""
        doors = (self.add, self.allowed, self.combination, self.variant, self.configure)
        for number, letter in enumerate(sorted(EVERYTHING - seen), self.turn):
            offer, door = self.offers[letter], doors[number % len(doors)]
            hidden, missing = door(offer.product_tmpl_id.id, offer.id), door(MISSING, MISSING)
            self.assertEqual(hidden, missing, f"{door.__name__} tells {letter} from nothing")
        return ()

    def add(self, template_id, product_id):
        return self.rpc("/shop/cart/add", product_template_id=template_id, product_id=product_id)

    def allowed(self, template_id, product_id):
        return self.rpc("/shop/product/is_add_to_cart_allowed", product_id=product_id)

    def combination(self, template_id, product_id):
        return self.rpc(
            "/website_sale/get_combination_info",
            product_template_id=template_id,
            product_id=product_id,
            combination=[],
            add_qty=1,
        )

    def variant(self, template_id, product_id):
        return self.rpc(
            "/sale/create_product_variant",
            product_template_id=template_id,
            product_template_attribute_value_ids=[],
        )

    def configure(self, template_id, product_id):
        return self.rpc(
            "/website_sale/product_configurator/get_values",
            product_template_id=template_id,
            quantity=1,
            currency_id=self.website.currency_id.id,
            so_date="2026-01-01",
            ptav_ids=[],
        )

    def remote_calls(self, seen, may):
        """Through the web, and every model that a client may read at all."""
        hidden = [self.offers[letter].product_tmpl_id.id for letter in EVERYTHING - seen]
        for model in ("product.template", "product.product", "product.category"):
            for method, args, kwargs in (
                ("search_read", [[]], {"fields": ["display_name"]}),
                ("web_search_read", [[], {"display_name": {}}], {}),
                ("name_search", ["Xqz"], {"limit": 100}),
                ("name_search", [], {"limit": 1000}),
            ):
                yield f"{method} of {model}", self.call(model, method, *args, **kwargs)
        for method, arguments in (
            ("read", [["name"]]),
            ("web_read", [{"name": {}}]),
            ("export_data", [["name"]]),
            ("onchange", [{}, [], {"name": {}, "categ_id": {"fields": {"display_name": {}}}}]),
        ):
            yield method, self.call("product.template", method, hidden[:1], *arguments)
        for by in ("name", "categ_id", "public_categ_ids", "product_tag_ids"):
            yield (
                f"groups by {by}",
                self.call("product.template", "formatted_read_group", [], [by], ["__count"]),
            )
        count = self.call("product.template", "search_count", [["name", "like", "Xqzrose"]])
        self.assertEqual(int(count), len(seen), "a count tells how much is hidden")


@tagged("post_install", "-at_install")
class TestEveryModel(FloorCase):
    """Whatever model a client may read, by whatever add-on: no mark of what is hidden in it."""

    def test_no_model_names_what_is_hidden(self):
        for user, seen in ((self.buyers[3], set("ab")), (self.env.ref("base.public_user"), {"a"})):
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(user)
                if model._abstract or not model.has_access("read"):
                    continue
                leaked = letters(self.everything_of(model)) - seen
                self.assertFalse(leaked, f"{name} shows {leaked} to {user.login}")

    def everything_of(self, model):
        names = [
            name
            for name, field in model._fields.items()
            if (field.store or field.related) and field.type not in ("binary", "properties")
        ]
        try:
            records = model.search([], limit=500, order="id desc")
            return str(self.fields_of(records, names)) + str(records.mapped("display_name"))
        except (AccessError, UserError):
            return ""

    def fields_of(self, records: BaseModel, names):
        try:
            return records.read(names)
        except AccessError:
            fields = [records._fields[name] for name in names]
            return records.read([f.name for f in fields if records._has_field_access(f, "read")])
