"""The directory of grids over HTTP: as JSON and as files, by the query of the page."""

from typing import Any

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.rows_file import as_text, as_workbook
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.event_words import clock
from data.queries.grids import SORTS, USUAL_SORT, Grids, grids_in
from data.times import local
from data.view import View
from data.words import PROVENANCE, WINDOWS

door = Blueprint("grids", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
VIEW = ("region", "window", "at", "lang")
COLUMNS = {
    "code": "区划代码",
    "name": "名称",
    "village": "村居",
    "grids": "网格（个）",
    "cells": "单元（个）",
    "population": "常住人口（人）",
    "households": "户数（户）",
    "staff": "网格员（人）",
    "on_duty": "在岗（人）",
    "party": "党组织（个）",
    "coverage": "覆盖率（%）",
    "stewards": "公共管家（人）",
    "cases": "事件（件）",
    "each": "人均事件（件/人）",
    "on_time": "按时办结（%）",
    "low": "95% 下限",
    "high": "95% 上限",
    "to_close": "应结（件）",
    "provenance": "数据性质",
}


@door.get("/grids.json")
def as_json() -> Response:
    """Rows and their total, by codes."""
    found, _view = _asked()
    rows = [{name: row[name] for name in COLUMNS} for row in found.rows]
    total = {name: found.total[name] for name in COLUMNS if name in found.total}
    told: dict[str, Any] = {"region": found.here.code, "now": found.now, "as_of": found.as_of, "grids": found.grids}
    return json_response(told | {"provenance": found.provenance, "total": total, "rows": rows})


@door.get("/grids.csv")
def as_csv() -> Response:
    found, view = _asked()
    with speaking(view.lang):
        columns = {name: _(label) for name, label in COLUMNS.items()}
        text = as_text(columns, map(_said, found.rows), _notes(found, view))
    return _file(text, "text/csv", found, "csv")


@door.get("/grids.xlsx")
def as_xlsx() -> Response:
    found, view = _asked()
    with speaking(view.lang):
        labels = [_(label) for label in COLUMNS.values()]
        book = as_workbook(_("网格"), labels, map(_said, found.rows), _notes(found, view))
    return _file(book, XLSX, found, "xlsx")


def _asked() -> tuple[Grids, View]:
    sender = sender_or_guest(request, house())
    given = only(*VIEW, "by", "vacant")
    view = View.parse({name: given[name] for name in VIEW if name in given})
    sort, vacant = given.get("by") or USUAL_SORT, given.get("vacant", "")
    if sort.removeprefix("-") not in SORTS or vacant not in ("", "1"):
        raise BadInput(f"by: {', '.join(SORTS)}, with - before it the other way round; vacant: 1")
    scope = sender.actor.scope if sender else reading(house())
    return grids_in(house(), view, scope, sort, vacant=bool(vacant)), view


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS} | {"provenance": _(PROVENANCE[row["provenance"]])}


def _notes(found: Grids, view: View) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("查询区划"): found.here.name,
        _("查询时段"): _(WINDOWS[view.window]),
        _("截至"): clock(found.now),
        _("时间基准"): _("北京时间"),
    }


def _file(data: bytes, mimetype: str, found: Grids, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"grids-{found.here.code}-{local(found.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
