"""Which columns of a table name the offer and its quantity: as the table's heading says."""

from typing import NamedTuple

from . import quantity_cell

# The order's own column goes before one that is only called a quantity.
ORDERED = {"заказ", "ваш заказ", "мой заказ", "к заказу", "заказать", "заказано", "заявка"}
ORDERED |= {"order", "ordered", "to order", "order quantity", "order qty"}
QUANTITY = {"кол-во", "количество", "кол", "quantity", "qty", "колво"}
QUANTITY |= {"кол-во заказа", "количество заказа", "заказ кол-во", "заказ количество"}
ARTICLE = {"артикул", "арт", "код", "код товара", "article", "sku", "code"}
NAME = {"наименование", "название", "номенклатура", "товар", "позиция", "сорт", "цветок"}
NAME |= {"наименование товара", "name", "product", "item", "offer", "description"}
_LONGEST = 60


class Heading(NamedTuple):
    """Places of columns, the most exact name first; `quantity` is None where none can be told."""

    line: str
    names: tuple
    quantity: int | None


def read(line, cells):
    """Heading, or None of a row that is none: it has words alone, and one of them is known."""
    if len(cells) < 2 or any(map(quantity_cell.read, cells)):
        return None
    words = [_word(cell) for cell in cells]
    if not any(_title(word) in ORDERED | QUANTITY | ARTICLE | NAME for word in words):
        return None
    names = (*_places(words, ARTICLE), *_places(words, NAME))
    return Heading(line, names, _quantity(words))


def _quantity(words):
    for known in (ORDERED, QUANTITY):
        places = [at for at, word in enumerate(words) if word in known]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def _places(words, known):
    return tuple(at for at, word in enumerate(words) if _title(word) in known)


def _word(cell):
    """In small letters; `Заказ, шт.` is «заказ», but `Заказ, уп.` is a column of its own kind."""
    word = " ".join(cell[:_LONGEST].lower().replace("ё", "е").split())
    title, unit = _title(word), word[len(_title(word)) :].strip(" ,().:/*")
    return title if not unit or unit in quantity_cell.PIECES else word


def _title(word):
    """Without the unit that follows after a comma, a bracket or a stroke."""
    ends = [at for sign in ",(/" if (at := word.find(sign)) > 0]
    return word[: min(ends, default=len(word))].strip(" .:№*")
