from decimal import Decimal

from odoo.tests import BaseCase, HttpCase, tagged

from .. import quantity_cell, typed
from .common import PortalCase

TABLE = "Артикул\tСвободно\tЦена\tЗаказ\tСумма"


@tagged("post_install", "-at_install", "cases")
class TestCasePastedRow(BaseCase):
    """A pasted row never gives another number than meant."""

    def taken(self, text):
        return {row.names[0]: row.quantity for row in typed.read(text).rows}

    def refusals(self, text):
        found = typed.read(text)
        self.assertFalse(found.rows, text)
        return [(refused.line, refused.why) for refused in found.refused]

    def test_a_table_is_read_by_its_heading(self):
        for heading, quantity in (
            (TABLE, 10),
            ("Артикул\tЗаказ, шт.\tЦена\tСвободно\tСумма", 25),
            ("Наименование\tСвободно\tКОЛ-ВО\tЦена\tСумма", 75),
            ("Name\tFree\tPrice\tSum\tOrder", 750),
            ("Артикул\tКоличество\tЦена\tЗаказ\tСумма", 10),
        ):
            with self.subTest(heading):
                self.assertEqual(self.taken(f"{heading}\nA-1\t25\t75\t10\t750"), {"A-1": quantity})

    def test_under_a_heading_an_empty_cell_orders_nothing(self):
        found = typed.read(f"{TABLE}\nA-1\t25\t75\t\t\nB-1\t25\t75\t0\t0")
        self.assertEqual((found.rows, found.refused), ([], []))

    def test_a_heading_that_names_no_quantity_or_two_of_them_takes_nothing(self):
        for heading in ("Артикул\tЦена", "Артикул\tЗаказ, уп.", "Кол-во\tКоличество"):
            with self.subTest(heading):
                line = "A-1\t25"
                self.assertEqual(self.refusals(f"{heading}\n{line}"), [(line, typed.NO_COLUMN)])

    def test_what_may_be_several_numbers_is_refused_as_it_was_written(self):
        for line, why in (
            ("A-1\t25\t75\t10\t750", typed.WHICH),
            ("Роза\t60\t", typed.WHICH),
            ("Роза\t60\tЭквадор", typed.WHICH),
            ("Роза\t67,00", quantity_cell.FRACTION),
            ("Роза\t67.5", quantity_cell.FRACTION),
            ("Роза\t1,000", quantity_cell.AMBIGUOUS),
            ("Роза\t1.000", quantity_cell.AMBIGUOUS),
            ("Роза\t1,200.50", quantity_cell.AMBIGUOUS),
            ("Роза 50 200", typed.GROUPED),
            ("Роза 2 уп по 25", quantity_cell.PACKS),
            ("Роза\t2 уп.", quantity_cell.PACKS),
            ("Роза Эксплорер 60 см", typed.NO_QUANTITY),
            ("Роза 25 руб", typed.NO_QUANTITY),
            ("Роза -25", typed.NO_QUANTITY),
            ("Роза,25", typed.NO_QUANTITY),
            ("25", typed.NO_QUANTITY),
            ("Роза\t99999999999", quantity_cell.TOO_MUCH),
        ):
            with self.subTest(line):
                self.assertEqual(self.refusals(line), [(line, why)])

    def test_what_can_mean_one_number_alone_is_read(self):
        for line, quantity in (
            ("Роза\t1 200", 1200),
            ("Роза\t1\u00a0200", 1200),
            ("Роза - 25", 25),
            ("Роза — 25", 25),
            ("Роза x 25", 25),
            ("Роза х25 шт.", 25),
            ("Роза\tx 25", 25),
            ("Роза 20 шт", 20),
            ("Роза 20шт", 20),
            ("Роза\t60 см\t25", 25),
            ("Роза\t25\tшт", 25),
            ("| Роза | 25 |", 25),
        ):
            with self.subTest(line):
                self.assertEqual(self.taken(line), {"Роза": Decimal(quantity)})

    def test_under_a_heading_a_fraction_is_a_quantity(self):
        self.assertEqual(self.taken("Товар\tКол-во\nРоза\t12,5"), {"Роза": Decimal("12.5")})

    def test_what_is_too_much_is_kept_and_not_looked_at(self):
        long = "|" * 11_000 + "x"
        self.assertEqual(self.refusals(long), [(long, typed.LONG)])
        found = typed.read("\n".join(f"A-{number}\t5" for number in range(600)))
        self.assertEqual((len(found.rows), len(found.rest.split("\n"))), (500, 100))
        found = typed.read("x" * 400_000)
        self.assertEqual(sum(len(r.line) for r in found.refused) + len(found.rest), 400_000)


