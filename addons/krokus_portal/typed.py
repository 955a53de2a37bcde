"""What a client types or copies from a spreadsheet: an article and a quantity in each line.

A row gives the number that is meant, or none. A table is read by its heading; without one, a row
in which several numbers could be the quantity is refused, and so is what may be a price. Each line
is split once and looked at cell by cell: nothing goes back over what it read.
"""

from typing import NamedTuple

from odoo.addons.krokus_catalog.text import clean

from . import heading, quantity_cell
from .quantity_cell import FRACTION, MARKS, PACK, PACKS, is_unit

MOST_LINES = 500
WIDEST = 300  # characters of a line
LONGEST = MOST_LINES * WIDEST  # characters of a list
LONGEST_BODY = 1_000_000  # bytes of a request

# Why a line is not taken, beside the reasons of quantity_cell.
NO_QUANTITY, NO_NUMBER, NO_NAME, NO_COLUMN = "no quantity", "no number", "no name", "no column"
WHICH, GROUPED, LONG = "which", "grouped", "long"


class Row(NamedTuple):
    """`names` of one offer, the most exact first."""

    line: str
    names: tuple
    quantity: object


class Refused(NamedTuple):
    """`said`: what stands where the quantity should."""

    line: str
    why: str
    said: str = ""


class Typed(NamedTuple):
    """`heading` of the table as it was written, `rest` what was not looked at any more."""

    rows: list
    refused: list
    heading: str = ""
    rest: str = ""


def read(text):
    """Typed, of a text: the lines that can be taken, and all others as they were written."""
    lines, rest = _within(clean(text))
    rows, refused, titles = [], [], None
    for line in lines:
        cells = _cells(line)
        found = heading.read(line, cells) if len(line) <= WIDEST else None
        if found:
            titles = found
            continue
        row = _read_line(line, cells, titles)
        if row:
            (rows if isinstance(row, Row) else refused).append(row)
    return Typed(rows, refused, titles.line if titles else "", rest)


def _within(text):
    """(the lines that are read, the text after them)."""
    end = len(text)
    if end > LONGEST:
        end = text.rfind("\n", 0, LONGEST) + 1 or LONGEST
    lines = [line for line in text[:end].split("\n") if line.strip()]
    rest = [*lines[MOST_LINES:], text[end:]]
    return lines[:MOST_LINES], "\n".join(filter(str.strip, rest))


def _cells(line):
    for sign in "\t;|":
        if sign in line:
            whole = line.strip("| ") if sign == "|" else line
            return [cell.strip() for cell in whole.split(sign)]
    return [line.strip()]


def _read_line(line, cells, titles):
    """Row, Refused, or None of a line in which nothing is ordered."""
    if len(line) > WIDEST:
        return Refused(line, LONG)
    if len(cells) == 1:
        return _read_words(line)
    return _read_titled(line, cells, titles) if titles else _read_cells(line, cells)


def _read_titled(line, cells, titles):
    if titles.quantity is None:
        return Refused(line, NO_COLUMN)
    said = cells[titles.quantity] if titles.quantity < len(cells) else ""
    number = quantity_cell.read(said)
    if not said or number == (0, None):
        return None
    if not number:
        return Refused(line, NO_NUMBER, said)
    if number.why not in (None, FRACTION):
        return Refused(line, number.why, said)
    places = titles.names or [at for at in range(2) if at != titles.quantity]
    names = [cells[at] for at in places if at < len(cells) and cells[at]]
    return _row(line, names, number, said)


def _read_cells(line, cells):
    """A row without a heading: the one number in it, where nothing but its unit follows."""
    numbers = {at: quantity_cell.read(cell) for at, cell in enumerate(cells) if at}
    places = [at for at, number in numbers.items() if number]
    if not places:
        packs = any(is_unit(word, PACK) for cell in cells[1:] for word in cell.split())
        return Refused(line, PACKS if packs else NO_QUANTITY)
    place = places[-1]
    number, said = numbers[place], cells[place]
    if len(places) > 1 or not all(map(is_unit, cells[place + 1 :])):
        return Refused(line, WHICH)
    if number.why:
        return Refused(line, number.why, said)
    names = [cell for at, cell in enumerate(cells[:place]) if cell]
    return _row(line, names[:2], number, said)


def _read_words(line):
    """`name 25`, `name, 25 шт`, `name x 25`: the last word is the quantity."""
    *words, last = line.split()
    if words and is_unit(last):
        *words, last = words
    number = quantity_cell.read(last)
    if is_unit(last, PACK) or any(is_unit(word, PACK) for word in words[-2:]):
        return Refused(line, PACKS)
    if not number or not words:
        return Refused(line, NO_QUANTITY)
    parted = words[-1] in MARKS or words[-1][-1] in ",:"
    if words[-1].lower() in MARKS and len(words) > 1:
        words.pop()
    elif not parted and _may_be_one(words[-1], last):
        return Refused(line, GROUPED, f"{words[-1]} {last}")
    if number.why:
        return Refused(line, number.why, last)
    return _row(line, [" ".join(words).rstrip(" ,:")], number, last)


def _may_be_one(before, last):
    """Whether `1 200` stands at the end: a size and a quantity, or a number of a thousand."""
    return before.isdigit() and len(before) <= 3 and len(last) == 3 and last.isdigit()


def _row(line, names, number, said):
    names = tuple(dict.fromkeys(filter(None, names)))
    if not names:
        return Refused(line, NO_NAME, said)
    if not number.value:
        return Refused(line, NO_QUANTITY)
    return Row(line, names, number.value)
