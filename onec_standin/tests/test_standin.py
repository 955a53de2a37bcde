"""The stand-in as a client of 1C sees it: a process of its own, asked by zeep."""

import os
import subprocess
import sys
import tempfile
import unittest
import uuid
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import requests
import zeep
from requests.auth import HTTPBasicAuth

ROOT = Path(__file__).parents[2]
PASSWORD = "пароль"


class StandIn:
    """A running stand-in; `stop` ends exactly this process."""

    def __init__(self, store, port=0, *options):
        command = [sys.executable, "-m", "onec_standin", "--port", str(port), "--store", store]
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "ONEC_PASSWORD": PASSWORD},
        )
        self.url = self.process.stdout.readline().strip()

    def client(self, service="site", password=PASSWORD):
        session = requests.Session()
        session.auth = HTTPBasicAuth("site", password.encode())
        transport = zeep.Transport(session=session, timeout=5, operation_timeout=5)
        return zeep.Client(f"{self.url}ws/{service}?wsdl", transport=transport)

    def control(self, action, **values):
        answer = requests.post(f"{self.url}control/{action}", json=values, timeout=5)
        answer.raise_for_status()
        return answer.json()

    def orders(self):
        return requests.get(f"{self.url}control/orders", timeout=5).json()

    def page(self):
        return requests.get(self.url, timeout=5).text

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=5)
        self.process.stdout.close()


def order(number="S00001", ref=None, quantity="25", good=None):
    good = good or "2f8f8c93-fd07-5641-a2b2-ab1d93dc3db8"
    return {
        "ВерсияСхемы": "2.05",
        "ДатаФормирования": datetime(2026, 11, 24, 9, 0),
        "Документ": [
            {
                "Ид": ref or str(uuid.uuid5(uuid.NAMESPACE_OID, number)),
                "Номер": number,
                "Дата": date(2026, 11, 24),
                "ХозОперация": "Заказ товара",
                "Роль": "Продавец",
                "Валюта": "RUB",
                "Курс": "1",
                "Сумма": Decimal("2500.00"),
                "Контрагенты": {
                    "Контрагент": [{"Ид": "c1", "Наименование": "Лепесток", "Роль": "Покупатель"}]
                },
                "Товары": {
                    "Товар": [
                        {
                            "Ид": good,
                            "Наименование": "Роза Red Naomi 60 см",
                            "ЦенаЗаЕдиницу": Decimal("100.00"),
                            "Количество": Decimal(quantity),
                            "Сумма": Decimal("2500.00"),
                        }
                    ]
                },
            }
        ],
    }


class StandInCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = folder.name
        self.standin = self.start()

    def start(self, port=0, *options):
        standin = StandIn(self.store, port, *options)
        self.addCleanup(standin.stop)
        return standin

    def offers(self):
        answer = self.standin.client().service.GetAmountAndPrices(None, None, None, None)
        return answer["ПакетПредложений"]["Предложения"]["Предложение"]


class TestCatalogue(StandInCase):
    def test_items_fit_the_declared_types(self):
        answer = self.standin.client().service.GetItems(None, None)
        names = {good["Наименование"] for good in answer["Каталог"]["Товары"]["Товар"]}
        self.assertIn("Роза Red Naomi", names)
        self.assertGreater(len(names), 200)

    def test_at_least_four_hundred_offers_with_a_price_for_every_type(self):
        offers = self.offers()
        self.assertGreaterEqual(len(offers), 400)
        self.assertEqual({len(offer["Цены"]["Цена"]) for offer in offers}, {14})
        self.assertEqual(len({offer["Ид"] for offer in offers}), len(offers))
        self.assertEqual(len({offer["Наименование"] for offer in offers}), len(offers))

    def test_ids_stay_the_same_after_a_restart(self):
        before = [offer["Ид"] for offer in self.offers()]
        self.standin = self.start()
        self.assertEqual([offer["Ид"] for offer in self.offers()], before)

    def test_customers_come_with_price_type_and_debt(self):
        service = self.standin.client("customers").service
        answer = service.GetCustomers("krokus", True, None, None)
        self.assertTrue(answer["return"]["Success"])
        self.assertIn("Флора-Маркет", answer["return"]["ResultMessage"])
        self.assertIn("1284500.00", answer["return"]["ResultMessage"])


