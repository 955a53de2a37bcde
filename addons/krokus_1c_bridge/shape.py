"""The one place that knows how 1C names things: its messages <-> plain rows.

Elements are matched by local name, whatever namespace or version a configuration writes.
A row that cannot be read becomes a Refused, never an exception for its neighbours.
"""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from lxml import etree
from odoo.addons.krokus_catalog.text import clean_line

from .currency import code_of
from .number import read_amount, read_flag, read_moment, read_number
from .refusal import RowRefusedError

KOPECK = Decimal("0.01")
FACTS = {"вид": "flower_type", "вид цветка": "flower_type", "цвет": "color"}
SIZES = {"длина": "stem", "высота": "height", "диаметр горшка": "pot"}


class UnreadableMessageError(Exception):
    """The whole message is no XML that we take; nothing of it may be applied."""

    problem = "unreadable"


class Group(NamedTuple):
    ref: str
    parent_ref: str
    name: str


class PriceType(NamedTuple):
    ref: str
    name: str
    tax_included: bool


class Offer(NamedTuple):
    ref: str  # `good` or `good#characteristic`
    good_ref: str
    name: str
    article: str
    group_ref: str
    flower_type: str
    color: str
    grower: str
    country: str
    size: float
    size_kind: str
    packing_step: float
    tax_rate: str
    unit: str  # 1C's code of the unit that it counts in
    deleted: bool


class Price(NamedTuple):
    amount: str  # of one base unit
    currency: str  # ISO code; empty: 1C does not say


class Figures(NamedTuple):
    ref: str
    quantity: float | None  # in base units; None: the message does not speak of stock
    prices: dict  # 1C's price type -> Price


class Client(NamedTuple):
    ref: str
    name: str
    legal_name: str
    inn: str
    kpp: str
    address: str
    phone: str
    email: str
    price_type_ref: str
    debt: str
    overdue: str
    people: tuple
    deleted: bool


class Person(NamedTuple):
    ref: str
    name: str
    position: str
    phone: str
    email: str


class Document(NamedTuple):
    number: str  # the site's
    onec_number: str
    posted: bool
    shipped: bool
    cancelled: bool


class Refused(NamedTuple):
    ref: str
    name: str
    code: str
    values: dict


class Reading(NamedTuple):
    rows: list
    refused: list


def parse(text):
    """The root element of a message; entities and DOCTYPE are refused before they can bite."""
    data = text if isinstance(text, bytes) else text.encode()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableMessageError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableMessageError("DOCTYPE")
    return root


def read_groups(root):
    """Parents stand before their children."""
    return _read_each(_walk_groups(root, ""), _group)


def read_price_types(root):
    found = {_text(element, "Ид"): element for element in root.iterfind(".//{*}ТипыЦен/{*}ТипЦены")}
    return _read_each(found.values(), _price_type)


def read_offers(items, package):
    """Offers of a package, each completed with what the catalogue says about its good."""
    goods = {_text(good, "Ид"): good for good in items.iterfind("{*}Каталог/{*}Товары/{*}Товар")}
    return _read_each(_offers(package), lambda offer: _offer(offer, goods))


def read_figures(package):
    currencies = {
        _text(element, "Ид"): code_of(_text(element, "Валюта"))
        for element in package.iterfind(".//{*}ТипыЦен/{*}ТипЦены")
    }
    return _read_each(_offers(package), lambda offer: _figures(offer, currencies))


def read_clients(message):
    """Clients with their legal entity, debt and people, from a message of «1С:Заказы»."""
    about = {
        kind: _by_owner(message, kind, owner)
        for kind, owner in (
            ("Контрагенты", "Клиент"),
            ("ДоговорыКлиентов", "Клиент"),
            ("КонтактныеЛицаКлиентов", "Owner"),
        )
    }
    clients = message.iterfind("{*}CatalogObject.Клиенты")
    return _read_each(clients, lambda client: _client(client, about))


def read_documents(root):
    return _read_each(root.iterfind(".//{*}Документ"), _document)


def order_message(order, now):
    """The КоммерческаяИнформация that loads one order; `order` as `sale.order` snapshots it."""
    return {
        "ВерсияСхемы": "2.05",
        "ДатаФормирования": now.replace(microsecond=0),
        "Документ": [_order_document(order)],
    }


def _read_each(elements, read):
    rows, refused = [], []
    for element in elements:
        try:
            rows.append(read(element))
        except RowRefusedError as error:
            refused.append(_refused(element, error.code, error.values))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            refused.append(_refused(element, "unexpected", {"text": str(error)[:200]}))
    return Reading(rows, refused)


def _refused(element, code, values):
    ref = _text(element, "Ид") or _text(element, "ref") or _text(element, "Номер")
    name = _text(element, "Наименование") or _text(element, "Description")
    return Refused(ref, name, code, values)