@tagged("post_install", "-at_install", "cases")
class TestCasePastedList(PortalCase, HttpCase):
    """What a client pastes is found by its name however it is written, or given back to him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rose.product_tmpl_id.default_code = "R-1"
        cls.pale = cls.make_offer("Роза «Пьер\u00a0де Ронсар’с», жёлтая й", category=cls.category)
        cls.long = cls.make_offer("Red Naomi 60 cm", category=cls.category, default_code="R-1")

    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def typed(self, text):
        return self.make_jsonrpc_request("/krokus/lines/typed", {"text": text})

    def test_a_name_that_only_looks_alike_is_found(self):
        for name in (
            "Роза «Пьер де Ронсар’с», жёлтая й",
            "РОЗА «ПЬЕР ДЕ РОНСАР’С», ЖЕЛТАЯ Й",
            "роза  «Пьер \u2009де\u00a0Ронсар's»,\u200b жёлтая и\u0306",
            "Роза \u201eПьер де Ронсар`с\u201c, же\u0308лтая й",
            '\ufeffРоза "Пьер де\u3000Ронсар\'с", жёл\u00adтая й',
        ):
            with self.subTest(name):
                name = name.replace("'s", "'с")
                answer = self.typed(f"{name}\t20")
                self.assertEqual([line[:2] for line in answer["lines"]], [[self.pale.id, 20]])

    def test_a_name_that_differs_is_not(self):
        answer = self.typed("Роза Пьер де Ронсар, жёлтая\t20\n%\t5\n' OR 1=1\t5")
        self.assertEqual((answer["lines"], len(answer["strange"])), ([], 3))

    def test_a_hidden_offer_is_not_found(self):
        self.assertFalse(self.typed("Hidden rose\t20")["lines"])

    def test_refused_lines_come_back_with_their_heading(self):
        refused = "R-9\t25\t75\t10\t750"
        answer = self.typed(f"{TABLE}\nRed Naomi\t25\t75\t20\t1500\n{refused}\n")
        self.assertEqual([line[:2] for line in answer["lines"]], [[self.rose.id, 20]])
        self.assertEqual(answer["kept"], f"{TABLE}\n{refused}")

    def test_an_article_of_several_lengths_names_the_candidates(self):
        answer = self.typed("R-1\t20")
        self.assertFalse(answer["lines"])
        self.assertEqual(answer["kept"], "R-1\t20")
        self.assertIn("Red Naomi 60 cm", answer["strange"][0])

    def test_a_name_beside_the_article_chooses_among_its_offers(self):
        answer = self.typed("R-1\tRed Naomi 60 cm\t20")
        self.assertEqual([line[:2] for line in answer["lines"]], [[self.long.id, 20]])

    def test_what_is_written_in_two_ways_is_wanted_together(self):
        answer = self.typed("red naomi\t20\nRed  Naomi\t10")
        self.assertEqual([line[:2] for line in answer["lines"]], [[self.rose.id, 30]])

    def test_what_comes_after_the_last_line_is_told_and_given_back(self):
        answer = self.typed("Red Naomi\t1\n" * 501)
        self.assertEqual(answer["lines"][0][1], 500)
        self.assertEqual(answer["kept"], "Red Naomi\t1")
        self.assertTrue(any("500" in sentence for sentence in answer["strange"]))

    def test_too_much_at_once_is_told_in_words(self):
        answer = self.url_open(
            "/krokus/lines/typed",
            data='{"params": {"text": "%s"}}' % ("x" * 1_100_000),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.json()["error"]["data"]["name"], "odoo.exceptions.UserError")

    def test_statements_do_not_grow_with_the_lines(self):
        for number in range(20):
            self.make_offer(f"More {number}", self.category)
        sheet = self.env["krokus.sheet"].with_user(self.anna)
        few, many = (
            self.statements(sheet, "\n".join(f"More {number}\t5" for number in range(count)))
            for count in (2, 20)
        )
        self.assertLessEqual(many, few)

    def statements(self, sheet, text):
        for _turn in range(2):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines, _strange, _kept = sheet._typed(self.website, typed.read(text))
            self.assertTrue([offer.name for offer, _quantity in lines])
        return self.env.cr.sql_log_count - before
