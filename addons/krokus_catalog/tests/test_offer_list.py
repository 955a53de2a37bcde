from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestOfferList(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_manager("list_manager")
        cls.roses = cls.make_category("Roses", mode="preorder")
        cls.color = cls.env["krokus.color"].create({"name": "Xqzred"})
        cls.offer = cls.make_offer(
            "Xqzrose",
            category=cls.roses,
            default_code="XQZ-60",
            onec_ref="xqz-8f3a#01",
            krokus_color_id=cls.color.id,
        ).product_tmpl_id
        cls.offers = cls.offer.with_user(cls.manager)
        view = cls.env.ref("krokus_catalog.product_template_view_search")
        cls.arch = etree.fromstring(cls.offers.get_view(view.id, "search")["arch"])

    def found(self, name):
        """The offers that a filter of the list leaves."""
        (node,) = self.arch.xpath(f"//filter[@name='{name}']")
        return self.offers.search(safe_eval(node.get("domain")))

    def test_an_offer_is_found_by_name_article_and_id(self):
        node = self.arch.find("field[@name='name']")
        for typed in ("qzros", "xqz-60", "XQZ-8F3A#01"):
            domain = safe_eval(node.get("filter_domain"), {"self": typed})
            self.assertEqual(self.offers.search(domain), self.offer, typed)

    def test_what_lacks_something_is_found(self):
        for name in ("no_picture", "mode_preorder"):
            self.assertIn(self.offer, self.found(name), name)
        for name in ("no_category", "no_article", "labelled", "unpublished", "mode_exchange"):
            self.assertNotIn(self.offer, self.found(name), name)
        self.offer.categ_id = False
        self.assertIn(self.offer, self.found("no_category"))

    def test_offers_are_grouped_by_each_fact(self):
        fields = [
            safe_eval(node.get("context"))["group_by"]
            for node in self.arch.xpath("//filter[starts-with(@name, 'group_by_')]")
        ]
        for field in (
            "krokus_mode",
            "categ_id",
            "krokus_flower_type_id",
            "krokus_color_id",
            "krokus_grower_id",
            "krokus_country_id",
            "krokus_label_id",
        ):
            self.assertIn(field, fields)
            groups = self.offers.formatted_read_group(
                [("id", "=", self.offer.id)], [field], ["__count"]
            )
            self.assertEqual([group["__count"] for group in groups], [1], field)

    def test_a_manager_edits_the_facts_of_many_at_once(self):
        view = self.env.ref("krokus_catalog.product_template_view_list")
        arch = etree.fromstring(self.offers.get_view(view.id, "list")["arch"])
        self.assertEqual(arch.get("multi_edit"), "1")
        other = self.make_offer("Another rose", category=self.roses).product_tmpl_id
        (self.offers | other.with_user(self.manager)).write(
            {"krokus_size": 60, "krokus_size_kind": "stem", "krokus_packing_step": 25}
        )
        for offer in (self.offer, other):
            self.assertEqual((offer.krokus_size, offer.krokus_packing_step), (60, 25))
