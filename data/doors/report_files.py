"""The tables behind a report as a workbook: a sheet a piece, with the rows of the panel's own CSV."""

import io
import re
from collections.abc import Sequence
from typing import Any, Protocol

from data.answer import Answer
from data.doors.panels import csv_columns, csv_rows
from data.language import gettext as _
from data.times import local
from data.words import PROVENANCE
from data.workbook import workbook

NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST = 24  # letters of a sheet's name: an exercise adds its mark


class Table(Protocol):
    """A title, and what was answered."""

    @property
    def title(self) -> str: ...

    @property
    def answer(self) -> Answer: ...


def sheets(title: str, said: str, tables: Sequence[Table]) -> bytes:
    """The first sheet says what it is; `said`: of when."""
    file = io.BytesIO()
    book = workbook(file, {"in_memory": True})
    first = book.add_worksheet(_("目录"))
    for n, words in enumerate((title, said)):
        first.write_string(n, 0, words)
    first.set_column(0, 0, 48)
    for n, one in enumerate(tables, 1):
        name = f"{n} {NAME.sub(' ', one.title)}"[:LONGEST].strip()
        first.write_string(n + 2, 0, name)
        _fill(book.add_worksheet(name), one.answer)
    book.close()
    return file.getvalue()


def _fill(sheet: Any, answer: Answer) -> None:
    heads, keys = csv_columns(answer)
    as_of = f"{local(answer.as_of):%Y-%m-%d %H:%M}" if answer.as_of else ""
    worth = (_(answer.source), _(PROVENANCE[answer.provenance]), f"{_('截至')} {as_of}" if as_of else "")
    sheet.write_string(0, 0, " · ".join(word for word in worth if word))
    for column, head in enumerate(heads):
        sheet.write_string(1, column, head)
    for n, row in enumerate(csv_rows(answer), 2):
        for column, key in enumerate(keys):
            _write(sheet, n, column, row.get(key))


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))
