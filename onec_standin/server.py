"""The stand-in's HTTP server: web services behind Basic auth, the page, the control address."""

import base64
import binascii
import hmac
import ipaddress
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from . import commerceml, customers, page, soap
from .books import Books
from .store import NumberTakenError, Store
from .trouble import Trouble

WSDL = Path(__file__).with_name("wsdl")
SITE_NS = "http://www.1c.ru/ExchangeWithSites"
MAX_BODY = 20 * 2**20


class Base(NamedTuple):
    """One information base: what is known, what is kept, how it behaves."""

    books: Books
    store: Store
    trouble: Trouble
    login: str
    password: str
    post_orders: bool


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address, base):
        self.base = base
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    server_version = "OneCStandIn"
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/":
            self._page()
        elif url.path in SERVICES and url.query.lower() == "wsdl":
            self._wsdl(url.path)
        elif url.path == "/control/orders":
            self._control_orders()
        else:
            self._send(404, "Страница не найдена")

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        url = urlsplit(self.path)
        if url.path in SERVICES:
            self._service(url.path, body)
        elif url.path.startswith("/control/"):
            self._control(url.path.removeprefix("/control/"), body)
        else:
            self._send(404, "Страница не найдена")

    def _page(self):
        base = self.server.base
        self._send(200, page.render(base.books, base.store.orders()), "text/html; charset=utf-8")

    def _wsdl(self, path):
        if not self._authorised():
            return
        text = (WSDL / SERVICES[path].wsdl).read_text(encoding="utf-8")
        address = f"http://{self.headers.get('Host', '127.0.0.1')}{path}"
        self._send(200, text.replace("http://127.0.0.1/", address), "text/xml; charset=utf-8")

    def _service(self, path, body):
        if not self._authorised():
            return
        try:
            namespace, request = soap.open_envelope(body)
        except soap.BadEnvelopeError as error:
            self._send(500, soap.fault(soap.SOAP11, f"{{WebСервис}}: {error}"), "text/xml")
            return
        operation = etree.QName(request).localname
        mode = self.server.base.trouble.take(operation)
        if mode and mode not in ("cut", "lost"):
            self._misbehave(mode, namespace)
            return
        status, answer = self._call(path, operation, namespace, request)
        if mode == "lost":
            self.close_connection = True
        elif mode == "cut":
            self._send(status, answer, "text/xml; charset=utf-8", cut=True)
        else:
            self._send(status, answer, "text/xml; charset=utf-8")

    def _call(self, path, operation, namespace, request):
        service = SERVICES[path]
        method = service.operations.get(operation)
        try:
            if not method:
                raise commerceml.BadOrderError(f"Операция {operation} не найдена")
            fill = method(self.server.base, request)
        except commerceml.BadOrderError as error:
            text = f"{{WebСервис.{service.name}.Модуль(118)}}: {error}"
            return 500, soap.fault(namespace, text)
        return 200, soap.answer(namespace, operation, service.namespace, fill)

    def _misbehave(self, mode, namespace):
        if mode == "fault":
            text = "{WebСервис.SiteExchange.Модуль(42)}: Конфликт блокировок при выполнении"
            self._send(500, soap.fault(namespace, text), "text/xml; charset=utf-8")
        elif mode == "html":
            self._send(200, "<html><body>Веб-сервер 1С</body></html>", "text/html; charset=utf-8")
        else:
            status = {"error": 500, "unauthorised": 401, "busy": 429, "empty": 200}[mode]
            self._send(status, "")

    def _authorised(self):
        kind, _, token = (self.headers.get("Authorization") or "").partition(" ")
        try:
            given = base64.b64decode(token, validate=True)
        except (binascii.Error, ValueError):
            given = b""
        expected = f"{self.server.base.login}:{self.server.base.password}".encode()
        if kind == "Basic" and hmac.compare_digest(given, expected):
            return True
        self._send(401, "Неверное имя или пароль", **{"WWW-Authenticate": 'Basic realm="1C"'})
        return False

    def _from_loopback(self):
        if ipaddress.ip_address(self.client_address[0]).is_loopback:
            return True
        self._send(403, "Управление доступно только с этой машины")
        return False

    def _control_orders(self):
        if self._from_loopback():
            orders = [order._asdict() for order in self.server.base.store.orders()]
            self._send_json(200, orders)

    def _control(self, action, body):
        if not self._from_loopback():
            return
        method = CONTROLS.get(action)
        try:
            done = method and method(self.server.base, **json.loads(body or b"{}"))
        except (TypeError, ValueError, AttributeError) as error:
            self._send_json(400, {"error": str(error)})
        else:
            self._send_json(404 if done is None or done is False else 200, {"done": bool(done)})

    def _send_json(self, status, value):
        text = json.dumps(value, ensure_ascii=False, default=str)
        self._send(status, text, "application/json; charset=utf-8")

    def _send(self, status, body, content_type="text/plain; charset=utf-8", cut=False, **headers):
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if cut:
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
        else:
            self.wfile.write(data)

    def log_message(self, *args):
        """Quiet: what matters is on the page."""


