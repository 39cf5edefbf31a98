"""行政问效 as a file: by agency, and each thing that was asked."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import csv_text
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.accountability import Account, accounted
from data.queries.event_words import clock
from data.room_words import ASK_KINDS
from data.sitter import sitting
from data.times import local
from data.view import View
from data.words import PROVENANCE, WINDOWS
from data.workbook import workbook

door = Blueprint("accountability", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VIEW = ("region", "window", "at", "lang")
SUMS = {
    "rank": "位次",
    "agency": "代码",
    "name": "责任单位",
    "asked": "要求",
    "prompt": "按时响应",
    "settled": "已到期或已响应",
    "rate": "按时响应（%）",
    "low": "置信下限（%）",
    "high": "置信上限（%）",
    "arrived": "到场",
    "done": "办结",
    "late": "超时",
    "open": "在办",
    "urged": "督办",
    "whistles": "吹哨",
    "whistles_prompt": "吹哨按时",
    "answer_minutes": "响应中位（分钟）",
    "done_minutes": "办结中位（分钟）",
}
ONES = {
    "kind": "类别",
    "code": "编号",
    "agency": "代码",
    "who": "向谁",
    "words": "要求",
    "title": "事由",
    "at": "时间",
    "due": "期限",
    "answered": "响应",
    "arrived": "到场",
    "done": "办结",
    "late": "超时",
    "urged": "督办",
}
Rows = list[dict[str, Any]]


@door.get("/accountability.csv")
def as_csv() -> Response:
    """One row an agency."""
    one, view = _asked()
    with speaking(view.lang):
        rows = [_notes(one, view) | row for row in one.rows]
        header = {**SUMS, **{name: name for name in _notes(one, view)}}
        text = csv_text([_(label) for label in header.values()], list(header), rows)
    return _file(text.encode(), "text/csv", one, "csv")


@door.get("/accountability.xlsx")
def as_xlsx() -> Response:
    """A sheet by agency, one of everything that was asked, one that says what they hold."""
    one, view = _asked()
    with speaking(view.lang):
        file = io.BytesIO()
        with workbook(file, {"in_memory": True}) as book:
            bold = book.add_format({"bold": True})
            _sheet(book.add_worksheet(_("按单位")), bold, SUMS, one.rows)
            _sheet(book.add_worksheet(_("全部要求")), bold, ONES, _ones(one))
            told = book.add_worksheet(_("说明"))
            for n, (name, value) in enumerate(_notes(one, view).items()):
                told.write_string(n, 0, name, bold)
                told.write_string(n, 1, value)
    return _file(file.getvalue(), XLSX, one, "xlsx")


def _asked() -> tuple[Account, View]:
    sender_or_guest(request, house())
    view = View.parse(only(*VIEW))
    return accounted(house(), view, sitting(house())), view


def _ones(one: Account) -> Rows:
    return [
        {name: getattr(ask, name) for name in ONES} | {"kind": _(ASK_KINDS[ask.kind]), "late": int(ask.late)}
        for ask in one.asks
    ]


def _notes(one: Account, view: View) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("查询区划"): one.place,
        _("查询时段"): _(WINDOWS[view.window]),
        _("截至"): clock(one.now),
        _("时间基准"): _("北京时间"),
        _("数据性质"): _(PROVENANCE[one.provenance]),
    }


def _sheet(page: Any, bold: Any, columns: dict[str, str], rows: Sequence[dict[str, Any]]) -> None:
    """Texts are written as texts, so that none can be a formula."""
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)
    for place, label in enumerate(columns.values()):
        page.write_string(0, place, _(label), bold)
    for n, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            value = row[name]
            if value is None:
                continue
            if isinstance(value, int | float):
                page.write_number(n, place, value)
            else:
                page.write_string(n, place, value if isinstance(value, str) else clock(value))


def _file(data: bytes, mimetype: str, one: Account, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"accountability-{local(one.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
