import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..spreadsheet import DATE, MONEY, NUMBER, Column, Limits, Unreadable, read, write

COLUMNS = [
    Column("Offer"),
    Column("Price", MONEY),
    Column("Units", NUMBER),
    Column("Day", DATE),
]
ROW = ["Red Naomi", Decimal("90.50"), 25, date(2026, 3, 6)]


def archive(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {"[Content_Types].xml": "<Types/>", **parts}.items():
            file.writestr(name, content)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestSpreadsheet(BaseCase):
    def assert_refused(self, reason, content, limits=None):
        with self.assertRaises(Unreadable) as caught:
            read(content, limits)
        self.assertEqual(caught.exception.reason, reason)

    def test_what_is_written_is_read_again(self):
        head, row = read(write("Prices", COLUMNS, [ROW]))
        self.assertEqual(head.values, ["Offer", "Price", "Units", "Day"])
        self.assertEqual((row.number, row.values), (2, [*ROW[:3], datetime(2026, 3, 6)]))

    def test_a_text_is_never_a_formula(self):
        for text in ("=1+1", "+7 900", "-5", "@name", "\tcmd"):
            content = write("Prices", COLUMNS[:1], [[text]])
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                sheet = file.read("xl/worksheets/sheet1.xml").decode()
            self.assertNotIn("<f>", sheet)
            self.assertIn("'" + text, sheet)

    def test_an_escaped_text_comes_back_as_it_was(self):
        for text in ("=1+1", "+7 900", "-5", "@name", "'quoted'"):
            self.assertEqual(read(write("Prices", COLUMNS[:1], [[text]]))[1].values, [text])

    def test_empty_rows_and_cells_are_left_out_and_numbers_stay(self):
        rows = read("Offer;Price\r\n;\r\n  Red\xa0Naomi ;90,50;\r\n".encode("cp1251"))
        self.assertEqual([row.number for row in rows], [1, 3])
        self.assertEqual(rows[1].values, ["Red Naomi", "90,50"])

    def test_russian_is_read_in_both_encodings(self):
        for encoding in ("utf-8-sig", "cp1251"):
            self.assertEqual(read("Роза,1".encode(encoding))[0].values, ["Роза", "1"])

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        limits = Limits(unpacked=1_000_000)
        self.assert_refused("too_large", archive(bomb="0" * 1_000_001), limits)
        parts = {f"part{number}": "" for number in range(10)}
        self.assert_refused("too_large", archive(**parts), Limits(parts=10))

    def test_too_many_rows_and_columns_are_refused(self):
        self.assert_refused("too_many_rows", b"1\n" * 11, Limits(rows=10))
        self.assert_refused("too_many_columns", b"1," * 10 + b"1", Limits(columns=10))
        many = write("Prices", COLUMNS[:1], [["x"]] * 10)
        self.assert_refused("too_many_rows", many, Limits(rows=10))

    def test_entities_are_refused_before_they_are_parsed(self):
        bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        self.assert_refused("broken", archive(**{"xl/workbook.xml": bomb}))
        self.assert_refused("broken", archive(**{"xl/workbook.xml": bomb.encode("utf-16-le")}))

    def test_what_is_no_spreadsheet_is_named(self):
        self.assert_refused("empty", b"  ")
        self.assert_refused("protected", b"\xd0\xcf\x11\xe0 and more")
        self.assert_refused("macros", archive(**{"xl/vbaProject.bin": "x"}))
        self.assert_refused("broken", b"PK\x03\x04 and nothing more")
        self.assert_refused("broken", archive(**{"xl/workbook.xml": "<workbook"}))
        self.assert_refused("unknown", b"MZ\x90\x00\x03\x00\x00\x00")
