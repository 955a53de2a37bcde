"""Spreadsheets in and out: what all add-ons share. Plain values, no database, nothing unpacked.

Read: .xlsx and .csv of a bounded size, as rows of text, numbers and dates. Written: .xlsx, whose
texts are never formulas, also after somebody has saved the file as .csv.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import NamedTuple

import openpyxl
import xlsxwriter

from .text import clean

TEXT, NUMBER, MONEY, DATE = "text", "number", "money", "date"
FORMATS = {NUMBER: "#,##0.###", MONEY: "#,##0.00", DATE: "dd.mm.yyyy"}
# The last three come to life where a library guesses what a text is, as core's export lets it.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "{=", "internal:", "external:")
ENCODINGS = ("utf-8-sig", "cp1251")

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What openpyxl and the parsers below it say of a file that is not what it pretends to be.
DAMAGES = (KeyError, IndexError, ValueError, TypeError, SyntaxError, OSError, zipfile.BadZipFile)
DECLARATIONS = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


class Limits(NamedTuple):
    """What a file may unpack to, in bytes, and hold."""

    unpacked: int = 100_000_000
    parts: int = 500
    rows: int = 100_000
    columns: int = 200


class Unreadable(Exception):  # noqa: N818 - a word of the vocabulary
    """The file cannot be read: `reason` is one of the keys below, `values` say how much."""

    REASONS = {
        "empty": "The file is empty.",
        "unknown": "This is neither an .xlsx nor a .csv file: save it as one of them.",
        "protected": "This is an old .xls or a file with a password: save it as .xlsx without one.",
        "macros": "The file holds macros: save it as .xlsx without them.",
        "broken": "The file is damaged: open it in Excel, and save it again.",
        "too_large": "The file unpacks to more than %(limit)s MB: split it.",
        "too_many_rows": "The file has more than %(limit)s rows: split it.",
        "too_many_columns": "The file has more than %(limit)s columns: remove those not needed.",
    }

    def __init__(self, reason, **values):
        super().__init__(self.REASONS[reason] % values)
        self.reason = reason
        self.values = values


class Column(NamedTuple):
    title: str
    kind: str = TEXT
    width: int = 14


class Row(NamedTuple):
    """`number` is the row's number in the file, as Excel shows it."""

    number: int
    values: list


# ---------------------------------------------------------------------- reading


def read(content, limits=None):
    """The rows of the first sheet that are not empty, or Unreadable before anything is parsed."""
    limits = limits or Limits()
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(OLE):
        raise Unreadable("protected")
    rows = _xlsx(content, limits) if content.startswith(ZIP) else _csv(content)
    return list(_bounded(rows, limits))


def _bounded(rows, limits):
    for number, values in enumerate(rows, 1):
        if number > limits.rows:
            raise Unreadable("too_many_rows", limit=limits.rows)
        while values and values[-1] is None:
            values.pop()
        if len(values) > limits.columns:
            raise Unreadable("too_many_columns", limit=limits.columns)
        if values:
            yield Row(number, values)


def _xlsx(content, limits):
    _check_parts(content, limits)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield [_value(cell) for cell in row]
    except DAMAGES as error:
        raise Unreadable("broken") from error


def _check_parts(content, limits):
    """Size and content of the archive's parts, before a parser sees them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > limits.unpacked or len(parts) > limits.parts:
                raise Unreadable("too_large", limit=limits.unpacked // 1_000_000)
            for part in parts:
                _check_part(archive, part)
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable("unknown")
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unreadable("broken") from error


def _check_part(archive, part):
    if part.flag_bits & 1:
        raise Unreadable("protected")
    if part.filename.lower().endswith("vbaproject.bin"):
        raise Unreadable("macros")
    with archive.open(part) as stream:
        head = stream.read(4096)
    if any(declaration in head for declaration in DECLARATIONS):
        raise Unreadable("broken")


def _csv(content):
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable("unknown")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [_value(cell) for cell in row]
    except csv.Error as error:
        raise Unreadable("broken") from error


def _decoded(content):
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("unknown")


def _value(cell):
    """Text without the blanks around it and without our own escape; None where there is none."""
    if not isinstance(cell, str):
        return cell
    return unescape(clean(cell).strip()) or None


# ---------------------------------------------------------------------- writing


def write(title, columns, rows):
    """An .xlsx file of one sheet, as bytes; `rows` may be an iterator of many."""
    output = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(output, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        formats = {kind: book.add_format({"num_format": how}) for kind, how in FORMATS.items()}
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, escape(column.title), bold)
        for number, row in enumerate(rows, 1):
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(sheet, number, index, value, formats.get(column.kind))
    return output.getvalue()


def _write_cell(sheet, row, column, value, how):
    if value is None or value is False or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, escape(value))
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, how)
    else:
        sheet.write_number(row, column, value, how)


def _sheet_name(title):
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31].strip() or "1"


def escape(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def inert(value):
    """A value as it may be handed to whoever guesses: texts are escaped, all else is as it was."""
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    return escape(value) if isinstance(value, str) else value


def unescape(text):
    """What `escape` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text