def _text(element, path):
    if element is None:
        return ""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return clean_line(element.findtext(steps))


def _needed(element, path):
    text = _text(element, path)
    if not text:
        raise RowRefusedError("empty_field", place=path)
    return text


def _walk_groups(element, parent_ref):
    for group in element.iterfind("{*}Группы/{*}Группа"):
        group.set("parent_ref", parent_ref)
        yield group
        yield from _walk_groups(group, _text(group, "Ид"))
    if not parent_ref:
        for classifier in element.iterfind("{*}Классификатор"):
            yield from _walk_groups(classifier, "")


def _group(element):
    return Group(
        _needed(element, "Ид"), element.get("parent_ref"), _needed(element, "Наименование")
    )


def _price_type(element):
    included = _text(element, "Налог/УчтеноВСумме")
    return PriceType(
        _needed(element, "Ид"),
        _needed(element, "Наименование"),
        read_flag(included) if included else True,
    )


def _offers(package):
    return package.iterfind("{*}ПакетПредложений/{*}Предложения/{*}Предложение")


def _offer(offer, goods):
    ref = _needed(offer, "Ид")
    good_ref = ref.partition("#")[0]
    good = goods.get(good_ref)
    if good is None:
        raise RowRefusedError("unknown_good", ref=good_ref)
    facts = _facts(good)
    size_kind, size = _size(offer, good)
    return Offer(
        ref=ref,
        good_ref=good_ref,
        name=_text(offer, "Наименование") or _needed(good, "Наименование"),
        article=_text(offer, "Артикул") or _text(good, "Артикул"),
        group_ref=_text(good, "Группы/Ид"),
        flower_type=facts.get("flower_type", ""),
        color=facts.get("color", ""),
        grower=_text(good, "Изготовитель/Наименование"),
        country=_text(good, "Страна"),
        size=size,
        size_kind=size_kind,
        packing_step=_packing_step(good),
        tax_rate=_text(good, "СтавкиНалогов/СтавкаНалога/Ставка"),
        unit=_unit(good),
        deleted=_is_deleted(good) or _is_deleted(offer),
    )


def _facts(good):
    facts = {}
    for value in good.iterfind("{*}ЗначенияСвойств/{*}ЗначенияСвойства"):
        field = FACTS.get(_text(value, "Наименование").lower())
        if field:
            facts[field] = _text(value, "Значение")
    return facts


def _size(offer, good):
    """Length, height or pot: a characteristic of the offer, else a property of the good."""
    values = [
        *offer.iterfind("{*}ХарактеристикиТовара/{*}ХарактеристикаТовара"),
        *good.iterfind("{*}ЗначенияСвойств/{*}ЗначенияСвойства"),
    ]
    for value in values:
        name = _text(value, "Наименование")
        kind = SIZES.get(name.lower())
        if kind:
            text = _text(value, "Значение").lower().removesuffix("см")
            number = read_amount(text, name)
            return (kind, float(number)) if number else ("", 0.0)
    return "", 0.0


def _packing_step(good):
    step = read_amount(_text(good, "БазоваяЕдиница/Пересчет/Коэффициент"), "Коэффициент")
    return float(step) if step else 1.0


def _unit(good):
    """1C pads its codes with blanks."""
    unit = good.find("{*}БазоваяЕдиница")
    return clean_line("" if unit is None else unit.get("Код"))


def _is_deleted(element):
    status = (element.get("Статус") or _text(element, "Статус")).lower()
    return status == "удален" or read_flag(_text(element, "ПометкаУдаления"))


def _figures(offer, currencies):
    ref = _needed(offer, "Ид")
    quantity = read_amount(_text(offer, "Количество"), "Количество")
    if quantity is not None:
        quantity = float(quantity * _coefficient(offer))
    prices = {}
    for price in offer.iterfind("{*}Цены/{*}Цена"):
        amount = read_amount(_text(price, "ЦенаЗаЕдиницу"), "ЦенаЗаЕдиницу")
        if amount is not None:
            kind = _needed(price, "ИдТипаЦены")
            currency = code_of(_text(price, "Валюта")) or currencies.get(kind, "")
            prices[kind] = Price(_per_base_unit(amount, _coefficient(price)), currency)
    return Figures(ref, quantity, prices)


def _coefficient(element):
    """How many base units the named unit has: a bunch of 25 is one Единица with 25."""
    number = read_amount(_text(element, "Коэффициент"), "Коэффициент")
    if number == 0:
        raise RowRefusedError("bad_number", text="0", place="Коэффициент")
    return number or Decimal(1)


def _per_base_unit(amount, coefficient):
    if coefficient == 1:
        return str(amount)
    return str((amount / coefficient).quantize(KOPECK, ROUND_HALF_UP))


