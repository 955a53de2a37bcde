import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from odoo import api
from odoo.addons.krokus_catalog.tests.common import KrokusCase

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "пароль-1С"
DATA = ROOT / "onec_standin" / "data"


class StandIn:
    """The project's stand-in for 1C, as a process of its own; ends only itself."""

    def __init__(self, store, data=DATA, port=0):
        command = [sys.executable, "-m", "onec_standin", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--store", str(store), "--data", str(data)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "ONEC_PASSWORD": PASSWORD},
        )
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.rstrip("/").rpartition(":")[2])
        self.store, self.data = store, data

    def again(self):
        """The same 1C after it has been off."""
        return StandIn(self.store, self.data, self.port)

    def control(self, action, **values):
        data = json.dumps(values).encode()
        with urllib.request.urlopen(f"{self.url}control/{action}", data, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def orders(self):
        with urllib.request.urlopen(f"{self.url}control/orders", timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)
        self.process.stdout.close()


class BridgeCase(KrokusCase):
    """A connection to a running stand-in with a small set of books of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.write_books()
        cls.env.company.currency_id = cls.env.ref("base.RUB")  # 1C's prices are in roubles
        cls.tax = cls.make_tax(22)
        cls.env["krokus.onec.connection"].search([]).active = False
        # other add-ons' orders must not go to this test's 1C
        cls.env["krokus.onec.message"].search([("connection_id", "=", False)]).unlink()

    @classmethod
    def make_tax(cls, amount):
        return cls.env["account.tax"].create(
            {
                "name": f"НДС {amount}%",
                "amount": amount,
                "type_tax_use": "sale",
                "price_include_override": "tax_included",
            }
        )

    @classmethod
    def write_books(cls):
        cls.write_file("groups", "код;родитель;наименование", "Р;;Розы", "РЭ;Р;Розы Эквадор")
        cls.write_file(
            "price_types",
            "код;наименование;процент от розничной",
            "РОЗН;Розничная;100",
            "ОПТ;Оптовая;80",
            "К1Р;Сети;90",
        )
        cls.write_goods("РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50")
        cls.write_file(
            "clients",
            "код;вид цены;наименование;полное наименование;ИНН;КПП;индекс;город;адрес;телефон;"
            "почта;долг;просрочено",
            "КЛ-1;К1Р;Лепесток;ООО «Лепесток»;7701999016;770101001;105005;Москва;ул. Радио, д. 1;"
            "+7 495 000-00-01;zakaz@lepestok.example;150.00;0.00",
        )
        cls.write_file(
            "people",
            "клиент;имя;должность;телефон;почта",
            "КЛ-1;Анна Воронцова;флорист;+7 495 000-00-02;anna@lepestok.example",
        )

    @classmethod
    def write_goods(cls, *rows):
        header = (
            "группа;артикул;наименование;вид;цвет;производитель;страна;упаковка;вид размера;ндс;"
            "характеристики"
        )
        cls.write_file("goods", header, *rows)

    @classmethod
    def write_file(cls, name, *rows):
        (cls.folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    def setUp(self):
        super().setUp()
        # balances are written on cursors of their own, which must see what the test wrote
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)
        store = tempfile.TemporaryDirectory()
        self.addCleanup(store.cleanup)
        self.standin = self.start(StandIn(store.name, self.folder))
        self.connection = self.make_connection()

    def start(self, standin):
        self.addCleanup(standin.stop)
        return standin

    def restart(self):
        """1C with the same orders and, perhaps, other books."""
        self.standin.stop()
        self.standin = self.start(self.standin.again())

    def make_connection(self, **values):
        connection = self.env["krokus.onec.connection"].create(
            {
                "name": "1С",
                "site_address": f"{self.standin.url}ws/site?wsdl",
                "customers_address": f"{self.standin.url}ws/customers?wsdl",
                "login": "site",
                "tz": "Europe/Moscow",
                **values,
            }
        )
        connection.password = values.get("password", PASSWORD)
        return connection

    def fetch(self, *kinds):
        """Ask for the kinds and let the cron's work be done; the messages."""
        messages = self.env["krokus.onec.message"]._request(self.connection, kinds)
        self.run_cron("inbox", "_fetch_due")
        return messages

    def deliver(self):
        self.run_cron("outbox", "_deliver_due")

    def run_cron(self, name, method):
        """As the cron does it: on a cursor of its own, which may commit."""
        self.env.flush_all()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            getattr(env[f"krokus.onec.{name}"], method)()
        self.env.invalidate_all()

    def map_price_types(self):
        """Retail and wholesale to the common list, «Сети» to the first tier's."""
        lists = self.env["krokus.price.list"]
        tier = self.env.ref("krokus_catalog.client_tier_1")
        common = lists.search([("tier_id", "=", False)], limit=1)
        common = common or lists.create({"name": "Общий"})
        own = lists.search([("tier_id", "=", tier.id)], limit=1)
        own = own or lists.create({"name": "Сети", "tier_id": tier.id})
        types = {each.name: each for each in self.connection.price_type_ids}
        types["Розничная"].write({"list_id": common.id, "kind": "retail"})
        types["Оптовая"].write({"list_id": common.id, "kind": "wholesale"})
        types["Сети"].write({"list_id": own.id, "kind": "retail"})
        return common, own

    def fetch_all(self):
        self.fetch("catalogue")
        lists = self.map_price_types()
        self.fetch("clients", "figures")
        return lists

    def offer(self, name="Роза Freedom 60 см"):
        return self.env["product.product"].search([("name", "=", name)])

    def make_order(self, client, offer, quantity, unit=None, confirmed=True):
        line = {"product_id": offer.id, "product_uom_qty": quantity}
        if unit:
            line["product_uom_id"] = unit.id
        order = self.env["sale.order"].create(
            {"partner_id": client.id, "order_line": [(0, 0, line)]}
        )
        if confirmed:
            order.action_confirm()
        return order

    def letter(self, order):
        return self.env["krokus.onec.message"].search([("order_id", "=", order.id)])

    def retry_now(self):
        """The pause after a failure is over."""
        self.connection.stream_ids.write({"paused_until": False})
        self.env["krokus.onec.message"].search([]).write({"next_try_at": False})
