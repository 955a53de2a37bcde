"""What a client types or copies from a spreadsheet: an article and a quantity in each line."""

import re
from decimal import Decimal
from typing import NamedTuple

MOST_LINES = 500
# The last number of a line is the quantity; a table's columns before it come with tabs.
_LINE = re.compile(r"^(?P<name>.*\S)(?:[\s;|]|,\s)+(?P<quantity>\d+(?:[.,]\d+)?)(?:\s+\D*)?$")


class Typed(NamedTuple):
    """`wanted`: {name or article: Decimal quantity}; `unread`: lines that say no such thing."""

    wanted: dict
    unread: list


def read(text):
    """Typed, of a text; what is named twice is wanted together."""
    wanted, unread = {}, []
    for line in filter(None, map(str.strip, str(text).splitlines()[:MOST_LINES])):
        name, quantity = _read_line(line)
        if quantity:
            wanted[name] = wanted.get(name, 0) + quantity
        else:
            unread.append(line)
    return Typed(wanted, unread)


def _read_line(line):
    """(name, quantity) of a line, of whose columns the first names the offer."""
    columns = [column.strip() for column in re.split(r"[\t;]", line) if column.strip()]
    if len(columns) > 2:
        line = f"{columns[0]}\t{columns[-1]}"
    found = _LINE.match(line)
    if not found:
        return line, None
    return found["name"].strip(" ;,|"), Decimal(found["quantity"].replace(",", "."))
