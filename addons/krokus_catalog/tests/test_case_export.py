"""F14c: what a client typed is no formula in what the staff export."""

import csv
import io
import json

import openpyxl
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .common import KrokusCase

EVIL = "=cmd|' /C calc'!A0"
LIVE = (
    EVIL,
    "+1+cmd",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "{=1+1}",
    "external:evil.xlsx",
    "internal:a!A1",
)


@tagged("post_install", "-at_install", "cases")
class TestExportIsNoFormula(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter = new_test_user(
            cls.env, "exporter", groups="krokus_catalog.group_manager,base.group_allow_export"
        )
        cls.client = cls.make_client(EVIL)
        cls.texts = cls.env["res.partner"].create(
            [{"name": text, "parent_id": cls.client.id, "color": -7} for text in LIVE]
        )

    def setUp(self):
        super().setUp()
        self.authenticate("exporter", "exporter")

    def export(self, kind, names=("name", "color"), **more):
        fields = self.env["res.partner"].fields_get(names, ["type"])
        data = {
            "model": "res.partner",
            "fields": [
                {"name": name, "label": name, "type": fields[name]["type"]} for name in names
            ],
            "ids": self.texts.ids,
            "domain": [],
            "import_compat": False,
            "groupby": [],
            **more,
        }
        return self.post(f"/web/export/{kind}", data)

    def post(self, path, data):
        form = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        response = self.url_open(path, data=form)
        self.assertEqual(response.status_code, 200, response.text[:200])
        return response.content

    def cells(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    def assertDead(self, content):
        cells = self.cells(content)
        live = [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
        self.assertFalse(live)
        return cells

    def test_a_text_in_a_list_is_no_formula_and_a_number_stays_one(self):
        cells = self.assertDead(self.export("xlsx"))
        values = [cell.value for cell in cells]
        self.assertIn("'" + EVIL, values)
        self.assertEqual(values.count(-7), len(LIVE))

    def test_a_text_through_a_relation_is_no_formula(self):
        cells = self.assertDead(self.export("xlsx", names=("parent_id", "name")))
        self.assertIn("'" + EVIL, [cell.value for cell in cells])

    def test_the_heads_of_groups_are_no_formulas(self):
        cells = self.assertDead(self.export("xlsx", groupby=["parent_id", "name"]))
        self.assertIn(f"'{EVIL} ({len(LIVE)})", [cell.value for cell in cells])

    def test_a_columns_title_is_no_formula(self):
        fields = [{"name": "name", "label": EVIL, "type": "char"}]
        self.assertDead(self.export("xlsx", fields=fields))

    def test_csv_holds_no_formula_either(self):
        rows = csv.reader(io.StringIO(self.export("csv").decode()))
        texts = [text for text, number in rows]
        live = [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
        self.assertFalse(live)
        self.assertIn("'" + EVIL, texts)

    def test_an_ordinary_text_is_left_as_it_is(self):
        self.texts[0].name = "Роза = цветок"
        values = [cell.value for cell in self.cells(self.export("xlsx"))]
        self.assertIn("Роза = цветок", values)

    def test_a_pivot_table_holds_no_formula(self):
        head = {"title": EVIL, "width": 1, "height": 1}
        content = self.post(
            "/web/pivot/export_xlsx",
            {
                "title": "Sales",
                "model": "sale.report",
                "measure_count": 1,
                "origin_count": 1,
                "col_group_headers": [[head]],
                "measure_headers": [{"title": EVIL, "is_bold": False}],
                "rows": [{"title": EVIL, "indent": 0, "values": [{"value": -7}, {"value": EVIL}]}],
            },
        )
        self.assertIn(-7, [cell.value for cell in self.assertDead(content)])