class TestOrders(StandInCase):
    def test_order_gets_a_number_and_stands_on_the_page(self):
        client = self.standin.client()
        self.assertIs(client.service.LoadOrders(order()), True)
        document = client.service.GetOrders(None)["Документ"][0]
        values = {
            value["Наименование"]: value["Значение"][0]
            for value in document["ЗначенияРеквизитов"]["ЗначениеРеквизита"]
        }
        self.assertEqual(document["Номер"], "S00001")
        self.assertEqual(values["Номер по 1С"], "КРБ-000001")
        self.assertEqual(values["Проведен"], "true")
        self.assertIn("КРБ-000001", self.standin.page())

    def test_order_sent_twice_is_kept_once(self):
        service = self.standin.client().service
        service.LoadOrders(order())
        service.LoadOrders(order())
        kept = self.standin.orders()
        self.assertEqual(
            [(row["number"], row["times_received"]) for row in kept], [("КРБ-000001", 2)]
        )

    def test_number_of_another_order_is_refused(self):
        service = self.standin.client().service
        service.LoadOrders(order(ref="a"))
        with self.assertRaisesRegex(zeep.exceptions.Fault, "S00001 уже загружен"):
            service.LoadOrders(order(ref="b"))
        self.assertEqual(len(self.standin.orders()), 1)

    def test_orders_outlive_the_process(self):
        self.standin.client().service.LoadOrders(order())
        self.standin.stop()
        self.standin = self.start()
        self.assertEqual([row["number"] for row in self.standin.orders()], ["КРБ-000001"])

    def test_posted_order_lowers_free_stock_and_cancelling_gives_it_back(self):
        offer = next(offer for offer in self.offers() if offer["Количество"] > 100)
        self.standin.client().service.LoadOrders(order(good=offer["Ид"]))
        stock = {row["Ид"]: row["Количество"] for row in self.offers()}
        self.assertEqual(stock[offer["Ид"]], offer["Количество"] - 25)
        self.standin.control("cancel", number="S00001")
        stock = {row["Ид"]: row["Количество"] for row in self.offers()}
        self.assertEqual(stock[offer["Ид"]], offer["Количество"])

    def test_unposted_order_leaves_stock_alone(self):
        self.standin = self.start(0, "--post", "by-hand")
        offer = next(offer for offer in self.offers() if offer["Количество"] > 100)
        self.standin.client().service.LoadOrders(order(good=offer["Ид"]))
        stock = {row["Ид"]: row["Количество"] for row in self.offers()}
        self.assertEqual(stock[offer["Ид"]], offer["Количество"])
        self.standin.control("post", number="S00001")
        stock = {row["Ид"]: row["Количество"] for row in self.offers()}
        self.assertEqual(stock[offer["Ид"]], offer["Количество"] - 25)


class TestTrouble(StandInCase):
    def test_wrong_password_is_refused(self):
        with self.assertRaises(requests.HTTPError):
            self.standin.client(password="wrong")

    def test_lost_answer_still_kept_the_order(self):
        service = self.standin.client().service
        self.standin.control("trouble", mode="lost")
        with self.assertRaises(requests.ConnectionError):
            service.LoadOrders(order())
        self.assertEqual(len(self.standin.orders()), 1)
        service.LoadOrders(order())
        self.assertEqual(len(self.standin.orders()), 1)

    def test_every_mode_passes_after_its_times(self):
        service = self.standin.client().service
        for mode in ("error", "unauthorised", "busy", "fault", "html", "empty", "cut"):
            with self.subTest(mode):
                self.standin.control("trouble", mode=mode)
                with self.assertRaises((zeep.exceptions.Error, requests.RequestException)):
                    service.GetOrders(None)
                self.assertIsNone(service.GetOrders(None)["Классификатор"])

    def test_unknown_mode_is_refused(self):
        with self.assertRaises(requests.HTTPError):
            self.standin.control("trouble", mode="dance")
