from datetime import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from .. import shape
from ..backoff import LONGEST, pause_after
from ..number import read_amount, read_moment, read_number
from ..refusal import RowRefusedError

PACKAGE = """<КоммерческаяИнформация xmlns="{namespace}"><ПакетПредложений><Предложения>
<Предложение><Ид>a</Ид><Цены><Цена><ИдТипаЦены>p</ИдТипаЦены><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу>
</Цена></Цены><Количество>{quantity}</Количество></Предложение>
<Предложение><Ид>b</Ид><Количество>7</Количество></Предложение>
</Предложения></ПакетПредложений></КоммерческаяИнформация>"""


@tagged("post_install", "-at_install")
class TestNumbers(BaseCase):
    def test_numbers_as_every_version_writes_them(self):
        for text, number in {
            "1 234,50": "1234.50",
            "1\u00a0234.5": "1234.5",
            " 796 ": "796",
            "-0": "0",
            "62,5": "62.5",
        }.items():
            self.assertEqual(read_number(text, "Цена"), Decimal(number))
        self.assertIsNone(read_number("", "Цена"))

    def test_doubtful_numbers_are_refused_with_their_place(self):
        for text in ("1E3", "NaN", "1.2.3", "12 шт", "1;2", "∞"):
            with self.subTest(text), self.assertRaises(RowRefusedError) as caught:
                read_number(text, "Цена")
            self.assertEqual(caught.exception.values["place"], "Цена")
        with self.assertRaises(RowRefusedError):
            read_amount("-1", "Количество")

    def test_moments_as_every_version_writes_them(self):
        moment = datetime(2014, 6, 1, 0, 36, 33)
        self.assertEqual(read_moment("2014-06-01T0:36:33", "Дата"), moment)
        self.assertEqual(read_moment("2014-06-01 00:36:33", "Дата"), moment)
        self.assertEqual(read_moment("01.06.2014", "Дата"), datetime(2014, 6, 1))
        for text in ("", "T", "00.00.0000", "0001-01-01T00:00:00"):
            self.assertIsNone(read_moment(text, "Дата"))
        with self.assertRaises(RowRefusedError):
            read_moment("32.13.2014", "Дата")


@tagged("post_install", "-at_install")
class TestShape(BaseCase):
    def test_rows_are_found_under_any_namespace(self):
        for namespace in ("", "urn:1C.ru:commerceml_205", "urn:1C.ru:commerceml_3"):
            text = PACKAGE.format(namespace=namespace, price="1 200,00", quantity="5,5")
            reading = shape.read_figures(shape.parse(text))
            self.assertEqual(
                reading.rows[0], shape.Figures("a", 5.5, {"p": shape.Price("1200.00", "")})
            )

    def test_bad_row_does_not_take_its_neighbours_along(self):
        text = PACKAGE.format(namespace="", price="дорого", quantity="1")
        reading = shape.read_figures(shape.parse(text))
        self.assertEqual([row.ref for row in reading.rows], ["b"])
        self.assertEqual(reading.refused[0].ref, "a")
        self.assertEqual(reading.refused[0].values["text"], "дорого")

    def test_offer_without_prices_says_nothing_about_prices(self):
        text = PACKAGE.format(namespace="", price="1", quantity="1")
        self.assertEqual(shape.read_figures(shape.parse(text)).rows[1].prices, {})

    def test_document_types_and_broken_documents_are_refused_whole(self):
        bomb = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'
        for text in (bomb, "<a><b></a>", "", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"):
            with self.subTest(text), self.assertRaises(shape.UnreadableMessageError):
                shape.parse(text)

    def test_requisite_names_are_read_with_and_without_spaces(self):
        text = """<a><Документ><Номер>S00001</Номер><ЗначенияРеквизитов>
        <ЗначениеРеквизита><Наименование>Номер по 1С</Наименование><Значение>КРБ-1</Значение>
        </ЗначениеРеквизита><ЗначениеРеквизита><Наименование>Отменен</Наименование>
        <Значение>Да</Значение></ЗначениеРеквизита></ЗначенияРеквизитов></Документ></a>"""
        (document,) = shape.read_documents(shape.parse(text)).rows
        self.assertEqual(document.onec_number, "КРБ-1")
        self.assertTrue(document.cancelled)
        self.assertFalse(document.posted)

    def test_pauses_grow_and_stay_below_the_limit(self):
        pauses = [pause_after(tries) for tries in range(1, 30)]
        self.assertEqual(pauses, sorted(pauses))
        self.assertEqual(pauses[-1], LONGEST)
