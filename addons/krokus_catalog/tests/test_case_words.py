"""V08: a grower, a colour, a type or a label that only hidden goods bear is told to nobody."""

from odoo.tests import new_test_user, tagged

from .common import KrokusCase

BEARERS = {
    "krokus.grower": "krokus_grower_id",
    "krokus.color": "krokus_color_id",
    "krokus.flower.type": "krokus_flower_type_id",
    "krokus.label": "krokus_label_id",
}


@tagged("post_install", "-at_install", "cases")
class TestWords(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier = cls.make_tier()
        cls.insider = cls.make_buyer(cls.make_client("Inside", tier=cls.tier))
        cls.outsider = cls.make_buyer(cls.make_client("Outside"))
        cls.guest = cls.env.ref("base.public_user")
        cls.open = cls.make_category("Open")
        cls.closed = cls.make_category(
            "Closed", visibility="tiers", krokus_tier_ids=[(6, 0, cls.tier.ids)]
        )
        cls.words = {
            model: cls.env[model].create(
                [{"name": f"Xqz {kind}"} for kind in ("open", "hidden", "unused", "unpublished")]
            )
            for model in BEARERS
        }
        for kind, category in enumerate((cls.open, cls.closed)):
            cls.make_offer(f"Offer {kind}", category=category, **cls.borne(kind))
        cls.make_offer("Offer 3", category=cls.open, is_published=False, **cls.borne(3))

    @classmethod
    def borne(cls, kind):
        return {field: cls.words[model][kind].id for model, field in BEARERS.items()}

    def told(self, user, model):
        """The words by every way of asking."""
        words = self.env[model].with_user(user)
        domain = [("name", "like", "Xqz")]
        found = words.search(domain)
        self.assertEqual(set(found.ids), {row[0] for row in words.name_search("Xqz")})
        grouped = words.formatted_read_group(domain, ["id"], ["__count"])
        self.assertEqual(len(found), len(grouped))
        self.assertEqual(words.search_count(domain), len(found))
        return found.sudo().mapped("name")

    def test_who_does_not_see_the_goods_does_not_hear_the_words(self):
        for model in BEARERS:
            with self.subTest(model=model):
                self.assertEqual(self.told(self.guest, model), ["Xqz open"])
                self.assertEqual(self.told(self.outsider, model), ["Xqz open"])
                self.assertEqual(set(self.told(self.insider, model)), {"Xqz open", "Xqz hidden"})

    def test_nor_by_its_number(self):
        for model in BEARERS:
            hidden = self.words[model][1]
            self.assertFalse(hidden.with_user(self.outsider).has_access("read"))
            self.assertTrue(hidden.with_user(self.insider).has_access("read"))

    def test_the_ribbon_of_a_hidden_label_is_hidden_too(self):
        ribbons = self.env["product.ribbon"].with_user(self.outsider)
        self.assertEqual(
            ribbons.search([("name", "like", "Xqz")]).sudo().mapped("name"), ["Xqz open"]
        )
        core = self.env["product.ribbon"].create({"name": "Core"})
        self.assertTrue(core.with_user(self.outsider).has_access("read"))

    def test_a_label_of_a_category_is_heard_by_who_sees_the_category(self):
        label = self.words["krokus.label"][2]
        self.closed.krokus_label_id = label
        self.env.flush_all()
        self.env.cr.cache.clear()
        self.assertFalse(label.with_user(self.outsider).has_access("read"))
        self.assertTrue(label.with_user(self.insider).has_access("read"))

    def test_the_staff_hears_all(self):
        salesman = new_test_user(self.env, "word_salesman", groups="krokus_catalog.group_salesman")
        for model in BEARERS:
            self.assertEqual(len(self.told(salesman, model)), 4)
