"""Forms as files: a sheet as departments hand it in (title, who and when, header, rows, signatures), or plain CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from data.language import gettext as _
from data.language import spoken
from data.ledgers.asked import Asked
from data.ledgers.fields import Field, Ledger, english
from data.things.writing import FORMULA
from data.workbook import workbook

SHEET_ROWS = 100_000
Cells = Sequence[Any]


class Layout(NamedTuple):
    """What the sheet says around its rows."""

    title: str
    notes: Sequence[tuple[str, str]]


def name_of(one: Field) -> str:
    """A field in the language spoken."""
    return one.word if spoken() == "zh" else english(one.code)


def ledger_name(its: Ledger) -> str:
    return its.word if spoken() == "zh" else english(its.code)


def header(fields: Iterable[Field]) -> list[str]:
    units = (f"{name_of(one)}({_(one.unit)})" if one.unit else name_of(one) for one in fields)
    return [_("编号"), _("村居"), *units]


def as_csv(names: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    """With a byte-order mark, so that spreadsheets read the Chinese; no cell can start a formula."""
    yield "\ufeff" + _line(names)
    for row in rows:
        yield _line(row)


def _line(cells: Cells) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(["'" + one if isinstance(one, str) and one.startswith(FORMULA) else one for one in cells])
    return text.getvalue()


def write_form(file: BinaryIO, names: Cells, rows: Iterable[Cells], layout: Layout) -> int:
    """The sheet; how many rows. Texts are written as texts, so none is a formula."""
    with workbook(file, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet(_("一张表"))
        head = book.add_format({"bold": True, "font_size": 16})
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDF3"})
        sheet.set_column(0, len(names) - 1, 16)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.repeat_rows(2)
        sheet.write_string(0, 0, layout.title, head)
        for at, (name, value) in enumerate(layout.notes):
            sheet.write_string(1, at, f"{name}:{value}")
        for at, name in enumerate(names):
            sheet.write_string(2, at, name, bold)
        n: int = sheet.write_rows(3, rows)
        for at, word in enumerate((_("填表人:"), _("审核人:"), _("填表日期:"))):
            sheet.write_string(n + 4, at * 2, word)
    return n


def title_of(asked: Asked) -> str:
    """Of a form that is not saved: its ledger."""
    return ledger_name(asked.ledger)
