"""The quantity that a person wrote into a cell, or why it is not clear which one."""

from decimal import Decimal
from typing import NamedTuple

from odoo.addons.krokus_cart_reserve.take import MOST

# Why a number is not taken.
PACKS, AMBIGUOUS, FRACTION, TOO_MUCH = "packs", "ambiguous", "fraction", "too much"

PIECES = {"шт", "штук", "штука", "штуки", "стеблей", "стебель", "стебля", "pcs", "pc", "pieces"}
PACK = {"уп", "упак", "упаковка", "упаковки", "упаковок", "пач", "пачка", "пачки", "пачек"}
PACK |= {"кор", "коробка", "коробки", "коробок", "пак", "pack", "packs", "box", "boxes"}
# Between a name and its number: `x 25`, `- 25`.
MARKS = {"-", "–", "—", "x", "х", "×", "*", ":", "=", "|"}
_LONGEST = 40


class Number(NamedTuple):
    """`why` the value may be another than meant; a FRACTION is one where a price cannot be."""

    value: Decimal
    why: str | None = None


def read(cell):
    """Number, or None of what is none: `20`, `20 шт.`, `1 200`, `x 25`, `12,5`."""
    cell = cell.strip()
    if not cell or len(cell) > _LONGEST:
        return None
    head, _blank, rest = cell.partition(" ")
    if head.lower() in MARKS and rest:
        cell = rest.strip()
    elif cell[0].lower() in MARKS - {"-", "–", "—"} and cell[1:2].isdigit():
        cell = cell[1:]
    digits, unit = _split(cell)
    if not digits or (unit and unit not in PIECES | PACK):
        return None
    number = _number(digits)
    return number and (number._replace(why=PACKS) if unit in PACK else number)


def is_unit(word, units=frozenset(PIECES)):
    return word.rstrip(".").lower() in units


def _split(cell):
    """(digits and what stands between them, the word after them in small letters)."""
    end = next((at for at, sign in enumerate(cell) if sign not in "0123456789., "), len(cell))
    return cell[:end].strip(), cell[end:].strip().rstrip(".").lower()


def _number(digits):
    """`1,000` and `1.000` are a thousand to one writer, and one to another."""
    points = digits.count(",") + digits.count(".")
    whole, _point, part = digits.replace(".", ",").partition(",")
    groups = whole.split()
    grouped = len(groups) > 1 and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    if not groups or not (grouped or len(groups) == 1) or " " in part or (points and not part):
        return None
    if points > 1 or len(part) == 3:
        return Number(Decimal(0), AMBIGUOUS)
    value = Decimal(f"{''.join(groups)}.{part or 0}")
    if value > MOST:
        return Number(value, TOO_MUCH)
    return Number(value, FRACTION if points else None)
