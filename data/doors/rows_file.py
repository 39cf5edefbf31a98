"""Rows with a header and what the file says of itself, as a workbook of two sheets or as CSV."""

import io
from collections.abc import Iterable, Mapping, Sequence

from data.answer import Value
from data.doors.body import csv_text
from data.language import gettext as _
from data.workbook import workbook

WIDTH = 14  # characters a column
Rows = Iterable[Mapping[str, Value]]


def as_workbook(name: str, labels: Sequence[str], rows: Rows, notes: Mapping[str, str]) -> bytes:
    """The rows on a sheet of this name, then the notes. Texts are written as texts, so that none can be a formula."""
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        bold, page = book.add_format({"bold": True}), book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_column(0, len(labels) - 1, WIDTH)
        for at, label in enumerate(labels):
            page.write_string(0, at, label, bold)
        for n, row in enumerate(rows, start=1):
            for at, value in enumerate(row.values()):
                if value is not None:
                    (page.write_string if isinstance(value, str) else page.write_number)(n, at, value)
        told = book.add_worksheet(_("说明"))
        for n, (word, value) in enumerate(notes.items()):
            told.write_string(n, 0, word, bold)
            told.write_string(n, 1, value)
    return file.getvalue()


def as_text(columns: Mapping[str, str], rows: Rows, notes: Mapping[str, str]) -> bytes:
    """The rows, each with the notes behind it. `columns`: {name: label}."""
    header = {**columns, **{name: name for name in notes}}
    return csv_text(list(header.values()), list(header), [{**row, **notes} for row in rows]).encode()
