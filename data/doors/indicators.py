"""Indicators over HTTP: the tree, one with its versions and values, and its values as files."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.digest import XLSX
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.indicator.definition import CODE, DIRECTIONS, FREQUENCIES, KINDS, from_row
from data.language import gettext as _
from data.language import speaking, spoken
from data.queries.event_words import clock
from data.queries.indicator_lamps import tree
from data.queries.indicator_sheet import Sheet, ordered_sheet, sheet
from data.queries.indicator_tree import indicators, kind
from data.queries.regions import region_of
from data.view import LANGUAGES, View
from data.words import FRESHNESS, PROVENANCE
from data.workbook import workbook

door = Blueprint("indicators", __name__, url_prefix="/api/v1/indicators")
answer_errors(door)
answer_keys(door)
VALUES = {  # columns of files; gettext msgids
    "period": "时期",
    "value": "数值",
    "province": "全省",
    "vs_province": "与全省差",
    "target": "年度目标",
    "vs_target": "与目标差",
    "last_year": "去年同期",
    "vs_last_year": "比去年同期",
    "rank": "同级位次",
    "of": "同级个数",
    "provenance": "数据性质",
    "source": "数据来源",
}
SHOWN = ("period", "value", *list(VALUES)[2:10], "abnormal", "provenance", "source", "said_at", "as_of")
RESTATED = ("period", "was", "became", "said_at", "said_by", "at", "by", "reason")


BELOW = {"rank": "位次", "code": "区划代码", "name": "区划", "value": "数值", "provenance": "数据性质"}
TREE = {
    "domain": "领域",
    "branch": "类",
    "name_zh": "项",
    "code": "代码",
    "unit": "单位",
    "kind": "算法",
    "frequency": "频率",
    "direction": "方向",
    "target": "年度目标",
    "newest": "最近一期",
    "lamp": "更新状态",
    "department": "责任部门",
    "version": "版本",
}


@door.get("")
def listed() -> Response:
    """Every indicator that speaks again and again; with `text`, all that are called so."""
    scope_of(sender_or_guest(request, house()))
    asked = only("domain", "text")
    with house().engine.connect() as connection:
        rows = indicators(connection, asked.get("text", ""), asked.get("domain", ""))
    return json_response({"indicators": [_defined(row) for row in rows]})


@door.get("/<code>")
def one(code: str) -> Response:
    """Its definition, every version of it, and its values in a region, with what was said otherwise before."""
    found = _asked(code, "region")
    told = {
        "definition": _defined(found.row),
        "words": found.words,
        "region": found.here.code,
        "place": found.here.name,
        "now": found.now,
        "values": [{name: row[name] for name in SHOWN} for row in found.rows],
        "below": found.below,
        "versions": [
            {name: one[name] for name in ("version", "definition", "made_at", "made_by", "reason")}
            for one in found.versions
        ],
        "restated": [{name: one[name] for name in RESTATED} for one in found.restated],
    }
    return json_response(told)


@door.get("/tree.csv", defaults={"kind": "csv"})
@door.get("/tree.xlsx", defaults={"kind": "xlsx"})
def tree_as(kind: str) -> Response:
    """The tree as the page lists it."""
    sender = sender_or_guest(request, house())
    asked, scope = only("region", "at", "domain", "text", "sort", "down", "lang"), scope_of(sender)
    now = _moment(asked)
    with speaking(_lang()), house().engine.connect() as connection:
        here = region_of(connection, asked.get("region") or (sender.region if sender else ""), scope)
        rows = [_listed(row) for row in tree(connection, asked, here, scope, now)]
        return _as(kind, "indicators", TREE, rows, {_("查询区划"): here.name, _("截至"): clock(now)})


@door.get("/<code>/values.csv", defaults={"kind": "csv"})
@door.get("/<code>/values.xlsx", defaults={"kind": "xlsx"})
def values_as(code: str, kind: str) -> Response:
    found = _asked(code, "region", "at", "lang", "sort", "down")
    with speaking(_lang()):
        return _as(kind, f"indicator-{code}", VALUES, [_said(row) for row in found.rows], _notes(found))


@door.get("/<code>/below.csv", defaults={"kind": "csv"})
@door.get("/<code>/below.xlsx", defaults={"kind": "xlsx"})
def below_as(code: str, kind: str) -> Response:
    """The level below in the newest period."""
    found = _asked(code, "region", "at", "lang", "by", "bydown")
    with speaking(_lang()):
        notes = _notes(found) | ({_("时期"): found.points[-1].period.text} if found.points else {})
        return _as(kind, f"indicator-{code}-below", BELOW, [_said(row) for row in found.below], notes)


def _as(
    kind: str, name: str, columns: Mapping[str, str], rows: list[dict[str, Any]], notes: Mapping[str, str]
) -> Response:
    """A table as CSV, its notes in columns of their own, or as a workbook with a sheet for them."""
    header = {name: _(words) for name, words in columns.items()}
    if kind == "csv":
        whole = {**header, **{word: word for word in notes}}
        text = csv_text(list(whole.values()), list(whole), [{**row, **notes} for row in rows])
        return _file(text.encode(), "text/csv", f"{name}.csv")
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        _sheet(book.add_worksheet(_("数值")), bold, header, rows)
        told = [{"name": name, "value": value} for name, value in notes.items()]
        _sheet(book.add_worksheet(_("说明")), bold, {"name": _("名称"), "value": _("内容")}, told)
    return _file(file.getvalue(), XLSX, f"{name}.xlsx")


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: _(str(row[name])) if row[name] else "" for name in ("domain", "branch", "unit", "department")}
    frequency = _(FREQUENCIES[row["frequency"]]) if row["frequency"] in FREQUENCIES else _("一次")
    told = {"kind": _(KINDS[row["kind"]]), "frequency": frequency, "direction": _(DIRECTIONS[row["direction"]])}
    told["lamp"] = _("暂无") if row["lamp"] == "empty" else _(FRESHNESS[row["lamp"]])
    return {**row, **words, **told, "name_zh": row["name_en" if spoken() == "en" else "name_zh"]}


def _asked(code: str, *names: str) -> Sheet:
    sender, home = sender_or_guest(request, house()), house()
    asked = only(*names)
    if not CODE.fullmatch(code):
        raise BadInput("code: letters, digits and _ are needed")
    region = asked.get("region") or (sender.region if sender else "")
    return ordered_sheet(sheet(home, code, region, scope_of(sender), _moment(asked)), asked)


def _moment(asked: Mapping[str, str]) -> datetime:
    """Now, or the moment that is looked back at."""
    return View.parse({name: value for name, value in asked.items() if name == "at"}).at or house().clock.now()


def _lang() -> str:
    lang = request.args.get("lang", "zh")
    if lang not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    return lang


def _defined(row: Mapping[str, Any]) -> dict[str, Any]:
    return from_row(row) | {"kind": kind(row), "version": row["version"]}


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "provenance": _(PROVENANCE[row["provenance"]])}


def _notes(found: Sheet) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("指标"): found.row["name_zh"],
        _("单位"): found.row["unit"],
        _("查询区划"): found.here.name,
        _("责任部门"): found.row["department"],
        _("定义版本"): str(found.row["version"]),
        _("截至"): clock(found.now),
    }


def _sheet(page: Any, bold: Any, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Texts are written as texts, so that none can be a formula."""
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)
    for place, label in enumerate(columns.values()):
        page.write_string(0, place, label, bold)
    for n, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            value = row[name]
            if isinstance(value, int | float):
                page.write_number(n, place, value)
            elif value is not None:
                page.write_string(n, place, str(value))


def _file(data: bytes, mimetype: str, name: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
