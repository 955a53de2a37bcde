from odoo.tests import BaseCase, tagged

from ..text import clean, clean_line, storable


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

    def test_a_pile_of_marks_is_taken_off_before_it_is_sorted(self):
        pile = "e" + "\u0315\u0300" * 30_000
        for text in (clean(pile), clean_line(pile), storable(pile)):
            self.assertLess(len(text), 10)
        self.assertEqual(clean("ё и\u0306 é\u0323"), "ё й ẹ́")

    def test_what_is_nested_is_made_storable_and_else_left_alone(self):
        value = {"a\0": ["\ud800b", {"c": ("\ufffe\x1b", 1.5, None, "x\u00a0\u200by\n")}]}
        wanted = {"a": ["b", {"c": ["", 1.5, None, "x\u00a0\u200by\n"]}]}
        self.assertEqual(storable(value), wanted)

    def test_what_is_nested_too_deep_is_refused(self):
        value = []
        for _level in range(200):
            value = [value]
        with self.assertRaises(ValueError):
            storable(value)
