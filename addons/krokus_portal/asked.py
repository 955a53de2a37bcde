"""What a page asks for, read from JSON that anybody may have written."""

import math
from decimal import Decimal

MOST_LINES = 500
MOST = Decimal(10) ** 9


class BadLineError(ValueError):
    """The request is none that a page of ours sends."""


def read_lines(lines):
    """{product id: Decimal quantity} of [[product id, quantity], ...]; the last word counts."""
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise BadLineError(lines)
    return dict(_read_line(line) for line in lines)


def read_number(number):
    """A page's count of its requests, or None."""
    if number is None or (_is_whole(number) and 0 <= number < 2**31):
        return number
    raise BadLineError(number)


def _read_line(line):
    if not isinstance(line, list) or len(line) != 2 or not _is_id(line[0]):
        raise BadLineError(line)
    return line[0], _read_quantity(line[1])


def _read_quantity(value):
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadLineError(value)
    quantity = Decimal(repr(value))
    if not 0 <= quantity <= MOST:
        raise BadLineError(value)
    return quantity


def _is_id(value):
    return _is_whole(value) and 0 < value < 2**31


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)