def _result(element):
    """Puts a КоммерческаяИнформация under `return`, as the WSDL types it."""

    def fill(response):
        result = etree.SubElement(response, f"{{{SITE_NS}}}return")
        for name, value in element.attrib.items():
            result.set(name, value)
        result.extend(list(element))

    return fill


def _get_items(base, request):
    return _result(commerceml.items(base.books))


def _get_amount_and_prices(base, request):
    store = base.store
    return _result(
        commerceml.amounts_and_prices(base.books, store.stock_corrections(), store.sold())
    )


def _get_orders(base, request):
    since = request.findtext("{*}ModificationDate")
    return _result(commerceml.documents(base.store.orders(since)))


def _load_orders(base, request):
    data = request.find("{*}OrdersData")
    if data is None:
        raise commerceml.BadOrderError("Не передан параметр OrdersData")
    try:
        base.store.load_orders(commerceml.read_orders(data), base.post_orders)
    except NumberTakenError as error:
        text = f"Заказ с номером {error} уже загружен под другим идентификатором"
        raise commerceml.BadOrderError(text) from error
    return _plain(SITE_NS, "true")


def _get_picture(base, request):
    return _plain(SITE_NS, None)


def _plain(namespace, text):
    def fill(response):
        element = etree.SubElement(response, f"{{{namespace}}}return")
        if text is None:
            element.set("{http://www.w3.org/2001/XMLSchema-instance}nil", "true")
        element.text = text

    return fill


def _get_customers(base, request):
    text = etree.tostring(customers.message(base.books), encoding="unicode")

    def fill(response):
        result = etree.SubElement(response, f"{{{customers.NS}}}return")
        for name, value in (("ResultMessage", text), ("Success", "true"), ("Continue", "false")):
            etree.SubElement(result, f"{{{customers.NS}}}{name}").text = value
        etree.SubElement(response, f"{{{customers.NS}}}Address").text = ""

    return fill


class Service(NamedTuple):
    name: str
    namespace: str
    wsdl: str
    operations: dict


SERVICES = {
    "/ws/site": Service(
        "SiteExchange",
        SITE_NS,
        "site.wsdl",
        {
            "GetItems": _get_items,
            "GetAmountAndPrices": _get_amount_and_prices,
            "GetOrders": _get_orders,
            "LoadOrders": _load_orders,
            "GetPicture": _get_picture,
        },
    ),
    "/ws/customers": Service(
        "CustomerOrdersExchange",
        customers.NS,
        "customers.wsdl",
        {"GetCustomers": _get_customers},
    ),
}


def _control_trouble(base, mode="", **options):
    if mode:
        base.trouble.ask_for(mode, **options)
    else:
        base.trouble.clear()
    return True


def _control_stock(base, ref, quantity):
    base.store.set_stock(ref, quantity)
    return True


CONTROLS = {
    "trouble": _control_trouble,
    "stock": _control_stock,
    "post": lambda base, number: base.store.post(number),
    "cancel": lambda base, number: base.store.cancel(number),
}
