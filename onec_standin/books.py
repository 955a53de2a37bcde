"""The company's books as 1C would hold them, read from the CSV files of a folder.

References are GUIDs made from the files' codes, so they are the same at every start.
"""

import csv
import uuid
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

NAMESPACE = uuid.UUID("6f0e2c5a-8f0b-4d53-9d53-0a3c1f6f3a10")
HALF = Decimal("0.5")

SIZE_TEXTS = {
    "Длина": "{} см",
    "Высота": "{} см",
    "Диаметр горшка": "⌀ {} см",
}


class Group(NamedTuple):
    ref: str
    parent: str  # the parent's ref, empty at the top
    name: str


class PriceType(NamedTuple):
    ref: str
    name: str
    percent: Decimal  # of the base price, as in a computed price type of 1C


class Characteristic(NamedTuple):
    ref: str  # empty: the good has no characteristics
    size: str
    price: Decimal
    stock: Decimal


class Good(NamedTuple):
    ref: str
    article: str
    name: str
    group: str
    kind: str
    color: str
    grower: str
    country: str
    packing: Decimal
    size_kind: str
    vat: str
    characteristics: tuple


class Person(NamedTuple):
    ref: str
    name: str
    position: str
    phone: str
    email: str


class Client(NamedTuple):
    ref: str
    code: str
    price_type: str
    name: str
    full_name: str
    inn: str
    kpp: str
    zip_code: str
    city: str
    street: str
    phone: str
    email: str
    debt: Decimal
    overdue: Decimal
    people: tuple


class Books(NamedTuple):
    groups: tuple
    price_types: tuple
    goods: tuple
    clients: tuple


def guid(kind, code):
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{code}"))


def read_books(folder):
    folder = Path(folder)
    return Books(
        groups=tuple(_groups(_rows(folder / "groups.csv"))),
        price_types=tuple(_price_types(_rows(folder / "price_types.csv"))),
        goods=tuple(_goods(_rows(folder / "goods.csv"))),
        clients=tuple(_clients(_rows(folder / "clients.csv"), _rows(folder / "people.csv"))),
    )


def offer_ref(good, characteristic):
    """1C's whole id of what is sold: `good` or `good#characteristic`."""
    return f"{good.ref}#{characteristic.ref}" if characteristic.ref else good.ref


def offer_name(good, characteristic):
    size = SIZE_TEXTS.get(good.size_kind, "{}").format(characteristic.size)
    return f"{good.name} {size}" if characteristic.size else good.name


def price_of(characteristic, price_type):
    """Computed price types are a percentage of the base price, rounded to 50 kopecks."""
    price = characteristic.price * price_type.percent / 100
    return (price / HALF).quantize(Decimal(1), ROUND_HALF_UP) * HALF


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _groups(rows):
    for row in rows:
        parent = guid("group", row["родитель"]) if row["родитель"] else ""
        yield Group(guid("group", row["код"]), parent, row["наименование"])


def _price_types(rows):
    for row in rows:
        yield PriceType(
            guid("price_type", row["код"]),
            row["наименование"],
            Decimal(row["процент от розничной"]),
        )


def _goods(rows):
    for row in rows:
        yield Good(
            ref=guid("good", row["артикул"]),
            article=row["артикул"],
            name=row["наименование"],
            group=guid("group", row["группа"]),
            kind=row["вид"],
            color=row["цвет"],
            grower=row["производитель"],
            country=row["страна"],
            packing=Decimal(row["упаковка"]),
            size_kind=row["вид размера"],
            vat=row["ндс"],
            characteristics=tuple(_characteristics(row["артикул"], row["характеристики"])),
        )


def _characteristics(article, text):
    """`60=119/600 70=138/950`: size, base price, stock."""
    for part in text.split():
        size, _, figures = part.partition("=")
        price, _, stock = figures.partition("/")
        ref = guid("characteristic", f"{article}/{size}") if size else ""
        yield Characteristic(ref, size, Decimal(price), Decimal(stock))


def _clients(rows, people_rows):
    people = {}
    for row in people_rows:
        people.setdefault(row["клиент"], []).append(
            Person(
                guid("person", row["почта"]),
                row["имя"],
                row["должность"],
                row["телефон"],
                row["почта"],
            )
        )
    for row in rows:
        yield Client(
            ref=guid("client", row["код"]),
            code=row["код"],
            price_type=guid("price_type", row["вид цены"]),
            name=row["наименование"],
            full_name=row["полное наименование"],
            inn=row["ИНН"],
            kpp=row["КПП"],
            zip_code=row["индекс"],
            city=row["город"],
            street=row["адрес"],
            phone=row["телефон"],
            email=row["почта"],
            debt=Decimal(row["долг"]),
            overdue=Decimal(row["просрочено"]),
            people=tuple(people.get(row["код"], ())),
        )
