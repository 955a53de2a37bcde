from odoo.tests import BaseCase, tagged

from ..text import clean, clean_line


@tagged("post_install", "-at_install")
class TestText(BaseCase):
    """What comes from outside, as the database, XML and a second look can take it."""

    def test_what_no_database_and_no_xml_holds_is_left_out(self):
        self.assertEqual(clean("a\x00b\ud800c\ufffed\x1be\U0010ffff"), "abcde")

    def test_what_nobody_sees_is_left_out(self):
        self.assertEqual(clean("Ро\u200bза\ufeff \u2060Фридом\xad"), "Роза Фридом")

    def test_lines_and_tabs_stay(self):
        self.assertEqual(clean("a\tb\r\nc\u2028d\re"), "a\tb\nc\nd\ne")

    def test_blanks_of_any_width_are_one(self):
        self.assertEqual(clean_line(" Роза\xa0\u2009 \n Фридом "), "Роза Фридом")

    def test_letters_are_composed(self):
        self.assertEqual(clean_line("Розовыи\u0306"), "Розовый")

    def test_it_is_cut_where_the_caller_says(self):
        self.assertEqual((clean("абвг", 3), clean_line(" аб вг", 4)), ("абв", "аб в"))

    def test_nothing_is_an_empty_text(self):
        self.assertEqual((clean(None), clean_line(False)), ("", ""))