def _by_owner(message, kind, owner):
    objects = {}
    for element in message.iterfind(f"{{*}}CatalogObject.{kind}"):
        if not read_flag(_text(element, "DeletionMark")):
            objects.setdefault(_text(element, owner), []).append(element)
    return objects


def _client(element, about):
    ref = _needed(element, "ref")
    legal = next(iter(about["Контрагенты"].get(ref, ())), None)
    contracts = about["ДоговорыКлиентов"].get(ref, ())
    people = about["КонтактныеЛицаКлиентов"].get(ref, ())
    return Client(
        ref=ref,
        name=_needed(element, "Description"),
        legal_name=_text(legal, "НаименованиеПолное"),
        inn=_text(legal, "ИНН"),
        kpp=_text(legal, "КПП"),
        address=_contact(element, "Адрес"),
        phone=_contact(element, "Телефон"),
        email=_contact(element, "АдресЭлектроннойПочты"),
        price_type_ref=_text(element, "ВидЦены"),
        debt=_total(contracts, "СуммаДолгаПоДоговору"),
        overdue=_total(contracts, "СуммаПросроченногоДолга"),
        people=tuple(_person(person) for person in people),
        deleted=read_flag(_text(element, "DeletionMark")),
    )


def _person(element):
    return Person(
        _needed(element, "ref"),
        _needed(element, "Description"),
        _text(element, "ДолжностьПоВизитке"),
        _contact(element, "Телефон"),
        _contact(element, "АдресЭлектроннойПочты"),
    )


def _contact(element, kind):
    for contact in element.iterfind("{*}КонтактнаяИнформация"):
        if _text(contact, "Тип") == kind:
            return _text(contact, "Представление")
    return ""


def _total(contracts, place):
    return str(sum((read_number(_text(row, place), place) or 0 for row in contracts), Decimal(0)))


def _document(element):
    values = {}
    for value in element.iterfind("{*}ЗначенияРеквизитов/{*}ЗначениеРеквизита"):
        values["".join(_text(value, "Наименование").split()).lower()] = _text(value, "Значение")
    shipped_on = values.get("датаотгрузкипо1с")
    return Document(
        number=_needed(element, "Номер"),
        onec_number=values.get("номерпо1с") or values.get("номер1с") or "",
        posted=read_flag(values.get("проведен")),
        shipped=bool(shipped_on and read_moment(shipped_on, "Дата отгрузки по 1С"))
        or read_flag(values.get("отгружен")),
        cancelled=read_flag(values.get("отменен")) or read_flag(values.get("пометкаудаления")),
    )


def _order_document(order):
    moment = datetime.fromisoformat(order["ordered_at"])
    document = {
        "Ид": order["ref"],
        "Номер": order["number"],
        "Дата": moment.date(),
        "ХозОперация": "Заказ товара",
        "Роль": "Продавец",
        "Валюта": order["currency"],
        "Курс": "1",
        "Сумма": Decimal(order["amount"]),
        "Контрагенты": {"Контрагент": [_buyer(order["client"])]},
        "Время": moment.time(),
        "Комментарий": order["comment"] or None,
        "Налоги": {
            "Налог": [
                {
                    "Наименование": "НДС",
                    "УчтеноВСумме": True,
                    "Сумма": Decimal(order["tax_amount"]),
                }
            ]
        },
        "Товары": {"Товар": [_order_line(line) for line in order["lines"]]},
    }
    requisites = _requisites(order)
    if requisites:
        document["ЗначенияРеквизитов"] = {"ЗначениеРеквизита": requisites}
    return document


def _buyer(client):
    buyer = {
        "Ид": client["ref"],
        "Наименование": client["name"],
        "ОфициальноеНаименование": client["name"],
        "ИНН": client["inn"] or None,
        "Роль": "Покупатель",
    }
    if client["address"]:
        buyer["Адрес"] = {"Представление": client["address"]}
    contacts = [("Почта", client["email"]), ("Телефон рабочий", client["phone"])]
    rows = [{"Тип": kind, "Значение": value} for kind, value in contacts if value]
    if rows:
        buyer["Контакты"] = {"Контакт": rows}
    return buyer


def _order_line(line):
    return {
        "Ид": line["ref"],
        "Артикул": line["article"] or None,
        "Наименование": line["name"],
        "ЦенаЗаЕдиницу": Decimal(line["price"]),
        "Количество": Decimal(line["quantity"]),
        "Сумма": Decimal(line["amount"]),
        "Единица": line["unit"],
        "Коэффициент": "1",  # the offer's own unit, which is the base unit there
    }


def _requisites(order):
    """Never an empty Значение: 1C would give the row its neighbour's."""
    if not order["ships_on"]:
        return []
    # trade configurations read the first spelling, the small-company one the second
    names = ("Дата отгрузки", "ДатаОтгрузки")
    return [{"Наименование": name, "Значение": [order["ships_on"]]} for name in names]
