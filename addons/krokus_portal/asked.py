"""What a page asks for, read from JSON that anybody may have written."""

from odoo.addons.krokus_cart_reserve.take import quantity

MOST_LINES = 500


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
    if not isinstance(line, list) or len(line) != 2 or not _is_whole(line[0]):
        raise BadLineError(line)
    product_id, asked = line
    if not 0 < product_id < 2**31 or not isinstance(asked, int | float):
        raise BadLineError(line)
    try:
        return product_id, quantity(asked)
    except ValueError:
        raise BadLineError(line) from None


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)
