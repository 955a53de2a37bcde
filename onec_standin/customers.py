"""Clients, their people and debts, in the shape of the message that «1С:Заказы» receives.

Objects are named as in the exchange plan: CatalogObject.Клиенты and so on.
"""

from lxml import etree

from . import books as b

NS = "http://www.1c.ru/CustomerOrders/Exchange"


def message(books):
    root = etree.Element(f"{{{NS}}}Message", nsmap={None: NS})
    for client in books.clients:
        _client(root, client)
        _counterparty(root, client)
        _contract(root, client)
        for person in client.people:
            _person(root, client, person)
    return root


def _object(root, kind, **texts):
    element = etree.SubElement(root, f"{{{NS}}}CatalogObject.{kind}")
    for name, text in {"DeletionMark": "false", **texts}.items():
        etree.SubElement(element, f"{{{NS}}}{name}").text = text
    return element


def _contact(element, kind, text, **attributes):
    if not text:
        return
    row = etree.SubElement(element, f"{{{NS}}}КонтактнаяИнформация", attributes)
    etree.SubElement(row, f"{{{NS}}}Тип").text = kind
    etree.SubElement(row, f"{{{NS}}}Представление").text = text


def _client(root, client):
    element = _object(
        root,
        "Клиенты",
        ref=client.ref,
        Code=client.code,
        Description=client.name,
        ВидЦены=client.price_type,
        ОтгрузкаЗапрещена="false",
    )
    address = ", ".join(filter(None, [client.zip_code, client.city, client.street]))
    _contact(element, "Адрес", address, Страна="Россия", Город=client.city)
    _contact(element, "Телефон", client.phone)
    _contact(element, "АдресЭлектроннойПочты", client.email)


def _counterparty(root, client):
    _object(
        root,
        "Контрагенты",
        ref=b.guid("counterparty", client.code),
        Description=client.full_name,
        ИНН=client.inn,
        Клиент=client.ref,
        КПП=client.kpp,
        НаименованиеПолное=client.full_name,
        ЮрФизЛицо="ЮрЛицо" if client.kpp else "ИндивидуальныйПредприниматель",
    )


def _contract(root, client):
    _object(
        root,
        "ДоговорыКлиентов",
        ref=b.guid("contract", client.code),
        Description=f"Договор поставки с {client.full_name}",
        Клиент=client.ref,
        ВидЦены=client.price_type,
        СуммаДолгаПоДоговору=f"{client.debt:.2f}",
        СуммаПросроченногоДолга=f"{client.overdue:.2f}",
    )


def _person(root, client, person):
    element = _object(
        root,
        "КонтактныеЛицаКлиентов",
        ref=person.ref,
        Owner=client.ref,
        Description=person.name,
        ДолжностьПоВизитке=person.position,
    )
    _contact(element, "Телефон", person.phone)
    _contact(element, "АдресЭлектроннойПочты", person.email)
