from lxml import html
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .. import typed
from ..asked_offers import Asked
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestSheet(PortalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search(
            [("id", "!=", cls.rose.product_tmpl_id.id)]
        ).sale_ok = False
        cls.hidden.product_tmpl_id.write({"sale_ok": True, "default_code": "H-1"})
        cls.red, cls.white = cls.env["krokus.color"].create([{"name": "Xred"}, {"name": "Xwhite"}])
        cls.rose.product_tmpl_id.write(cls.facts("R-1", cls.red, 60))
        cls.tulip = cls.make_offer("Strong Gold", cls.category, **cls.facts("T-1", cls.red, 40))
        cls.lily = cls.make_offer("Casa Blanca", cls.category, **cls.facts("L-1", cls.white, 60))
        cls.price(cls.tulip, 50, 40)
        cls.price(cls.lily, 300)

    @classmethod
    def facts(cls, code, color, size):
        values = {"default_code": code, "krokus_color_id": color.id}
        return {**values, "krokus_size": size, "krokus_size_kind": "stem"}

    def sheet(self, user=None):
        return self.env["krokus.sheet"].with_user(user or self.anna)

    def names(self, user=None, **asked):
        offers, _more, _asked = self.sheet(user)._offers(self.website, Asked(**asked))
        return offers.mapped("name")

    def test_the_list_is_narrowed_by_every_fact(self):
        self.stock(5, self.tulip)
        self.assertEqual(len(self.names()), 3)
        self.assertEqual(self.names(chosen={"color": (self.white.id,)}), ["Casa Blanca"])
        both = {"color": (self.red.id,), "size": ("stem-60",)}
        self.assertEqual(self.names(chosen=both), ["Red Naomi"])
        self.assertEqual(set(self.names(in_stock=True)), {"Red Naomi", "Strong Gold"})
        self.assertEqual(self.names(search="gold lily"), [])
        self.assertEqual(self.names(search="gold str"), ["Strong Gold"])
        self.assertEqual(self.names(search="l-1"), ["Casa Blanca"])

    def test_what_is_hidden_is_in_no_list_and_in_no_count(self):
        self.assertNotIn("Hidden rose", self.names())
        self.assertIn("Hidden rose", self.names(self.make_manager()))
        self.assertEqual(self.sheet()._count(self.website, Asked()), 3)
        counted = self.sheet()._facets(self.website, Asked())["mode"]
        self.assertEqual([choice.count for choice in counted], [3])

    def test_it_sorts_and_bounds_by_the_client_s_own_price(self):
        up = self.names(order="price")
        self.assertEqual(up, ["Strong Gold", "Red Naomi", "Casa Blanca"])
        self.assertEqual(self.names(order="-price"), up[::-1])
        self.assertEqual(self.names(least=60, most=200), ["Red Naomi"])

    def test_a_choice_is_counted_among_what_the_other_facets_leave(self):
        asked = Asked(chosen={"color": (self.red.id,)})
        facets = self.sheet()._facets(self.website, asked)
        colors = {choice.name: (choice.count, choice.chosen) for choice in facets["color"]}
        self.assertEqual(colors, {"Xred": (2, True), "Xwhite": (1, False)})
        sizes = {choice.value: choice.count for choice in facets["size"]}
        self.assertEqual(sizes, {"stem-40": 1, "stem-60": 1})

    def test_a_label_is_the_offer_s_own_or_that_of_its_category(self):
        sale, hit = self.env["krokus.label"].create([{"name": "Xsale"}, {"name": "Xhit"}])
        self.category.krokus_label_id = sale
        self.tulip.krokus_label_id = hit
        labels = self.sheet()._facets(self.website, Asked())["label"]
        self.assertEqual({c.name: c.count for c in labels}, {"Xhit": 1, "Xsale": 2})
        found = self.names(chosen={"label": (sale.id,)})
        self.assertEqual(set(found), {"Red Naomi", "Casa Blanca"})
        self.assertEqual(self.names(chosen={"label": (hit.id,)}), ["Strong Gold"])

    def test_a_word_with_a_slip_is_understood(self):
        offers, _more, meant = self.sheet()._offers(self.website, Asked(search="stronk gold"))
        self.assertEqual(offers.mapped("name"), ["Strong Gold"])
        self.assertEqual(meant.search, "strong gold")

    def test_the_page_has_a_row_with_price_and_free_quantity_for_each(self):
        self.authenticate(self.anna.login, self.anna.login)
        page = html.fromstring(self.url_open("/shop?view=sheet&order=name").text)
        rows = page.find_class("krokus_order")
        self.assertEqual(len(rows), 3)
        rose = rows[1]
        self.assertEqual((rose.get("data-free"), rose.get("data-step")), ("100.0", "10.0"))
        (price,) = rose.find_class("krokus_order_price")
        self.assertIn("100", price.text_content())
        self.assertIn("80", rose.find_class("krokus_sheet_price")[0].text_content())

    def test_pages_are_turned_by_address_and_path(self):
        self.authenticate(self.anna.login, self.anna.login)
        for path in ("/shop?page=2", "/shop/page/2", "/shop?page=x", "/shop?page=-1"):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200, path)
            rows = html.fromstring(answer.text).find_class("krokus_order")
            self.assertEqual(len(rows), 0 if "2" in path else 3, path)

    def test_a_guest_sees_offers_and_neither_prices_nor_quantities(self):
        for view in ("sheet", "cards"):
            page = html.fromstring(self.url_open(f"/shop?view={view}&order=price").text)
            self.assertIn("Red Naomi", page.text_content())
            for mark in ("krokus_order", "krokus_order_price", "krokus_typed"):
                self.assertFalse(page.find_class(mark), mark)

    def test_queries_do_not_grow_with_the_offers(self):
        few = self.queries()
        for number in range(20):
            offer = self.make_offer(f"More {number}", self.category, krokus_color_id=self.red.id)
            self.price(offer, 10 + number)
        self.assertEqual(len(self.names()), 23)
        self.assertLessEqual(self.queries(), few)

    def queries(self):
        """Of the list and all that its rows show, where the rules are known already."""
        for _turn in range(2):
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            offers, _more, _asked = self.sheet()._offers(self.website, Asked())
            offers._krokus_floor()
            offers.mapped("krokus_color_id.name")
        return self.env.cr.sql_log_count - before

    # ---------------------------------------------------- lists brought along

    def typed(self, text):
        lines, strange, _kept = self.sheet()._typed(self.website, typed.read(text))
        return dict(lines), strange

    def test_articles_and_names_are_found_as_the_client_sees_them(self):
        lines, strange = self.typed("r-1\t20\nStrong Gold\t5\nH-1\t5\nnone 3\nLily")
        self.assertEqual(lines, {self.rose: 20, self.tulip: 5})
        self.assertEqual(len(strange), 3)
        self.assertFalse([sentence for sentence in strange if "Hidden rose" in sentence])

    def test_an_article_of_several_offers_is_asked_back(self):
        self.tulip.product_tmpl_id.default_code = "R-1"
        lines, strange = self.typed("R-1\t20")
        self.assertEqual((lines, len(strange)), ({}, 1))

    def test_signs_of_a_pattern_are_no_pattern(self):
        self.assertEqual(self.typed("%\t5\n_-1\t5\n\\\t5")[0], {})

    def test_the_last_order_is_repeated_without_what_is_gone(self):
        self.stock(10, self.tulip)
        self.take(self.anna, 20, price=100)
        self.take(self.anna, 5, offer=self.tulip, price=50)
        self.confirm(self.anna)
        self.tulip.product_tmpl_id.is_published = False
        self.authenticate(self.anna.login, self.anna.login)
        answer = self.make_jsonrpc_request("/krokus/lines/last", {})
        self.assertEqual(answer["lines"], [[self.rose.id, 20.0, "Red Naomi"]])
        self.assertEqual(len(answer["strange"]), 1)

    def test_nobody_repeats_what_another_ordered(self):
        self.take(self.anna, 20, price=100)
        self.confirm(self.anna)
        self.authenticate(self.boris.login, self.boris.login)
        self.assertEqual(self.make_jsonrpc_request("/krokus/lines/last", {})["lines"], [])

    # ------------------------------------------------------------- lists kept

    def lists(self, user=None):
        return self.env["krokus.offer.list"].with_user(user or self.anna)

    def test_a_basket_is_kept_as_a_list_and_brought_back(self):
        self.take(self.anna, 20, price=100)
        self.authenticate(self.anna.login, self.anna.login)
        words = {"name": "Monday", "csrf_token": self.csrf_token()}
        answer = self.url_open("/shop/krokus/keep", data=words)
        kept = self.lists()._mine()
        self.assertIn(f"list={kept.id}", answer.url)
        self.assertEqual(self.names(listed=kept.id), ["Red Naomi"])
        brought = self.make_jsonrpc_request("/krokus/lines/kept", {"key": kept.id})
        self.assertEqual(brought["lines"], [[self.rose.id, 20.0, "Red Naomi"]])

    def csrf_token(self):
        page = html.fromstring(self.url_open("/shop/cart").text)
        return page.xpath("//input[@name='csrf_token']")[0].get("value")

    def test_another_s_list_looks_like_none(self):
        kept = self.lists()._save("Monday", {self.rose.id: 20})
        self.assertEqual(self.names(self.boris, listed=kept.id), [])
        self.authenticate(self.boris.login, self.boris.login)
        brought = self.make_jsonrpc_request("/krokus/lines/kept", {"key": kept.id})
        self.assertEqual(brought["lines"], [])
        self.make_jsonrpc_request("/krokus/lines/drop", {"key": kept.id})
        self.assertTrue(kept.exists())
        with self.assertRaises(AccessError):
            kept.with_user(self.anna).read(["name"])

    def test_a_name_is_used_once_and_is_needed(self):
        kept = self.lists()._save("Monday", {self.rose.id: 20})
        self.assertEqual(self.lists()._save(" monday ", {self.tulip.id: 5}), kept)
        self.assertEqual(kept.line_ids.product_id, self.tulip)
        for name, quantities in ((" ", {self.rose.id: 1}), ("Tuesday", {})):
            with self.assertRaises(UserError):
                self.lists()._save(name, quantities)
        self.assertEqual(self.lists()._mine(), kept)

    def test_favourites_are_marked_and_let_go(self):
        self.authenticate(self.anna.login, self.anna.login)
        self.assertTrue(self.mark(self.rose, True))
        self.assertTrue(self.mark(self.rose, True))
        self.assertEqual(self.lists()._mine()._favourites(), {self.rose.id})
        self.assertFalse(self.mark(self.hidden, True))
        self.assertFalse(self.mark(self.rose, False))
        self.assertEqual(self.lists()._mine()._favourites(), set())

    def mark(self, offer, on):
        return self.make_jsonrpc_request("/krokus/lines/mark", {"offer": offer.id, "on": on})
