from decimal import Decimal

from lxml import etree
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .. import shape
from ..currency import code_of
from ..unit_price import unit_price
from .common import BridgeCase

PACKAGE = """<К><ПакетПредложений><ТипыЦен><ТипЦены><Ид>{kind}</Ид><Валюта>{type_currency}</Валюта>
</ТипЦены></ТипыЦен><Предложения><Предложение><Ид>{ref}</Ид><Цены><Цена><ИдТипаЦены>{kind}</ИдТипаЦены>
<ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу>{price_unit}</Цена></Цены><Количество>{quantity}</Количество>
{stock_unit}</Предложение></Предложения></ПакетПредложений></К>"""
BUNCH = "<Единица>пач</Единица><Коэффициент>{}</Коэффициент>"


def package(price="100", quantity="50", **words):
    blank = {"ref": "a", "kind": "p", "type_currency": "", "price_unit": "", "stock_unit": ""}
    return etree.fromstring(PACKAGE.format(price=price, quantity=quantity, **{**blank, **words}))


@tagged("post_install", "-at_install", "cases")
class TestUnitsThatArrive(BaseCase):
    """K7, inwards: a price and a quantity are of the unit that they name."""

    def reading(self, **words):
        return shape.read_figures(package(**words))

    def test_a_price_of_a_bunch_is_taken_for_one_stem(self):
        [row] = self.reading(price="67", price_unit=BUNCH.format("25")).rows
        self.assertEqual(row.prices["p"].amount, "2.68")

    def test_a_quantity_of_bunches_is_taken_in_stems(self):
        [row] = self.reading(quantity="4", stock_unit=BUNCH.format("25")).rows
        self.assertEqual(row.quantity, 100)

    def test_without_a_coefficient_the_unit_is_the_base_unit(self):
        for text in ("", "<Коэффициент/>", "<Коэффициент>1</Коэффициент>"):
            [row] = self.reading(price_unit=text, stock_unit=text).rows
            self.assertEqual((row.prices["p"].amount, row.quantity), ("100", 50))

    def test_a_coefficient_that_cannot_be_meant_is_refused(self):
        for text in ("0", "-25", "двадцать", "1E2"):
            with self.subTest(text):
                reading = self.reading(price_unit=BUNCH.format(text))
                self.assertFalse(reading.rows)
                self.assertIn("Коэффициент", reading.refused[0].values["place"])

    def test_a_number_that_nothing_can_hold_is_refused_alone(self):
        for text in ("9" * 400, "0." + "9" * 400, "1" * 16):
            self.assertEqual(self.reading(price=text).refused[0].code, "bad_number")

    def test_currencies_as_every_version_writes_them(self):
        for text in ("RUB", "руб", "руб.", "Руб.", "643", "RUR", "₽"):
            self.assertEqual(code_of(text), "RUB")
        self.assertEqual((code_of("398"), code_of("eur"), code_of("")), ("KZT", "EUR", ""))

    def test_a_price_without_a_currency_has_that_of_its_type(self):
        [row] = self.reading(type_currency="398").rows
        self.assertEqual(row.prices["p"].currency, "KZT")
        [row] = self.reading(type_currency="398", price_unit="<Валюта>руб.</Валюта>").rows
        self.assertEqual(row.prices["p"].currency, "RUB")

    def test_the_price_of_a_unit_gives_the_sum_back(self):
        for amount, quantity in (("2000.02", "50"), ("0.01", "3"), ("100", "7"), ("99.99", "125")):
            price = unit_price(Decimal(amount), Decimal(quantity))
            self.assertEqual(round(price * Decimal(quantity), 2), Decimal(amount))
        self.assertEqual(str(unit_price(Decimal("100"), Decimal("4"))), "25.00")


@tagged("post_install", "-at_install", "cases")
class TestRowsThatArrive(BridgeCase):
    """K7 and K18, inwards: a row is refused by itself, with a reason, and stops nothing."""

    def price(self):
        common = self.env["krokus.price.list"].search([("tier_id", "=", False)], limit=1)
        prices = self.env["krokus.price"]
        return prices.search(
            [("product_id", "=", self.offer().id), ("list_id", "=", common.id)]
        ).retail

    def apply(self, **words):
        [kind] = [each for each in self.connection.price_type_ids if each.name == "Розничная"]
        rows = shape.read_figures(package(ref=self.offer().onec_ref, kind=kind.ref, **words)).rows
        return self.env["krokus.onec.figures.applier"]._apply(self.connection, rows)

    def test_a_price_in_another_currency_is_refused_with_a_reason(self):
        self.fetch_all()
        [refused] = self.apply(price="900", price_unit="<Валюта>398</Валюта>")
        self.assertEqual(refused.code, "foreign_currency")
        self.assertEqual(self.price(), 100)
        message = self.env["krokus.onec.message"]._request(self.connection, ["figures"])
        rejection = self.env["krokus.onec.rejection"]._record(message, [("figures", refused)])
        self.assertIn("KZT", rejection.with_context(lang="en_US").reason)
        self.assertFalse(self.apply(price="900", price_unit="<Валюта>руб.</Валюта>"))
        self.assertEqual(self.price(), 900)

    def test_a_price_of_a_bunch_reaches_the_list_as_that_of_a_stem(self):
        self.fetch_all()
        self.apply(price="67", price_unit=BUNCH.format("25"))
        self.assertEqual(self.price(), 2.68)

    @mute_logger("odoo.addons.krokus_1c_bridge.models.krokus_onec_applier")
    def test_a_row_that_breaks_something_unforeseen_is_refused_alone(self):
        self.write_goods(
            "РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50",
            "РЭ;Р-2;Роза Злая;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50",
        )
        self.addCleanup(self.write_books)
        self.restart()
        for error in (ValueError("все"), TypeError("пропало"), KeyError("совсем")):
            self.break_products("Роза Злая", error)
            message = self.fetch("catalogue")
            self.assertEqual(message.state, "partial")
            [rejection] = message.rejection_ids
            self.assertEqual((rejection.name, rejection.code), ("Роза Злая 60 см", "unexpected"))
            self.assertTrue(self.offer())

    def break_products(self, name, error):
        products = type(self.env["product.template"])
        create = products.create

        def broken(records, vals_list):
            if any(name in (vals.get("name") or "") for vals in vals_list):
                raise error
            return create(records, vals_list)

        self.patch(products, "create", broken)

    def test_a_group_that_lies_in_itself_ends(self):
        rows = [shape.Group("г", "", "Розы"), shape.Group("г", "г", "Розы")]
        refused = self.env["krokus.onec.category.applier"]._apply(self.connection, rows)
        self.assertLessEqual(len(refused), 1)
        self.assertTrue(self.env["product.category"].search([("onec_ref", "=", "г")]))

    def test_names_arrive_without_what_nobody_sees(self):
        text = (
            "<К><Классификатор><Группы><Группа><Ид>г\u200b</Ид><Наименование>Ро\u200bзы\xa0&#x85; 1"
        )
        text += "</Наименование></Группа></Группы></Классификатор></К>"
        [group] = shape.read_groups(shape.parse(text)).rows
        self.assertEqual((group.ref, group.name), ("г", "Розы 1"))
