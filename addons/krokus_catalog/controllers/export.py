"""Core's own exports write what clients typed as text, by the rule of spreadsheet.py."""

import json

from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter
from odoo.http import route
from werkzeug.datastructures import FileStorage

from ..spreadsheet import inert


class _Inert:
    """Before core writes: values, titles of columns and heads of groups. Numbers stay numbers."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, _row(columns_headers), [_row(row) for row in rows])

    def from_group_data(self, fields, columns_headers, groups):
        _quiet(groups)
        return super().from_group_data(fields, _row(columns_headers), groups)


class InertExcelExport(_Inert, ExcelExport):
    pass


class InertCSVExport(_Inert, CSVExport):
    pass


class InertPivotExport(TableExporter):
    @route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        return super().export_xlsx(json.dumps(_deep(table)), **kw)


def _row(values):
    return [inert(value) for value in values]


def _quiet(group):
    """A node of core's tree, and all below it. A label is (id, name) or the value itself."""
    group.data = [_row(row) for row in group.data]
    for key, child in list(group.children.items()):
        del group.children[key]
        label = tuple(_row(key)) if isinstance(key, tuple) else inert(key)
        group.children[label] = child
        _quiet(child)


def _deep(value):
    if isinstance(value, dict):
        return {key: _deep(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_deep(part) for part in value]
    return inert(value)
