from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import KrokusCase

DICTIONARIES = {
    "krokus.color": "krokus_color_id",
    "krokus.flower.type": "krokus_flower_type_id",
    "krokus.grower": "krokus_grower_id",
    "krokus.label": "krokus_label_id",
}


@tagged("post_install", "-at_install")
class TestDictionary(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_manager("word_manager")
        cls.roses = cls.make_category("Roses")

    def each(self):
        for model, field in DICTIONARIES.items():
            yield self.env[model].with_user(self.manager).create({"name": "Xqzword"}), field

    def test_a_word_counts_its_offers_and_leads_to_them(self):
        for word, field in self.each():
            offer = self.make_offer("Rose", category=self.roses, **{field: word.id})
            self.assertEqual(word.offer_count, 1)
            found = self.env["product.template"].search(word.action_offers()["domain"])
            self.assertEqual(found, offer.product_tmpl_id)

    def test_a_word_in_use_is_archived_not_deleted(self):
        for word, field in self.each():
            offer = self.make_offer("Rose", category=self.roses, **{field: word.id})
            offer.product_tmpl_id.active = False
            with self.assertRaisesRegex(UserError, "archive it"):
                word.unlink()
            self.assertTrue(word.exists())
            word.active = False
            self.assertEqual(offer[field], word)

    def test_a_label_of_a_category_is_in_use(self):
        label = self.env["krokus.label"].create({"name": "Sale"})
        self.roses.krokus_label_id = label
        with self.assertRaisesRegex(UserError, "archive it"):
            label.unlink()
        self.assertEqual(self.roses.krokus_label_id, label)

    def test_a_word_that_is_not_used_goes(self):
        for word, _field in self.each():
            word.unlink()
            self.assertFalse(word.exists())

    def test_a_label_takes_its_ribbon_along(self):
        label = self.env["krokus.label"].create({"name": "Sale"})
        ribbon = label.ribbon_id
        label.unlink()
        self.assertFalse(ribbon.exists())

    def test_a_second_word_of_the_same_name_is_refused(self):
        for word, _field in self.each():
            word.active = False
            with self.assertRaisesRegex(ValidationError, "there already"), self.cr.savepoint():
                word.create({"name": " xqzWORD "})
            every = word.with_context(active_test=False)
            self.assertEqual(every.search_count([("name", "=ilike", "%xqzword%")]), 1)

    def test_a_country_counts_its_offers(self):
        ecuador = self.env.ref("base.ec").with_user(self.manager)
        before = ecuador.krokus_offer_count
        self.make_offer("Rose", category=self.roses, krokus_country_id=ecuador.id)
        ecuador.invalidate_recordset()
        self.assertEqual(ecuador.krokus_offer_count, before + 1)
        self.assertIn(ecuador, self.env["res.country"].search([("krokus_offer_ids", "!=", False)]))
