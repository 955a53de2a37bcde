"""CommerceML both ways: the books and orders as 1C writes them, an order as the site sends it.

Element names follow the 2.05 schema that the web service SiteExchange declares.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from . import books as b
from .store import Line, Order

NS = "urn:1C.ru:commerceml_205"
COMPANY = "Крокус"
CLASSIFIER = b.guid("classifier", "main")
CATALOGUE = b.guid("catalogue", "main")
PROPERTIES = ("Вид", "Цвет", "Длина", "Высота", "Диаметр горшка")


class BadOrderError(Exception):
    """What the site sent is not an order that can be loaded; the text says where."""


def items(books):
    root = _root()
    _classifier(root, books)
    catalogue = _add(root, "Каталог", СодержитТолькоИзменения="false")
    _texts(catalogue, Ид=CATALOGUE, ИдКлассификатора=CLASSIFIER, Наименование="Основной каталог")
    _texts(_add(catalogue, "Владелец"), Ид=b.guid("company", COMPANY), Наименование=COMPANY)
    goods = _add(catalogue, "Товары")
    for good in books.goods:
        _good(goods, good)
    return root


def amounts_and_prices(books, corrections, sold):
    root = _root()
    package = _add(root, "ПакетПредложений", СодержитТолькоИзменения="false")
    _texts(package, Ид=f"{CATALOGUE}#", Наименование="Пакет предложений")
    _texts(package, ИдКаталога=CATALOGUE, ИдКлассификатора=CLASSIFIER)
    _price_types(package, books)
    offers = _add(package, "Предложения")
    for good in books.goods:
        for characteristic in good.characteristics:
            ref = b.offer_ref(good, characteristic)
            stock = corrections.get(ref, characteristic.stock) - sold.get(ref, 0)
            _offer(offers, books, good, characteristic, max(stock, Decimal(0)))
    return root


def documents(orders):
    root = _root()
    for order in orders:
        _document(root, order)
    return root


def read_orders(root):
    """The orders of a КоммерческаяИнформация element; BadOrderError names the first defect."""
    return [_read_order(element) for element in root.iterchildren("{*}Документ")]


def _root():
    root = etree.Element(f"{{{NS}}}КоммерческаяИнформация", nsmap={None: NS})
    root.set("ВерсияСхемы", "2.05")
    root.set("ДатаФормирования", datetime.now().isoformat(timespec="seconds"))
    return root


def _add(parent, name, text=None, **attributes):
    element = etree.SubElement(parent, f"{{{NS}}}{name}", attributes)
    element.text = text
    return element


def _texts(parent, **texts):
    for name, text in texts.items():
        _add(parent, name, text)


def _classifier(root, books):
    classifier = _add(root, "Классификатор")
    _texts(classifier, Ид=CLASSIFIER, Наименование="Классификатор (Основной каталог)")
    _texts(_add(classifier, "Владелец"), Ид=b.guid("company", COMPANY), Наименование=COMPANY)
    _groups(classifier, books.groups, "")
    properties = _add(classifier, "Свойства")
    for name in PROPERTIES:
        element = _add(properties, "Свойство")
        _texts(element, Ид=b.guid("property", name), Наименование=name, ТипЗначений="Строка")
    _price_types(classifier, books)


def _groups(parent, groups, parent_ref):
    children = [group for group in groups if group.parent == parent_ref]
    if not children:
        return
    container = _add(parent, "Группы")
    for group in children:
        element = _add(container, "Группа")
        _texts(element, Ид=group.ref, Наименование=group.name)
        _groups(element, groups, group.ref)


def _price_types(parent, books):
    container = _add(parent, "ТипыЦен")
    for price_type in books.price_types:
        element = _add(container, "ТипЦены")
        _texts(element, Ид=price_type.ref, Наименование=price_type.name, Валюта="RUB")
        _texts(_add(element, "Налог"), Наименование="НДС", УчтеноВСумме="true")


def _good(parent, good):
    element = _add(parent, "Товар", Статус="Изменен")
    _texts(element, Ид=good.ref, Артикул=good.article, Наименование=good.name)
    unit = _add(
        element,
        "БазоваяЕдиница",
        Код="796 ",  # padded, as 1C sends it
        НаименованиеПолное="Штука",
        МеждународноеСокращение="PCE",
    )
    _texts(_add(unit, "Пересчет"), Единица="пач", Коэффициент=_number(good.packing))
    _add(_add(element, "Группы"), "Ид", good.group)
    _add(element, "Страна", good.country)
    _texts(
        _add(element, "Изготовитель"),
        Ид=b.guid("grower", good.grower),
        Наименование=good.grower,
    )
    values = {"Вид": good.kind, "Цвет": good.color}
    only = good.characteristics[0] if len(good.characteristics) == 1 else None
    if only and not only.ref and only.size:
        values[good.size_kind] = only.size
    _properties(element, values)
    rate = _add(_add(element, "СтавкиНалогов"), "СтавкаНалога")
    _texts(rate, Наименование="НДС", Ставка=good.vat)


def _properties(parent, values):
    container = _add(parent, "ЗначенияСвойств")
    for name, value in values.items():
        element = _add(container, "ЗначенияСвойства")
        _texts(element, Ид=b.guid("property", name), Наименование=name, Значение=value)


def _offer(parent, books, good, characteristic, stock):
    element = _add(parent, "Предложение")
    _texts(
        element,
        Ид=b.offer_ref(good, characteristic),
        Артикул=good.article,
        Наименование=b.offer_name(good, characteristic),
    )
    if characteristic.ref:
        value = _add(_add(element, "ХарактеристикиТовара"), "ХарактеристикаТовара")
        _texts(value, Ид=characteristic.ref, Наименование=good.size_kind)
        _add(value, "Значение", f"{characteristic.size} см")
    prices = _add(element, "Цены")
    for price_type in books.price_types:
        price = _add(prices, "Цена")
        amount = b.price_of(characteristic, price_type)
        _texts(price, ИдТипаЦены=price_type.ref, ЦенаЗаЕдиницу=f"{amount:.2f}", Валюта="RUB")
    _add(element, "Количество", _number(stock))


def _document(root, order):
    element = _add(root, "Документ")
    _texts(
        element,
        Ид=order.ref,
        Номер=order.site_number,
        Дата=order.ordered_on,
        ХозОперация="Заказ товара",
        Роль="Продавец",
        Валюта="RUB",
        Курс="1",
        Сумма=f"{order.amount:.2f}",
    )
    client = _add(_add(element, "Контрагенты"), "Контрагент")
    _texts(client, Ид=order.client_ref, Наименование=order.client_name, Роль="Покупатель")
    goods = _add(element, "Товары")
    for line in order.lines:
        _texts(
            _add(goods, "Товар"),
            Ид=line.ref,
            Наименование=line.name,
            ЦенаЗаЕдиницу=f"{line.price:.2f}",
            Количество=_number(line.quantity),
            Сумма=f"{line.amount:.2f}",
        )
    values = _add(element, "ЗначенияРеквизитов")
    requisites = {
        "Номер по 1С": order.number,
        "Дата по 1С": order.received_at[:19],
        "ПометкаУдаления": "false",
        "Проведен": str(order.posted).lower(),
    }
    if order.cancelled:
        requisites["Отменен"] = "true"
    for name, value in requisites.items():
        _texts(_add(values, "ЗначениеРеквизита"), Наименование=name, Значение=value)


def _read_order(element):
    number = _text(element, "Номер")
    if not number:
        raise BadOrderError("Документ без номера")
    client = element.find("{*}Контрагенты/{*}Контрагент")
    if client is None or not _text(client, "Наименование"):
        raise BadOrderError(f"Заказ {number}: не указан покупатель")
    lines = tuple(_read_line(number, row) for row in element.iterfind("{*}Товары/{*}Товар"))
    if not lines:
        raise BadOrderError(f"Заказ {number}: нет ни одной строки товаров")
    return Order(
        ref=_text(element, "Ид"),
        site_number=number,
        client_ref=_text(client, "Ид"),
        client_name=_text(client, "Наименование"),
        ordered_on=_text(element, "Дата"),
        amount=_decimal(number, _text(element, "Сумма")),
        comment=_text(element, "Комментарий"),
        lines=lines,
    )


def _read_line(number, row):
    return Line(
        ref=_text(row, "Ид"),
        name=_text(row, "Наименование"),
        quantity=_decimal(number, _text(row, "Количество")),
        price=_decimal(number, _text(row, "ЦенаЗаЕдиницу")),
        amount=_decimal(number, _text(row, "Сумма")),
    )


def _text(element, name):
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _decimal(number, text):
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadOrderError(f"Заказ {number}: «{text}» не число") from None


def _number(value):
    return f"{value.normalize():f}"
