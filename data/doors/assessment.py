"""考核评价 as a file: the rows of the page in its order, and in a workbook each line of each with what was counted."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from data.assessment.measures import AUDIENCES
from data.assessment.score import Mark, Standing
from data.assessment.words import found_told, line_name, value_unit, way_told, why_not
from data.doors.asked import only
from data.doors.body import csv_text
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.assessment import Assessment, assessed
from data.queries.event_words import clock
from data.sitter import sitting
from data.times import local
from data.view import View
from data.words import PROVENANCE, WINDOWS
from data.workbook import workbook

door = Blueprint("assessment", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
VIEW = ("region", "window", "at", "lang")
LINE_HEADS = (
    "位次",
    "代码",
    "名称",
    "项目",
    "数据依据",
    "数值",
    "单位",
    "下限",
    "上限",
    "计分办法",
    "得分",
    "满分",
    "备注",
)
Cell = str | float | None
Table = list[list[Cell]]


@door.get("/assessment.csv")
def as_csv() -> Response:
    """One row for each that the page shows."""
    one, view = _asked()
    with speaking(view.lang):
        notes = _notes(one, view)
        heads = [*_heads(one), *notes]
        rows = [dict(enumerate([*_row(row), *notes.values()])) for row in one.rows]
        text = csv_text(heads, list(range(len(heads))), rows)  # type: ignore[arg-type]
    return _file(text.encode(), "text/csv", one, "csv")


@door.get("/assessment.xlsx")
def as_xlsx() -> Response:
    """A sheet of the rows, one of every line of each, one that says what they hold."""
    one, view = _asked()
    with speaking(view.lang):
        file = io.BytesIO()
        with workbook(file, {"in_memory": True}) as book:
            bold = book.add_format({"bold": True})
            _sheet(book.add_worksheet(_("得分与位次")), bold, _heads(one), [_row(row) for row in one.rows])
            lines = [_line(row, mark) for row in one.rows for mark in row.marks]
            _sheet(book.add_worksheet(_("逐项说明")), bold, [_(head) for head in LINE_HEADS], lines)
            told: Table = [[name, value] for name, value in _notes(one, view).items()]
            _sheet(book.add_worksheet(_("说明")), bold, [], told)
    return _file(file.getvalue(), XLSX, one, "xlsx")


def _asked() -> tuple[Assessment, View]:
    sender_or_guest(request, house())
    given = only(*VIEW, "tier", "by")
    if given.get("tier") and given["tier"] not in AUDIENCES:
        raise BadInput(f"tier: {given['tier']!r} is not one of {', '.join(AUDIENCES)}")
    view = View.parse({name: given[name] for name in VIEW if name in given})
    return assessed(house(), view, sitting(house()), given.get("tier", ""), given.get("by", "")), view


def _heads(one: Assessment) -> list[str]:
    heads = [_("位次"), _("代码"), _(AUDIENCES[one.audience]), _("总分"), _("较上期"), _("计分项目满分")]
    for line in one.lines:
        heads += [
            _("{name}（得分）").format(name=line_name(line)),
            f"{line_name(line)} ({value_unit(line)})",
        ]
    return [*heads, _("短板")]


def _row(row: Standing) -> list[Cell]:
    told: list[Cell] = [row.rank, row.code, row.name, row.total, row.change, row.weight]
    for mark in row.marks:
        told += [_one(mark.points), mark.value]
    return [*told, line_name(row.weak.line) if row.weak else ""]


def _line(row: Standing, mark: Mark) -> list[Cell]:
    line = mark.line
    told: list[Cell] = [row.rank, row.code, row.name, line_name(line), found_told(mark), mark.value, value_unit(line)]
    return [*told, mark.low, mark.high, way_told(line), _one(mark.points), line.weight, why_not(mark)]


def _one(points: float | None) -> float | None:
    """As the page rounds it."""
    return None if points is None else round(points, 1)


def _notes(one: Assessment, view: View) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("查询区划"): one.here.name,
        _("查询时段"): _(WINDOWS[view.window]),
        _("截至"): clock(one.now),
        _("时间基准"): _("北京时间"),
        _("数据性质"): _(PROVENANCE[one.provenance]),
        _("计分规则"): _("第 {version} 版").format(version=one.rules.version),
    }


def _sheet(page: Any, bold: Any, heads: Sequence[str], rows: Table) -> None:
    """Texts are written as texts, so that none can be a formula."""
    page.set_column(0, max(len(heads), 2) - 1, 16)
    for place, label in enumerate(heads):
        page.write_string(0, place, label, bold)
    for n, row in enumerate(rows, start=1 if heads else 0):
        for place, value in enumerate(row):
            if value is not None:
                (page.write_string if isinstance(value, str) else page.write_number)(n, place, value)


def _file(data: bytes, mimetype: str, one: Assessment, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"assessment-{one.audience}-{one.here.code}-{local(one.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
