"""What a page asks for, read from JSON that anybody may have written."""

from typing import NamedTuple

from odoo.addons.krokus_cart_reserve.take import quantity

MOST_LINES = 500


class BadLineError(ValueError):
    """The request is none that a page of ours sends."""


class Asked(NamedTuple):
    """{product id: Decimal quantity}, and {product id: session id} where a shipment was chosen."""

    quantities: dict
    sessions: dict


def read_lines(lines):
    """Asked, of [[product id, quantity, perhaps a session id], ...]; the last word counts."""
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise BadLineError(lines)
    found = {line[0]: line[1:] for line in map(_read_line, lines)}
    return Asked(
        {key: asked for key, (asked, _session) in found.items()},
        {key: session for key, (_asked, session) in found.items() if session},
    )


def read_ids(ids):
    """Ids of offers, no more than a page shows."""
    if not isinstance(ids, list) or len(ids) > MOST_LINES or not all(map(is_id, ids)):
        raise BadLineError(ids)
    return ids


def read_number(number):
    """A page's count of its requests, or None."""
    if number is None or (_is_whole(number) and 0 <= number < 2**31):
        return number
    raise BadLineError(number)


def _read_line(line):
    if not isinstance(line, list) or len(line) not in (2, 3):
        raise BadLineError(line)
    product_id, asked, session_id = line if len(line) == 3 else (*line, 0)
    if not is_id(product_id) or not (session_id == 0 or is_id(session_id)):
        raise BadLineError(line)
    if not isinstance(asked, int | float):
        raise BadLineError(line)
    try:
        return product_id, quantity(asked), session_id
    except ValueError:
        raise BadLineError(line) from None


def is_id(value):
    """Whether it can be the id of a record, as a page sends it."""
    return _is_whole(value) and 0 < value < 2**31


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)
