"""A list of places as a file: CSV that no spreadsheet runs, or a book whose second sheet says how it is come by."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from data.doors.body import csv_text
from data.doors.event_files import XLSX
from data.errors import BadInput
from data.language import gettext as _
from data.workbook import workbook

FORMATS = ("json", "csv", "xlsx")
Row = Mapping[str, Any]


def one_of(about: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """What is asked for by this name; the first where nothing is."""
    value = about.get(name, allowed[0])
    if value not in allowed:
        raise BadInput(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    return value


def csv_file(name: str, columns: Mapping[str, str], rows: Sequence[Row]) -> Response:
    """`columns`: {key: its head, a msgid}."""
    text = csv_text([_(label) for label in columns.values()], list(columns), [dict(row) for row in rows])
    return _named(Response(text, mimetype="text/csv"), name, "csv")


def book_file(
    name: str, title: str, columns: Mapping[str, str], rows: Sequence[Row], told: Sequence[tuple[str, Any]]
) -> Response:
    """Texts are written as texts, so none can be a formula. `told`: what the second sheet says, line by line."""
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        page, bold = book.add_worksheet(title), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for column, label in enumerate(columns.values()):
            page.write_string(0, column, _(label), bold)
        for line, row in enumerate(rows, start=1):
            for column, key in enumerate(columns):
                _write(page, line, column, row[key])
        note = book.add_worksheet(_("说明"))
        for line, (label, value) in enumerate(told):
            note.write_string(line, 0, label, bold)
            _write(note, line, 1, value)
    return _named(Response(file.getvalue(), mimetype=XLSX), name, "xlsx")


def _write(page: Any, line: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        page.write_string(line, column, value)
    elif value is not None:
        page.write_number(line, column, value)


def _named(response: Response, name: str, suffix: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
