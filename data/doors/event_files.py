"""Exactly the events of a filter as a file: CSV as it is read, XLSX with a sheet that says what it holds."""

import csv
import io
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import FORMULA
from data.doors.events import VIEW, scope_of, view_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.event_filters import Filters
from data.queries.event_list import BY_DEADLINE, export, more_than
from data.queries.event_words import COLUMNS, Words, clock, described, names, value_of
from data.queries.regions import region_of
from data.times import local
from data.view import View
from data.words import PROVENANCE, WINDOWS
from data.workbook import workbook

door = Blueprint("event_files", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
CSV_ROWS = 500  # to a piece of the stream
PIECE = 65_536
SORTED = {"-reported_at": "上报时间从新到旧", "reported_at": "上报时间从旧到新", BY_DEADLINE: "时限从早到晚"}
SHEET_ROWS = 1_048_575  # what a sheet holds below its head; CSV has no such end
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """What a file holds: its rows as texts and numbers, and what they are."""

    header: list[str]
    rows: Generator[list[Any]]
    notes: list[tuple[str, str]]
    lived: str
    lang: str
    name: str


@door.get("/events.csv")
def as_csv() -> Response:
    """All of them, as they are read. Region, filter, as-of and provenance stand in every row."""
    sheet = _sheet()
    whole = [value for _name, value in sheet.notes]
    rows = ([*row, *whole] for row in sheet.rows)
    lines = _csv([*sheet.header, *(name for name, _value in sheet.notes)], rows)
    response = Response(lines, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    response.call_on_close(sheet.rows.close)
    return response


@door.get("/events.xlsx")
def as_xlsx() -> Response:
    """All of them, or none where they are more than a sheet holds."""
    sheet = _sheet(SHEET_ROWS)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response
    with closing(sheet.rows), speaking(sheet.lang):
        _write(file, sheet)
    response = Response(_read(file), mimetype=XLSX)
    response.content_length = file.seek(0, io.SEEK_END)
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.xlsx"'
    response.call_on_close(file.close)
    return response


def _read(file: BinaryIO) -> Iterator[bytes]:
    """What was written, in pieces; the file is gone afterwards."""
    file.seek(0)
    with file:
        while piece := file.read(PIECE):
            yield piece


def _sheet(most: int | None = None) -> Sheet:
    sender, home = sender_or_guest(request, house()), house()
    asked = only(*VIEW, *Filters.__dataclass_fields__, "sort", "lang")
    view, scope, filters = view_of(asked, sender), scope_of(sender), Filters.parse(asked)
    sort = asked.get("sort", "-reported_at")
    lang = View.parse({"lang": asked["lang"]}).lang if "lang" in asked else "zh"
    now = view.at or home.clock.now()
    with speaking(lang), home.engine.connect() as connection:
        here, words = region_of(connection, view.region, scope), names(connection)
        header = [_(label) for label in COLUMNS.values()]
        lived = _(PROVENANCE["simulated" if home.clock.holds_demo() else "measured"])
        notes = [
            (_("查询区划"), f"{here.name} {here.code}"),
            (_("查询时段"), _period(view, filters, sort)),
            (_("筛选条件"), described(filters, words)),
            (_("排序"), _(SORTED.get(sort, ""))),
            (_("截至"), clock(now)),
            (_("时间基准"), _("北京时间")),
        ]
    if most and more_than(home, view, scope, filters, most, sort=sort):
        with speaking(lang):
            raise BadInput(_("超过 {most} 件，一张表放不下：请缩小筛选，或取 CSV").format(most=f"{most:,}"))
    events = export(home, view, scope, filters, sort=sort)
    return Sheet(header, _begun(events, words), notes, lived, lang, f"events-{here.code}-{local(now):%Y%m%d%H%M}")


def _period(view: View, filters: Filters, sort: str) -> str:
    """Deadlines are those of open events: a list in their order holds no others, and those of any day."""
    if sort == BY_DEADLINE:
        return _("仅在办，不限上报时间")
    return _("全部在办") if filters.backlog else _(WINDOWS[view.window])


def _begun(events: Generator[dict[str, Any]], words: Words) -> Generator[list[Any]]:
    """Read the first row at once, so that what is wrong is told before anything is sent."""
    first = list(islice(events, 1))

    def rows() -> Generator[list[Any]]:
        try:
            for row in chain(first, events):
                yield [value_of(name, row[name], words) for name in COLUMNS]
        finally:
            events.close()

    return rows()


def _csv(header: Sequence[str], rows: Iterator[list[Any]]) -> Iterator[str]:
    """With a byte-order mark, so that spreadsheets read the Chinese; no cell can start a formula."""
    yield "\ufeff" + _lines([list(header)])
    while piece := list(islice(rows, CSV_ROWS)):
        yield _lines(piece)


def _lines(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([[_safe(value) for value in row] for row in rows])
    return text.getvalue()


def _safe(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _write(file: BinaryIO, sheet: Sheet) -> None:
    """Row by row, never the whole file in memory; texts are written as texts, so none can be a formula."""
    with workbook(file, {"constant_memory": True, "in_memory": False}) as book:
        page, bold = book.add_worksheet(_("事件")), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.header) - 1, 16)
        n = 0
        for column, label in enumerate(sheet.header):
            page.write_string(0, column, label, bold)
        for n, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                page.write_string(n, column, value) if isinstance(value, str) else page.write_number(n, column, value)
        note = book.add_worksheet(_("说明"))
        note.set_column(0, 1, 28)
        for line, (name, value) in enumerate([*sheet.notes, (_("数据性质"), sheet.lived), (_("行数"), str(n))]):
            note.write_string(line, 0, name, bold)
            note.write_string(line, 1, value)
