"""Workbooks as they leave the house.

Those of an account or a key say on every printed sheet, on a sheet of their own and in their properties who took them.
In an exercise every sheet says so in its name and in its first column.
"""

from typing import Any, BinaryIO

import xlsxwriter
from flask import current_app, has_app_context
from xlsxwriter.worksheet import Worksheet

from data.exercise.mark import WORD
from data.house import EXTENSION
from data.watermark import column, watermark

LONGEST_NAME = 31  # of a sheet


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
        sheet = super().add_worksheet(name, worksheet_class)
        if self.taker:
            sheet.set_footer("&L" + self.taker.replace("&", "&&"))
        return sheet

    def close(self) -> None:
        if self.taker and not self.fileclosed:
            sheet = self.add_worksheet(self.taker_word)
            sheet.set_column(0, 0, 60)
            sheet.write_string(0, 0, self.taker)
        super().close()


class _Sheet(Worksheet):
    """Columns move one to the right; the first says 演练 in every row that is written."""

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
