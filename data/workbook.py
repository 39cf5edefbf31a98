"""Workbooks as they leave the house.

Those of an account or a key say on every printed sheet, on a sheet of their own and in their properties who took them.
In an exercise every sheet says so in its name and in its first column.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import xlsxwriter
from flask import current_app, has_app_context
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data.exercise.mark import WORD
from data.house import EXTENSION
from data.watermark import column, watermark

LONGEST_NAME = 31  # of a sheet
LONGEST_TEXT = 16_000  # characters: surely within what a cell holds
ODD = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")  # what is not written as it stands


def workbook(file: BinaryIO, options: dict[str, Any]) -> xlsxwriter.Workbook:
    """A workbook to be written row by row."""
    home = current_app.extensions.get(EXTENSION) if has_app_context() else None
    return (_Marked if home and home.settings.exercise else _Taken)(file, options)


class _Taken(xlsxwriter.Workbook):
    """Says who took it, where somebody is signed in."""

    def __init__(self, file: BinaryIO, options: dict[str, Any]) -> None:
        super().__init__(file, options)
        self.taker, self.taker_word = watermark(), column()
        if self.taker:
            self.set_properties({"author": self.taker})

    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
        sheet = super().add_worksheet(name, worksheet_class or _Rows)
        if self.taker:
            sheet.set_footer("&L" + self.taker.replace("&", "&&"))
        return sheet

    def close(self) -> None:
        if self.taker and not self.fileclosed:
            sheet = self.add_worksheet(self.taker_word)
            sheet.set_column(0, 0, 60)
            sheet.write_string(0, 0, self.taker)
        super().close()


class _Rows(Worksheet):
    """A sheet that takes many plain rows at once: cell by cell a sheet of a form takes thrice as long."""

    def write_rows(self, first: int, rows: Iterable[Sequence[Any]]) -> int:
        """Texts and numbers without formats, below all that was written before; how many. Empty cells are left out.

        Only of a workbook in constant memory, whose rows go to its file as they come.
        """
        self._write_single_row(first)
        names: list[str] = []
        row = first - 1
        for row, cells in enumerate(rows, first):
            names += [xl_col_to_name(at) for at in range(len(names), len(cells))]
            both = zip(names, cells, strict=False)
            inside = "".join([_cell(f"{name}{row + 1}", value) for name, value in both if value != ""])
            self.fh.write(f'<row r="{row + 1}">{inside}</row>')
        self.previous_row = row + 1
        if row >= first:
            self._check_dimensions(row + 1, max(len(names) - 1, 0))
        return row + 1 - first


def _cell(place: str, value: Any) -> str:
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value:.16G}</v></c>'
    if not ODD.search(value) and len(value) <= LONGEST_TEXT:
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    text = Worksheet._escape_data(None, Worksheet._escape_control_characters(value[:LONGEST_TEXT]))  # type: ignore[arg-type]
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class _Sheet(_Rows):
    """Columns move one to the right; the first says 演练 in every row that is written."""

    def write_rows(self, first: int, rows: Iterable[Sequence[Any]]) -> int:
        return super().write_rows(first, ([WORD, *row] for row in rows))

    def write_string(self, row: int, column: int, *more: Any) -> Any:
        self._say(row)
        return super().write_string(row, column + 1, *more)

    def write_number(self, row: int, column: int, *more: Any) -> Any:
        self._say(row)
        return super().write_number(row, column + 1, *more)

    def set_column(self, first: int, last: int, *more: Any) -> Any:
        return super().set_column(first + 1, last + 1, *more)

    def _say(self, row: int) -> None:
        super().write_string(row, 0, WORD)


class _Marked(_Taken):
    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
        return super().add_worksheet(f"{WORD}·{name or ''}"[:LONGEST_NAME], worksheet_class or _Sheet)
