from base64 import b64decode
from datetime import timedelta

from odoo import fields
from odoo.addons.krokus_catalog import spreadsheet
from odoo.tests import tagged

from .common import PricingCase


@tagged("post_install", "-at_install")
class TestStaff(PricingCase):
    """What a manager is shown of prices."""

    def why(self, **values):
        return self.env["krokus.price.why"].create(
            {"product_id": self.rose.id, "client_id": self.client.id, **values}
        )

    def sheet(self, **values):
        category = self.rose.categ_id.id
        return self.env["krokus.price.sheet"].create({"category_id": category, **values})

    def test_the_steps_and_what_did_not_apply_are_told(self):
        self.make_condition(-10, category_id=self.rose.categ_id)
        self.make_condition(-5, client_id=self.client)
        self.make_condition(-7, tier_id=self.tier)
        why = self.why(quantity=100)
        for words in ("Salons", "−10 %", "−5 %", "−7 %", "own condition comes first"):
            self.assertIn(words, why.reason)
        self.assertRegex(why.reason, "59[.,]85")

    def test_the_client_reads_one_sentence(self):
        self.make_condition(-5, client_id=self.client)
        why = self.why(quantity=100)
        self.assertEqual(why.in_short, "wholesale price from 100 units on, −5 % by your conditions")

    def test_an_order_s_line_tells_what_it_was_priced_by_then(self):
        order = self.order(rose=1)
        self.own.price_ids.retail = 200
        action = order.order_line.action_krokus_why()
        why = self.env[action["res_model"]].browse(action["res_id"])
        self.assertRegex(why.reason, "90[.,]00")
        self.assertNotRegex(why.reason, "200[.,]00")

    def test_of_two_conditions_for_the_same_one_yields(self):
        books = self.make_condition(-9, client_id=self.client, source="books")
        hand = self.make_condition(-3, client_id=self.client)
        elsewhere = self.make_condition(-3, client_id=self.client, product_id=self.rose)
        self.assertEqual(books.winner_id, hand)
        self.assertFalse((hand | elsewhere).winner_id)
        hand.ends_at = fields.Datetime.now()
        self.env.invalidate_all()
        self.assertFalse(books.winner_id)

    def test_the_list_of_a_tier_of_a_client_and_of_a_day(self):
        self.make_condition(-5, client_id=self.client)
        later = fields.Datetime.now() + timedelta(days=3)
        self.make_condition(-50, tier_id=self.tier, starts_at=later - timedelta(days=1))
        for values, rose in (
            ({"tier_id": self.tier.id}, (90, 70)),
            ({"client_id": self.client.id}, (85.5, 66.5)),
            ({"tier_id": self.tier.id, "at": later}, (45, 35)),
            ({}, (100, 80)),
        ):
            sheet = self.sheet(**values)
            sheet.action_show()
            line = sheet.line_ids.filtered(lambda line: line.product_id == self.rose)
            self.assertEqual((line.retail, line.wholesale), rose)
            self.assertEqual(line.wholesale_from, 100)

    def test_the_list_as_a_spreadsheet_and_on_paper(self):
        sheet = self.sheet(client_id=self.client.id)
        sheet.action_export()
        head, *rows = spreadsheet.read(b64decode(sheet.file))
        self.assertEqual(head.values[-3:], ["Price", "Wholesale", "Wholesale from"])
        self.assertIn(["Red Naomi", "Units", 90, 70, 100], [row.values[-5:] for row in rows])
        page, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "krokus_pricing.krokus_price_sheet_report", sheet.ids
        )
        self.assertIn("Red Naomi", page.decode())
