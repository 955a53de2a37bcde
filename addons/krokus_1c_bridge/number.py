"""Numbers and moments as the many versions of 1C write them."""

import re
from datetime import datetime
from decimal import Decimal

from .refusal import RowRefusedError

SPACES = re.compile(r"[\s\u00a0\u202f]+")
PLAIN = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?")  # what the database can hold
MOMENTS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y")
EMPTY_MOMENTS = ("", "T", "00.00.0000")


def read_number(text, place):
    """Decimal of `1 234,50` or `1234.50`; empty is None; anything else is refused by name."""
    text = SPACES.sub("", text or "")
    if not text:
        return None
    if not PLAIN.fullmatch(text):
        raise RowRefusedError("bad_number", text=text[:40], place=place)
    return Decimal(text.replace(",", ".")) + 0  # + 0 takes the sign off -0


def read_amount(text, place):
    """A number that cannot be negative: a price, a quantity."""
    number = read_number(text, place)
    if number is not None and number < 0:
        raise RowRefusedError("negative_number", text=text.strip()[:40], place=place)
    return number


def read_moment(text, place):
    """A naive datetime in 1C's local time; 1C's empty date is None."""
    text = (text or "").strip()
    if text in EMPTY_MOMENTS or text.startswith("0001-01-01"):
        return None
    for form in MOMENTS:
        try:
            return datetime.strptime(text, form)  # takes hours of one digit too
        except ValueError:
            continue
    raise RowRefusedError("bad_date", text=text[:40], place=place)


def read_flag(text):
    return (text or "").strip().lower() in ("true", "да", "1", "истина")
